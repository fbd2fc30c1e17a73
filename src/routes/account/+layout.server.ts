import { getInstallation } from '$lib/server/db/installation';
import { requireUser } from '$lib/server/guards';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
	requireUser(event);
	return { installation: await getInstallation(event.locals.supabase) };
};
