import { redirect } from '@sveltejs/kit';
import { likelyCurrency } from '$lib/domain/currencies';
import { currenciesOf } from '$lib/domain/tier-prices';
import { addTier, listTiers } from '$lib/server/db/tiers';
import { requireStaff } from '$lib/server/guards';
import { readTier } from '$lib/server/tier-form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { publication } = await requireStaff(event, 'admin');
	const others = currenciesOf(await listTiers(event.locals.supabase, publication.id));
	return { others, currency: others[0] ?? likelyCurrency(publication.language) };
};

export const actions: Actions = {
	default: async (event) => {
		const { publication } = await requireStaff(event, 'admin');
		const read = await readTier(event.request, publication.language);
		if (!read.ok) return read.failure;
		await addTier(event.locals.supabase, publication.id, read.tier);
		redirect(303, `/desk/${publication.slug}/tiers`);
	}
};
