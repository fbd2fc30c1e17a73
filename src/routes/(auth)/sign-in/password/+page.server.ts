import { redirect } from '@sveltejs/kit';
import { safePath } from '$lib/domain/redirects';
import { waitInWords } from '$lib/domain/wait';
import { signInWithPassword } from '$lib/schemas/sign-in';
import { verifyPassword } from '$lib/server/db/auth';
import { takePasswordTry } from '$lib/server/db/sign-in-limits';
import { env } from '$lib/server/env';
import { evenTime } from '$lib/server/even-time';
import { formFailure, parseForm } from '$lib/server/forms';
import { allowAnonymous } from '$lib/server/guards';
import { afterSignIn, forgetSigningIn } from '$lib/server/sign-in-cookie';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
	const viewer = allowAnonymous(event);
	const next = safePath(event.url.searchParams.get('next'), afterSignIn);
	if (viewer) redirect(303, next);
	return { next };
};

export const actions: Actions = {
	default: async (event) => {
		allowAnonymous(event);
		const parsed = await parseForm(signInWithPassword, event.request);
		if (!parsed.ok) return parsed.failure;

		const { email, password } = parsed.data;
		const next = safePath(parsed.data.next, afterSignIn);
		const db = event.locals.supabase;
		const answer = await evenTime(async () => {
			const wait = await takePasswordTry(db, email);
			if (wait > 0) return { wait };
			return { wait, right: await verifyPassword(db, email, password) };
		});
		if (answer.right) {
			forgetSigningIn(event.cookies, env());
			redirect(303, next);
		}
		return answer.wait > 0
			? formFailure(
					429,
					{ email, next },
					{
						form: `Too many passwords were tried from your network. Wait ${waitInWords(answer.wait)}, or have a code sent.`
					}
				)
			: formFailure(400, { email, next }, { form: 'Address and password do not belong together.' });
	}
};
