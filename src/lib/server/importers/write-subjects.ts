import { changedAt, saveBylines, saveItems, saveTags, saveTiers } from '../db/imports.ts';
import { itemOf, saveSplitting, takeSlug, type Context, type Work } from './context.ts';
import type { AuthorRecord, TagRecord, TierRecord } from './records.ts';

const DELETED = 'deleted in the desk since the last import';
const EDITED = 'edited in the desk since the last import';
const TAKEN_OVER = 'on the staff by now, or deleted';

/** Tiers that posts are for. One of the same slug is used as it is. */
export async function writeTiers(work: Work<TierRecord>[], context: Context): Promise<void> {
	const { db, dryRun, report, slugs, targets, publicationId } = context;
	const fresh = work.filter(({ record, id }) => {
		const there = slugs.tiers.get(record.slug);
		if (there !== undefined) report.add(record, 'unchanged');
		else slugs.tiers.set(record.slug, id);
		targets.tier.set(record.sourceId, there ?? id);
		return there === undefined;
	});
	if (!dryRun) {
		const rows = fresh.map(({ id, record: { slug, name, description } }) => {
			return { id, publication_id: publicationId, slug, name, description };
		});
		await saveTiers(db, rows);
	}
	for (const { record } of fresh) report.add(record, 'created');
}

/** Authors as bylines: profiles without a login that belong to the publication. */
export async function writeAuthors(work: Work<AuthorRecord>[], context: Context): Promise<void> {
	const { db, dryRun, report, targets, publicationId } = context;
	const known = work.filter((entry) => entry.item);
	const there = await changedAt(db, 'profiles', idsOf(known));
	const writable = work.filter((entry) => {
		const { record, item, id } = entry;
		if (item && !there.has(id)) {
			report.add(record, 'skipped', TAKEN_OVER);
			return false;
		}
		targets.author.set(record.sourceId, id);
		if (item?.digest === entry.digest) report.add(record, 'unchanged');
		return item?.digest !== entry.digest;
	});
	await save(writable, context, async (entries) => {
		if (dryRun) return;
		const rows = entries.map(({ id, record: { name, bio, email } }) => {
			return { id, publication_id: publicationId, name, bio, claim_email: email };
		});
		await saveBylines(db, rows);
		await saveItems(
			db,
			entries.map((entry) => itemOf(entry, context))
		);
	});
}

/** Tags. One that staff made under the same slug is used as it is. */
export async function writeTags(work: Work<TagRecord>[], context: Context): Promise<void> {
	const { db, dryRun, report, slugs, targets, publicationId } = context;
	for (const entry of work)
		entry.id = entry.item?.target_id ?? slugs.tags.get(entry.record.slug) ?? entry.id;
	const there = await changedAt(db, 'tags', idsOf(work));
	const adopted: Work<TagRecord>[] = [];
	const writable = work.filter((entry) => {
		const { record, item, id } = entry;
		const changed = there.get(id);
		if (item && changed === undefined) {
			report.add(record, 'skipped', DELETED);
			return false;
		}
		targets.tag.set(record.sourceId, id);
		if (item?.digest === entry.digest) report.add(record, 'unchanged');
		else if (item && item.imported_at !== changed) report.add(record, 'skipped', EDITED);
		else if (!item && changed !== undefined) {
			report.add(record, 'unchanged');
			report.note(record, 'already_there');
			adopted.push(entry);
		} else return true;
		return false;
	});
	const remember = async (entries: Work<TagRecord>[]) => {
		const moments = await changedAt(db, 'tags', idsOf(entries));
		await saveItems(
			db,
			entries.map((entry) => itemOf(entry, context, { imported_at: moments.get(entry.id) }))
		);
	};
	if (!dryRun) await remember(adopted);
	await save(writable, context, async (entries) => {
		const rows = entries.map(({ id, record: { slug, name, description, isInternal } }) => {
			const free = takeSlug(slug, id, slugs.tags);
			return {
				id,
				publication_id: publicationId,
				slug: free,
				name,
				description,
				is_internal: isInternal
			};
		});
		if (dryRun) return;
		await saveTags(db, rows);
		await remember(entries);
	});
}

async function save<R extends AuthorRecord | TagRecord>(
	work: Work<R>[],
	context: Context,
	write: (entries: Work<R>[]) => Promise<void>
): Promise<void> {
	const { report, targets } = context;
	await saveSplitting(
		work,
		async (entries) => {
			await write(entries);
			for (const { record, item } of entries) report.add(record, item ? 'changed' : 'created');
		},
		({ record }, reason) => {
			targets[record.kind].delete(record.sourceId);
			report.add(record, 'skipped', `refused by the database (${reason})`);
		}
	);
}

function idsOf(work: Work[]): string[] {
	return work.map((entry) => entry.id);
}
