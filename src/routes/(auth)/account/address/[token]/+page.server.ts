import { fail } from '@sveltejs/kit';
import { pageToken } from '$lib/schemas/joining';
import { confirmAddressChange, previewAddressChange } from '$lib/server/db/memberships';
import { AppError } from '$lib/server/errors';
import { allowAnonymous } from '$lib/server/guards';
import { keepAddressSecret } from '$lib/server/secret-address';
import type { Actions, PageServerLoad } from './$types';

/**
 * The page behind the link that a new address was sent. Opening it does nothing, since mail scanners
 * open links; the button does. Whoever has the link needs no session: it proves the address.
 */
export const load: PageServerLoad = async (event) => {
	const viewer = allowAnonymous(event);
	keepAddressSecret(event);
	const token = pageToken.safeParse(event.params.token);
	const change = token.success
		? await previewAddressChange(event.locals.supabase, token.data)
		: null;
	if (!change) throw new AppError('not_found', 404);
	return { change, signedInAs: viewer?.email ?? null };
};

const problems: Record<string, 'used' | 'expired' | 'taken'> = {
	change_used: 'used',
	change_expired: 'expired',
	address_taken: 'taken'
};

export const actions: Actions = {
	default: async (event) => {
		allowAnonymous(event);
		const token = pageToken.safeParse(event.params.token);
		if (!token.success) throw new AppError('not_found', 404);
		try {
			await confirmAddressChange(event.locals.supabase, token.data);
		} catch (error) {
			const problem = error instanceof AppError ? problems[error.code] : undefined;
			if (!(error instanceof AppError) || !problem) throw error;
			return fail(error.status, { problem });
		}
		return { moved: true };
	}
};
