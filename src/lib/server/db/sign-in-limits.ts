import { z } from 'zod';
import { unwrap } from '$lib/server/errors';
import type { Client } from '$lib/supabase/server';

const begunSchema = z.object({
	id: z.string().nullable(),
	mail: z.enum(['send', 'recent', 'refused']),
	wait_seconds: z.number()
});

/** A sign-in by code that was begun. */
export interface BegunSignIn {
	/** Random; for the cookie of this browser. Null when the network began too many sign-ins. */
	id: string | null;
	/** Whether to ask Auth for a mail now; else one has just gone out, or there were too many. */
	mail: 'send' | 'recent' | 'refused';
	/** Until the next mail can be asked for, or without an id until the next sign-in. */
	waitSeconds: number;
}

/** Begins a sign-in by code, and counts its mail. The same answer for known and unknown addresses. */
export async function beginSignIn(db: Client, email: string): Promise<BegunSignIn> {
	const answer = unwrap(await db.rpc('begin_sign_in', { p_email: email }));
	const { id, mail, wait_seconds } = begunSchema.parse(answer);
	return { id, mail, waitSeconds: wait_seconds };
}

/**
 * Counts one code that is typed.
 * @returns 0 when it may be tried, else the seconds to wait; null when the sign-in has no tries left,
 * has expired or was never begun
 */
export async function takeCodeTry(db: Client, signIn: string, email: string) {
	const wait: number | null = unwrap(
		await db.rpc('take_code_try', { p_sign_in: signIn, p_email: email })
	);
	return wait;
}

/**
 * Counts one password that is tried for an address.
 * @returns 0 when it may be tried, else the seconds to wait
 */
export async function takePasswordTry(db: Client, email: string): Promise<number> {
	return unwrap(await db.rpc('take_password_try', { p_email: email }));
}

/**
 * Counts the mails that ask whether the visitor's account is to move to another address.
 * @returns 0 when Auth may be asked for them, else the seconds to wait
 */
export async function takeMoveMails(db: Client, email: string): Promise<number> {
	return unwrap(await db.rpc('take_move_mails', { p_email: email }));
}
