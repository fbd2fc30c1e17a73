import type { RequestEvent } from '@sveltejs/kit';
import { createAnonymousClient } from '$lib/supabase/server';
import { askToMoveAccount, sendSignInMail } from './db/auth';
import { beginSignIn, takeMoveMails } from './db/sign-in-limits';
import { env } from './env';
import { evenTime } from './even-time';
import { keepSigningIn } from './sign-in-cookie';

type Asked = Pick<RequestEvent, 'cookies' | 'locals' | 'getClientAddress'>;

/**
 * Begins a sign-in by code: has a code mailed, unless one has just gone out or there were too many,
 * and remembers the sign-in for the next page. The same answer in the same time, whether the address
 * is known or not.
 * @returns 0 when the next page can follow; the seconds to wait when this network began too many
 */
export async function askForCode(event: Asked, email: string, next: string): Promise<number> {
	return evenTime(async () => {
		const settings = env();
		const db = createAnonymousClient(settings, event);
		const { id, mail, waitSeconds } = await beginSignIn(db, email);
		if (id === null) return waitSeconds;
		if (mail === 'send') {
			const refusal = await sendSignInMail(db, email, settings.ORIGIN + next);
			if (refusal) event.locals.log.warn({ refusal }, 'Auth refused to send a sign-in mail');
		}
		const nextMailAt = Date.now() + waitSeconds * 1000;
		const refused = mail === 'refused';
		keepSigningIn(event.cookies, settings, { id, email, next, nextMailAt, refused });
		return 0;
	});
}

/**
 * Asks the visitor's address and a new one whether the account is to move. The same answer in the
 * same time, whether the new one has an account or not.
 * @returns 0 when the mails are on their way; the seconds to wait when there were too many
 */
export async function askToMove({ locals }: Pick<Asked, 'locals'>, email: string): Promise<number> {
	return evenTime(async () => {
		const wait = await takeMoveMails(locals.supabase, email);
		if (wait > 0) return wait;
		const refusal = await askToMoveAccount(locals.supabase, email);
		if (refusal) locals.log.warn({ refusal }, 'Auth refused to move an account');
		return 0;
	});
}
