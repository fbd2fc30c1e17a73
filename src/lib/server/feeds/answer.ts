import type { RequestEvent } from '@sveltejs/kit';
import { nobody } from '$lib/server/anonymous';
import { env } from '$lib/server/env';
import { findPublication } from '$lib/server/reading';
import { readFeed, type Feed } from './feed';

/**
 * Answers with a feed. It is what anybody may read, also for staff and members: feed readers keep and
 * pass on what they get.
 */
export async function answerWithFeed(
	event: RequestEvent<{ publication: string }>,
	mime: string,
	write: (feed: Feed) => string
): Promise<Response> {
	const publication = await findPublication(event);
	const feed = await readFeed(nobody(), publication, env().ORIGIN);
	const headers = new Headers({ 'content-type': `${mime}; charset=utf-8` });
	if (feed.updated) headers.set('last-modified', feed.updated.toUTCString());
	// As bytes: `Response` reads a string three times over.
	return new Response(Buffer.from(write(feed)), { headers });
}

/** Answers with XML for programs. */
export function xmlAnswer(xml: string): Response {
	return new Response(xml, { headers: { 'content-type': 'application/xml; charset=utf-8' } });
}
