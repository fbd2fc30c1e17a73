import { json } from '@sveltejs/kit';
import { IMAGE_MAX_BYTES, type Uploaded } from '$lib/schemas/media';
import { storeFile } from '$lib/server/db/media';
import { AppError } from '$lib/server/errors';
import { requireStaff } from '$lib/server/guards';
import { checkImage, safeFilename } from '$lib/server/images';
import type { RequestHandler } from './$types';

/** What a multipart body has around its file, generously. */
const ENVELOPE_BYTES = 64 * 1024;

/** Takes one picture, field `file`. Answers 201 with its address and size in pixels. */
export const POST: RequestHandler = async (event) => {
	const { publication } = await requireStaff(event);
	const announced = Number(event.request.headers.get('content-length') ?? 0);
	if (announced > IMAGE_MAX_BYTES + ENVELOPE_BYTES) throw new AppError('too_large', 413);
	const form = await event.request.formData().catch(() => null);
	const file = form?.get('file');
	if (!(file instanceof File)) throw new AppError('bad_request', 400);

	const { bytes, mime, width, height } = await checkImage(new Uint8Array(await file.arrayBuffer()));
	const stored = await storeFile(event.locals.supabase, {
		publicationId: publication.id,
		filename: safeFilename(file.name, mime),
		...{ bytes, mime, width, height }
	});
	return json({ ...stored, width, height } satisfies Uploaded, { status: 201 });
};
