import type { FormerState } from '$lib/schemas/post';
import { AppError, unwrap } from '$lib/server/errors';
import type { Client } from '$lib/supabase/server';
import { publishPost } from './post-editing';
import { isUnchosenSlug, stateOf } from './posts-desk';

/** What an action did, and what the posts it changed were before. */
export interface Changed {
	was: FormerState[];
	/** Posts it left alone: not the caller's to change, or nothing to do. */
	left: number;
}

/**
 * Puts posts among the deleted ones, for thirty days.
 * @throws {AppError} `forbidden` when none of them is the caller's to delete
 */
export async function deletePosts(
	db: Client,
	publicationId: string,
	ids: string[]
): Promise<Changed> {
	const before = formerStates(await statesOf(db, publicationId, ids));
	return change(db, publicationId, ids, before, { status: 'deleted' });
}

/**
 * Takes posts back to drafts. Their dates and addresses stay for when they come again.
 * @throws {AppError} `forbidden` as above
 */
export async function unpublishPosts(
	db: Client,
	publicationId: string,
	ids: string[]
): Promise<Changed> {
	const before = formerStates(await statesOf(db, publicationId, ids)).filter(
		({ status }) => status === 'published'
	);
	return change(db, publicationId, ids, before, { status: 'draft' });
}

/** Publishes now what is a draft or scheduled and has a title; what is to be read already stays. */
export async function publishPosts(
	db: Client,
	publicationId: string,
	ids: string[]
): Promise<Changed & { untitled: number }> {
	const was: FormerState[] = [];
	let untitled = 0;
	// One after the other: two of the same title take turns for an address.
	for (const { title, slug, ...row } of await statesOf(db, publicationId, ids)) {
		const [post] = formerStates([row]);
		if (!post || stateOf(post.status, post.publishedAt) === 'published') continue;
		if (title.trim() === '') {
			untitled += 1;
			continue;
		}
		const address = isUnchosenSlug(slug) ? null : slug;
		try {
			await publishPost(db, publicationId, { ...post, title, slug: address });
			was.push(post);
		} catch (error) {
			if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
		}
	}
	return { was, untitled, left: ids.length - was.length - untitled };
}

/** Makes posts what they were before one of the above. */
export async function undoStates(
	db: Client,
	publicationId: string,
	was: FormerState[]
): Promise<void> {
	const now = new Map(
		(
			await statesOf(
				db,
				publicationId,
				was.map(({ id }) => id)
			)
		).map((post) => [post.id, post])
	);
	for (const { id, status, publishedAt } of was) {
		if (now.get(id)?.status === 'deleted') await restorePost(db, id);
		else await update(db, publicationId, [id], { status, published_at: publishedAt });
	}
}

/** @throws {AppError} `post_not_found` when it is not deleted, or not the caller's to restore */
export async function restorePost(db: Client, id: string): Promise<void> {
	unwrap(await db.rpc('restore_post', { p_post_id: id }));
}

/**
 * Begins a draft with the words, cover, tags and access of a post, and returns its id.
 * @throws {AppError} `post_not_found`: there is none, or the caller may not read its text
 */
export async function duplicatePost(db: Client, id: string): Promise<string> {
	return unwrap(await db.rpc('duplicate_post', { p_post_id: id }));
}

async function statesOf(db: Client, publicationId: string, ids: string[]) {
	const rows = unwrap(
		await db
			.from('posts')
			.select('id, status, published_at, title, slug')
			.eq('publication_id', publicationId)
			.in('id', ids)
	);
	return rows.map(({ published_at: publishedAt, ...row }) => ({ ...row, publishedAt }));
}

/** What is not deleted, as far as an undo has to know it. */
function formerStates(
	rows: { id: string; status: string; publishedAt: string | null }[]
): FormerState[] {
	return rows.flatMap(({ id, status, publishedAt }) =>
		status === 'draft' || status === 'published' ? [{ id, status, publishedAt }] : []
	);
}

async function change(
	db: Client,
	publicationId: string,
	ids: string[],
	before: FormerState[],
	to: { status: string }
): Promise<Changed> {
	const changed = await update(
		db,
		publicationId,
		before.map(({ id }) => id),
		to
	);
	if (changed.size === 0 && before.length > 0) throw new AppError('forbidden', 403);
	const was = before.filter(({ id }) => changed.has(id));
	return { was, left: ids.length - was.length };
}

async function update(
	db: Client,
	publicationId: string,
	ids: string[],
	to: { status: string; published_at?: string | null }
): Promise<Set<string>> {
	const rows = unwrap(
		await db.from('posts').update(to).eq('publication_id', publicationId).in('id', ids).select('id')
	);
	return new Set(rows.map(({ id }) => id));
}
