import type { SupabaseClient } from '@supabase/supabase-js';
import { freeSlug } from '../../domain/slugs.ts';
import type { Database } from '../../supabase/database.types.ts';
import type { ImportItem, NewItem } from '../db/imports.ts';
import { AppError } from '../errors.ts';
import type { ImportRecord, RecordKind } from './records.ts';
import type { Report } from './report.ts';

export interface ImportRun {
	/** With the service role. */
	db: SupabaseClient<Database>;
	/** Name of the importer, under which its items are known. */
	source: 'ghost';
	publicationId: string;
	/** Decide and count, write nothing. */
	dryRun?: boolean;
	/** Told after each batch how many items are done. */
	onProgress?: (done: number) => void;
}

/** What the writers of one run share. */
export interface Context extends ImportRun {
	report: Report;
	/** Row of each item that came over, by kind and source id. */
	targets: Record<RecordKind, Map<string, string>>;
	/** Slugs in use, with the row that has each. */
	slugs: Record<'posts' | 'tags' | 'tiers', Map<string, string>>;
}

/** An item beside what earlier runs know of it. */
export interface Work<R extends ImportRecord = ImportRecord> {
	record: R;
	digest: string;
	item: ImportItem | undefined;
	/** Id of its row: that of the earlier run, or the one it gets. */
	id: string;
}

/** The note a run leaves for the next one. */
export function itemOf(entry: Work, context: Context, rest: Partial<NewItem> = {}): NewItem {
	return {
		publication_id: context.publicationId,
		source: context.source,
		kind: entry.record.kind,
		source_id: entry.record.sourceId,
		target_id: entry.id,
		digest: entry.digest,
		...rest
	};
}

/** A slug nobody else has, and from now on this row's. */
export function takeSlug(
	slug: string,
	id: string,
	taken: Map<string, string>,
	reserved: ReadonlySet<string> = new Set()
): string {
	const free = freeSlug(slug, (candidate) => {
		const owner = taken.get(candidate);
		return reserved.has(candidate) || (owner !== undefined && owner !== id);
	});
	taken.set(free, id);
	return free;
}

/** Saves all at once or, when the database refuses a row, in halves until it is known which. */
export async function saveSplitting<T>(
	entries: T[],
	save: (entries: T[]) => Promise<void>,
	refused: (entry: T, reason: string) => void
): Promise<void> {
	const [first] = entries;
	if (first === undefined) return;
	try {
		await save(entries);
	} catch (error) {
		if (!(error instanceof AppError) || ![400, 409, 413].includes(error.status)) throw error;
		if (entries.length === 1) return refused(first, reasonOf(error));
		const half = Math.ceil(entries.length / 2);
		await saveSplitting(entries.slice(0, half), save, refused);
		await saveSplitting(entries.slice(half), save, refused);
	}
}

/** What the database said, which an operator may see. */
export function reasonOf(error: unknown): string {
	const cause = error instanceof Error ? (error.cause ?? error) : error;
	const said = typeof cause === 'object' && cause !== null && 'message' in cause;
	return said ? String(cause.message) : String(error);
}
