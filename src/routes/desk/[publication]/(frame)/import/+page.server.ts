import { listImports } from '$lib/server/db/imports';
import { requireStaff } from '$lib/server/guards';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { publication } = await requireStaff(event, 'admin');
	return { imports: await listImports(event.locals.supabase, publication.id) };
};
