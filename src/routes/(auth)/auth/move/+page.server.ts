import { fail } from '@sveltejs/kit';
import { confirmLink } from '$lib/schemas/sign-in';
import { agreeToMoveAccount } from '$lib/server/db/auth';
import { evenTime } from '$lib/server/even-time';
import { parseForm } from '$lib/server/forms';
import { allowAnonymous } from '$lib/server/guards';
import type { Actions, PageServerLoad } from './$types';

/**
 * The page behind the links that the old and the new address of an account are sent. Opening it does
 * nothing, since mail scanners open links; the button does. Whoever has a link needs no session: it
 * proves the address.
 */
export const load: PageServerLoad = (event) => {
	allowAnonymous(event);
	// The address of this page is a key: no other site may hear of it.
	event.setHeaders({ 'referrer-policy': 'same-origin' });
	return { tokenHash: event.url.searchParams.get('token_hash') ?? '' };
};

export const actions: Actions = {
	default: async (event) => {
		allowAnonymous(event);
		const parsed = await parseForm(confirmLink, event.request);
		const agreed =
			parsed.ok &&
			(await evenTime(() => agreeToMoveAccount(event.locals.supabase, parsed.data.token_hash)));
		return agreed ? { agreed } : fail(410);
	}
};
