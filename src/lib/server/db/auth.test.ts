import type { Cookies } from '@sveltejs/kit';
import { expect, it } from 'vitest';
import { createRequestClient } from '$lib/supabase/server';
import type { Env } from '$lib/server/env-schema';
import { readViewer } from './auth';

const env = {
	// Nothing listens there: none of these cookies is worth asking anybody.
	PUBLIC_SUPABASE_URL: 'http://127.0.0.1:9',
	PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'key',
	ORIGIN: 'http://127.0.0.1:9'
} as Env;

const encoded = (text: string) => Buffer.from(text).toString('base64url');
const cookieOf = (session: unknown) => `base64-${encoded(JSON.stringify(session))}`;
const sessionWith = (token: unknown) =>
	cookieOf({ access_token: token, refresh_token: 'x', expires_at: 2 ** 40, user: {} });

it.each([
	['signs', '\u0000\u00ff'],
	['no base64', 'base64-@@@'],
	['no UTF-8', `base64-${Buffer.from([0xff, 0xfe]).toString('base64url')}`],
	['no JSON', `base64-${encoded('{')}`],
	['a number', cookieOf(5)],
	['a text', cookieOf('x')],
	['null', cookieOf(null)],
	['a list', cookieOf([])],
	['a prototype', 'base64-eyJfX3Byb3RvX18iOnt9fQ'],
	['a number for a token', sessionWith(5)],
	['a list for a token', sessionWith([])],
	['a token of words', sessionWith('not.a.token')],
	['a token that is no JSON', sessionWith(`${encoded('not')}.${encoded('not')}.c2ln`)],
	[
		'a refresh token of NUL',
		cookieOf({ access_token: 'a.b.c', refresh_token: '\0', expires_at: 1 })
	],
	['a token of nulls', sessionWith(`${encoded('null')}.${encoded('null')}.c2ln`)]
])('a cookie with %s is no session', async (_, value) => {
	const cookies = { getAll: () => [{ name: 'pamphlet-session', value }], set: () => {} };
	const event = {
		cookies: cookies as unknown as Cookies,
		request: new Request(env.ORIGIN),
		getClientAddress: () => '203.0.113.7'
	};
	const db = createRequestClient(event, env, () => {});
	expect(await readViewer(db)).toEqual({ viewer: null, unverified: false });
});
