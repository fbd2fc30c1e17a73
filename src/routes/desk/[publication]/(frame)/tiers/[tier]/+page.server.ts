import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { likelyCurrency } from '$lib/domain/currencies';
import { currenciesOf } from '$lib/domain/tier-prices';
import { changeTier, listTiers } from '$lib/server/db/tiers';
import { AppError } from '$lib/server/errors';
import { requireStaff } from '$lib/server/guards';
import { readTier } from '$lib/server/tier-form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { publication } = await requireStaff(event, 'admin');
	const tiers = await listTiers(event.locals.supabase, publication.id);
	const tier = tiers.find(({ id }) => id === event.params.tier);
	if (!tier) throw new AppError('not_found', 404);
	const others = currenciesOf(tiers.filter(({ id }) => id !== tier.id));
	const currency =
		(tier.month ?? tier.year)?.currency ?? others[0] ?? likelyCurrency(publication.language);
	return { tier, others, currency };
};

export const actions: Actions = {
	default: async (event) => {
		const { publication } = await requireStaff(event, 'admin');
		const id = z.uuid().safeParse(event.params.tier);
		if (!id.success) throw new AppError('not_found', 404);
		const read = await readTier(event.request, publication.language);
		if (!read.ok) return read.failure;
		await changeTier(event.locals.supabase, publication.id, id.data, read.tier);
		redirect(303, `/desk/${publication.slug}/tiers`);
	}
};
