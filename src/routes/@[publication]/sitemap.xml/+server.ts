import { nobody } from '$lib/server/anonymous';
import { countAddresses } from '$lib/server/db/sitemap';
import { env } from '$lib/server/env';
import { mapPaths, sitemap, sitemapIndex } from '$lib/server/feeds/sitemap';
import { xmlAnswer } from '$lib/server/feeds/answer';
import { allowAnonymous } from '$lib/server/guards';
import { absolute, findPublication } from '$lib/server/reading';
import type { RequestHandler } from './$types';

/** The addresses of a publication for search engines; of a large one, where they are listed. */
export const GET: RequestHandler = async (event) => {
	allowAnonymous(event);
	const publication = await findPublication(event);
	const paths = mapPaths(publication.slug, await countAddresses(nobody(), publication.id));
	return xmlAnswer(
		paths.length > 1
			? sitemapIndex(paths.map(absolute))
			: await sitemap(nobody(), publication, 1, env().ORIGIN)
	);
};
