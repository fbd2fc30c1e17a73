import { AppError } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

/** Whatever lies below a publication and is nothing gets its 404, or leads to its present address. */
export const load: PageServerLoad = async ({ parent }) => {
	await parent();
	throw new AppError('not_found', 404);
};
