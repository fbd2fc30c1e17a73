import { redirect } from '@sveltejs/kit';
import { atLeast } from '$lib/domain/roles';
import { changePost as changeForm } from '$lib/schemas/post';
import {
	changePost,
	getEditedPost,
	listTiers,
	publishPost,
	unpublishPost,
	type EditedPost
} from '$lib/server/db/post-editing';
import { deletePost } from '$lib/server/db/posts-desk';
import { AppError } from '$lib/server/errors';
import { formFailure, parseForm } from '$lib/server/forms';
import { requireStaff, type Staff } from '$lib/server/guards';
import type { Client } from '$lib/supabase/server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const staff = await requireStaff(event);
	const db = event.locals.supabase;
	const [post, tiers] = await Promise.all([
		findPost(db, staff, event.params.id),
		listTiers(db, staff.publication.id)
	]);
	if (post.state === 'deleted') redirect(303, `${listOf(staff, post)}?state=deleted`);
	return { post, tiers };
};

export const actions: Actions = {
	settings: async (event) => {
		const { publication } = await requireStaff(event);
		const parsed = await parseForm(changeForm, event.request);
		if (!parsed.ok) return parsed.failure;
		const { slug, visibility, excerpt, tier: tierIds } = parsed.data;
		if (visibility === 'tiers' && tierIds.length === 0) {
			return formFailure(400, parsed.data, { visibility: 'Please choose a tier or more.' });
		}
		try {
			const change = { slug: slug || null, visibility, excerpt, tierIds };
			await changePost(event.locals.supabase, publication.id, event.params.id, change);
		} catch (error) {
			if (!(error instanceof AppError) || error.code !== 'taken') throw error;
			return formFailure(409, parsed.data, { slug: 'Another post has that address.' });
		}
		return { done: 'Settings saved' };
	},

	publish: async (event) => {
		const staff = await requireStaff(event);
		const db = event.locals.supabase;
		const post = await findPost(db, staff, event.params.id);
		if (post.title.trim() === '') {
			return formFailure(400, {}, { form: 'Give it a title first, then publish it.' });
		}
		await publishPost(db, staff.publication.id, post);
		return { done: 'Published' };
	},

	unpublish: async (event) => {
		const { publication } = await requireStaff(event);
		await unpublishPost(event.locals.supabase, publication.id, event.params.id);
		return { done: 'A draft again: readers do not see it' };
	},

	delete: async (event) => {
		const staff = await requireStaff(event);
		const db = event.locals.supabase;
		const post = await findPost(db, staff, event.params.id);
		await deletePost(db, staff.publication.id, post.id);
		redirect(303, listOf(staff, post));
	}
};

function listOf({ publication }: Staff, { kind }: EditedPost): string {
	return `/desk/${publication.slug}/${kind === 'page' ? 'pages' : 'posts'}`;
}

/**
 * The post, for somebody who may change it; the database says the same to whoever tries.
 * @throws {AppError} `not_found`; `forbidden` for an author who may only read it
 */
async function findPost(db: Client, staff: Staff, id: string): Promise<EditedPost> {
	const { viewer, publication, role } = staff;
	const post = /^[0-9a-f-]{36}$/.test(id) ? await getEditedPost(db, publication.id, id) : null;
	if (!post) throw new AppError('not_found', 404);
	const isTheirs =
		post.createdBy === viewer.id || post.authors.some((author) => author.id === viewer.id);
	if (!isTheirs && !atLeast(role, 'editor')) throw new AppError('forbidden', 403);
	return post;
}
