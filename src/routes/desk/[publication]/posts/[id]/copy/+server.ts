import { json } from '@sveltejs/kit';
import { postText } from '$lib/schemas/post';
import { getEditedPost, saveText } from '$lib/server/db/post-editing';
import { createPost } from '$lib/server/db/posts-desk';
import { AppError } from '$lib/server/errors';
import { requireStaff } from '$lib/server/guards';
import { readText } from '$lib/server/post-text';
import type { RequestHandler } from './$types';

/** Keeps a text beside the post it was meant for, as a draft of its own. */
export const POST: RequestHandler = async (event) => {
	const { publication } = await requireStaff(event);
	const { text } = await readText(event.request, publication.id, postText);
	const db = event.locals.supabase;
	const post = await getEditedPost(db, publication.id, event.params.id);
	if (!post) throw new AppError('not_found', 404);
	const title = `${(text.title || 'Untitled').slice(0, 290)} (copy)`;
	const id = await createPost(db, publication.id, { kind: post.kind });
	await saveText(db, id, 0, { ...text, title });
	return json({ id }, { status: 201 });
};
