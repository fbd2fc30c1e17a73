import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database, Json } from '../../supabase/database.types.ts';
import { unwrap } from '../errors.ts';
import type { ImportRecord, Note } from '../importers/records.ts';

type Client = SupabaseClient<Database>;
type Tables = Database['public']['Tables'];

export type Outcome = 'created' | 'changed' | 'unchanged' | 'skipped';
export type ImportStatus = 'running' | 'paused' | 'done' | 'cancelled';

/** What became of one item. */
export interface Verdict {
	outcome: Outcome;
	/** Why it was skipped. */
	reason?: string;
	notes?: Note[];
}

export interface Import {
	id: string;
	status: ImportStatus;
	dryRun: boolean;
	fileName: string;
	siteUrl: string | null;
	total: number | null;
	/** Items by kind and outcome. */
	counts: Record<string, Partial<Record<Outcome, number>>>;
	createdAt: string;
}

export type ImportedItem = Pick<
	Tables['import_items']['Row'],
	'kind' | 'source_id' | 'label' | 'outcome' | 'reason' | 'notes' | 'target_id'
>;

const COLUMNS = 'id, status, dry_run, file_name, options, total, counts, created_at';

/** The publication of this address, closed ones too, or null. */
export async function findPublication(
	db: Client,
	slug: string
): Promise<{ id: string; slug: string } | null> {
	return unwrap(await db.from('publications').select('id, slug').eq('slug', slug).maybeSingle());
}

export interface NewImport {
	publicationId: string;
	fileName: string;
	siteUrl: string | null;
	dryRun: boolean;
	total: number;
}

/** Begins an import, or goes on with one of the same file that broke off. */
export async function beginImport(db: Client, wish: NewImport): Promise<Import> {
	const fileName = wish.fileName.slice(-200);
	const open = wish.dryRun
		? null
		: unwrap(
				await db
					.from('imports')
					.update({ status: 'running', total: wish.total })
					.eq('publication_id', wish.publicationId)
					.eq('file_name', fileName)
					.eq('dry_run', false)
					.in('status', ['running', 'paused'])
					.select(COLUMNS)
					.order('created_at', { ascending: false })
			)[0];
	if (open) return importOf(open);
	const row = unwrap(
		await db
			.from('imports')
			.insert({
				publication_id: wish.publicationId,
				source: 'ghost',
				dry_run: wish.dryRun,
				file_name: fileName,
				options: wish.siteUrl === null ? {} : { siteUrl: wish.siteUrl },
				total: wish.total
			})
			.select(COLUMNS)
			.single()
	);
	return importOf(row);
}

/** An import of a publication, or null. */
export async function getImport(
	db: Client,
	publicationId: string,
	id: string
): Promise<Import | null> {
	const row = unwrap(
		await db
			.from('imports')
			.select(COLUMNS)
			.eq('publication_id', publicationId)
			.eq('id', id)
			.maybeSingle()
	);
	return row && importOf(row);
}

/** The last imports of a publication, newest first. */
export async function listImports(db: Client, publicationId: string): Promise<Import[]> {
	const rows = unwrap(
		await db
			.from('imports')
			.select(COLUMNS)
			.eq('publication_id', publicationId)
			.order('created_at', { ascending: false })
			.limit(10)
	);
	return rows.map(importOf);
}

/** @throws {AppError} `not_found` when there is no such import for the caller */
export async function setImportStatus(
	db: Client,
	publicationId: string,
	id: string,
	status: ImportStatus
): Promise<void> {
	unwrap(
		await db
			.from('imports')
			.update({ status })
			.eq('publication_id', publicationId)
			.eq('id', id)
			.select('id')
			.single()
	);
}

/** Takes away the row of a dry run: then nothing was written. */
export async function forgetImport(db: Client, publicationId: string, id: string): Promise<void> {
	unwrap(await db.from('imports').delete().eq('publication_id', publicationId).eq('id', id));
}

/** Sends items, all or none of them; a verdict for each. */
export async function sendBatch(
	db: Client,
	importId: string,
	records: readonly ImportRecord[]
): Promise<Verdict[]> {
	const items = records.map((record) => ({ ...record, format: FORMAT }));
	const p_items = JSON.parse(JSON.stringify(items)) as Json;
	const answer = unwrap(await db.rpc('import_batch', { p_import_id: importId, p_items }));
	return answer as unknown as Verdict[];
}

/** Counts changes to what importers make of the same source: what nobody edited then comes anew. */
const FORMAT = 2;

const PAGE = 500;

/** What an import did with each item, page by page. */
export async function* importedItems(
	db: Client,
	publicationId: string,
	importId: string
): AsyncGenerator<ImportedItem> {
	for (const kind of ['tier', 'author', 'tag', 'post', 'member', 'file']) {
		for (let last = ''; ;) {
			const rows: ImportedItem[] = unwrap(
				await db
					.from('import_items')
					.select('kind, source_id, label, outcome, reason, notes, target_id')
					.eq('publication_id', publicationId)
					.eq('import_id', importId)
					.eq('kind', kind)
					.gt('source_id', last)
					.order('source_id')
					.limit(PAGE)
			);
			yield* rows;
			last = rows.at(-1)?.source_id ?? '';
			if (rows.length < PAGE) break;
		}
	}
}

type Row = Pick<
	Tables['imports']['Row'],
	'id' | 'status' | 'dry_run' | 'file_name' | 'options' | 'total' | 'counts' | 'created_at'
>;

function importOf(row: Row): Import {
	const { options } = row;
	const isObject = typeof options === 'object' && options !== null && !Array.isArray(options);
	const siteUrl = isObject ? options.siteUrl : null;
	return {
		id: row.id,
		status: row.status as ImportStatus,
		dryRun: row.dry_run,
		fileName: row.file_name,
		siteUrl: typeof siteUrl === 'string' ? siteUrl : null,
		total: row.total,
		counts: row.counts as Import['counts'],
		createdAt: row.created_at
	};
}
