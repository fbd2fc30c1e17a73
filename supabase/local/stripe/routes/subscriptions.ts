import type Stripe from 'stripe';
import { z } from 'zod';
import { endpoint, found, listEndpoint, retrieveEndpoint, type Endpoint } from '../api/endpoint.ts';
import * as p from '../api/params.ts';
import { changeItems, endTrialNow, extendTrial, type ChangeTerms } from '../billing/changes.ts';
import { cancellation, endSubscription } from '../billing/endings.ts';
import { pauseSubscription, resume } from '../billing/pauses.ts';
import { current } from '../billing/subscriptions.ts';
import type { Engine } from '../engine.ts';
import { invalid } from '../errors.ts';
import { idOf } from '../ids.ts';
import { mergeMetadata } from './metadata.ts';

const subscription = (engine: Engine, id: string) => engine.store.get('subscriptions', id);
const statuses = p.oneOf(
	...(['all', 'active', 'canceled', 'ended', 'incomplete', 'incomplete_expired'] as const),
	...(['past_due', 'paused', 'trialing', 'unpaid'] as const)
);
const over = ['canceled', 'incomplete_expired'];
const details = z.strictObject({
	comment: p.clearable(p.text).optional(),
	feedback: p.clearable(p.text).optional()
});
const proration = p.oneOf('always_invoice', 'create_prorations', 'none');

const update = {
	items: z
		.array(
			z.strictObject({
				id: p.text.optional(),
				price: p.text.optional(),
				quantity: p.count.optional(),
				deleted: p.boolean.optional()
			})
		)
		.optional(),
	cancel_at_period_end: p.boolean.optional(),
	cancel_at: p.clearable(p.integer).optional(),
	cancellation_details: details.optional(),
	default_payment_method: p.clearable(p.text).optional(),
	description: p.clearable(p.text).optional(),
	metadata: p.clearable(p.metadata).optional(),
	pause_collection: p
		.clearable(
			z.strictObject({
				behavior: p.oneOf('keep_as_draft', 'mark_uncollectible', 'void'),
				resumes_at: p.integer.optional()
			})
		)
		.optional(),
	payment_behavior: p.oneOf('allow_incomplete', 'error_if_incomplete').optional(),
	proration_behavior: proration.optional(),
	trial_end: p.text.optional(),
	off_session: p.boolean.optional()
};
type Update = z.output<z.ZodObject<typeof update>>;

