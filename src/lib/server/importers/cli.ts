import { createReadStream } from 'node:fs';
import { open as openFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import type { GhostItem } from '../../importers/ghost-items.ts';
import { memberItems, surveyMembers } from '../../importers/ghost-members.ts';
import { ghostItems, surveyGhost } from '../../importers/ghost-source.ts';
import { ImportFileError } from '../../importers/import-file-error.ts';
import type { Database } from '../../supabase/database.types.ts';
import {
	beginImport,
	findPublication,
	forgetImport,
	importedItems,
	setImportStatus
} from '../db/imports.ts';
import { operatorAccess, readOptions, UsageError, type CliOptions } from './cli-options.ts';
import { reasonOf } from './reason.ts';
import { folderSource } from './file-folder.ts';
import { siteSource } from './file-site.ts';
import { mediaStore } from './file-store.ts';
import { zipSource } from './file-zip.ts';
import { Files, type FileSource } from './files.ts';
import { REPORT_HEAD, reportLine } from './report-csv.ts';
import { runImport } from './run.ts';

async function main(): Promise<void> {
	const wish = readOptions(process.argv.slice(2));
	const { url, key } = operatorAccess(process.env);
	const started = performance.now();

	// Whatever is wrong with a file shows before anything is written.
	const archive = () => createReadStream(wish.file);
	const survey = await about(wish.file, () => surveyGhost(archive));
	const members = wish.members;
	const list = members && {
		open: () => createReadStream(members),
		survey: await about(members, () => surveyMembers(() => createReadStream(members)))
	};
	const source = await fileSource(wish);

	const db = createClient<Database>(url, key, {
		auth: { persistSession: false, autoRefreshToken: false }
	});
	const publication = await findPublication(db, wish.publication);
	if (!publication) throw new UsageError(`There is no publication @${wish.publication} at ${url}.`);
	const { dryRun, siteUrl } = wish;
	const begun = await beginImport(db, {
		publicationId: publication.id,
		fileName: path.basename(wish.file),
		...{ siteUrl, dryRun },
		total: survey.total + (list ? list.survey.total : 0)
	});
	async function* everything(): AsyncGenerator<GhostItem> {
		yield* ghostItems(archive, survey);
		if (list) yield* memberItems(list.open, list.survey);
	}
	const store = mediaStore(db, { publicationId: publication.id, importId: begun.id, dryRun });
	const files = source && new Files(source, store);
	const report = await runImport(everything(), {
		db,
		importId: begun.id,
		options: { publication: publication.slug, siteUrl, files },
		onProgress
	});
	if (dryRun) await forgetImport(db, publication.id, begun.id);
	else await setImportStatus(db, publication.id, begun.id, 'done');
	if (wish.report && !dryRun) await writeReport(db, publication.id, begun.id, wish.report);

	if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
	const seconds = ((performance.now() - started) / 1000).toFixed(1);
	console.log(
		`${dryRun ? 'Nothing was written. An import into' : 'Imported into'} @${publication.slug}, ${seconds} s`
	);
	for (const line of report.lines()) console.log(line);
}

async function fileSource({ images, siteUrl }: CliOptions): Promise<FileSource | null> {
	if (images === null) return siteUrl === null ? null : siteSource(siteUrl);
	return about(images, async () =>
		(await stat(images)).isDirectory() ? folderSource(images) : zipSource(images)
	);
}

async function writeReport(
	db: SupabaseClient<Database>,
	publicationId: string,
	importId: string,
	file: string
): Promise<void> {
	const output = await openFile(file, 'w');
	try {
		await output.write(REPORT_HEAD);
		for await (const item of importedItems(db, publicationId, importId))
			await output.write(reportLine(item));
	} finally {
		await output.close();
	}
}

// One line that counts up on a terminal, one a batch in a log.
function onProgress(done: number): void {
	process.stderr.write(process.stderr.isTTY ? `\r${done} items …` : `${done} items\n`);
}

async function about<T>(file: string, read: () => Promise<T>): Promise<T> {
	try {
		return await read();
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
	throw error;
}

try {
	await main();
	// A ZIP file may still be open.
	process.exit(0);
} catch (error) {
	console.error(
		error instanceof UsageError
			? error.message
			: `The import broke off: ${reasonOf(error)}. Run it again to go on.`
	);
	process.exit(1);
}
