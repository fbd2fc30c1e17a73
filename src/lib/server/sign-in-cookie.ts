import type { Cookies } from '@sveltejs/kit';
import { safePath } from '$lib/domain/redirects';
import { signingIn, type SigningIn } from '$lib/schemas/sign-in';
import type { Env } from '$lib/server/env-schema';
import { isSecure } from '$lib/supabase/server';
import { keepJson, readJson } from './json-cookie';

/** Where somebody lands who was not on the way to anywhere. */
export const afterSignIn = '/desk';

/** As long as a code lives, and a little. */
const maxAge = 15 * 60;

function cookieName(env: Pick<Env, 'ORIGIN'>): string {
	return isSecure(env) ? '__Host-pamphlet-signing-in' : 'pamphlet-signing-in';
}

/**
 * Keeps the address and the way on between the pages of a sign-in: not in the URL, where logs and
 * other sites would see them.
 */
export function keepSigningIn(cookies: Cookies, env: Pick<Env, 'ORIGIN'>, state: SigningIn): void {
	keepJson(cookies, env, cookieName(env), state, { path: '/', maxAge });
}

/** The sign-in under way, or null. The browser's owner may have written it: `next` is checked. */
export function readSigningIn(cookies: Cookies, env: Pick<Env, 'ORIGIN'>): SigningIn | null {
	const state = readJson(cookies, cookieName(env), signingIn);
	return state && { ...state, next: safePath(state.next, afterSignIn) };
}

export function forgetSigningIn(cookies: Cookies, env: Pick<Env, 'ORIGIN'>): void {
	if (cookies.get(cookieName(env)) === undefined) return;
	cookies.delete(cookieName(env), {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure: isSecure(env)
	});
}
