import { answerWithFeed } from '$lib/server/feeds/answer';
import { rss } from '$lib/server/feeds/rss';
import { allowAnonymous } from '$lib/server/guards';
import type { RequestHandler } from './$types';

/** RSS 2.0, for feed readers. */
export const GET: RequestHandler = async (event) => {
	allowAnonymous(event);
	return answerWithFeed(event, 'application/rss+xml', rss);
};
