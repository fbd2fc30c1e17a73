// Everything here needs the service role: the operator's key, never a visitor's.

import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '../../supabase/database.types.ts';
import { unwrap } from '../errors.ts';

type Client = SupabaseClient<Database>;
type Tables = Database['public']['Tables'];

export type ImportItem = Tables['import_items']['Row'];
export type NewItem = Tables['import_items']['Insert'];
export type NewTier = Tables['tiers']['Insert'] & { id: string };
export type NewTag = Tables['tags']['Insert'] & { id: string };
export type NewProfile = Tables['profiles']['Insert'] & { id: string };
export type NewPost = Tables['posts']['Insert'] & { id: string };
export type NewContent = Tables['post_contents']['Insert'];

/** A post as an import compares it: what of it changes when somebody edits it. */
export interface PostState {
	id: string;
	slug: string;
	isDeleted: boolean;
	updatedAt: string;
	revision: number | null;
}

/** The publication of this address, closed ones too, or null. */
export async function findPublication(
	db: Client,
	slug: string
): Promise<{ id: string; slug: string } | null> {
	return unwrap(await db.from('publications').select('id, slug').eq('slug', slug).maybeSingle());
}

/** What earlier runs made of these items, by source id. */
export async function findItems(
	db: Client,
	publicationId: string,
	source: string,
	kind: string,
	sourceIds: string[]
): Promise<Map<string, ImportItem>> {
	const items = unwrap(
		await db
			.from('import_items')
			.select()
			.eq('publication_id', publicationId)
			.eq('source', source)
			.eq('kind', kind)
			.in('source_id', sourceIds)
	);
	return new Map(items.map((item) => [item.source_id, item]));
}

/** Notes for the next run. */
export async function saveItems(db: Client, items: NewItem[]): Promise<void> {
	if (items.length === 0) return;
	const onConflict = 'publication_id,source,kind,source_id';
	unwrap(await db.from('import_items').upsert(items, { onConflict }));
}

/** Slugs in use and whose they are. The API answers a thousand rows at most, so page by page. */
export async function slugsOf(
	db: Client,
	table: 'posts' | 'tags' | 'tiers',
	publicationId: string
): Promise<Map<string, string>> {
	const slugs = new Map<string, string>();
	for (let last: string | null = null; ;) {
		let query = db.from(table).select('id, slug').eq('publication_id', publicationId);
		if (last !== null) query = query.gt('id', last);
		const rows: { id: string; slug: string }[] = unwrap(await query.order('id').limit(PAGE));
		for (const row of rows) slugs.set(row.slug, row.id);
		last = rows.at(-1)?.id ?? null;
		if (rows.length < PAGE) return slugs;
	}
}

const PAGE = 500;

/** Which of these rows are still there, with the moment they changed last. */
export async function changedAt(
	db: Client,
	table: 'profiles' | 'tags',
	ids: string[]
): Promise<Map<string, string>> {
	if (ids.length === 0) return new Map();
	const rows = unwrap(await db.from(table).select('id, updated_at').in('id', ids));
	return new Map(rows.map((row) => [row.id, row.updated_at]));
}

/** Posts as they are now, by id; what was deleted for good is not among them. */
export async function postStates(db: Client, ids: string[]): Promise<Map<string, PostState>> {
	if (ids.length === 0) return new Map();
	const rows = unwrap(await db.from('posts').select('id, slug, status, updated_at').in('id', ids));
	const contents = unwrap(
		await db.from('post_contents').select('post_id, revision').in('post_id', ids)
	);
	const revisions = new Map(contents.map((content) => [content.post_id, content.revision]));
	return new Map(
		rows.map(({ id, slug, status, updated_at: updatedAt }) => {
			const revision = revisions.get(id) ?? null;
			return [id, { id, slug, isDeleted: status === 'deleted', updatedAt, revision }];
		})
	);
}

export async function saveTiers(db: Client, tiers: NewTier[]): Promise<void> {
	if (tiers.length > 0) unwrap(await db.from('tiers').upsert(tiers));
}

export async function saveTags(db: Client, tags: NewTag[]): Promise<void> {
	if (tags.length > 0) unwrap(await db.from('tags').upsert(tags));
}

export async function saveBylines(db: Client, profiles: NewProfile[]): Promise<void> {
	if (profiles.length > 0) unwrap(await db.from('profiles').upsert(profiles));
}

export interface PostRows {
	posts: NewPost[];
	contents: NewContent[];
	authors: Tables['post_authors']['Insert'][];
	tags: Tables['post_tags']['Insert'][];
	tiers: Tables['post_tiers']['Insert'][];
}

/**
 * Writes posts with all that belongs to them; done twice it is the same as done once. `replaced`
 * are posts that were there, and `brought` the bylines and tags an import may take off them again:
 * what staff added is not among those and stays.
 */
export async function savePosts(
	db: Client,
	rows: PostRows,
	replaced: string[],
	brought: { authors: string[]; tags: string[] }
): Promise<void> {
	unwrap(await db.from('posts').upsert(rows.posts));
	unwrap(await db.from('post_contents').upsert(rows.contents, { onConflict: 'post_id' }));
	if (replaced.length > 0) {
		const { authors, tags } = brought;
		for (const ids of chunks(authors)) {
			unwrap(await db.from('post_authors').delete().in('post_id', replaced).in('profile_id', ids));
		}
		for (const ids of chunks(tags)) {
			unwrap(await db.from('post_tags').delete().in('post_id', replaced).in('tag_id', ids));
		}
		unwrap(await db.from('post_tiers').delete().in('post_id', replaced));
	}
	if (rows.authors.length > 0) {
		unwrap(
			await db.from('post_authors').upsert(rows.authors, { onConflict: 'post_id,profile_id' })
		);
	}
	if (rows.tags.length > 0) {
		unwrap(await db.from('post_tags').upsert(rows.tags, { onConflict: 'post_id,tag_id' }));
	}
	if (rows.tiers.length > 0) {
		unwrap(await db.from('post_tiers').upsert(rows.tiers, { onConflict: 'post_id,tier_id' }));
	}
}

// Filters travel in the address, whose length servers limit.
function* chunks(ids: string[]): Generator<string[]> {
	for (let i = 0; i < ids.length; i += 50) yield ids.slice(i, i + 50);
}
