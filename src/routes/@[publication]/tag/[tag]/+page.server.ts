import { redirect } from '@sveltejs/kit';
import { canonicalSlug, subjectPath } from '$lib/domain/addresses';
import { listMeta } from '$lib/domain/page-meta';
import { cursorOf, readCursor } from '$lib/server/cursors';
import { listPosts } from '$lib/server/db/posts';
import { getSubject } from '$lib/server/db/subjects';
import { AppError } from '$lib/server/errors';
import { absolute } from '$lib/server/reading';
import type { PageServerLoad } from './$types';

const POSTS_A_PAGE = 24;

export const load: PageServerLoad = async ({ locals, params, parent, url }) => {
	const { publication, home } = await parent();
	const subject = await getSubject(locals.supabase, publication.id, params.tag);
	if (!subject) {
		const canonical = canonicalSlug(params.tag);
		if (canonical === params.tag) throw new AppError('not_found', 404);
		redirect(301, subjectPath(home, canonical) + url.search);
	}
	const before = readCursor(url.searchParams.get('before'));
	const { posts, older } = await listPosts(locals.supabase, publication.id, {
		by: { tag: subject.id },
		before,
		limit: POSTS_A_PAGE
	});
	const path = subjectPath(home, subject.slug);
	return {
		subject,
		posts,
		older: older && cursorOf(older),
		isFirst: !before,
		listPath: path,
		meta: listMeta(
			{
				title: subject.name,
				description: subject.description,
				path,
				isIndexed: !before && posts.length > 0
			},
			publication,
			absolute
		)
	};
};
