import { redirect } from '@sveltejs/kit';
import { suggestAddress } from '$lib/domain/email-typos';
import { safePath } from '$lib/domain/redirects';
import { waitInWords } from '$lib/domain/wait';
import { askForCode as schema } from '$lib/schemas/sign-in';
import { env } from '$lib/server/env';
import { formFailure, parseForm } from '$lib/server/forms';
import { allowAnonymous } from '$lib/server/guards';
import { askForCode } from '$lib/server/sign-in';
import { afterSignIn, readSigningIn } from '$lib/server/sign-in-cookie';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
	const viewer = allowAnonymous(event);
	const { url, cookies } = event;
	const started = readSigningIn(cookies, env());
	const next = safePath(url.searchParams.get('next') ?? started?.next, afterSignIn);
	if (viewer) redirect(303, next);
	return {
		next,
		email: started?.email ?? '',
		providers: env().AUTH_PROVIDERS,
		providerFailed: url.searchParams.has('failed')
	};
};

export const actions: Actions = {
	default: async (event) => {
		allowAnonymous(event);
		const parsed = await parseForm(schema, event.request);
		if (!parsed.ok) return parsed.failure;

		const { email: typed, choice, hinted } = parsed.data;
		const next = safePath(parsed.data.next, afterSignIn);
		// Somebody who corrected the field by hand did not answer the hint.
		const email = choice && hinted === typed ? choice : typed;
		const meant = email === choice ? null : suggestAddress(email);
		if (meant) return formFailure(400, { email, next, meant }, {});

		const wait = await askForCode(event, email, next);
		if (wait === 0) redirect(303, '/sign-in/code');
		return formFailure(
			429,
			{ email, next },
			{
				email: `Your network asked for many codes. You can ask again in ${waitInWords(wait)}, or use your password if you set one.`
			}
		);
	}
};
