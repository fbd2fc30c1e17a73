import { z } from 'zod';
import { endpoint, found, listEndpoint, retrieveEndpoint, type Endpoint } from '../api/endpoint.ts';
import * as p from '../api/params.ts';
import { expireCheckout } from '../billing/checkout.ts';
import { DAY, HOUR } from '../clock.ts';
import type { Engine } from '../engine.ts';
import { invalid } from '../errors.ts';
import { newId } from '../ids.ts';
import { formatMoney, minimumAmount } from '../money.ts';
import { newCheckoutSession } from '../objects/checkout.ts';
import { mergeMetadata } from './metadata.ts';

const session = (engine: Engine, id: string) => engine.store.get('checkoutSessions', id);

const lineItem = z.strictObject({ price: p.text, quantity: p.count.optional() });

const subscriptionData = z.strictObject({
	description: p.text.optional(),
	metadata: p.metadata.optional(),
	trial_period_days: p.count.optional(),
	trial_end: p.integer.optional(),
	trial_settings: z
		.strictObject({
			end_behavior: z.strictObject({
				missing_payment_method: p.oneOf('cancel', 'create_invoice', 'pause')
			})
		})
		.optional(),
	billing_mode: z.strictObject({ type: p.oneOf('flexible', 'classic') }).optional()
});

/** Sessions that sell subscriptions; other modes are not emulated. */
export const checkoutEndpoints: Endpoint[] = [
	endpoint(
		'POST',
		'/v1/checkout/sessions',
		{
			mode: p.oneOf('subscription'),
			line_items: z.array(lineItem).min(1),
			success_url: p.url,
			cancel_url: p.url.optional(),
			customer: p.text.optional(),
			customer_email: p.email.optional(),
			client_reference_id: p.text.optional(),
			expires_at: p.integer.optional(),
			locale: p.text.optional(),
			metadata: p.clearable(p.metadata).optional(),
			payment_method_collection: p.oneOf('always', 'if_required').optional(),
			payment_method_types: z.array(p.oneOf('card')).optional(),
			allow_promotion_codes: p.boolean.optional(),
			billing_address_collection: p.oneOf('auto').optional(),
			automatic_tax: z.strictObject({ enabled: p.boolean }).optional(),
			ui_mode: p.oneOf('hosted_page').optional(),
			customer_update: z
				.strictObject({ address: p.oneOf('auto', 'never'), name: p.oneOf('auto', 'never') })
				.partial()
				.optional(),
			subscription_data: subscriptionData.optional()
		},
		({ engine, params }) => {
			if (params.customer && params.customer_email) {
				throw invalid('You may only specify one of these parameters: customer, customer_email.', {
					param: 'customer'
				});
			}
			const customer = params.customer
				? found(
						engine.store.get('customers', params.customer),
						'customer',
						params.customer,
						'customer'
					)
				: undefined;
			const data = params.subscription_data ?? {};
			const { items, total, currency } = basket(engine, params.line_items);
			const now = engine.now(customer?.id);
			const trial = data.trial_period_days !== undefined || data.trial_end !== undefined;
			checkTrial(data, now);
			if (!trial) checkMinimum(total, currency);
			const made = newCheckoutSession(
				{
					customer: customer?.id ?? null,
					customerEmail: customer?.email ?? params.customer_email ?? null,
					clientReference: params.client_reference_id ?? null,
					total: trial ? 0 : total,
					currency,
					successUrl: params.success_url,
					cancelUrl: params.cancel_url ?? null,
					expiresAt: expiry(params.expires_at, now),
					metadata: mergeMetadata({}, params.metadata),
					locale: params.locale ?? null,
					paymentMethodCollection: params.payment_method_collection ?? 'always',
					automaticTax: params.automatic_tax?.enabled ?? false,
					allowPromotionCodes: params.allow_promotion_codes ?? null,
					url: engine.settings.url
				},
				now
			);
			engine.store.put('checkouts', {
				id: made.id,
				items,
				metadata: data.metadata ?? {},
				description: data.description ?? null,
				trialDays: data.trial_period_days ?? null,
				trialEnd: data.trial_end ?? null,
				missingPaymentMethod:
					data.trial_settings?.end_behavior.missing_payment_method ?? 'create_invoice',
				subscription: null
			});
			return engine.create('checkoutSessions', made);
		}
	),
	retrieveEndpoint('/v1/checkout/sessions/:id', 'checkout.session', session),
	listEndpoint(
		'/v1/checkout/sessions',
		{
			customer: p.text.optional(),
			status: p.oneOf('open', 'complete', 'expired').optional(),
			subscription: p.text.optional()
		},
		({ engine, params }) =>
			engine.store
				.all('checkoutSessions')
				.filter((one) => params.customer === undefined || one.customer === params.customer)
				.filter((one) => params.status === undefined || one.status === params.status)
				.filter(
					(one) => params.subscription === undefined || one.subscription === params.subscription
				)
	),
	endpoint('POST', '/v1/checkout/sessions/:id/expire', {}, ({ engine, id }) => {
		const known = found(session(engine, id), 'checkout.session', id);
		if (known.status !== 'open') {
			throw invalid(
				`Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${known.status}.`
			);
		}
		return expireCheckout(engine, known);
	})
];

