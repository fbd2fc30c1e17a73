import { homePath } from '$lib/domain/addresses';
import { readingPlace } from '$lib/domain/return-paths';
import { pageToken } from '$lib/schemas/joining';
import { confirmJoin, previewJoin } from '$lib/server/db/joining';
import { AppError } from '$lib/server/errors';
import { allowAnonymous } from '$lib/server/guards';
import { keepAddressSecret } from '$lib/server/secret-address';
import { fail } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

/**
 * The page behind the link in the mail. Opening it does nothing, since mail scanners open links; the
 * button does.
 */
export const load: PageServerLoad = async (event) => {
	const viewer = allowAnonymous(event);
	const { publication, home } = await event.parent();
	keepAddressSecret(event);
	const token = pageToken.safeParse(event.params.token);
	const request = token.success ? await previewJoin(event.locals.supabase, token.data) : null;
	if (!request || request.publicationSlug !== publication.slug) {
		throw new AppError('not_found', 404);
	}
	return {
		request: { ...request, back: readingPlace(request.back, home) },
		email: viewer?.email ?? null,
		meta: null
	};
};

const problems: Record<string, 'used' | 'expired' | 'banned'> = {
	join_used: 'used',
	join_expired: 'expired',
	banned: 'banned'
};

export const actions: Actions = {
	default: async (event) => {
		allowAnonymous(event);
		const token = pageToken.safeParse(event.params.token);
		if (!token.success) throw new AppError('not_found', 404);
		try {
			const { back } = await confirmJoin(event.locals.supabase, token.data);
			const home = homePath(event.params.publication);
			return { joined: true, back: readingPlace(back, home) };
		} catch (error) {
			const problem = error instanceof AppError ? problems[error.code] : undefined;
			if (!(error instanceof AppError) || !problem) throw error;
			return fail(error.status, { problem });
		}
	}
};
