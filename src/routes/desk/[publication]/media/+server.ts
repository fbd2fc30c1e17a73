import { json } from '@sveltejs/kit';
import type { Uploaded } from '$lib/schemas/media';
import { storeFile } from '$lib/server/db/media';
import { AppError } from '$lib/server/errors';
import { requireStaff } from '$lib/server/guards';
import { readForm } from '$lib/server/http/read-body';
import { uploadQueue } from '$lib/server/http/upload-queue';
import { checkFile, safeFilename } from '$lib/server/media-files';
import type { RequestHandler } from './$types';

/** Takes one file, field `file`. Answers 201 with its address, its type, and the size of a picture. */
export const POST: RequestHandler = async (event) => {
	const { publication, viewer } = await requireStaff(event);
	const answer = await uploadQueue(viewer.id, async (): Promise<Uploaded> => {
		const { bytes: sent, name } = await readFile(event.request);
		const { bytes, mime, width, height } = await checkFile(sent, name);
		const stored = await storeFile(event.locals.supabase, {
			publicationId: publication.id,
			filename: safeFilename(name, mime),
			...{ bytes, mime, width, height }
		});
		return { ...stored, mime, bytes: bytes.byteLength, width, height };
	});
	return json(answer, { status: 201 });
};

async function readFile(request: Request): Promise<{ bytes: Uint8Array; name: string }> {
	const file = (await readForm(request)).get('file');
	if (!(file instanceof File)) throw new AppError('bad_request', 400);
	return { bytes: new Uint8Array(await file.arrayBuffer()), name: file.name };
}
