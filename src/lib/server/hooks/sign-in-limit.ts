import type { Handle } from '@sveltejs/kit';
import { waitInWords } from '$lib/domain/wait';
import { network } from '$lib/limits';
import { clientNetwork } from '$lib/server/client-address';
import { env } from '$lib/server/env';
import { createRateLimiter, type RateLimiter } from '$lib/server/rate-limiter';
import { refuse } from './refuse';

let limiter: RateLimiter | undefined;

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
	limiter ??= createRateLimiter({
		...network.signInForms,
		tries: env().SIGN_IN_POSTS_PER_MINUTE
	});
	const wait = await limiter(clientNetwork(event));
	if (wait === 0) return resolve(event);

	event.locals.log.warn({ wait }, 'a network sends too many sign-in forms');
	return refuse(event, 429, {
		message: `That was a lot of tries from one network. Please wait ${waitInWords(wait)}, then go back and send the form again.`,
		headers: { 'retry-after': String(wait) }
	});
};
