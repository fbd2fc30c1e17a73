import { fail, redirect } from '@sveltejs/kit';
import { safePath } from '$lib/domain/redirects';
import { confirmLinkAndGoOn } from '$lib/schemas/sign-in';
import { verifyLink } from '$lib/server/db/auth';
import { env } from '$lib/server/env';
import { evenTime } from '$lib/server/even-time';
import { parseForm } from '$lib/server/forms';
import { allowAnonymous } from '$lib/server/guards';
import { keepAddressSecret } from '$lib/server/secret-address';
import { afterSignIn, forgetSigningIn } from '$lib/server/sign-in-cookie';
import type { Actions, PageServerLoad } from './$types';

/**
 * The page behind the link in the mail. Opening it does nothing, since mail scanners open links; the
 * button does.
 */
export const load: PageServerLoad = (event) => {
	const viewer = allowAnonymous(event);
	const { searchParams } = event.url;
	keepAddressSecret(event);
	return {
		tokenHash: searchParams.get('token_hash') ?? '',
		next: safePath(searchParams.get('next'), afterSignIn, env().ORIGIN),
		signedInAs: viewer?.email ?? null
	};
};

export const actions: Actions = {
	default: async (event) => {
		allowAnonymous(event);
		const parsed = await parseForm(confirmLinkAndGoOn, event.request);
		const wish = parsed.ok ? parsed.data.next : parsed.failure.data.values.next;
		const next = safePath(wish, afterSignIn);
		const isGood =
			parsed.ok &&
			(await evenTime(() => verifyLink(event.locals.supabase, parsed.data.token_hash)));
		if (!isGood) return fail(410, { next });
		forgetSigningIn(event.cookies, env());
		redirect(303, next);
	}
};
