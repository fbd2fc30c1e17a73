import { setImmediate } from 'node:timers/promises';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { GhostItem } from '../../importers/ghost-items.ts';
import type { Database } from '../../supabase/database.types.ts';
import { sendBatch, type Verdict } from '../db/imports.ts';
import { normalise, type GhostOptions } from './ghost.ts';
import type { ImportRecord } from './records.ts';

/** Most records the database takes at once. */
const MOST = 500;

export interface Brought {
	record: ImportRecord;
	verdict: Verdict;
}

/** Brings a batch of an archive, and what belongs to it, and says of everything what became of it. */
export async function bring(
	db: SupabaseClient<Database>,
	importId: string,
	items: readonly GhostItem[],
	options: GhostOptions
): Promise<Brought[]> {
	const records: ImportRecord[] = [];
	for (const item of items) {
		records.push(...(await normalise(item, options)));
		// Small texts are converted on this thread: others get their turn between two of them.
		await setImmediate();
	}
	const brought: Brought[] = [];
	for (let from = 0; from < records.length; from += MOST) {
		const part = records.slice(from, from + MOST);
		const verdicts = await sendBatch(db, importId, part);
		part.forEach((record, i) => {
			const verdict = verdicts[i];
			if (verdict) brought.push({ record, verdict });
		});
	}
	return brought;
}
