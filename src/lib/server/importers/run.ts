import type { SupabaseClient } from '@supabase/supabase-js';
import { inBatches } from '../../importers/batches.ts';
import type { GhostItem } from '../../importers/ghost-items.ts';
import type { Database } from '../../supabase/database.types.ts';
import { bring } from './bring.ts';
import type { GhostOptions } from './ghost.ts';
import { Report } from './report.ts';

/** Items in one request, and characters of their source. */
const BATCH = { items: 100, size: 2_000_000 };

export interface ImportRun {
	/** With the rights of whoever imports. */
	db: SupabaseClient<Database>;
	importId: string;
	options: GhostOptions;
	/** Told after each batch how many items are done. */
	onProgress?: (done: number) => void;
}

/**
 * Brings an archive, in batches. A second run finds its rows by `import_items` and writes only what
 * changed at the source; what was edited or deleted in the desk since stays so. It can break off
 * anywhere and be run again.
 */
export async function runImport(items: AsyncIterable<GhostItem>, run: ImportRun): Promise<Report> {
	const report = new Report();
	let done = 0;
	for await (const batch of inBatches(items, BATCH)) {
		for (const { record, verdict } of await bring(run.db, run.importId, batch, run.options))
			report.add(record, verdict);
		done += batch.length;
		run.onProgress?.(done);
	}
	return report;
}
