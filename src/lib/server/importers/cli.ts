import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createClient } from '@supabase/supabase-js';
import type { Database } from '../../supabase/database.types.ts';
import { findPublication } from '../db/imports.ts';
import { reasonOf } from './context.ts';
import { operatorAccess, siteAddress, UsageError } from './cli-options.ts';
import { normalise } from './ghost.ts';
import { readGhostExport } from './ghost-export.ts';
import { ImportFileError } from './records.ts';
import { runImport } from './run.ts';

const USAGE = `Usage: npm run import -- ghost <export.json> --publication <slug> [options]

  --site-url <https://…>  address of the old site: pictures are shown and links kept from there
  --dry-run               decide and count, write nothing

SUPABASE_URL and SUPABASE_SECRET_KEY say where to; without them it is the local stack.`;

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			publication: { type: 'string' },
			'site-url': { type: 'string' },
			'dry-run': { type: 'boolean', default: false },
			help: { type: 'boolean', default: false }
		}
	});
	if (values.help) return console.log(USAGE);
	const [source, file, ...rest] = positionals;
	if (source !== 'ghost' || !file || rest.length > 0 || !values.publication)
		throw new UsageError(USAGE);
	const siteUrl = siteAddress(values['site-url']);
	const { url, key } = operatorAccess(process.env);

	const started = performance.now();
	const data = await readExport(file);
	const db = createClient<Database>(url, key, {
		auth: { persistSession: false, autoRefreshToken: false }
	});
	const publication = await findPublication(db, values.publication);
	if (!publication)
		throw new UsageError(`There is no publication @${values.publication} at ${url}.`);

	const dryRun = values['dry-run'];
	const records = normalise(data, { publication: publication.slug, siteUrl });
	const run = { db, source, publicationId: publication.id, dryRun, onProgress } as const;
	const report = await runImport(records, run);
	if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
	const seconds = ((performance.now() - started) / 1000).toFixed(1);
	console.log(
		`${dryRun ? 'Nothing was written. An import into' : 'Imported into'} @${publication.slug}, ${seconds} s`
	);
	for (const line of report.lines()) console.log(line);
}

// One line that counts up on a terminal, one a batch in a log.
function onProgress(done: number): void {
	process.stderr.write(process.stderr.isTTY ? `\r${done} items …` : `${done} items\n`);
}

async function readExport(file: string) {
	try {
		return readGhostExport(await readFile(file));
	} catch (error) {
		const reason = error instanceof ImportFileError ? error.message : fileProblem(error);
		throw new UsageError(`${path.basename(file)} cannot be imported: ${reason}.`);
	}
}

function fileProblem(error: unknown): string {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	if (code === 'ENOENT') return 'there is no such file';
	if (code === 'EISDIR') return 'it is a folder';
	if (code === 'EACCES') return 'it may not be read';
	if (code === 'ERR_FS_FILE_TOO_LARGE') return 'it is larger than 2 GB';
	throw error;
}

try {
	await main();
} catch (error) {
	const isUsage = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
	console.error(
		isUsage
			? (error as Error).message
			: `The import broke off: ${reasonOf(error)}. Run it again to go on.`
	);
	process.exitCode = 1;
}
