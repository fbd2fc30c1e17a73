import type { Offer } from '$lib/domain/offers';
import type { Client } from '$lib/supabase/server';
import { listTiers } from './tiers';

/** What a publication sells to anybody, in its order: tiers on offer that have a price. */
export async function listOffers(db: Client, publicationId: string): Promise<Offer[]> {
	const tiers = await listTiers(db, publicationId);
	return tiers
		.filter(({ archived, month, year }) => !archived && (month ?? year))
		.map(({ id, name, description, benefits, trialDays, month, year }) => ({
			...{ id, name, description, benefits, trialDays },
			month,
			year
		}));
}
