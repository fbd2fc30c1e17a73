import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '../../supabase/database.types.ts';
import { toAppError, unwrap } from '../errors.ts';
import { checkFile, safeFilename } from '../media-files.ts';
import { fileId } from './file-id.ts';
import type { FileStore, KeptFile } from './files.ts';

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
	return {
		async find(path) {
			const id = fileId(publicationId, 'ghost', path);
			const row = unwrap(
				await db.from('media').select('id, filename, path').eq('id', id).maybeSingle()
			);
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
			const { error } = await db.storage
				.from(BUCKET)
				.upload(`${publicationId}/${id}/${filename}`, bytes, { contentType: mime, upsert: false });
			if (error && !/exists|duplicate/i.test(error.message)) throw toAppError(error);
			return keptFile(file);
		}
	};
}

function keptFile({ id, filename }: { id: string; filename: string }): KeptFile {
	return { id, src: `/media/${id}/${filename}` };
}
