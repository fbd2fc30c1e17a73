import { reservedPostSlugs } from '../../domain/slugs.ts';
import { SCHEMA_VERSION } from '../../editor/schema.ts';
import { postStates, saveItems, savePosts, type PostRows, type PostState } from '../db/imports.ts';
import { itemOf, saveSplitting, takeSlug, type Context, type Work } from './context.ts';
import type { PostRecord } from './records.ts';

type Entry = Work<PostRecord> & {
	/** The post as it is, where an earlier run brought it. */
	state: PostState | undefined;
};

/** Posts and pages with their texts, bylines, tags and tiers. */
export async function writePosts(work: Work<PostRecord>[], context: Context): Promise<void> {
	const { db, dryRun, report } = context;
	const differing = work.filter(({ item, digest }) => item && item.digest !== digest);
	const states = await postStates(
		db,
		differing.map((entry) => entry.id)
	);
	const writable: Entry[] = [];
	for (const entry of work) {
		const { record, item, digest } = entry;
		const state = states.get(entry.id);
		if (item?.digest === digest) report.add(record, 'unchanged');
		else if (item && (!state || state.isDeleted))
			report.add(record, 'skipped', 'deleted in the desk since the last import');
		else if (item && state && wasEdited(item, state)) {
			report.add(record, 'skipped', 'edited in the desk since the last import');
		} else writable.push({ ...entry, state });
	}
	await saveSplitting(
		writable,
		async (entries) => {
			const rows = rowsOf(entries, context);
			if (!dryRun) await save(entries, rows, context);
			for (const { record, item } of entries) report.add(record, item ? 'changed' : 'created');
		},
		({ record }, reason) => report.add(record, 'skipped', `refused by the database (${reason})`)
	);
}

function wasEdited(item: NonNullable<Entry['item']>, state: PostState): boolean {
	return item.revision !== state.revision || item.imported_at !== state.updatedAt;
}

async function save(entries: Entry[], rows: PostRows, context: Context): Promise<void> {
	const { db, targets } = context;
	const replaced = entries.filter((entry) => entry.state).map((entry) => entry.id);
	const brought = { authors: [...targets.author.values()], tags: [...targets.tag.values()] };
	await savePosts(db, rows, replaced, brought);
	// As the database left them: triggers count revisions and touch posts after we did.
	const after = await postStates(
		db,
		entries.map((entry) => entry.id)
	);
	await saveItems(
		db,
		entries.map((entry) => {
			const state = after.get(entry.id);
			return itemOf(entry, context, { revision: state?.revision, imported_at: state?.updatedAt });
		})
	);
}

function rowsOf(entries: Entry[], context: Context): PostRows {
	const { publicationId, targets } = context;
	const rows: PostRows = { posts: [], contents: [], authors: [], tags: [], tiers: [] };
	for (const { id, record, state } of entries) {
		const { status, visibility, publishedAt } = record;
		const row = { post_id: id, publication_id: publicationId };
		const tierIds = present(record.tiers, targets.tier).sort();
		rows.posts.push({
			id,
			publication_id: publicationId,
			kind: record.postKind,
			status,
			visibility,
			slug: slugFor(record, id, state, context),
			title: record.title,
			excerpt: record.excerpt,
			cover_alt: record.coverAlt,
			cover_caption: record.coverCaption,
			word_count: record.wordCount,
			published_at: publishedAt,
			created_at: record.createdAt ?? publishedAt ?? new Date().toISOString()
		});
		rows.contents.push({
			...row,
			doc: record.doc,
			schema_version: SCHEMA_VERSION,
			// What a trigger copies from the post and its tiers, since an upsert writes whole rows.
			...{ status, visibility, tier_ids: tierIds, published_at: publishedAt }
		});
		rows.authors.push(
			...present(record.authors, targets.author).map((profile_id, position) => ({
				...row,
				profile_id,
				position
			}))
		);
		rows.tags.push(
			...present(record.tags, targets.tag).map((tag_id, position) => ({ ...row, tag_id, position }))
		);
		rows.tiers.push(...tierIds.map((tier_id) => ({ ...row, tier_id })));
		const gone = record.authors.filter((author) => !targets.author.has(author)).length;
		if (gone > 0) record.notes.push({ code: 'author_missing', count: gone });
	}
	return rows;
}

// A post that got a number at its slug keeps it; only a new slug at the source is a new one here.
function slugFor(
	record: PostRecord,
	id: string,
	state: PostState | undefined,
	context: Context
): string {
	const numbered = state?.slug.startsWith(`${record.slug}-`)
		? /^\d+$/.test(state.slug.slice(record.slug.length + 1))
		: false;
	if (state && (numbered || state.slug === record.slug)) return state.slug;
	const slug = takeSlug(record.slug, id, context.slugs.posts, reservedPostSlugs);
	if (slug !== record.slug) {
		record.notes.push({ code: 'new_slug', count: 1, detail: `${record.slug} is ${slug}` });
	}
	return slug;
}

function present(sourceIds: string[], targets: Map<string, string>): string[] {
	return sourceIds.flatMap((sourceId) => targets.get(sourceId) ?? []);
}
