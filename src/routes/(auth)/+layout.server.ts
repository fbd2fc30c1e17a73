import { getInstallation } from '$lib/server/db/installation';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals }) => ({
	installation: await getInstallation(locals.supabase),
	signedIn: locals.viewer !== null
});
