import { z } from 'zod';
import { findFile, readFile } from '$lib/server/db/media';
import { AppError } from '$lib/server/errors';
import { allowAnonymous } from '$lib/server/guards';
import { readRange } from '$lib/server/ranges';
import type { RequestHandler } from './$types';

const address = z.object({
	id: z.uuid(),
	filename: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/)
});

/**
 * A file of a publication, for whoever may see a post that shows it; 404 for the others. What anybody
 * may see may be kept for five minutes; that is also how long it outlives being closed. The hook for
 * cache headers makes it `private, no-store` for every visitor with a session.
 */
export const GET: RequestHandler = async (event) => {
	allowAnonymous(event);
	const params = address.safeParse(event.params);
	if (!params.success) throw new AppError('not_found', 404);
	const { id, filename } = params.data;
	const db = event.locals.supabase;
	const file = await findFile(db, id, filename);
	if (!file) throw new AppError('not_found', 404);

	// The bytes of an id never change, so the id is their version.
	const etag = `"${id}"`;
	const headers = {
		etag,
		'cache-control': 'public, max-age=300',
		vary: 'cookie',
		'accept-ranges': 'bytes'
	};
	if (event.request.headers.get('if-none-match')?.includes(etag)) {
		return new Response(null, { status: 304, headers });
	}
	const bytes = await readFile(db, file);
	const range = readRange(event.request.headers.get('range'), bytes.size);
	if (range === 'unsatisfiable') {
		return new Response(null, {
			status: 416,
			headers: { 'content-range': `bytes */${bytes.size}` }
		});
	}
	const part = range ? bytes.slice(range.start, range.end + 1) : bytes;
	return new Response(part.stream(), {
		status: range ? 206 : 200,
		headers: {
			...headers,
			'content-type': file.mime,
			'content-length': String(part.size),
			'content-disposition': isShown(file.mime) ? 'inline' : 'attachment',
			...(range && { 'content-range': `bytes ${range.start}-${range.end}/${bytes.size}` })
		}
	});
};

/** What pages show; anything else is to take along, and is never opened on this origin. */
function isShown(mime: string): boolean {
	return /^(image|audio|video)\//.test(mime);
}
