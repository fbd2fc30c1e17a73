import { homeMeta } from '$lib/domain/page-meta';
import { getTextStates } from '$lib/server/db/post-texts';
import { listPosts, type ListedPost } from '$lib/server/db/posts';
import { listSubjects, type CountedSubject } from '$lib/server/db/subjects';
import { cursorOf, readCursor } from '$lib/server/cursors';
import { absolute } from '$lib/server/reading';
import { renderOpening, sourceOf } from '$lib/server/rendering/render';
import type { Client } from '$lib/supabase/server';
import type { PageServerLoad } from './$types';

const POSTS_A_PAGE = 24;

/** The others are on the page of subjects. */
const SUBJECTS_SHOWN = 30;

/** Words of the lead that the front page prints: beside a picture, and alone. */
const OPENING_WORDS = { pictured: 30, typeset: 110 };

export const load: PageServerLoad = async ({ locals, parent, url }) => {
	const { publication, withSubjects } = await parent();
	const before = readCursor(url.searchParams.get('before'));
	const [{ posts, older }, subjects] = await Promise.all([
		listPosts(locals.supabase, publication.id, { before, limit: POSTS_A_PAGE }),
		withSubjects && !before ? listSubjects(locals.supabase, publication.id) : []
	]);
	const lead = before ? undefined : posts[0];
	return {
		lead: lead && { post: lead, ...(await leadOpening(locals.supabase, publication.id, lead)) },
		posts: lead ? posts.slice(1) : posts,
		older: older && cursorOf(older),
		isFirst: !before,
		subjects: mostUsed(subjects, SUBJECTS_SHOWN),
		meta: homeMeta(publication, { isFirst: !before }, absolute)
	};
};

async function leadOpening(db: Client, publicationId: string, lead: ListedPost) {
	const state = (await getTextStates(db, [lead.id])).get(lead.id);
	// It was taken back a moment ago.
	if (!state) return { opening: '', dropCap: false };
	const words = lead.cover ? OPENING_WORDS.pictured : OPENING_WORDS.typeset;
	const source = sourceOf(db, publicationId, lead.id, state);
	const { html, dropCap } = await renderOpening(source, words);
	return { opening: html, dropCap };
}

/** Those with the most posts, in the order they came in. */
function mostUsed(subjects: CountedSubject[], most: number): CountedSubject[] {
	const used = new Set(subjects.toSorted((a, b) => b.posts - a.posts).slice(0, most));
	return subjects.filter((subject) => used.has(subject));
}
