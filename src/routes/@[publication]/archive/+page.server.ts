import { archivePath } from '$lib/domain/addresses';
import { listMeta } from '$lib/domain/page-meta';
import { cursorOf, readCursor } from '$lib/server/cursors';
import { listYears } from '$lib/server/db/archive';
import { listPosts } from '$lib/server/db/posts';
import { AppError } from '$lib/server/errors';
import { absolute } from '$lib/server/reading';
import type { PageServerLoad } from './$types';

const POSTS_A_PAGE = 100;

export const load: PageServerLoad = async ({ locals, parent, url }) => {
	const { publication, home } = await parent();
	const years = await listYears(locals.supabase, publication.id);
	const asked = url.searchParams.get('year');
	const year = years.find((known) => String(known.year) === asked);
	if (asked !== null && !year) throw new AppError('not_found', 404);

	const before = readCursor(url.searchParams.get('before'));
	const { posts, older } = await listPosts(locals.supabase, publication.id, {
		within: year,
		before,
		limit: POSTS_A_PAGE
	});
	const path = archivePath(home, year?.year);
	return {
		years: years.map(({ year, posts }) => ({ year, posts })),
		year: year?.year ?? null,
		posts,
		older: older && cursorOf(older),
		isFirst: !before,
		listPath: path,
		meta: listMeta(
			{
				title: year ? `Archive, ${year.year}` : 'Archive',
				description: '',
				path,
				isIndexed: !before && posts.length > 0
			},
			publication,
			absolute
		)
	};
};
