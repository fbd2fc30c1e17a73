import { renderHtml } from '$lib/content/render-html';
import { opening, suitsDropCap } from '$lib/domain/opening';
import { getText, listPosts, type ListedPost } from '$lib/server/db/posts';
import { cursorOf, readCursor } from '$lib/server/cursors';
import type { Client } from '$lib/supabase/server';
import type { PageServerLoad } from './$types';

const POSTS_A_PAGE = 24;

/** Words of the lead that the front page prints: beside a picture, and alone. */
const OPENING_WORDS = { pictured: 30, typeset: 110 };

export const load: PageServerLoad = async ({ locals, parent, url }) => {
	const { publication } = await parent();
	const before = readCursor(url.searchParams.get('before'));
	const { posts, older } = await listPosts(locals.supabase, publication.id, {
		before,
		limit: POSTS_A_PAGE
	});
	const lead = before ? undefined : posts[0];
	return {
		lead: lead && { post: lead, ...(await leadOpening(locals.supabase, lead)) },
		posts: lead ? posts.slice(1) : posts,
		older: older && cursorOf(older),
		isFirst: !before
	};
};

async function leadOpening(db: Client, lead: ListedPost) {
	const { doc, teaser } = await getText(db, lead.id);
	const words = lead.cover ? OPENING_WORDS.pictured : OPENING_WORDS.typeset;
	const start = opening(doc ?? teaser, words);
	return { opening: renderHtml(start), dropCap: suitsDropCap(start) };
}
