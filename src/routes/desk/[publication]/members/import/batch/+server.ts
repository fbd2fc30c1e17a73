import { json } from '@sveltejs/kit';
import { memberRows } from '$lib/schemas/member';
import { importMembers } from '$lib/server/db/member-files';
import { AppError } from '$lib/server/errors';
import { requireStaff } from '$lib/server/guards';
import { readJson } from '$lib/server/http/read-body';
import type { RequestHandler } from './$types';

/** Brings some lines of a file of members, and says what became of them. Sent twice it is sent once. */
export const POST: RequestHandler = async (event) => {
	const { publication } = await requireStaff(event, 'admin');
	const batch = memberRows.safeParse(await readJson(event.request));
	if (!batch.success) throw new AppError('bad_request', 400, { cause: batch.error });
	return json(await importMembers(event.locals.supabase, publication.id, batch.data.rows));
};
