import Stripe from 'stripe';
import { newId } from '../ids.ts';

/** A product as it is made, with every field of https://docs.stripe.com/api/products/object. */
export function newProduct(
	given: Pick<Stripe.Product, 'name' | 'metadata'> &
		Partial<
			Pick<Stripe.Product, 'active' | 'description' | 'images' | 'statement_descriptor' | 'url'>
		> & { id?: string },
	now: number
): Stripe.Product {
	return {
		id: given.id ?? newId('prod', 14),
		object: 'product',
		active: given.active ?? true,
		created: now,
		default_price: null,
		description: given.description ?? null,
		images: given.images ?? [],
		livemode: false,
		marketing_features: [],
		metadata: given.metadata,
		name: given.name,
		package_dimensions: null,
		shippable: null,
		statement_descriptor: given.statement_descriptor ?? null,
		tax_code: null,
		tax_details: null,
		type: 'service',
		unit_label: null,
		updated: now,
		url: given.url ?? null
	};
}

/** A price as it is made; https://docs.stripe.com/api/prices/object. */
export function newPrice(
	given: {
		product: string;
		currency: string;
		unitAmount: number;
		recurring: { interval: string; interval_count: number } | null;
		active: boolean;
		nickname: string | null;
		lookupKey: string | null;
		metadata: Stripe.Metadata;
	},
	now: number
): Stripe.Price {
	return {
		id: newId('price'),
		object: 'price',
		active: given.active,
		billing_scheme: 'per_unit',
		created: now,
		currency: given.currency,
		custom_unit_amount: null,
		livemode: false,
		lookup_key: given.lookupKey,
		metadata: given.metadata,
		nickname: given.nickname,
		product: given.product,
		recurring: given.recurring && {
			...given.recurring,
			meter: null,
			trial_period_days: null,
			usage_type: 'licensed'
		},
		tax_behavior: 'unspecified',
		tiers_mode: null,
		transform_quantity: null,
		type: given.recurring ? 'recurring' : 'one_time',
		unit_amount: given.unitAmount,
		unit_amount_decimal: Stripe.Decimal.from(given.unitAmount)
	};
}

/** The old shape of a price, which subscription items still carry. */
export function planOf(price: Stripe.Price): Stripe.Plan {
	return {
		id: price.id,
		object: 'plan',
		active: price.active,
		amount: price.unit_amount,
		amount_decimal: price.unit_amount_decimal,
		billing_scheme: price.billing_scheme,
		created: price.created,
		currency: price.currency,
		interval: price.recurring?.interval ?? 'month',
		interval_count: price.recurring?.interval_count ?? 1,
		livemode: false,
		metadata: price.metadata,
		meter: null,
		nickname: price.nickname,
		product: price.product,
		tiers_mode: null,
		transform_usage: null,
		trial_period_days: null,
		usage_type: 'licensed'
	};
}
