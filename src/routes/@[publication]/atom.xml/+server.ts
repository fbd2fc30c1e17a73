import { answerWithFeed } from '$lib/server/feeds/answer';
import { atom } from '$lib/server/feeds/atom';
import { allowAnonymous } from '$lib/server/guards';
import type { RequestHandler } from './$types';

/** Atom 1.0, for feed readers. */
export const GET: RequestHandler = async (event) => {
	allowAnonymous(event);
	return answerWithFeed(event, 'application/atom+xml', atom);
};
