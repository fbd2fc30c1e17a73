import { nobody } from '$lib/server/anonymous';
import { listSitemaps } from '$lib/server/db/sitemap';
import { xmlAnswer } from '$lib/server/feeds/answer';
import { mapPaths, sitemapIndex } from '$lib/server/feeds/sitemap';
import { allowAnonymous } from '$lib/server/guards';
import { absolute } from '$lib/server/reading';
import type { RequestHandler } from './$types';

/** Where the site maps of all publications are. An index may not name another, so it names their parts. */
export const GET: RequestHandler = async (event) => {
	allowAnonymous(event);
	const publications = await listSitemaps(nobody());
	const paths = publications.flatMap(({ slug, addresses }) => mapPaths(slug, addresses));
	const answer = xmlAnswer(sitemapIndex(paths.map(absolute)));
	answer.headers.set('cache-control', 'public, max-age=600');
	return answer;
};
