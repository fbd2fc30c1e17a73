import { json } from '@sveltejs/kit';
import { newTag } from '$lib/schemas/tag';
import { createTag } from '$lib/server/db/tags';
import { AppError } from '$lib/server/errors';
import { requireStaff } from '$lib/server/guards';
import { readJson } from '$lib/server/http/read-body';
import type { RequestHandler } from './$types';

/** Adds a subject by its name; 201 with its id, and with that of the one that has the name already. */
export const POST: RequestHandler = async (event) => {
	const { publication } = await requireStaff(event, 'editor');
	const body = newTag.safeParse(await readJson(event.request));
	if (!body.success) {
		const message = body.error.issues[0]?.message ?? 'A subject needs a name.';
		throw new AppError('bad_request', 400, { message });
	}
	const tag = await createTag(event.locals.supabase, publication.id, body.data.name);
	return json(tag, { status: 201 });
};
