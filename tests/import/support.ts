import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import type { GhostItem } from '../../src/lib/importers/ghost-items.ts';
import { ghostItems, surveyGhost } from '../../src/lib/importers/ghost-source.ts';
import { exportOf, fileOf } from '../../src/lib/importers/items.fixture.ts';
import { memberItems, surveyMembers } from '../../src/lib/importers/ghost-members.ts';
import { beginImport, forgetImport, setImportStatus } from '../../src/lib/server/db/imports.ts';
import { mediaStore } from '../../src/lib/server/importers/file-store.ts';
import { Files, type FileSource } from '../../src/lib/server/importers/files.ts';
import type { Report } from '../../src/lib/server/importers/report.ts';
import { runImport } from '../../src/lib/server/importers/run.ts';
import type { Database } from '../../src/lib/supabase/database.types.ts';
import { stack } from '../support/clients.ts';

export type Tables = Record<string, Record<string, unknown>[]>;

/** The operator's key, as the command has it. */
export const operator = createClient<Database>(stack.apiUrl, stack.secretKey, {
	auth: { persistSession: false, autoRefreshToken: false }
});

interface Archive {
	data: Tables;
	/** Lines of the members' file, its first line included. */
	members?: string;
	files?: FileSource;
	dryRun?: boolean;
	db?: SupabaseClient<Database>;
}

/** Imports as the command does. */
export async function importInto(publicationId: string, archive: Archive): Promise<Report> {
	const { db = operator, dryRun = false, members, files } = archive;
	const open = exportOf(archive.data);
	const survey = await surveyGhost(open);
	const { id } = await beginImport(db, {
		...{ publicationId, dryRun, siteUrl: null },
		...{ fileName: 'export.json', total: survey.total }
	});
	async function* items(): AsyncGenerator<GhostItem> {
		yield* ghostItems(open, survey);
		if (members === undefined) return;
		const list = fileOf(members);
		yield* memberItems(list, await surveyMembers(list));
	}
	const store = mediaStore(db, { publicationId, importId: id, dryRun });
	const report = await runImport(items(), {
		db,
		importId: id,
		options: { publication: 'pub', siteUrl: null, files: files ? new Files(files, store) : null }
	});
	if (dryRun) await forgetImport(db, publicationId, id);
	else await setImportStatus(db, publicationId, id, 'done');
	return report;
}
