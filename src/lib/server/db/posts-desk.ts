import { randomBytes } from 'node:crypto';
import type { PostCursor, postStates } from '$lib/schemas/post';
import { AppError, toAppError, unwrap } from '$lib/server/errors';
import type { Client } from '$lib/supabase/server';
import { toVisibility, type Visibility } from './posts';

export type PostKind = 'post' | 'page';
export type PostState = (typeof postStates)[number];

/** A post in the lists of the desk. */
export interface DeskPost {
	id: string;
	title: string;
	state: PostState;
	visibility: Visibility;
	/** Shows a beginning to everybody, up to its paywall mark. */
	hasTeaser: boolean;
	publishedAt: string | null;
	updatedAt: string;
	authors: string[];
}

/** Which posts somebody sees in the desk. */
export interface Shelf {
	publicationId: string;
	kind: PostKind;
	/** Only what this person signs; null for all of the publication. */
	signedBy: string | null;
}

const columns =
	'id, title, status, visibility, published_at, updated_at, mark:teaser->>type, authors:post_authors(position, profile:profiles(name))';
// Narrows the rows to what somebody signs; the types cannot follow a choice of two selects.
const signedColumns = `${columns}, mine:post_authors!inner(profile_id)` as typeof columns;

export const DESK_PAGE = 30;

/**
 * Drafts first, the last edited on top; then by date of publication, the newest on top.
 * @param from the last post of the page before
 */
export async function listDeskPosts(
	db: Client,
	shelf: Shelf,
	{ state, from }: { state: PostState | null; from: PostCursor | null }
): Promise<{ posts: DeskPost[]; older: PostCursor | null }> {
	let query = inState(
		db
			.from('posts')
			.select(shelf.signedBy === null ? columns : signedColumns)
			.eq('publication_id', shelf.publicationId)
			.eq('kind', shelf.kind),
		state
	);
	if (shelf.signedBy !== null) query = query.eq('mine.profile_id', shelf.signedBy);
	if (from) query = query.or(after(from));
	const rows = unwrap(
		await query
			.order('published_at', { ascending: false, nullsFirst: true })
			.order('updated_at', { ascending: false })
			.order('id', { ascending: false })
			.limit(DESK_PAGE + 1)
	);
	const shown = rows.slice(0, DESK_PAGE);
	const last = shown.at(-1);
	return {
		posts: shown.map((row) => ({
			id: row.id,
			title: row.title,
			state: stateOf(row.status, row.published_at),
			visibility: toVisibility(row.visibility),
			hasTeaser: row.mark !== null,
			publishedAt: row.published_at,
			updatedAt: row.updated_at,
			authors: row.authors
				.toSorted((a, b) => a.position - b.position)
				.map(({ profile }) => profile.name)
				.filter((name) => name !== '')
		})),
		older:
			rows.length > DESK_PAGE && last
				? { publishedAt: last.published_at, updatedAt: last.updated_at, id: last.id }
				: null
	};
}

export type PostCounts = Record<PostState, number>;

/** How many posts there are in each state. */
export async function countDeskPosts(db: Client, shelf: Shelf): Promise<PostCounts> {
	const count = async (state: PostState) => {
		let query = inState(
			db
				.from('posts')
				.select(shelf.signedBy === null ? 'id' : 'id, mine:post_authors!inner(profile_id)', {
					count: 'exact',
					head: true
				})
				.eq('publication_id', shelf.publicationId)
				.eq('kind', shelf.kind),
			state
		);
		if (shelf.signedBy !== null) query = query.eq('mine.profile_id', shelf.signedBy);
		const { count, error, status } = await query;
		if (error) throw toAppError({ ...error, status });
		return count ?? 0;
	};
	const [draft, scheduled, published, deleted] = await Promise.all([
		count('draft'),
		count('scheduled'),
		count('published'),
		count('deleted')
	]);
	return { draft, scheduled, published, deleted };
}

/** A post that is published in the future is scheduled: it appears by itself, by the policies. */
export function stateOf(status: string, publishedAt: string | null): PostState {
	if (status === 'deleted') return 'deleted';
	if (status !== 'published' || publishedAt === null) return 'draft';
	return new Date(publishedAt) > new Date() ? 'scheduled' : 'published';
}

/** Begins a post that the caller signs, and returns its id. */
export async function createPost(
	db: Client,
	publicationId: string,
	{ kind, title = '', subtitle = '' }: { kind: PostKind; title?: string; subtitle?: string }
): Promise<string> {
	const row = unwrap(
		await db
			.from('posts')
			.insert({
				publication_id: publicationId,
				kind,
				title,
				subtitle,
				slug: `${UNTITLED}${randomBytes(4).toString('hex')}`
			})
			.select('id')
			.single()
	);
	return row.id;
}

const UNTITLED = 'untitled-';

/** Whether a post still has the address it was begun with, so that its title may make a better one. */
export function isUnchosenSlug(slug: string): boolean {
	return /^untitled-[0-9a-f]{8}$/.test(slug);
}

/**
 * Puts a post among the deleted ones, for thirty days.
 * @throws {AppError} `not_found` when there is no such post, or not the caller's to delete
 */
export async function deletePost(db: Client, publicationId: string, id: string): Promise<void> {
	const rows = unwrap(
		await db
			.from('posts')
			.update({ status: 'deleted' })
			.eq('publication_id', publicationId)
			.eq('id', id)
			.select('id')
	);
	if (rows.length === 0) throw new AppError('not_found', 404);
}

/** @throws {AppError} `post_not_found` when it is not deleted, or not the caller's to restore */
export async function restorePost(db: Client, id: string): Promise<void> {
	unwrap(await db.rpc('restore_post', { p_post_id: id }));
}

interface Filterable {
	eq(column: 'status', value: string): this;
	neq(column: 'status', value: string): this;
	gt(column: 'published_at', value: string): this;
	lte(column: 'published_at', value: string): this;
}

function inState<Q extends Filterable>(query: Q, state: PostState | null): Q {
	if (state === null) return query.neq('status', 'deleted');
	if (state === 'draft' || state === 'deleted') return query.eq('status', state);
	const now = new Date().toISOString();
	const published = query.eq('status', 'published');
	return state === 'scheduled'
		? published.gt('published_at', now)
		: published.lte('published_at', now);
}

function after({ publishedAt, updatedAt, id }: PostCursor): string {
	const later = `or(updated_at.lt."${updatedAt}",and(updated_at.eq."${updatedAt}",id.lt.${id}))`;
	return publishedAt === null
		? `published_at.not.is.null,and(published_at.is.null,${later})`
		: `published_at.lt."${publishedAt}",and(published_at.eq."${publishedAt}",${later})`;
}
