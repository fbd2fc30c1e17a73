import { redirect } from '@sveltejs/kit';
import { formatDate } from '$lib/domain/dates';
import { invitationToken } from '$lib/schemas/staff';
import { acceptInvitation, previewInvitation } from '$lib/server/db/invitations';
import { AppError } from '$lib/server/errors';
import { formFailure } from '$lib/server/forms';
import { allowAnonymous, requireUser } from '$lib/server/guards';
import { keepAddressSecret } from '$lib/server/secret-address';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const viewer = allowAnonymous(event);
	keepAddressSecret(event);
	const preview = await previewInvitation(event.locals.supabase, tokenOf(event.params));
	if (!preview) throw new AppError('not_found', 404);
	const locale = { language: 'en-GB', timeZone: 'Etc/UTC' };
	return {
		invitation: { ...preview, ends: formatDate(preview.expiresAt, locale, 'long') },
		email: viewer?.email ?? null
	};
};

const problems: Record<string, string> = {
	invitation_not_found: 'The invitation has been revoked. Ask for a new one.',
	invitation_used: 'The invitation has been used already.',
	invitation_expired: 'The invitation is too old. Ask for a new one.',
	invitation_void: 'Whoever sent the invitation may not invite any more. Ask for a new one.',
	invitation_other_address:
		'The invitation is for another address. Sign in with the one it was sent to.'
};

export const actions: Actions = {
	accept: async (event) => {
		requireUser(event);
		const db = event.locals.supabase;
		const token = tokenOf(event.params);
		const preview = await previewInvitation(db, token);
		try {
			await acceptInvitation(db, token);
		} catch (error) {
			const problem = error instanceof AppError ? problems[error.code] : undefined;
			if (!(error instanceof AppError) || !problem) throw error;
			return formFailure(error.status, {}, { form: problem });
		}
		redirect(303, preview ? `/desk/${preview.publicationSlug}` : '/desk');
	}
};

/** @throws {AppError} `not_found` for what is no token at all */
function tokenOf(params: { token: string }): string {
	const token = invitationToken.safeParse(params.token);
	if (!token.success) throw new AppError('not_found', 404);
	return token.data;
}
