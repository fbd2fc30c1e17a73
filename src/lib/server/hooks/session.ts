import type { Handle } from '@sveltejs/kit';
import { readViewer } from '$lib/server/db/auth';
import { env } from '$lib/server/env';
import {
	clearSession,
	createRequestClient,
	sessionCookies,
	type Client
} from '$lib/supabase/server';
import { withHeaders } from './headers';

/**
 * Gives the request its client and its viewer. Auth is asked only when there is a cookie to ask about,
 * so that a visitor without one costs nothing and gets none.
 */
export const session: Handle = async ({ event, resolve }) => {
	const settings = env();
	const headers: Record<string, string> = {};
	let client: Client | undefined;
	Object.defineProperty(event.locals, 'supabase', {
		configurable: true,
		enumerable: true,
		get: () =>
			(client ??= createRequestClient(event, settings, (more) => void Object.assign(headers, more)))
	});
	event.locals.viewer = null;
	event.locals.sessionUnverified = false;

	if (sessionCookies(event.cookies, settings).length > 0) {
		const { viewer, unverified } = await readViewer(event.locals.supabase);
		event.locals.viewer = viewer;
		event.locals.sessionUnverified = unverified;
		if (unverified) {
			event.locals.log.warn('a session could not be verified: Auth gives no clear answer');
		} else if (!viewer) {
			// The session ended elsewhere, or was never ours. Without its cookie, public pages can be cached again.
			clearSession(event.cookies, settings);
		}
	}
	return withHeaders(await resolve(event), headers);
};
