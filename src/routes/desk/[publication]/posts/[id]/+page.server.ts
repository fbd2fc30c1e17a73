import { redirect } from '@sveltejs/kit';
import { atLeast } from '$lib/domain/roles';
import { postSettings, publishForm } from '$lib/schemas/post';
import { listSignatories } from '$lib/server/db/bylines';
import { getEditedPost, publishPost, type EditedPost } from '$lib/server/db/post-editing';
import { changePost, getPostSettings, listTiers } from '$lib/server/db/post-settings';
import { deletePosts, unpublishPosts } from '$lib/server/db/post-states';
import { listTags } from '$lib/server/db/tags';
import { AppError } from '$lib/server/errors';
import { formFailure, parseForm } from '$lib/server/forms';
import { requireStaff, type Staff } from '$lib/server/guards';
import { publishMoment, publishWords } from '$lib/server/publish-moment';
import type { Client } from '$lib/supabase/server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const staff = await requireStaff(event);
	const db = event.locals.supabase;
	const post = await findPost(db, staff, event.params.id);
	if (post.state === 'deleted') redirect(303, `${listOf(staff, post)}?state=deleted`);
	const { id: publicationId } = staff.publication;
	const [settings, tiers, tags, signatories] = await Promise.all([
		getPostSettings(db, publicationId, post.id),
		listTiers(db, publicationId, post.tierIds),
		listTags(db, publicationId),
		atLeast(staff.role, 'editor') ? listSignatories(db, publicationId) : []
	]);
	if (!settings) throw new AppError('not_found', 404);
	return { post, settings, tiers, tags, signatories };
};

const problems: Record<string, [field: string, message: string]> = {
	taken: ['slug', 'Another post has that address. Please choose another.'],
	referenced: ['form', 'A subject, a tier or the cover is gone by now. Please choose again.'],
	invalid: ['form', 'Somebody of those who sign is not of the staff any more. Please choose again.']
};

export const actions: Actions = {
	settings: async (event) => {
		const { role } = await requireStaff(event);
		const parsed = await parseForm(postSettings, event.request);
		if (!parsed.ok) return parsed.failure;
		const { visibility, tier, author } = parsed.data;
		if (visibility === 'tiers' && tier.length === 0) {
			return formFailure(400, parsed.data, { visibility: 'Please choose a tier or more.' });
		}
		try {
			const authorIds = atLeast(role, 'editor') ? author : null;
			await changePost(event.locals.supabase, event.params.id, parsed.data, authorIds);
		} catch (error) {
			const problem = error instanceof AppError ? problems[error.code] : undefined;
			if (!(error instanceof AppError) || !problem) throw error;
			return formFailure(error.status, parsed.data, { [problem[0]]: problem[1] });
		}
		return { done: 'Settings saved' };
	},

	publish: async (event) => {
		const staff = await requireStaff(event);
		const parsed = await parseForm(publishForm, event.request);
		if (!parsed.ok) return parsed.failure;
		const db = event.locals.supabase;
		const post = await findPost(db, staff, event.params.id);
		if (post.title.trim() === '') {
			return formFailure(400, {}, { form: 'Give it a title first, then publish it.' });
		}
		const at = publishMoment(parsed.data, staff.publication.timeZone);
		if (at === null) {
			return formFailure(400, parsed.data, { form: 'That is no day, or no time of a day.' });
		}
		await publishPost(db, staff.publication.id, post, at);
		return { done: publishWords(at, staff.publication.timeZone) };
	},

	unpublish: async (event) => {
		const { publication } = await requireStaff(event);
		await unpublishPosts(event.locals.supabase, publication.id, [event.params.id]);
		return { done: 'A draft again: readers do not see it' };
	},

	delete: async (event) => {
		const staff = await requireStaff(event);
		const db = event.locals.supabase;
		const post = await findPost(db, staff, event.params.id);
		await deletePosts(db, staff.publication.id, [post.id]);
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
	const { publication, role } = staff;
	const post = /^[0-9a-f-]{36}$/.test(id) ? await getEditedPost(db, publication.id, id) : null;
	if (!post) throw new AppError('not_found', 404);
	if (!post.isOwn && !atLeast(role, 'editor')) throw new AppError('forbidden', 403);
	return post;
}
