import type { SupabaseClient } from '@supabase/supabase-js';
import type Stripe from 'stripe';
import { z } from 'zod';
import { digestOf, keyOf, scopeArgs, type Scope } from './account.ts';
import { callDatabase } from './rpc.ts';

const price = z.object({
	id: z.uuid(),
	interval: z.enum(['month', 'year']),
	currency: z.string(),
	amount: z.number().int(),
	price_id: z.string().nullable()
});
const offer = z.object({
	tier_id: z.uuid(),
	name: z.string(),
	product_id: z.string().nullable(),
	product_name: z.string().nullable(),
	prices: z.array(price)
});
/** A tier on sale, and what Stripe calls it: null where it was not told yet. */
export type TierOffer = z.infer<typeof offer>;
type TierPrice = z.infer<typeof price>;

/** Where tiers and prices are told to Stripe, and what it calls them is kept. */
export interface Catalogue {
	/** What a publication sells; with a tier, that one only. */
	offers(publicationId: string, tierId?: string): Promise<TierOffer[]>;
	/** The Stripe product of a tier, made or renamed where it has to be. */
	product(offer: TierOffer): Promise<string>;
	/** The Stripe price of a price, made where it has to be. */
	price(product: string, price: TierPrice): Promise<string>;
}

/**
 * What is made has a key, so that an answer that was cut off, or a second request beside this one,
 * makes it once; and the database keeps the first, should there be two all the same.
 */
export function catalogueOf(
	stripe: Pick<Stripe, 'products' | 'prices'>,
	db: SupabaseClient,
	scope: Scope
): Catalogue {
	const keep = (name: string, args: object) =>
		callDatabase(db, name, { ...scopeArgs(scope), ...args }, z.string());
	return {
		offers: (publicationId, tierId) =>
			callDatabase(
				db,
				'stripe_offers',
				{ ...scopeArgs(scope), p_publication_id: publicationId, p_tier_id: tierId },
				z.array(offer)
			),

		async product({ tier_id, name, product_id, product_name }) {
			if (product_id && product_name === name) return product_id;
			const kept = (id: string) =>
				keep('keep_stripe_product', { p_tier_id: tier_id, p_product_id: id, p_name: name });
			if (product_id) {
				await stripe.products.update(product_id, { name });
				return kept(product_id);
			}
			const params = { name, metadata: { tier: tier_id } };
			const idempotencyKey = keyOf(scope, 'product', tier_id, await digestOf(params));
			return kept((await stripe.products.create(params, { idempotencyKey })).id);
		},

		async price(product, { id, interval, currency, amount, price_id }) {
			if (price_id) return price_id;
			const made = await stripe.prices.create(
				{
					product,
					currency,
					unit_amount: amount,
					recurring: { interval },
					metadata: { price: id }
				},
				{ idempotencyKey: keyOf(scope, 'price', id, product) }
			);
			return keep('keep_stripe_price', { p_tier_price_id: id, p_price_id: made.id });
		}
	};
}
