import { createHash } from 'node:crypto';
import type { Handle, RequestEvent } from '@sveltejs/kit';
import { dev, version as build } from '$app/environment';
import { readMoment } from '$lib/domain/moments';
import { nobody } from '$lib/server/anonymous';
import { coalesce } from '$lib/server/coalesce';
import { getPublicationState, type PublicationState } from '$lib/server/db/publication-state';
import { env } from '$lib/server/env';
import { isMatch } from '$lib/server/etags';
import { sessionCookies } from '$lib/supabase/server';
import { withHeaders } from './headers';
import { isPersonalRoute, isReadingRoute } from './reading-routes';

/** A change is seen within a second; until then all requests share one question. */
const stateOf = coalesce((slug) => getPublicationState(nobody(), slug), { ms: 1000, most: 1000 });

/**
 * Answers 304 before anything is rendered when a visitor without a session has a page or a feed as it
 * still is. The state is read before the page, so that no page is ever older than its tag.
 */
export const revalidation: Handle = async ({ event, resolve }) => {
	const tag = await tagFor(event);
	if (tag === null) return resolve(event);
	if (isMatch(event.request.headers.get('if-none-match'), tag)) {
		return new Response(null, { status: 304, headers: { etag: tag } });
	}
	const response = await resolve(event);
	return response.status === 200 ? withHeaders(response, { etag: tag }) : response;
};

async function tagFor(event: RequestEvent): Promise<string | null> {
	const { method } = event.request;
	const slug = event.params.publication;
	const isRead = (method === 'GET' || method === 'HEAD') && !event.isDataRequest;
	if (dev || !isRead || !slug || !isReadingRoute(event.route.id)) return null;
	if (isPersonalRoute(event.route.id)) return null;
	if (sessionCookies(event.cookies, env()).length > 0) return null;
	try {
		const state = await stateOf(slug);
		return state && tagOf(state, `${build} ${env().ORIGIN}`);
	} catch (error) {
		event.locals.log.warn({ err: error }, 'the version of a publication could not be read');
		return null;
	}
}

/** Weak: two servers may pack the same page differently. */
export function tagOf({ version, newest }: PublicationState, server: string): string {
	const build = createHash('sha256').update(server).digest('base64url').slice(0, 8);
	return `W/"${build}.${version}.${readMoment(newest)?.getTime() ?? 0}"`;
}
