import { atLeast } from '$lib/domain/roles';
import { accessWords, whenWords } from '$lib/domain/post-words';
import { encodeCursor, postListQuery } from '$lib/schemas/post';
import type { Client } from '$lib/supabase/server';
import { countDeskPosts, listDeskPosts, type PostKind, type Shelf } from './db/posts-desk';
import type { Staff } from './guards';

/**
 * What a list of posts or pages in the desk shows. Authors find their own there, the others all.
 * @param query of the address: `state` and `from`
 */
export async function loadPostList(
	db: Client,
	{ viewer, publication, role }: Staff,
	kind: PostKind,
	query: URLSearchParams
) {
	const { state, from } = postListQuery.parse({
		state: query.get('state'),
		from: query.get('from')
	});
	const shelf: Shelf = {
		publicationId: publication.id,
		kind,
		signedBy: atLeast(role, 'editor') ? null : viewer.id
	};
	const [{ posts, older }, counts] = await Promise.all([
		listDeskPosts(db, shelf, { state, from }),
		countDeskPosts(db, shelf)
	]);
	const now = new Date();
	return {
		state,
		isFirstPage: from === null,
		older: older && encodeCursor(older),
		counts,
		posts: posts.map((post) => ({
			id: post.id,
			title: post.title,
			state: post.state,
			authors: post.authors,
			access: accessWords(post.visibility, post.hasTeaser),
			when: whenWords(post, publication.timeZone, now)
		}))
	};
}

export type PostListData = Awaited<ReturnType<typeof loadPostList>>;
