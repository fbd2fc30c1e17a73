import { redirect } from '@sveltejs/kit';
import { renderHtml } from '$lib/content/render-html';
import { suitsDropCap } from '$lib/domain/opening';
import { AppError } from '$lib/server/errors';
import { getMovedSlug, getNeighbours, getPost } from '$lib/server/db/posts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, parent }) => {
	const { publication } = await parent();
	const found = await getPost(locals.supabase, publication.id, params.slug);
	if (!found) {
		const moved = await getMovedSlug(locals.supabase, publication.id, params.slug);
		if (moved) redirect(301, `/@${publication.slug}/${encodeURIComponent(moved)}`);
		throw new AppError('not_found', 404);
	}
	// Only what this visitor may read leaves the server: page data is part of the page.
	const { doc, teaser, ...post } = found;
	const text = doc ?? teaser;
	const neighbours =
		post.kind === 'post'
			? await getNeighbours(locals.supabase, publication.id, post)
			: { older: null, newer: null };
	return {
		post,
		html: renderHtml(text, { headingIds: true, takenIds: ['main', 'closed'] }),
		dropCap: post.kind === 'post' && suitsDropCap(text),
		closed: doc === null,
		...neighbours
	};
};
