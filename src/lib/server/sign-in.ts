import type { Cookies } from '@sveltejs/kit';
import type { Logger } from 'pino';
import { createAnonymousClient } from '$lib/supabase/server';
import { sendSignInMail, takeSignInAttempt } from './db/auth';
import { env } from './env';
import { evenTime } from './even-time';
import { keepSigningIn } from './sign-in-cookie';

/** Seconds between two mails to one address; Postgres holds to it, here it is shown. */
export const secondsApart = 60;

interface Asked {
	cookies: Cookies;
	locals: { log: Logger };
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
