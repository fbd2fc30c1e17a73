import { getInstallation } from '$lib/server/db/installation';
import { listMemberships } from '$lib/server/db/memberships';
import { requireUser } from '$lib/server/guards';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
	requireUser(event);
	const [installation, memberships] = await Promise.all([
		getInstallation(event.locals.supabase),
		listMemberships(event.locals.supabase)
	]);
	const unpaid = memberships.own.filter(
		({ subscription }) => subscription?.status === 'past_due' && subscription.opens
	);
	return { installation, memberships, unpaid: unpaid.map(({ publication }) => publication.name) };
};
