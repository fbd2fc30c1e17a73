import { randomUUID } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '../../supabase/database.types.ts';
import { findImportedFile, makeImportedFile } from '../db/imported-files.ts';
import { toAppError } from '../errors.ts';
import { checkFile, safeFilename } from '../media-files.ts';
import type { FileStore, KeptFile } from './files.ts';

const BUCKET = 'media';

/**
 * Keeps the files of an archive among the media of a publication, under the caller's rights. The
 * database chooses the id of a file and remembers which path of the archive it came from, so a second
 * run finds it again. A run that broke off between the row of a file and its bytes is made good for.
 */
export function mediaStore(
	db: SupabaseClient<Database>,
	run: { publicationId: string; importId: string; dryRun: boolean }
): FileStore {
	return {
		async find(path) {
			const row = await findImportedFile(db, run.publicationId, path);
			if (!row) return null;
			const { data } = await db.storage.from(BUCKET).exists(row.path);
			return data ? keptFile(row) : null;
		},
		async keep(path, bytes) {
			const { mime, width, height } = await checkFile(bytes, path);
			const filename = safeFilename(path.slice(path.lastIndexOf('/') + 1), mime);
			// A dry run writes no document, so nothing will hold on to this id.
			if (run.dryRun) return keptFile({ id: randomUUID(), filename });
			const file = { path, filename, mime, bytes: bytes.byteLength, width, height };
			const row = await makeImportedFile(db, run.importId, file);
			const { error } = await db.storage
				.from(BUCKET)
				.upload(row.path, bytes, { contentType: mime, upsert: false });
			if (error && !/exists|duplicate/i.test(error.message)) throw toAppError(error);
			return keptFile(row);
		}
	};
}

function keptFile({ id, filename }: { id: string; filename: string }): KeptFile {
	return { id, src: `/media/${id}/${filename}` };
}
