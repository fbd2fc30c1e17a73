import { createServerClient } from '@supabase/ssr';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import type { Cookies, RequestEvent } from '@sveltejs/kit';
import { clientNetwork } from '$lib/server/client-address';
import type { Env } from '$lib/server/env-schema';
import type { Database } from './database.types';

export type Client = SupabaseClient<Database>;

/**
 * The cookie of the session; long ones are cut into `.0`, `.1`, …. Over https the prefix binds it to
 * this very host, so that no neighbouring subdomain can set it.
 */
export function sessionCookie(env: Pick<Env, 'ORIGIN'>): string {
	return isSecure(env) ? '__Host-pamphlet-session' : 'pamphlet-session';
}

export function isSecure(env: Pick<Env, 'ORIGIN'>): boolean {
	return env.ORIGIN.startsWith('https:');
}

/** The names of the visitor's cookies that hold a session. */
export function sessionCookies(cookies: Cookies, env: Pick<Env, 'ORIGIN'>): string[] {
	const name = sessionCookie(env);
	return cookies
		.getAll()
		.map((cookie) => cookie.name)
		.filter((given) => given.startsWith(name) && /^(\.\d+)?$/.test(given.slice(name.length)));
}

/** Forgets the session in this browser, whatever Auth says about it. */
export function clearSession(cookies: Cookies, env: Pick<Env, 'ORIGIN'>): void {
	for (const name of sessionCookies(cookies, env)) {
		cookies.delete(name, { path: '/', secure: isSecure(env), httpOnly: true, sameSite: 'lax' });
	}
}

// The library would ask again for seven seconds when the API is away, and wait without end for a slow
// one; a visitor is told at once.
const db = { retry: false, timeout: 15_000 };

/**
 * Keeps from Auth what cannot be a refresh token. Anybody can send such a cookie; Auth fails at some of
 * them, and the library would then ask again for half a minute while the visitor waits.
 */
const fetchForCookies: typeof fetch = async (input, init) => {
	if (String(input).endsWith('/auth/v1/token?grant_type=refresh_token')) {
		const { refresh_token } = JSON.parse(String(init?.body));
		if (!/^[!-~]+$/.test(refresh_token)) {
			const answer = { code: 400, error_code: 'validation_failed', msg: 'No refresh token' };
			return Response.json(answer, { status: 400 });
		}
	}
	return fetch(input, init);
};

/**
 * A client that acts as the visitor, for this request only. Its cookies are out of reach of scripts.
 * @param onHeaders gets the headers that must go out with the cookies, so that no cache keeps them
 */
export function createRequestClient(
	event: Pick<RequestEvent, 'cookies' | 'request' | 'getClientAddress'>,
	env: Env,
	onHeaders: (headers: Record<string, string>) => void
): Client {
	return createServerClient<Database>(
		env.PUBLIC_SUPABASE_URL,
		env.PUBLIC_SUPABASE_PUBLISHABLE_KEY,
		{
			db,
			global: {
				headers: { ...userAgent(event.request), ...networkHeaders(event, env) },
				fetch: fetchForCookies
			},
			cookieOptions: {
				name: sessionCookie(env),
				path: '/',
				httpOnly: true,
				sameSite: 'lax',
				secure: isSecure(env)
			},
			cookies: {
				getAll: () => event.cookies.getAll(),
				setAll(cookies, headers) {
					for (const { name, value, options } of cookies) {
						const maxAge = Math.min(options.maxAge ?? 0, longestLife(name));
						event.cookies.set(name, value, { ...options, path: '/', maxAge });
					}
					onHeaders(headers);
				}
			}
		}
	);
}

/**
 * A client that is nobody and leaves no cookie: for questions that must not depend on who asks.
 * @param event the request on whose behalf it asks, for calls that Postgres limits by network
 */
export function createAnonymousClient(
	env: Env,
	event?: Pick<RequestEvent, 'getClientAddress'>
): Client {
	return createClient<Database>(env.PUBLIC_SUPABASE_URL, env.PUBLIC_SUPABASE_PUBLISHABLE_KEY, {
		db,
		...(event && { global: { headers: networkHeaders(event, env) } }),
		auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false }
	});
}

/** In seconds. The secret of a sign-in with a provider is of no use after it; sessions end in Auth. */
function longestLife(cookie: string): number {
	return cookie.endsWith('-code-verifier') ? 15 * 60 : 400 * 24 * 60 * 60;
}

/** Auth notes with a session which browser it is in; it would only see this server. */
function userAgent(request: Request): Record<string, string> {
	const name = request.headers.get('user-agent')?.slice(0, 300);
	return name ? { 'user-agent': name } : {};
}

/**
 * Names the visitor's network to Postgres, which sees this server as the caller of every request.
 * The token proves that it was not made up; `private.visitor_network()` reads both.
 */
function networkHeaders(
	event: Pick<RequestEvent, 'getClientAddress'>,
	env: Pick<Env, 'SERVER_TOKEN'>
): Record<string, string> {
	return {
		'x-pamphlet-server-token': env.SERVER_TOKEN,
		'x-pamphlet-network': clientNetwork(event)
	};
}
