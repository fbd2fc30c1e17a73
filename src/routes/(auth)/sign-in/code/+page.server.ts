import { redirect } from '@sveltejs/kit';
import { waitInWords } from '$lib/domain/wait';
import { enterCode } from '$lib/schemas/sign-in';
import { takeSignInAttempt, verifyCode } from '$lib/server/db/auth';
import { env } from '$lib/server/env';
import { evenTime } from '$lib/server/even-time';
import { formFailure, parseForm } from '$lib/server/forms';
import { allowAnonymous } from '$lib/server/guards';
import { askForCode, secondsApart } from '$lib/server/sign-in';
import { afterSignIn, forgetSigningIn, readSigningIn } from '$lib/server/sign-in-cookie';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
	const viewer = allowAnonymous(event);
	const started = readSigningIn(event.cookies, env());
	if (viewer) redirect(303, started?.next ?? afterSignIn);
	if (!started?.email) redirect(303, '/sign-in');
	const passed = (Date.now() - started.askedAt) / 1000;
	return {
		email: started.email,
		next: started.next,
		secondsToWait: Math.max(0, Math.ceil(secondsApart - passed))
	};
};

export const actions: Actions = {
	verify: async (event) => {
		allowAnonymous(event);
		const { cookies, locals } = event;
		const started = readSigningIn(cookies, env());
		if (!started?.email) redirect(303, '/sign-in');
		const parsed = await parseForm(enterCode, event.request);
		if (!parsed.ok) return parsed.failure;

		const { email, next } = started;
		const answer = await evenTime(async () => {
			const wait = await takeSignInAttempt(locals.supabase, email, 'verify');
			if (wait > 0) return 'too many';
			return (await verifyCode(locals.supabase, email, parsed.data.code)) ? 'right' : 'wrong';
		});
		if (answer === 'right') {
			forgetSigningIn(cookies, env());
			redirect(303, next);
		}
		return answer === 'too many'
			? formFailure(
					429,
					{},
					{ code: 'That was five tries with this code. Please ask for another.' }
				)
			: formFailure(400, {}, { code: 'That code has gone stale or has a slip in it.' });
	},

	resend: async (event) => {
		allowAnonymous(event);
		const started = readSigningIn(event.cookies, env());
		if (!started?.email) redirect(303, '/sign-in');
		const passed = (Date.now() - started.askedAt) / 1000;
		if (passed < secondsApart) {
			const wait = waitInWords(secondsApart - passed);
			return formFailure(429, {}, { resend: `The next one can go in ${wait}.` });
		}
		const wait = await askForCode(event, started.email, started.next);
		if (wait === 0) redirect(303, '/sign-in/code');
		return formFailure(
			429,
			{},
			{
				resend: `This address was sent five codes within the hour. The next can go in ${waitInWords(wait)}.`
			}
		);
	}
};
