import { atLeast } from '$lib/domain/roles';
import { accessWords, whenWords } from '$lib/domain/post-words';
import { encodeCursor, postListQuery } from '$lib/schemas/post';
import type { Client } from '$lib/supabase/server';
import { listSignatories } from './db/bylines';
import { countDeskPosts, listDeskPosts, type PostKind, type Shelf } from './db/posts-desk';
import { listTags } from './db/tags';
import { AppError } from './errors';
import type { Staff } from './guards';

/**
 * What a list of posts or pages in the desk shows. Authors find their own there, the others all.
 * @param query of the address, see {@link postListQuery}
 */
export async function loadPostList(
	db: Client,
	{ viewer, publication, role }: Staff,
	kind: PostKind,
	query: URLSearchParams
) {
	const names = Object.keys(postListQuery.shape);
	const { state, from, until, ...filter } = postListQuery.parse(
		Object.fromEntries(names.map((name) => [name, query.get(name)]))
	);
	const seesAll = atLeast(role, 'editor');
	const shelf: Shelf = {
		publicationId: publication.id,
		kind,
		signedBy: seesAll ? null : viewer.id
	};
	const [{ posts, older, newer }, counts, tags, authors] = await Promise.all([
		listDeskPosts(db, shelf, { state, from, until }, filter),
		countDeskPosts(db, shelf, filter),
		listTags(db, publication.id),
		seesAll ? listSignatories(db, publication.id) : []
	]);
	const now = new Date();
	return {
		state,
		filter,
		older: older && encodeCursor(older),
		newer: newer && encodeCursor(newer),
		counts,
		tags,
		authors: authors.filter(({ name }) => name !== ''),
		posts: posts.map((post) => ({
			id: post.id,
			slug: post.slug,
			title: post.title,
			state: post.state,
			authors: post.authors,
			access: accessWords(post.visibility, post.hasTeaser),
			/** It has a paywall mark that holds nothing back. */
			isOpenPaywall: post.visibility === 'public' && post.hasTeaser,
			when: whenWords(post, publication.timeZone, now)
		}))
	};
}

export type PostListData = Awaited<ReturnType<typeof loadPostList>>;

/** The list, or null when the records cannot be reached: the page says so and offers to try again. */
export async function loadPostListOrNull(
	...args: Parameters<typeof loadPostList>
): Promise<PostListData | null> {
	try {
		return await loadPostList(...args);
	} catch (error) {
		if (error instanceof AppError && error.status === 503) return null;
		throw error;
	}
}