/** What is bought. All of it recurs, in one currency and at one rhythm. */
function basket(engine: Engine, lines: z.output<typeof lineItem>[]) {
	const items = lines.map(({ price: id, quantity = 1 }, place) => {
		const param = `line_items[${place}][price]`;
		const price = found(engine.store.get('prices', id), 'price', id, param);
		const product = engine.store.get('products', String(price.product));
		if (!price.active || !product?.active) {
			const what = price.active ? `The product '${price.product}'` : `The price specified`;
			throw invalid(`${what} is inactive. This field only accepts active prices.`, { param });
		}
		if (!price.recurring) {
			throw invalid(
				'You specified `subscription` mode but passed a one-time price; here every price has to be recurring.',
				{ param: 'line_items' }
			);
		}
		return { price, quantity };
	});
	const [first] = items;
	const currency = first?.price.currency ?? 'eur';
	if (items.some(({ price }) => price.currency !== currency)) {
		throw invalid('All prices of a Checkout Session must have the same currency.', {
			param: 'line_items'
		});
	}
	const rhythm = (price: (typeof items)[number]['price']) =>
		`${price.recurring?.interval_count} ${price.recurring?.interval}`;
	if (first && items.some(({ price }) => rhythm(price) !== rhythm(first.price))) {
		throw invalid('All prices on a subscription must have the same `recurring` interval here.', {
			param: 'line_items'
		});
	}
	return {
		currency,
		total: items.reduce((sum, { price, quantity }) => sum + (price.unit_amount ?? 0) * quantity, 0),
		items: items.map(({ price, quantity }) => ({ id: newId('li'), price: price.id, quantity }))
	};
}

function checkMinimum(total: number, currency: string) {
	const least = minimumAmount(currency);
	if (total === 0 || total >= least) return;
	throw invalid(
		`The Checkout Session's total amount due must add up to at least ${formatMoney(least, currency)}`,
		{ code: 'amount_too_small' }
	);
}

function checkTrial(data: z.output<typeof subscriptionData>, now: number) {
	if (data.trial_period_days !== undefined && data.trial_end !== undefined) {
		throw invalid(
			'You may only specify one of these parameters: subscription_data[trial_period_days], subscription_data[trial_end].',
			{ param: 'subscription_data[trial_period_days]' }
		);
	}
	if (data.trial_period_days !== undefined && data.trial_period_days > 730) {
		throw invalid('The maximum number of trial period days is 730 (2 years).', {
			param: 'subscription_data[trial_period_days]'
		});
	}
	if (data.trial_end !== undefined && data.trial_end < now + 2 * DAY) {
		throw invalid('The `trial_end` date has to be at least 2 days in the future.', {
			param: 'subscription_data[trial_end]'
		});
	}
}

/** From half an hour to a day after the session was made; a day where nothing is said. */
function expiry(wanted: number | undefined, now: number): number {
	if (wanted === undefined) return now + DAY;
	// Clocks differ a little, and a request takes its time.
	if (wanted < now + HOUR / 2 - 60 || wanted > now + DAY + 60) {
		throw invalid(
			'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.',
			{ param: 'expires_at' }
		);
	}
	return wanted;
}
