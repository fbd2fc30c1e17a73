import { json, type Handle } from '@sveltejs/kit';
import errorPage from '../../../error.html?raw';
import { clientNetwork } from '$lib/server/client-address';
import { env } from '$lib/server/env';
import { createLimiter, type Limiter } from '$lib/server/limits';

let limiter: Limiter | undefined;

/** Forms that anybody may send, and that have mails sent or codes tried. */
function sendsMail(routeId: string | null): boolean {
	return routeId !== null && (routeId.startsWith('/(auth)/') || routeId === '/@[publication]/join');
}

/**
 * Keeps one network from hammering the forms of sign-in and of joining. Auth cannot do it: it sees every visitor as this
 * server. What one mail address may be asked is counted in Postgres.
 */
export const signInLimit: Handle = async ({ event, resolve }) => {
	if (event.request.method !== 'POST' || !sendsMail(event.route.id)) {
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
	const headers = { 'retry-after': String(wait) };
	// The form helper of SvelteKit expects its own shape.
	if (event.request.headers.has('x-sveltekit-action')) {
		return json({ type: 'error', error }, { status: 429, headers });
	}
	const page = errorPage
		.replaceAll('%sveltekit.error.message%', error.message)
		.replaceAll('%sveltekit.status%', '429');
	return new Response(page, {
		status: 429,
		headers: { ...headers, 'content-type': 'text/html; charset=utf-8' }
	});
};
