import { json, text, type Handle } from '@sveltejs/kit';
import { clientNetwork } from '$lib/server/client-address';
import { env } from '$lib/server/env';
import { createLimiter, type Limiter } from '$lib/server/limits';

let limiter: Limiter | undefined;

/**
 * Keeps one network from hammering the sign-in forms. Auth cannot do it: it sees every visitor as this
 * server. What one mail address may be asked is counted in Postgres.
 */
export const signInLimit: Handle = async ({ event, resolve }) => {
	if (event.request.method !== 'POST' || !event.route.id?.startsWith('/(auth)/')) {
		return resolve(event);
	}
	limiter ??= createLimiter(env().SIGN_IN_POSTS_PER_MINUTE, 60);
	const wait = await limiter(clientNetwork(event));
	if (wait === 0) return resolve(event);

	event.locals.log.warn({ wait }, 'a network sends too many sign-in forms');
	const error: App.Error = {
		message: `That was a lot of tries from one network. Please wait ${wait} seconds.`,
		code: 'too_many_requests',
		requestId: event.locals.requestId
	};
	const init = { status: 429, headers: { 'retry-after': String(wait) } };
	// The form helper of SvelteKit expects its own shape.
	return event.request.headers.has('x-sveltekit-action')
		? json({ type: 'error', error }, init)
		: text(error.message, init);
};
