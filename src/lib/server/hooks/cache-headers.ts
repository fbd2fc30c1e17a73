import type { Handle } from '@sveltejs/kit';
import { env } from '$lib/server/env';
import { sessionCookies } from '$lib/supabase/server';
import { withHeaders } from './headers';
import { isPublicRoute } from './reading-routes';

/**
 * Says who may keep an answer. Whatever saw a session, or sets a cookie, is for that browser alone;
 * public pages may be kept but are asked about each time; the rest is kept by nobody unless it says so.
 */
export const cacheHeaders: Handle = async ({ event, resolve }) => {
	const hadSession = sessionCookies(event.cookies, env()).length > 0;
	const response = await resolve(event);
	if (hadSession || response.headers.has('set-cookie')) {
		return withHeaders(response, { 'cache-control': 'private, no-store' });
	}
	if (response.headers.has('cache-control')) return response;
	const readable = event.request.method === 'GET' || event.request.method === 'HEAD';
	const isData = event.isDataRequest || event.isRemoteRequest;
	if (readable && !isData && isPublicRoute(event.route.id) && response.status < 500) {
		return withHeaders(response, {
			'cache-control': 'public, max-age=0, must-revalidate',
			vary: addTo(response.headers.get('vary'), 'cookie')
		});
	}
	return withHeaders(response, { 'cache-control': 'private, no-store' });
};

function addTo(list: string | null, name: string): string {
	return list ? `${list}, ${name}` : name;
}
