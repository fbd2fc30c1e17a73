import type Stripe from 'stripe';
import { z } from 'zod';
import { found } from '../api/endpoint.ts';
import * as p from '../api/params.ts';
import type { Engine } from '../engine.ts';
import { invalid } from '../errors.ts';
import { given } from './given.ts';

const proration = p.oneOf('always_invoice', 'create_prorations', 'none');
const reasons = p.oneOf(
	...(['customer_service', 'low_quality', 'missing_features', 'other'] as const),
	...(['switched_service', 'too_complex', 'too_expensive', 'unused'] as const)
);

export const businessProfile = z.strictObject({
	headline: p.clearable(p.text).optional(),
	privacy_policy_url: p.url.optional(),
	terms_of_service_url: p.url.optional()
});

/** The parameters of https://docs.stripe.com/api/customer_portal/configurations/create. */
export const features = z.strictObject({
	customer_update: z
		.strictObject({
			enabled: p.boolean,
			allowed_updates: p
				.clearable(z.array(p.oneOf('address', 'email', 'name', 'phone', 'shipping', 'tax_id')))
				.optional()
		})
		.optional(),
	invoice_history: z.strictObject({ enabled: p.boolean }).optional(),
	payment_method_update: z.strictObject({ enabled: p.boolean }).optional(),
	subscription_cancel: z
		.strictObject({
			enabled: p.boolean,
			mode: p.oneOf('at_period_end', 'immediately').optional(),
			proration_behavior: proration.optional(),
			cancellation_reason: z
				.strictObject({ enabled: p.boolean, options: p.clearable(z.array(reasons)) })
				.optional()
		})
		.optional(),
	subscription_update: z
		.strictObject({
			enabled: p.boolean,
			default_allowed_updates: p
				.clearable(z.array(p.oneOf('price', 'promotion_code', 'quantity')))
				.optional(),
			products: p
				.clearable(z.array(z.strictObject({ product: p.text, prices: z.array(p.text).min(1) })))
				.optional(),
			proration_behavior: proration.optional(),
			trial_update_behavior: p.oneOf('continue_trial', 'end_trial').optional()
		})
		.optional()
});

type Features = Stripe.BillingPortal.Configuration.Features;

/** The features after a request, with what was not given as it was. */
export function mergeFeatures(
	engine: Engine,
	held: Features,
	wanted: z.output<typeof features>
): Features {
	const { subscription_cancel: cancel, subscription_update: update, customer_update } = wanted;
	const reason = cancel?.cancellation_reason;
	const merged: Features = {
		...held,
		customer_update: {
			...held.customer_update,
			...given({
				enabled: customer_update?.enabled,
				allowed_updates: emptied(customer_update?.allowed_updates)
			})
		},
		invoice_history: { ...held.invoice_history, ...wanted.invoice_history },
		payment_method_update: { ...held.payment_method_update, ...wanted.payment_method_update },
		subscription_cancel: {
			...held.subscription_cancel,
			...given({
				enabled: cancel?.enabled,
				mode: cancel?.mode,
				proration_behavior: cancel?.proration_behavior
			}),
			cancellation_reason: reason
				? { enabled: reason.enabled, feedback_options: null, options: reason.options ?? [] }
				: held.subscription_cancel.cancellation_reason
		},
		subscription_update: {
			...held.subscription_update,
			...given({
				enabled: update?.enabled,
				default_allowed_updates: emptied(update?.default_allowed_updates),
				proration_behavior: update?.proration_behavior,
				trial_update_behavior: update?.trial_update_behavior,
				products: emptied(update?.products)?.map((one) => productOf(engine, one))
			})
		}
	};
	const updates = merged.subscription_update;
	if (updates.enabled && (updates.products ?? []).length === 0) {
		const param = 'features[subscription_update][products]';
		throw invalid(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
	}
	return merged;
}

function productOf(engine: Engine, { product, prices }: { product: string; prices: string[] }) {
	const param = 'features[subscription_update][products]';
	found(engine.store.get('products', product), 'product', product, param);
	for (const id of prices) {
		const price = found(engine.store.get('prices', id), 'price', id, param);
		if (price.product !== product) {
			throw invalid(`The price '${id}' does not belong to the product '${product}'.`, { param });
		}
	}
	const adjustable_quantity = { enabled: false, maximum: null, minimum: 0 };
	return { product, prices, adjustable_quantity };
}

/** An emptied list is an empty one. */
function emptied<T>(list: T[] | null | undefined): T[] | undefined {
	return list === null ? [] : list;
}
