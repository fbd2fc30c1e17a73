import { findItems, slugsOf, type ImportItem } from '../db/imports.ts';
import type { Context, ImportRun, Work } from './context.ts';
import { digestOf, targetId } from './digest.ts';
import type { ImportRecord, RecordKind } from './records.ts';
import { Report } from './report.ts';
import { writePosts } from './write-posts.ts';
import { writeAuthors, writeTags, writeTiers } from './write-subjects.ts';

/** Rows in one request. */
const BATCH = 100;

/**
 * Brings records into a publication, in batches. A second run finds its rows by `import_items` and
 * writes only what changed at the source; what was edited or deleted in the desk since stays so.
 * It can break off anywhere and be run again.
 */
export async function runImport(records: Iterable<ImportRecord>, run: ImportRun): Promise<Report> {
	const { db, publicationId } = run;
	const context: Context = {
		...run,
		report: new Report(),
		targets: { tier: new Map(), author: new Map(), tag: new Map(), post: new Map() },
		slugs: {
			posts: await slugsOf(db, 'posts', publicationId),
			tags: await slugsOf(db, 'tags', publicationId),
			tiers: await slugsOf(db, 'tiers', publicationId)
		}
	};
	let done = 0;
	for (const batch of batches(records)) {
		const work = await compare(batch, context);
		await writeTiers(ofKind(work, 'tier'), context);
		await writeAuthors(ofKind(work, 'author'), context);
		await writeTags(ofKind(work, 'tag'), context);
		await writePosts(ofKind(work, 'post'), context);
		done += batch.length;
		run.onProgress?.(done);
	}
	return context.report;
}

/** The items of a batch that can come over, each beside what an earlier run made of it. */
async function compare(batch: ImportRecord[], context: Context): Promise<Work[]> {
	const { db, publicationId, source, report } = context;
	const usable = batch.filter((record) => {
		if (record.problem) report.add(record, 'skipped', record.problem);
		return !record.problem;
	});
	const kind = usable[0]?.kind;
	if (kind === undefined) return [];
	const ids = usable.map((record) => record.sourceId);
	// A tier is known by its slug alone: nothing else about it comes from the source.
	const items =
		kind === 'tier'
			? new Map<string, ImportItem>()
			: await findItems(db, publicationId, source, kind, ids);
	return usable.map((record) => {
		const item = items.get(record.sourceId);
		const id = item?.target_id ?? targetId(publicationId, source, kind, record.sourceId);
		return { record, digest: digestOf(record), item, id };
	});
}

type OfKind<K extends RecordKind> = Extract<ImportRecord, { kind: K }>;

function ofKind<K extends RecordKind>(work: Work[], kind: K): Work<OfKind<K>>[] {
	return work.filter((entry): entry is Work<OfKind<K>> => entry.record.kind === kind);
}

/** Runs of records of one kind, each no longer than a batch may be. */
function* batches(records: Iterable<ImportRecord>): Generator<ImportRecord[]> {
	let batch: ImportRecord[] = [];
	for (const record of records) {
		if (batch.length === BATCH || (batch[0] && batch[0].kind !== record.kind)) {
			yield batch;
			batch = [];
		}
		batch.push(record);
	}
	if (batch.length > 0) yield batch;
}
