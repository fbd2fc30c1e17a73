import { redirect } from '@sveltejs/kit';
import { finishProviderSignIn } from '$lib/server/db/auth';
import { env } from '$lib/server/env';
import { allowAnonymous } from '$lib/server/guards';
import { afterSignIn, forgetSigningIn, readSigningIn } from '$lib/server/sign-in-cookie';
import type { RequestHandler } from './$types';

/** Back from Google or GitHub, with a code that only this browser's cookie can use. */
export const GET: RequestHandler = async (event) => {
	allowAnonymous(event);
	const { url, cookies, locals } = event;
	const next = readSigningIn(cookies, env())?.next ?? afterSignIn;
	const code = url.searchParams.get('code');
	if (!code || !(await finishProviderSignIn(locals.supabase, code))) {
		locals.log.info({ reason: url.searchParams.get('error_code') }, 'a provider did not sign in');
		redirect(303, '/sign-in?failed');
	}
	forgetSigningIn(cookies, env());
	redirect(303, next);
};
