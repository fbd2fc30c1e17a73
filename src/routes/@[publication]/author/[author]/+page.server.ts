import { redirect } from '@sveltejs/kit';
import { bylineId, bylinePath, bylineSlug } from '$lib/domain/addresses';
import { bylineMeta } from '$lib/domain/page-meta';
import { cursorOf, readCursor } from '$lib/server/cursors';
import { getByline } from '$lib/server/db/bylines';
import { listPosts } from '$lib/server/db/posts';
import { AppError } from '$lib/server/errors';
import { absolute } from '$lib/server/reading';
import type { PageServerLoad } from './$types';

const POSTS_A_PAGE = 24;

export const load: PageServerLoad = async ({ locals, params, parent, url }) => {
	const { publication, home } = await parent();
	const id = bylineId(params.author);
	const author = id && (await getByline(locals.supabase, publication.id, id));
	if (!author) throw new AppError('not_found', 404);
	const path = bylinePath(home, author);
	// The name in the address is that of today.
	if (params.author !== bylineSlug(author)) redirect(301, path + url.search);
	const before = readCursor(url.searchParams.get('before'));
	const { posts, older } = await listPosts(locals.supabase, publication.id, {
		by: { author: author.id },
		before,
		limit: POSTS_A_PAGE
	});
	return {
		author,
		posts,
		older: older && cursorOf(older),
		isFirst: !before,
		listPath: path,
		meta: bylineMeta(author, { path, isFirst: !before }, publication, absolute)
	};
};
