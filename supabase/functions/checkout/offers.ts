import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { callDatabase } from '../_shared/stripe/rpc.ts';

const wanted = z.object({
	publication_id: z.uuid(),
	slug: z.string(),
	language: z.string(),
	collects_tax: z.boolean(),
	tier_price_id: z.uuid(),
	member_id: z.uuid(),
	email: z.string(),
	name: z.string(),
	/** 0 for whoever had a subscription before. */
	trial_days: z.number().int()
});
/** What a visitor would buy, and as which member. */
export type Wanted = z.infer<typeof wanted>;

/** @throws {Refusal} `tier_not_for_sale`, `banned`, `not_a_member`, `already_subscribed` */
export function wantedBy(
	visitor: SupabaseClient,
	livemode: boolean,
	tierId: string,
	interval: string
): Promise<Wanted> {
	const args = { p_tier_id: tierId, p_interval: interval, p_livemode: livemode };
	return callDatabase(visitor, 'checkout_offer', args, wanted);
}
