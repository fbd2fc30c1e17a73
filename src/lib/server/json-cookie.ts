import type { Cookies } from '@sveltejs/kit';
import type { z } from 'zod';
import type { Env } from '$lib/server/env-schema';
import { isSecure } from '$lib/supabase/server';

/**
 * Keeps a value in a cookie that no script can read, as JSON.
 * @param maxAge in seconds
 */
export function keepJson(
	cookies: Cookies,
	env: Pick<Env, 'ORIGIN'>,
	name: string,
	value: unknown,
	{ path, maxAge }: { path: string; maxAge: number }
): void {
	cookies.set(name, JSON.stringify(value), {
		...{ path, maxAge },
		httpOnly: true,
		sameSite: 'lax',
		secure: isSecure(env)
	});
}

/** What a cookie of {@link keepJson} holds, or null. The browser's owner may have written it. */
export function readJson<S extends z.ZodType>(
	cookies: Cookies,
	name: string,
	schema: S
): z.output<S> | null {
	try {
		return schema.safeParse(JSON.parse(cookies.get(name) ?? 'null')).data ?? null;
	} catch {
		return null;
	}
}
