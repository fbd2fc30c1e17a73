import { redirect } from '@sveltejs/kit';
import { withMark } from '$lib/content/mark';
import { canonicalSlug, postPath } from '$lib/domain/addresses';
import { postMeta } from '$lib/domain/page-meta';
import { offersFor, standpointOf } from '$lib/domain/paywall';
import { joinPath, MARK_ID } from '$lib/domain/return-paths';
import { listOffers } from '$lib/server/db/offers';
import { AppError } from '$lib/server/errors';
import { getMovedSlug, getNeighbours } from '$lib/server/db/post-links';
import { getPost } from '$lib/server/db/posts';
import { absolute } from '$lib/server/reading';
import { renderPost, sourceOf } from '$lib/server/rendering/render';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, parent, url }) => {
	const { publication, home, membership, signedIn } = await parent();
	const found = await getPost(locals.supabase, publication.id, params.slug);
	if (!found) {
		const canonical = canonicalSlug(params.slug);
		const present =
			canonical === params.slug
				? await getMovedSlug(locals.supabase, publication.id, params.slug)
				: canonical;
		if (present === null) throw new AppError('not_found', 404);
		redirect(301, postPath(home, present) + url.search);
	}
	// Only what this visitor may read leaves the server: page data is part of the page.
	const { text: state, ...post } = found;
	const source = sourceOf(locals.supabase, publication.id, post.id, state);
	const [neighbours, offers, text] = await Promise.all([
		post.kind === 'post'
			? getNeighbours(locals.supabase, publication.id, post)
			: { older: null, newer: null },
		state.isWhole ? [] : listOffers(locals.supabase, publication.id),
		renderPost(source, {
			headingIds: true,
			takenIds: ['main', 'closed', MARK_ID],
			subscribeHref: joinPath(home)
		})
	]);
	return {
		post,
		html: withMark(text.html, MARK_ID),
		dropCap: post.kind === 'post' && text.dropCap,
		closed: state.isWhole
			? null
			: {
					words: Math.max(0, post.words - text.words),
					standpoint: standpointOf(signedIn, membership),
					offers: offersFor(post.visibility, post.tierIds, offers)
				},
		meta: postMeta(post, publication, absolute),
		...neighbours
	};
};
