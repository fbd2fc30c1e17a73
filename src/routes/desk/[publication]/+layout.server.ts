import { getProfileName } from '$lib/server/db/profiles';
import { listStaffPlaces } from '$lib/server/db/staff';
import { requireStaff } from '$lib/server/guards';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
	const { viewer, publication, role } = await requireStaff(event);
	event.locals.html.accent = publication.accent;
	const db = event.locals.supabase;
	const [places, name] = await Promise.all([
		listStaffPlaces(db, viewer.id),
		getProfileName(db, viewer.id)
	]);
	return {
		publication,
		role,
		viewer: { id: viewer.id, name: name || viewer.email },
		places: places.map((place) => ({ slug: place.slug, name: place.name }))
	};
};
