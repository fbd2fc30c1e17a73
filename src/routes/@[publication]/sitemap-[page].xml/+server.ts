import { nobody } from '$lib/server/anonymous';
import { countAddresses } from '$lib/server/db/sitemap';
import { env } from '$lib/server/env';
import { AppError } from '$lib/server/errors';
import { xmlAnswer } from '$lib/server/feeds/answer';
import { mapsFor, sitemap } from '$lib/server/feeds/sitemap';
import { allowAnonymous } from '$lib/server/guards';
import { findPublication } from '$lib/server/reading';
import type { RequestHandler } from './$types';

/** A part of the site map of a large publication. */
export const GET: RequestHandler = async (event) => {
	allowAnonymous(event);
	const publication = await findPublication(event);
	const count = mapsFor(await countAddresses(nobody(), publication.id));
	const page = /^[1-9]\d{0,5}$/.test(event.params.page) ? Number(event.params.page) : 0;
	if (page < 1 || page > count) throw new AppError('not_found', 404);
	return xmlAnswer(await sitemap(nobody(), publication, page, env().ORIGIN));
};
