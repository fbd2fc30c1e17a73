import { randomUUID } from 'node:crypto';
import type { Handle } from '@sveltejs/kit';
import { rootLog } from '$lib/server/root-log';
import { withHeaders } from './headers';

/** Names every request. An id that comes from outside is not taken: it could name another's. */
export const requestId: Handle = async ({ event, resolve }) => {
	event.locals.requestId = randomUUID();
	event.locals.log = rootLog().child({ requestId: event.locals.requestId });
	return withHeaders(await resolve(event), { 'x-request-id': event.locals.requestId });
};
