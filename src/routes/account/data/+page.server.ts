import { redirect } from '@sveltejs/kit';
import { deleteAccount as schema } from '$lib/schemas/account';
import { deleteAccount } from '$lib/server/db/account';
import { env } from '$lib/server/env';
import { AppError } from '$lib/server/errors';
import { formFailure, parseForm } from '$lib/server/forms';
import { requireUser } from '$lib/server/guards';
import { clearSession } from '$lib/supabase/server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
	const viewer = requireUser(event);
	return { email: viewer.email };
};

const problems: Record<string, string> = {
	has_subscription: 'One of your subscriptions renews. Cancel it first, under Memberships.',
	last_owner:
		'You are the only owner of a publication. Make somebody else an owner first, or delete it.',
	last_operator: 'You are the only operator of this installation. Make somebody else one first.'
};

export const actions: Actions = {
	delete: async (event) => {
		const viewer = requireUser(event);
		const parsed = await parseForm(schema, event.request);
		if (!parsed.ok) return parsed.failure;
		if (parsed.data.address !== viewer.email.toLowerCase()) {
			const error = 'That is not the address of this account. Nothing was deleted.';
			return formFailure(400, { address: parsed.data.address }, { address: error });
		}
		try {
			await deleteAccount(event.locals.supabase);
		} catch (error) {
			const problem = error instanceof AppError ? problems[error.code] : undefined;
			if (!(error instanceof AppError) || !problem) throw error;
			return formFailure(error.status, {}, { form: problem });
		}
		clearSession(event.cookies, env());
		redirect(303, '/');
	}
};
