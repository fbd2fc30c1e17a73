import { listPublications, mayCreatePublication } from '$lib/server/db/publications';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const [publications, mayStart] = await Promise.all([
		listPublications(locals.supabase),
		locals.viewer ? mayCreatePublication(locals.supabase) : false
	]);
	return { publications, mayStart };
};
