import { mayCreatePublication } from '$lib/server/db/publications';
import { listStaffPlaces } from '$lib/server/db/staff';
import { requireUser } from '$lib/server/guards';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const viewer = requireUser(event);
	const db = event.locals.supabase;
	const [places, mayCreate] = await Promise.all([
		listStaffPlaces(db, viewer.id),
		mayCreatePublication(db)
	]);
	return { places, mayCreate };
};
