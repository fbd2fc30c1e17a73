import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '../../supabase/database.types.ts';
import { unwrap } from '../errors.ts';

type Client = SupabaseClient<Database>;

type FileRow = Pick<Database['public']['Tables']['media']['Row'], 'id' | 'filename' | 'path'>;

/** The file that an earlier run made of a path in an archive, or null. */
export async function findImportedFile(
	db: Client,
	publicationId: string,
	path: string
): Promise<FileRow | null> {
	const item = unwrap(
		await db
			.from('import_items')
			.select('target_id')
			.eq('publication_id', publicationId)
			.eq('source', 'ghost')
			.eq('kind', 'file')
			.eq('source_id', path)
			.maybeSingle()
	);
	if (!item?.target_id) return null;
	return unwrap(
		await db
			.from('media')
			.select('id, filename, path')
			.eq('publication_id', publicationId)
			.eq('id', item.target_id)
			.maybeSingle()
	);
}

/** A file of an archive as its row takes it. */
export interface ImportedFile {
	/** In the archive. */
	path: string;
	filename: string;
	mime: string;
	/** How many. */
	bytes: number;
	/** Of a picture, in pixels. */
	width: number | null;
	height: number | null;
}

/** Makes the row of a file of an archive; its bytes go to `path` in the bucket. */
export async function makeImportedFile(
	db: Client,
	importId: string,
	file: ImportedFile
): Promise<FileRow> {
	const size = { p_width: file.width, p_height: file.height };
	return unwrap(
		await db
			.rpc('import_file', {
				p_import_id: importId,
				p_source_id: file.path,
				p_filename: file.filename,
				p_mime: file.mime,
				p_bytes: file.bytes,
				// The generated types know no argument that may be null.
				...(size as { p_width: number; p_height: number })
			})
			.single()
	);
}
