import { z } from 'zod';
import { readRange } from '$lib/server/byte-range';
import { findFile, readFile } from '$lib/server/db/media';
import { AppError } from '$lib/server/errors';
import { isMatch } from '$lib/server/etags';
import { allowAnonymous } from '$lib/server/guards';
import type { RequestHandler } from './$types';

const address = z.object({
	id: z.uuid(),
	filename: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/)
});

/** What a page shows or plays; anything else is taken along and opened elsewhere. */
const shown = /^(image|audio|video)\//;

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
	const asked = event.request.headers;
	if (isMatch(asked.get('if-none-match'), etag))
		return new Response(null, { status: 304, headers });

	const bytes = await readFile(db, file);
	const isSame = asked.get('if-range') === null || asked.get('if-range') === etag;
	const range = isSame ? readRange(asked.get('range'), bytes.size) : null;
	if (range === 'unsatisfiable') {
		const unsatisfied = { ...headers, 'content-range': `bytes */${bytes.size}` };
		return new Response(null, { status: 416, headers: unsatisfied });
	}
	const body = range ? bytes.slice(range.first, range.last + 1) : bytes;
	return new Response(body.stream(), {
		status: range ? 206 : 200,
		headers: {
			...headers,
			'content-type': file.mime,
			'content-length': String(body.size),
			'content-disposition': shown.test(file.mime) ? 'inline' : 'attachment',
			...(range && { 'content-range': `bytes ${range.first}-${range.last}/${bytes.size}` })
		}
	});
};
