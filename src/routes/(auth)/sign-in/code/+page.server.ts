import { redirect } from '@sveltejs/kit';
import { waitInWords } from '$lib/domain/wait';
import { enterCode } from '$lib/schemas/sign-in';
import { verifyCode } from '$lib/server/db/auth';
import { takeCodeTry } from '$lib/server/db/sign-in-limits';
import { env } from '$lib/server/env';
import { evenTime } from '$lib/server/even-time';
import { formFailure, parseForm } from '$lib/server/forms';
import { allowAnonymous } from '$lib/server/guards';
import { askForCode } from '$lib/server/sign-in';
import { afterSignIn, forgetSigningIn, readSigningIn } from '$lib/server/sign-in-cookie';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
	const viewer = allowAnonymous(event);
	const started = readSigningIn(event.cookies, env());
	if (viewer) redirect(303, started?.next ?? afterSignIn);
	if (!started?.email) redirect(303, '/sign-in');
	const secondsToWait = secondsUntil(started.nextMailAt);
	return {
		email: started.email,
		next: started.next,
		secondsToWait,
		/** No code was sent, and for how long none will be, in words. */
		refusedFor: started.refused ? waitInWords(secondsToWait) : null
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

		const { id, email, next } = started;
		const answer = await evenTime(async () => {
			const wait = await takeCodeTry(locals.supabase, id, email);
			if (wait === null) return 'over';
			if (wait > 0) return wait;
			return (await verifyCode(locals.supabase, email, parsed.data.code)) ? 'right' : 'wrong';
		});
		if (answer === 'right') {
			forgetSigningIn(cookies, env());
			redirect(303, next);
		}
		return answer === 'wrong'
			? formFailure(400, {}, { code: 'That code is not right, or it is older than ten minutes.' })
			: formFailure(
					429,
					{},
					{
						code:
							answer === 'over'
								? 'You have no tries left in this sign-in. Ask for another code below.'
								: `Too many codes were typed from your network. Try again in ${waitInWords(answer)}, or use your password if you set one.`
					}
				);
	},

	resend: async (event) => {
		allowAnonymous(event);
		const started = readSigningIn(event.cookies, env());
		if (!started?.email) redirect(303, '/sign-in');
		const secondsToWait = secondsUntil(started.nextMailAt);
		const wait = secondsToWait || (await askForCode(event, started.email, started.next));
		if (wait === 0) redirect(303, '/sign-in/code');
		return formFailure(
			429,
			{},
			{ resend: `You can ask for another code in ${waitInWords(wait)}.` }
		);
	}
};

function secondsUntil(time: number): number {
	return Math.max(0, Math.ceil((time - Date.now()) / 1000));
}
