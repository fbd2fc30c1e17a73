import { createServerClient } from '@supabase/ssr';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import type { Cookies, RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { clientNetwork } from '$lib/server/client-address';
import { coalesce } from '$lib/server/coalesce';
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
	return cookies
		.getAll()
		.map((cookie) => cookie.name)
		.filter((name) => holdsSession(name, env));
}

function holdsSession(cookie: string, env: Pick<Env, 'ORIGIN'>): boolean {
	const name = sessionCookie(env);
	return cookie.startsWith(name) && /^(\.\d+)?$/.test(cookie.slice(name.length));
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

/** How long a visitor waits for Auth to say who they are, in milliseconds. */
const patience = 4000;

/** Auth's reasons, with 400, 401, 403 or 404, that mean that there is no session any more. */
const ends = new Set([
	'bad_jwt',
	'invalid_jwt',
	'no_authorization',
	'refresh_token_already_used',
	'refresh_token_not_found',
	'session_expired',
	'session_not_found',
	'user_banned',
	'user_not_found',
	'validation_failed'
]);

/** Whether this answer of Auth ends a session. All others, such as "too many", say nothing about it. */
export function endsSession(status: number | undefined, code: string | undefined): boolean {
	return [400, 401, 403, 404].includes(status ?? 0) && ends.has(code ?? '');
}

const refreshed = z.looseObject({ access_token: z.string(), refresh_token: z.string() });
const refused = z.object({ code: z.unknown(), error_code: z.string().optional() });

/**
 * A refresh token is good once. Requests of one visitor that come together share its answer, for as
 * long as Auth lets a used token pass, which is what helps them in another process.
 */
const shareRefresh = coalesce(
	async (_token: string, url: string, init: RequestInit | undefined) => {
		const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(patience) });
		const body: unknown = await answer.json();
		if (answer.ok) return { status: 200, body: refreshed.parse(body) };
		const { code, error_code } = refused.parse(body);
		const reason = typeof code === 'string' ? code : error_code;
		if (!endsSession(answer.status, reason)) throw new Error(`Auth answers ${answer.status}`);
		return { status: answer.status, body: { error_code: reason, msg: 'The session has ended' } };
	},
	{ ms: 10_000, most: 1000 }
);

async function refresh(url: string, init: RequestInit | undefined): Promise<Response> {
	const { refresh_token } = JSON.parse(String(init?.body));
	// Anybody can send such a cookie, and Auth fails at some of them.
	if (!/^[!-~]+$/.test(refresh_token)) {
		const answer = { error_code: 'validation_failed', msg: 'No refresh token' };
		return Response.json(answer, { status: 400 });
	}
	try {
		const { status, body } = await shareRefresh(refresh_token, url, init);
		return Response.json(body, { status });
	} catch {
		// The library asks again for half a minute after a 500 or no answer, but not after this.
		return Response.json({ error_code: 'unavailable', msg: 'Auth is away' }, { status: 599 });
	}
}

/** Bounds how long Auth is waited for when it is asked about a session. */
const fetchForCookies: typeof fetch = (input, init) => {
	const url = String(input);
	if (url.endsWith('/auth/v1/token?grant_type=refresh_token')) return refresh(url, init);
	if (!/\/auth\/v1\/(user|\.well-known\/jwks\.json)$/.test(url) || init?.method !== 'GET')
		return fetch(input, init);
	return fetch(input, { ...init, signal: AbortSignal.timeout(patience) });
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
					// The library forgets a session on any failed refresh; we only when it has ended.
					const keeps = !cookies.some(({ name, value }) => holdsSession(name, env) && value);
					for (const { name, value, options } of cookies) {
						if (keeps && holdsSession(name, env)) continue;
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
