import { z } from 'zod';
import { findFile, readFile } from '$lib/server/db/media';
import { AppError } from '$lib/server/errors';
import { allowAnonymous } from '$lib/server/guards';
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
	const headers = { etag, 'cache-control': 'public, max-age=300', vary: 'cookie' };
	if (event.request.headers.get('if-none-match')?.includes(etag)) {
		return new Response(null, { status: 304, headers });
	}
	const bytes = await readFile(db, file);
	return new Response(bytes.stream(), {
		headers: {
			...headers,
			'content-type': file.mime,
			'content-length': String(bytes.size),
			'content-disposition': 'inline'
		}
	});
};
