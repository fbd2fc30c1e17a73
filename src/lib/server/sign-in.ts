import type { Cookies } from '@sveltejs/kit';
import { createAnonymousClient } from '$lib/supabase/server';
import { askToMoveAccount, sendSignInMail, takeSignInAttempt } from './db/auth';
import { env } from './env';
import { evenTime } from './even-time';
import { keepSigningIn } from './sign-in-cookie';

/** Seconds between two mails to one address; Postgres holds to it, here it is shown. */
export const secondsApart = 60;

interface Asked {
	cookies: Cookies;
	locals: App.Locals;
}

/**
 * Mails a code to an address and remembers it for the next page. The same answer in the same time,
 * whether the address is known or not.
 * @returns the seconds to wait when this address was sent too many; 0 when the next page can follow
 */
export async function askForCode(event: Asked, email: string, next: string): Promise<number> {
	return evenTime(async () => {
		const settings = env();
		const db = createAnonymousClient(settings);
		const wait = await takeSignInAttempt(db, email, 'code');
		if (wait > secondsApart) return wait;
		if (wait === 0) {
			const refusal = await sendSignInMail(db, email, settings.ORIGIN + next);
			if (refusal) event.locals.log.warn({ refusal }, 'Auth refused to send a sign-in mail');
		}
		// With a short wait left, a mail is on its way already: the next page shows how long.
		const askedAt = Date.now() - (wait > 0 ? (secondsApart - wait) * 1000 : 0);
		keepSigningIn(event.cookies, settings, { email, next, askedAt });
		return 0;
	});
}

/**
 * Asks the visitor's address and a new one whether the account is to move. The same answer in the
 * same time, whether the new one has an account or not.
 * @returns the seconds to wait when the new address was written to; 0 when the mails are on their way
 */
export async function askToMove({ locals }: Pick<Asked, 'locals'>, email: string): Promise<number> {
	return evenTime(async () => {
		const wait = await takeSignInAttempt(locals.supabase, email, 'code');
		if (wait > 0) return wait;
		const refusal = await askToMoveAccount(locals.supabase, email);
		if (refusal) locals.log.warn({ refusal }, 'Auth refused to move an account');
		return 0;
	});
}
