import { json } from '@sveltejs/kit';
import { newImport } from '$lib/schemas/import';
import { beginImport } from '$lib/server/db/imports';
import { AppError } from '$lib/server/errors';
import { requireStaff } from '$lib/server/guards';
import { readJson } from '$lib/server/http/read-body';
import type { RequestHandler } from './$types';

/** Begins an import, or goes on with the one of the same file that was paused; 201 with its id. */
export const POST: RequestHandler = async (event) => {
	const { publication } = await requireStaff(event, 'admin');
	const wish = newImport.safeParse(await readJson(event.request));
	if (!wish.success) {
		const message = wish.error.issues[0]?.message;
		throw new AppError('bad_request', 400, message === undefined ? {} : { message });
	}
	const begun = await beginImport(event.locals.supabase, {
		publicationId: publication.id,
		...wish.data
	});
	return json({ id: begun.id }, { status: 201 });
};
