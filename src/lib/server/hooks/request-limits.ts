import type { Handle, RequestEvent } from '@sveltejs/kit';
import { requests } from '$lib/limits';
import { bodyLimitOf, tooLargeWords } from '$lib/server/http/body-kinds';
import { limitBody } from '$lib/server/http/limit-body';
import { refuse } from './refuse';

/**
 * Refuses a request that is larger than any of ours before anything reads it, and bounds the body that
 * the route will read.
 */
export const requestLimits: Handle = async ({ event, resolve }) => {
	const status = faultOf(event);
	const tooLarge = tooLargeWords(event.route.id);
	if (status !== null) {
		return refuse(event, status, status === 413 && tooLarge ? { message: tooLarge } : {});
	}
	event.request = limitBody(event.request, bodyLimitOf(event.route.id), tooLarge);
	return resolve(event);
};

/** The status to refuse a request with; null when its sizes are in order. */
function faultOf({ request, route }: RequestEvent): number | null {
	const { pathname, search, searchParams } = new URL(request.url);
	if (pathname.length > requests.path || search.length > requests.query) return 414;
	if (searchParams.size > requests.queryFields) return 414;
	const cookies = request.headers.get('cookie')?.split(';').length ?? 0;
	if (cookies > requests.cookies) return 431;
	if ([...request.headers].length > requests.headers) return 431;
	const length = Number(request.headers.get('content-length') ?? 0);
	return length > bodyLimitOf(route.id).bytes ? 413 : null;
}
