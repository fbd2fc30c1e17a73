import { AppError, toAppError, unwrap } from '$lib/server/errors';
import type { Client } from '$lib/supabase/server';

const BUCKET = 'media';

export interface NewFile {
	publicationId: string;
	/** As the row takes it, see {@link safeFilename}. */
	filename: string;
	mime: string;
	bytes: Uint8Array;
	width: number | null;
	height: number | null;
}

/** The address a file of a publication is served at, to whoever may see a post that shows it. */
export function mediaPath({ id, filename }: { id: string; filename: string }): string {
	return `/media/${id}/${filename}`;
}

/**
 * Keeps a file: first its row, which gives the right to upload, then its bytes. Neither stays when
 * the other cannot be had.
 * @throws {AppError} `forbidden`, `invalid`, `too_large`, `unavailable`
 */
export async function storeFile(
	db: Client,
	{ publicationId, bytes, ...file }: NewFile
): Promise<{ id: string; src: string }> {
	const row = unwrap(
		await db
			.from('media')
			.insert({ ...file, publication_id: publicationId, bytes: bytes.byteLength })
			.select('id, path, filename')
			.single()
	);
	const { error } = await db.storage
		.from(BUCKET)
		.upload(row.path, bytes, { contentType: file.mime, upsert: false });
	if (error) {
		await db.from('media').delete().eq('id', row.id);
		throw toAppError(error);
	}
	return { id: row.id, src: mediaPath(row) };
}

export interface StoredFile {
	path: string;
	mime: string;
}

/** A file the visitor may see, or null; somebody else's is no different from none. */
export async function findFile(
	db: Client,
	id: string,
	filename: string
): Promise<StoredFile | null> {
	return unwrap(
		await db.from('media').select('path, mime').eq('id', id).eq('filename', filename).maybeSingle()
	);
}

/** @throws {AppError} `not_found` when storage has no such object, or not for this visitor */
export async function readFile(db: Client, { path }: StoredFile): Promise<Blob> {
	const { data, error } = await db.storage.from(BUCKET).download(path);
	if (error) throw new AppError('not_found', 404, { cause: error });
	return data;
}
