import { FunctionsHttpError } from '@supabase/supabase-js';
import { z } from 'zod';
import { AppError } from '$lib/server/errors';
import type { Client } from '$lib/supabase/server';

const refusal = z.object({ code: z.string().regex(/^[a-z_]+$/) });

/**
 * Calls an Edge Function with the visitor's token.
 * @returns its answer, unchecked
 * @throws {AppError} with the code the function refused with, or `unavailable`
 */
export async function callFunction(db: Client, name: string, body: object): Promise<unknown> {
	const answer = await db.functions.invoke<unknown>(name, { body });
	if (answer.error === null) return answer.data;
	const { error } = answer;
	if (!(error instanceof FunctionsHttpError)) {
		throw new AppError('unavailable', 503, { cause: error });
	}
	const context: unknown = error.context;
	const response = context instanceof Response ? context : null;
	const told: unknown = await response?.json().catch(() => null);
	const refused = refusal.safeParse(told);
	const wait = response?.headers.get('retry-after');
	throw new AppError(refused.success ? refused.data.code : 'unavailable', response?.status ?? 502, {
		cause: error,
		retryAfter: wait ? Number(wait) : null
	});
}
