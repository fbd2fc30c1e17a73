import { redirect } from '@sveltejs/kit';
import { onePost } from '$lib/schemas/post';
import { createPost, restorePost } from '$lib/server/db/posts-desk';
import { parseForm } from '$lib/server/forms';
import { requireStaff } from '$lib/server/guards';
import { loadPostList } from '$lib/server/post-list';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const staff = await requireStaff(event);
	return { list: await loadPostList(event.locals.supabase, staff, 'page', event.url.searchParams) };
};

export const actions: Actions = {
	create: async (event) => {
		const { publication } = await requireStaff(event);
		const id = await createPost(event.locals.supabase, publication.id, { kind: 'page' });
		redirect(303, `/desk/${publication.slug}/posts/${id}`);
	},

	restore: async (event) => {
		await requireStaff(event);
		const parsed = await parseForm(onePost, event.request);
		if (!parsed.ok) return parsed.failure;
		await restorePost(event.locals.supabase, parsed.data.id);
		return { done: 'Restored' };
	}
};
