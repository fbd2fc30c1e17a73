import { fail } from '@sveltejs/kit';
import { confirmLink } from '$lib/schemas/sign-in';
import { agreeToMoveAccount } from '$lib/server/db/auth';
import { evenTime } from '$lib/server/even-time';
import { parseForm } from '$lib/server/forms';
import { allowAnonymous } from '$lib/server/guards';
import { keepAddressSecret } from '$lib/server/secret-address';
import type { Actions, PageServerLoad } from './$types';

/**
 * The page behind the links that the old and the new address of an account are sent. Opening it does
 * nothing, since mail scanners open links; the button does. Whoever has a link needs no session: it
 * proves the address.
 */
export const load: PageServerLoad = (event) => {
	allowAnonymous(event);
	keepAddressSecret(event);
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
