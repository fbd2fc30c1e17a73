import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '../../supabase/database.types.ts';
import { toAppError, unwrap } from '../errors.ts';
import { checkFile, safeFilename } from '../media-files.ts';
import { fileId } from './file-id.ts';
import { FileProblem, type FileStore, type KeptFile } from './files.ts';

const BUCKET = 'media';

/**
 * The media of a publication as the place where files of an archive go, under the caller's rights.
 * A run that broke off between the row of a file and its bytes makes good for it.
 */
export function mediaStore(
	db: SupabaseClient<Database>,
	publicationId: string,
	dryRun: boolean
): FileStore {
	const rowOf = async (id: string) =>
		unwrap(
			await db
				.from('media')
				.select('id, filename, path')
				.eq('publication_id', publicationId)
				.eq('id', id)
				.maybeSingle()
		);
	return {
		async find(path) {
			const row = await rowOf(fileId(publicationId, 'ghost', path));
			if (!row) return null;
			const { data } = await db.storage.from(BUCKET).exists(row.path);
			return data ? keptFile(row) : null;
		},
		async keep(path, bytes) {
			const id = fileId(publicationId, 'ghost', path);
			const { mime, width, height } = await checkFile(bytes, path);
			const filename = safeFilename(path.slice(path.lastIndexOf('/') + 1), mime);
			const file = { id, filename };
			if (dryRun) return keptFile(file);
			const row = { ...file, publication_id: publicationId, mime, width, height };
			const size = bytes.byteLength;
			const inserted = await db
				.from('media')
				.upsert({ ...row, bytes: size }, { onConflict: 'id', ignoreDuplicates: true });
			unwrap(inserted);
			// Ids of files can be foretold: somebody else may have taken this one.
			const own = await rowOf(id);
			if (!own) throw new FileProblem('its place is taken by another publication');
			const { error } = await db.storage
				.from(BUCKET)
				.upload(own.path, bytes, { contentType: mime, upsert: false });
			if (error && !/exists|duplicate/i.test(error.message)) throw toAppError(error);
			return keptFile(own);
		}
	};
}

function keptFile({ id, filename }: { id: string; filename: string }): KeptFile {
	return { id, src: `/media/${id}/${filename}` };
}
