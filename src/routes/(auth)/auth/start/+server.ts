import { redirect } from '@sveltejs/kit';
import { safePath } from '$lib/domain/redirects';
import { startProviderSignIn } from '$lib/server/db/auth';
import { env } from '$lib/server/env';
import { AppError } from '$lib/server/errors';
import { allowAnonymous } from '$lib/server/guards';
import { afterSignIn, keepSigningIn } from '$lib/server/sign-in-cookie';
import type { RequestHandler } from './$types';

/**
 * On to Google or GitHub. A link and no form: the policy of our pages lets no form end at another
 * site.
 */
export const GET: RequestHandler = async (event) => {
	allowAnonymous(event);
	const { url, cookies, locals } = event;
	const wanted = url.searchParams.get('provider');
	const provider = env().AUTH_PROVIDERS.find((known) => known === wanted);
	if (!provider) throw new AppError('not_found', 404);

	const next = safePath(url.searchParams.get('next'), afterSignIn);
	const there = await startProviderSignIn(
		locals.supabase,
		provider,
		`${env().ORIGIN}/auth/callback`
	);
	keepSigningIn(cookies, env(), { id: '', email: '', next, nextMailAt: 0, refused: false });
	redirect(303, there);
};
