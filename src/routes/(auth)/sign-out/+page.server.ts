import { redirect } from '@sveltejs/kit';
import { signOut } from '$lib/schemas/sign-in';
import { endAuthSession } from '$lib/server/db/auth';
import { env } from '$lib/server/env';
import { parseForm } from '$lib/server/forms';
import { allowAnonymous } from '$lib/server/guards';
import { clearSession } from '$lib/supabase/server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
	const viewer = allowAnonymous(event);
	return { email: viewer?.email ?? null };
};

export const actions: Actions = {
	default: async (event) => {
		allowAnonymous(event);
		const parsed = await parseForm(signOut, event.request);
		if (!parsed.ok) return parsed.failure;

		const everywhere = parsed.data.scope === 'everywhere';
		const db = event.locals.supabase;
		const told = await endAuthSession(db, everywhere ? 'global' : 'local');
		// Whatever Auth says: here it ends.
		if (!told) await endAuthSession(db, 'local');
		clearSession(event.cookies, env());
		if (told || !everywhere) redirect(303, '/');
		event.locals.log.warn('Auth could not end the other sessions');
		return { onlyHere: true };
	}
};
