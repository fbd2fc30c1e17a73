import { json } from '@sveltejs/kit';
import { MEDIA_MAX_BYTES, type Uploaded } from '$lib/schemas/media';
import { storeFile } from '$lib/server/db/media';
import { AppError } from '$lib/server/errors';
import { requireStaff } from '$lib/server/guards';
import { checkFile, safeFilename } from '$lib/server/media-files';
import type { RequestHandler } from './$types';

/** What a multipart body has around its file, generously. */
const ENVELOPE_BYTES = 64 * 1024;

/** Takes one file, field `file`. Answers 201 with its address, its type, and the size of a picture. */
export const POST: RequestHandler = async (event) => {
	const { publication } = await requireStaff(event);
	const announced = Number(event.request.headers.get('content-length') ?? 0);
	if (announced > MEDIA_MAX_BYTES + ENVELOPE_BYTES) {
		throw new AppError('too_large', 413, { message: 'A file may have 20 MB at most.' });
	}
	const form = await event.request.formData().catch(() => null);
	const file = form?.get('file');
	if (!(file instanceof File)) throw new AppError('bad_request', 400);

	const checked = await checkFile(new Uint8Array(await file.arrayBuffer()), file.name);
	const { bytes, mime, width, height } = checked;
	const stored = await storeFile(event.locals.supabase, {
		publicationId: publication.id,
		filename: safeFilename(file.name, mime),
		...{ bytes, mime, width, height }
	});
	const answer: Uploaded = { ...stored, mime, bytes: bytes.byteLength, width, height };
	return json(answer, { status: 201 });
};
