import {
	isAuthApiError,
	isAuthRetryableFetchError,
	isAuthSessionMissingError,
	type AuthError
} from '@supabase/supabase-js';
import { z } from 'zod';
import type { AuthProvider } from '$lib/server/env-schema';
import { AppError, unwrap } from '$lib/server/errors';
import { endsSession, type Client } from '$lib/supabase/server';

const claimsSchema = z.object({
	sub: z.uuid(),
	email: z.string().default(''),
	session_id: z.string(),
	is_anonymous: z.boolean().optional()
});

/**
 * Who the token in the cookie speaks for, once Auth or its public key has vouched for it. It is
 * unverified, and to be kept, while Auth says neither yes nor no.
 */
export async function readViewer(
	db: Client
): Promise<{ viewer: App.Viewer | null; unverified: boolean }> {
	const { data, error } = await claimsOf(db);
	if (error) {
		const ended = isAuthSessionMissingError(error) || endsSession(error.status, error.code);
		return { viewer: null, unverified: !ended };
	}
	const claims = claimsSchema.safeParse(data?.claims);
	if (!claims.success || claims.data.is_anonymous) return { viewer: null, unverified: false };
	const { sub, email, session_id } = claims.data;
	return { viewer: { id: sub, email, sessionId: session_id }, unverified: false };
}

/**
 * The library throws for a cookie or a token that it cannot decode, and returns all other errors. Anybody
 * can send such a cookie: it is no session.
 */
async function claimsOf(db: Client): ReturnType<Client['auth']['getClaims']> {
	try {
		return await db.auth.getClaims();
	} catch {
		return { data: null, error: null };
	}
}

/**
 * Mails a code and a link, to new addresses too: their account is made when they prove the address.
 * What Auth refuses is not told, since it could say whether the address is known.
 * @param redirectTo where to go after the link; the mail's template makes it `next` of /auth/confirm
 * @returns the code of the refusal for the log, or null
 * @throws {AppError} when Auth does not answer
 */
export async function sendSignInMail(
	db: Client,
	email: string,
	redirectTo: string
): Promise<string | null> {
	const { error } = await db.auth.signInWithOtp({
		email,
		options: { emailRedirectTo: redirectTo }
	});
	return refusalOf(error);
}

/** Signs in with the code from the mail; false when it is wrong or too old. */
export async function verifyCode(db: Client, email: string, token: string): Promise<boolean> {
	const { error } = await db.auth.verifyOtp({ email, token, type: 'email' });
	return refusalOf(error) === null;
}

/** Signs in with the link from the mail; false when it was used or is too old. */
export async function verifyLink(db: Client, tokenHash: string): Promise<boolean> {
	const { error } = await db.auth.verifyOtp({ token_hash: tokenHash, type: 'email' });
	return refusalOf(error) === null;
}

/** Signs in with a password; false for a wrong one, an unknown address and an unproven one alike. */
export async function verifyPassword(
	db: Client,
	email: string,
	password: string
): Promise<boolean> {
	const { error } = await db.auth.signInWithPassword({ email, password });
	return refusalOf(error) === null;
}

/** Where to send somebody who wants to sign in with a provider; leaves a secret in a cookie. */
export async function startProviderSignIn(
	db: Client,
	provider: AuthProvider,
	redirectTo: string
): Promise<string> {
	const { data, error } = await db.auth.signInWithOAuth({
		provider,
		options: { redirectTo, skipBrowserRedirect: true }
	});
	if (error || !data.url) throw new AppError('unavailable', 503, { cause: error });
	return data.url;
}

/** Finishes the sign-in with a provider; false when the code or the cookie is not the right one. */
export async function finishProviderSignIn(db: Client, code: string): Promise<boolean> {
	const { error } = await db.auth.exchangeCodeForSession(code);
	return refusalOf(error) === null;
}

/** Ends this session, or all of this person; false when Auth could not be told. */
export async function endAuthSession(db: Client, scope: 'local' | 'global'): Promise<boolean> {
	const { error } = await db.auth.signOut({ scope });
	return error === null || isAuthSessionMissingError(error);
}

/**
 * Asks both addresses whether an account is to move from one to the other. As with
 * {@link sendSignInMail}, what Auth refuses is not told: it could say whether the address is known.
 * @returns the code of the refusal for the log, or null
 * @throws {AppError} when Auth does not answer
 */
export async function askToMoveAccount(db: Client, email: string): Promise<string | null> {
	const { error } = await db.auth.updateUser({ email });
	return refusalOf(error);
}

/**
 * One of the two addresses agrees, by the link that it was sent. With the second one the account
 * moves, and the visitor is signed in to it.
 * @returns where it has moved, nowhere while the other one is to agree; null when the link was used
 * or is too old
 */
export async function agreeToMoveAccount(
	db: Client,
	tokenHash: string
): Promise<{ movedTo?: string } | null> {
	const { data, error } = await db.auth.verifyOtp({ token_hash: tokenHash, type: 'email_change' });
	if (refusalOf(error) !== null) return null;
	const movedTo = data.session?.user.email;
	return movedTo === undefined ? {} : { movedTo };
}

export type PasswordRefusal = 'same' | 'weak' | 'too_long_ago' | 'refused';

/** Sets the password and ends all other sessions, which may be somebody else's. */
export async function setPassword(db: Client, password: string): Promise<PasswordRefusal | null> {
	const { error } = await db.auth.updateUser({ password });
	const refusal = refusalOf(error);
	if (refusal === null) {
		await db.auth.signOut({ scope: 'others' });
		return null;
	}
	if (refusal === 'same_password') return 'same';
	if (refusal === 'weak_password') return 'weak';
	return refusal === 'reauthentication_needed' ? 'too_long_ago' : 'refused';
}

export interface Session {
	id: string;
	createdAt: string;
	lastUsedAt: string;
	userAgent: string | null;
	current: boolean;
}

/** Where the visitor is signed in, the latest first. */
export async function listSessions(db: Client): Promise<Session[]> {
	const rows = unwrap(await db.rpc('my_sessions'));
	return rows.map((row) => ({
		id: row.id,
		createdAt: row.created_at,
		lastUsedAt: row.updated_at ?? row.created_at,
		userAgent: row.user_agent,
		current: row.current
	}));
}

/** Ends one of the visitor's own sessions; false when there is no such one. */
export async function endSession(db: Client, id: string): Promise<boolean> {
	return unwrap(await db.rpc('end_session', { p_session_id: id }));
}

/** Auth's reason for a no, null for a yes. */
function refusalOf(error: AuthError | null): string | null {
	if (error === null) return null;
	if (isOutage(error)) throw new AppError('unavailable', 503, { cause: error });
	return error.code ?? 'refused';
}

function isOutage(error: AuthError): boolean {
	return isAuthRetryableFetchError(error) || (isAuthApiError(error) && error.status >= 500);
}
