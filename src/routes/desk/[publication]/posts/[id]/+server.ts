import { json } from '@sveltejs/kit';
import type { z } from 'zod';
import { savePost, type saveAnswer } from '$lib/schemas/post';
import { getEditedPost, saveText } from '$lib/server/db/post-editing';
import { AppError } from '$lib/server/errors';
import { requireStaff } from '$lib/server/guards';
import { readText } from '$lib/server/post-text';
import type { RequestHandler } from './$types';

type Answer = z.input<typeof saveAnswer>;

/**
 * Saves the text of a post on top of the revision it was based on. When somebody saved since, 409 with
 * their version, and nothing is written.
 */
export const PUT: RequestHandler = async (event) => {
	const { publication } = await requireStaff(event);
	const { body, text } = await readText(event.request, publication.id, savePost);
	const db = event.locals.supabase;
	try {
		const revision = await saveText(db, event.params.id, body.revision, text);
		const answer: Answer = { kind: 'saved', revision, savedAt: new Date().toISOString() };
		return json(answer);
	} catch (error) {
		if (!(error instanceof AppError) || error.code !== 'stale_revision') throw error;
		const post = await getEditedPost(db, publication.id, event.params.id);
		if (!post) throw new AppError('post_not_found', 404);
		const { title, subtitle, doc, revision, savedAt, savedBy } = post;
		const theirs = { title, subtitle, doc, revision, savedAt, savedBy };
		return json({ kind: 'stale', theirs } satisfies Answer, { status: 409 });
	}
};
