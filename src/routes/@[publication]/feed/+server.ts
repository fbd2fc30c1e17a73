import { redirect } from '@sveltejs/kit';
import { homePath } from '$lib/domain/addresses';
import { allowAnonymous } from '$lib/server/guards';
import { findPublication } from '$lib/server/reading';
import type { RequestHandler } from './$types';

/** Where other systems have their feed: readers of an imported publication ask here. */
export const GET: RequestHandler = async (event) => {
	allowAnonymous(event);
	const { slug } = await findPublication(event);
	redirect(301, `${homePath(slug)}/rss.xml`);
};