export const subscriptionEndpoints: Endpoint[] = [
	retrieveEndpoint('/v1/subscriptions/:id', 'subscription', subscription),
	listEndpoint(
		'/v1/subscriptions',
		{
			customer: p.text.optional(),
			price: p.text.optional(),
			status: statuses.optional(),
			test_clock: p.text.optional()
		},
		({ engine, params: { customer, price, status, test_clock } }) =>
			engine.store
				.all('subscriptions')
				.filter((one) => customer === undefined || one.customer === customer)
				.filter(
					(one) => price === undefined || one.items.data.some((item) => item.price.id === price)
				)
				.filter((one) => test_clock === undefined || one.test_clock === test_clock)
				.filter((one) => {
					if (status === 'all') return true;
					if (status === 'ended') return over.includes(one.status);
					return status === undefined ? one.status !== 'canceled' : one.status === status;
				})
	),
	endpoint('POST', '/v1/subscriptions/:id', update, ({ engine, id, params }) => {
		const known = alive(engine, id);
		const terms: ChangeTerms = {
			proration: params.proration_behavior ?? 'create_prorations',
			failure: params.payment_behavior ?? 'allow_incomplete',
			present: false
		};
		const changes = params.items?.map(({ price: priceId, ...change }, place) => ({
			...change,
			price: priceId ? recurringPrice(engine, known, priceId, place) : undefined
		}));
		for (const { id: item } of changes ?? []) {
			if (item)
				found(
					known.items.data.find((one) => one.id === item),
					'subscription_item',
					item,
					'items'
				);
		}
		// What is wrong is said before anything happens, and a payment that fails changes nothing.
		patchOf(engine, known, params);
		if (changes) changeItems(engine, known, changes, terms);
		const changed = current(engine, known);
		const patch = patchOf(engine, changed, params);
		engine.update('subscriptions', changed, patch, 'customer.subscription.updated');
		const latest = current(engine, known);
		if (params.trial_end !== undefined) moveTrial(engine, latest, params.trial_end, terms);
		return current(engine, known);
	}),
	endpoint(
		'DELETE',
		'/v1/subscriptions/:id',
		{
			cancellation_details: details.optional(),
			invoice_now: p.boolean.optional(),
			prorate: p.boolean.optional()
		},
		({ engine, id, params: { cancellation_details: said } }) => {
			const known = found(subscription(engine, id), 'subscription', id);
			if (over.includes(known.status)) throw found(undefined, 'subscription', id);
			endSubscription(engine, known, 'cancellation_requested', {
				comment: said?.comment ?? undefined,
				feedback: said?.feedback ?? undefined
			});
			return current(engine, known);
		}
	),
	endpoint(
		'POST',
		'/v1/subscriptions/:id/pause',
		{ type: p.oneOf('subscription').optional() },
		({ engine, id }) => {
			const known = alive(engine, id);
			if (known.status === 'paused') throw invalid('The subscription is already paused.');
			pauseSubscription(engine, known, 'pause_requested');
			return current(engine, known);
		}
	),
	endpoint(
		'POST',
		'/v1/subscriptions/:id/resume',
		{
			billing_cycle_anchor: p.oneOf('now', 'unchanged').optional(),
			proration_behavior: proration.optional()
		},
		({ engine, id, params }) => {
			const known = alive(engine, id);
			if (known.status !== 'paused') {
				throw invalid('Only subscriptions with the status `paused` can be resumed.');
			}
			return resume(engine, known, params.billing_cycle_anchor ?? 'now');
		}
	)
];

function alive(engine: Engine, id: string): Stripe.Subscription {
	const known = found(subscription(engine, id), 'subscription', id);
	if (!over.includes(known.status)) return known;
	throw invalid('A canceled subscription can only update its cancellation_details and metadata.');
}

function recurringPrice(
	engine: Engine,
	{ currency }: Stripe.Subscription,
	id: string,
	place: number
): Stripe.Price {
	const param = `items[${place}][price]`;
	const price = found(engine.store.get('prices', id), 'price', id, param);
	if (!price.active) {
		throw invalid('The price specified is inactive. This field only accepts active prices.', {
			param
		});
	}
	if (!price.recurring || price.currency !== currency) {
		throw invalid(
			`The price specified must recur and be in ${currency}, the currency of the subscription.`,
			{ param }
		);
	}
	return price;
}

function patchOf(
	engine: Engine,
	known: Stripe.Subscription,
	params: Update
): Partial<Stripe.Subscription> {
	const patch: Partial<Stripe.Subscription> = {
		metadata: mergeMetadata(known.metadata, params.metadata)
	};
	if (params.default_payment_method !== undefined) {
		const method = params.default_payment_method;
		if (method)
			found(
				engine.store.get('paymentMethods', method),
				'PaymentMethod',
				method,
				'default_payment_method'
			);
		patch.default_payment_method = method;
	}
	if (params.description !== undefined) patch.description = params.description;
	if (params.pause_collection !== undefined) {
		const paused = params.pause_collection;
		patch.pause_collection = paused && { ...paused, resumes_at: paused.resumes_at ?? null };
	}
	return { ...patch, ...cancellation(engine, known, params) };
}

function moveTrial(engine: Engine, known: Stripe.Subscription, wish: string, terms: ChangeTerms) {
	if (wish === 'now') {
		if (known.status === 'trialing') endTrialNow(engine, known, terms);
		return;
	}
	const until = p.readParams(z.object({ trial_end: p.integer }), { trial_end: wish }).trial_end;
	if (until <= engine.now(idOf(known.customer))) {
		throw invalid('Invalid timestamp: must be an integer Unix timestamp in the future.', {
			param: 'trial_end'
		});
	}
	extendTrial(engine, known, until);
}
