import { redirect } from '@sveltejs/kit';
import { requireStaff } from '$lib/server/guards';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { publication } = await requireStaff(event);
	redirect(303, `/desk/${publication.slug}/posts`);
};
