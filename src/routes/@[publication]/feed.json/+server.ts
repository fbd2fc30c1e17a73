import { answerWithFeed } from '$lib/server/feeds/answer';
import { jsonFeed } from '$lib/server/feeds/json-feed';
import { allowAnonymous } from '$lib/server/guards';
import type { RequestHandler } from './$types';

/** JSON Feed 1.1, for feed readers. */
export const GET: RequestHandler = async (event) => {
	allowAnonymous(event);
	return answerWithFeed(event, 'application/feed+json', jsonFeed);
};
