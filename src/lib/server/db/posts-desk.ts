import { randomBytes } from 'node:crypto';
import type { PostCursor, postStates } from '$lib/schemas/post';
import { toAppError, unwrap } from '$lib/server/errors';
import type { Client } from '$lib/supabase/server';
import { formerStaff, mayBeHidden } from './hidden';
import type { Visibility } from '$lib/domain/post-words';
import { toVisibility } from './posts';

export type PostKind = 'post' | 'page';
export type PostState = (typeof postStates)[number];

/** A post in the lists of the desk. */
export interface DeskPost {
	id: string;
	slug: string;
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

/** What is asked for of a shelf; null for no matter. */
export interface PostFilter {
	tag: string | null;
	author: string | null;
	access: Visibility | null;
	/** Words of the title. */
	q: string | null;
}

export const noFilter: PostFilter = { tag: null, author: null, access: null, q: null };

const columns =
	'id, slug, title, status, visibility, published_at, updated_at, mark:teaser->>type, authors:post_authors(position, profile:profiles(name))';

export const DESK_PAGE = 30;

/** Where a page of a list stands: after one post, or before one. At the top without either. */
export interface PostPlace {
	state: PostState | null;
	from?: PostCursor | null;
	until?: PostCursor | null;
}

export interface PostPage {
	posts: DeskPost[];
	newer: PostCursor | null;
	older: PostCursor | null;
}

/**
 * Drafts first, the last edited on top; then by date of publication, the newest on top. `from` is the
 * last post of the page before, `until` the first of the page after.
 */
export async function listDeskPosts(
	db: Client,
	shelf: Shelf,
	{ state, from = null, until = null }: PostPlace,
	filter: PostFilter = noFilter
): Promise<PostPage> {
	const backwards = from === null && until !== null;
	let query = inState(onShelf(db, shelf, filter, columns), state);
	if (from) query = query.or(after(from));
	else if (until) query = query.or(before(until));
	const rows = unwrap(
		await query
			.order('published_at', { ascending: backwards, nullsFirst: !backwards })
			.order('updated_at', { ascending: backwards })
			.order('id', { ascending: backwards })
			.limit(DESK_PAGE + 1)
	);
	const more = rows.length > DESK_PAGE;
	// What came in between fills the first page up: it is never a short one.
	if (backwards && !more) return listDeskPosts(db, shelf, { state }, filter);

	const shown = rows.slice(0, DESK_PAGE);
	if (backwards) shown.reverse();
	const [first, last] = [shown.at(0), shown.at(-1)];
	return {
		posts: shown.map((row) => ({
			id: row.id,
			slug: row.slug,
			title: row.title,
			state: stateOf(row.status, row.published_at),
			visibility: toVisibility(row.visibility),
			hasTeaser: row.mark !== null,
			publishedAt: row.published_at,
			updatedAt: row.updated_at,
			authors: row.authors
				.toSorted((a, b) => a.position - b.position)
				.map(({ profile }) => mayBeHidden(profile)?.name ?? formerStaff)
				.filter((name) => name !== '')
		})),
		newer: first && (backwards || from !== null) ? cursorOf(first) : null,
		older: last && (backwards || more) ? cursorOf(last) : null
	};
}

export type PostCounts = Record<PostState, number>;

/** How many posts there are in each state. */
export async function countDeskPosts(
	db: Client,
	shelf: Shelf,
	filter: PostFilter = noFilter
): Promise<PostCounts> {
	const count = async (state: PostState) => {
		const query = inState(onShelf(db, shelf, filter, 'id', { count: 'exact', head: true }), state);
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

/** The posts of a shelf that pass a filter. What is embedded with `!inner` narrows them, and is not read. */
function onShelf<C extends 'id' | typeof columns>(
	db: Client,
	{ publicationId, kind, signedBy }: Shelf,
	{ tag, author, access, q }: PostFilter,
	chosen: C,
	options?: { count: 'exact'; head: true }
) {
	const narrowed = [
		chosen,
		signedBy !== null && 'mine:post_authors!inner(profile_id)',
		author !== null && 'signed:post_authors!inner(profile_id)',
		tag !== null && 'tagged:post_tags!inner(tag_id)'
	].filter((part) => part !== false);
	let query = db
		.from('posts')
		// The types cannot follow a select that is put together.
		.select(narrowed.join(', ') as C, options)
		.eq('publication_id', publicationId)
		.eq('kind', kind);
	if (signedBy !== null) query = query.eq('mine.profile_id', signedBy);
	if (author !== null) query = query.eq('signed.profile_id', author);
	if (tag !== null) query = query.eq('tagged.tag_id', tag);
	if (access !== null) query = query.eq('visibility', access);
	if (q !== null) query = query.ilike('title', `%${literal(q)}%`);
	return query;
}

/**
 * Words for a pattern in which they mean themselves. PostgREST reads every `*` as `%`, escaped or not:
 * it becomes any one character, which it is one of.
 */
function literal(words: string): string {
	return words.replace(/[\\%_]/g, '\\$&').replaceAll('*', '_');
}

function cursorOf(row: {
	published_at: string | null;
	updated_at: string;
	id: string;
}): PostCursor {
	return { publishedAt: row.published_at, updatedAt: row.updated_at, id: row.id };
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

function before({ publishedAt, updatedAt, id }: PostCursor): string {
	const sooner = `or(updated_at.gt."${updatedAt}",and(updated_at.eq."${updatedAt}",id.gt.${id}))`;
	return publishedAt === null
		? `and(published_at.is.null,${sooner})`
		: `published_at.is.null,published_at.gt."${publishedAt}",and(published_at.eq."${publishedAt}",${sooner})`;
}
