import type Stripe from 'stripe';
import { DAY } from '../clock.ts';
import type { Engine } from '../engine.ts';
import { idOf } from '../ids.ts';
import type { Line } from '../kinds.ts';
import { newSubscription, type SubscriptionPlan } from '../objects/subscription.ts';
import { endSubscription } from './endings.ts';
import { draftInvoice, finalizeInvoice } from './invoices.ts';
import { pauseSubscription } from './pauses.ts';
import { renewItems } from './periods.ts';

/** Stripe warns of a trial's end this long before it. */
export const TRIAL_WARNING = 3 * DAY;

/**
 * Makes a subscription with its first invoice, open and unpaid; that of a trial is of nothing, and
 * paid.
 */
export function startSubscription(
	engine: Engine,
	plan: SubscriptionPlan
): { subscription: Stripe.Subscription; invoice: Stripe.Invoice } {
	const now = engine.now(plan.customer.id);
	const made = newSubscription(plan, now);
	engine.create('subscriptions', made, 'customer.subscription.created');
	const draft = draftInvoice(engine, made, {
		lines: periodLines(engine, made, plan.trialEnd !== null),
		reason: 'subscription_create',
		period: { start: now, end: now },
		finalizesAt: null
	});
	const invoice = finalizeInvoice(engine, draft);
	if (plan.trialEnd && plan.trialEnd - now <= TRIAL_WARNING) warnOfTrialEnd(engine, made);
	return { subscription: current(engine, made), invoice };
}

/** What the current period costs; nothing while it is a trial. */
export function periodLines(
	engine: Engine,
	subscription: Stripe.Subscription,
	trial = false
): Line[] {
	return subscription.items.data.map((item) => {
		const { price, quantity = 1 } = item;
		const product = idOf(price.product);
		const name = engine.store.get('products', product)?.name ?? product;
		return {
			item: item.id,
			price: price.id,
			product,
			unitAmount: price.unit_amount ?? 0,
			quantity,
			amount: trial ? 0 : (price.unit_amount ?? 0) * quantity,
			description: trial ? `Trial period for ${name}` : `${quantity} × ${name}`,
			period: { start: item.current_period_start, end: item.current_period_end },
			proration: false
		};
	});
}

/** Says, once, that a trial ends soon. */
export function warnOfTrialEnd(engine: Engine, subscription: Stripe.Subscription): void {
	const mark = warningMark(subscription);
	if (engine.store.get('counters', mark)) return;
	engine.store.put('counters', { id: mark, value: 1 });
	engine.emit('customer.subscription.trial_will_end', current(engine, subscription));
}

export function warningMark(subscription: Stripe.Subscription): string {
	return `trial_will_end:${subscription.id}:${subscription.trial_end}`;
}

/** The next period, with its invoice in draft. */
export function renewSubscription(engine: Engine, subscription: Stripe.Subscription): void {
	const now = engine.now(idOf(subscription.customer));
	const before = subscription.items.data[0]?.current_period_start ?? now;
	const renewed = engine.update(
		'subscriptions',
		subscription,
		{
			items: renewItems(subscription, now),
			...(subscription.status === 'trialing' ? { status: 'active' } : {})
		},
		'customer.subscription.updated'
	);
	const draft = draftInvoice(engine, renewed, {
		lines: periodLines(engine, renewed),
		reason: 'subscription_cycle',
		period: { start: before, end: now },
		finalizesAt: now + engine.settings.draftSeconds
	});
	const keep =
		renewed.status === 'unpaid' || renewed.pause_collection?.behavior === 'keep_as_draft';
	if (keep) {
		engine.update('invoices', draft, {
			auto_advance: false,
			automatically_finalizes_at: null,
			next_payment_attempt: null
		});
	}
}

/** The end of a trial: the first period that costs, or what was agreed for want of a card. */
export function endTrial(engine: Engine, subscription: Stripe.Subscription): void {
	const customer = engine.store.get('customers', idOf(subscription.customer));
	const card =
		subscription.default_payment_method ?? customer?.invoice_settings.default_payment_method;
	const agreed = subscription.trial_settings?.end_behavior.missing_payment_method;
	if (!card && agreed === 'cancel') return endSubscription(engine, subscription, null);
	if (!card && agreed === 'pause') {
		return pauseSubscription(engine, subscription, 'trial_end_without_payment_method');
	}
	renewSubscription(engine, subscription);
}

/** Moves a subscription to another status, if it is not there yet. */
export function setStatus(
	engine: Engine,
	subscription: Stripe.Subscription,
	status: Stripe.Subscription.Status
): Stripe.Subscription {
	// The only details there are tell of a pause.
	const patch = { status, status_details: undefined };
	return engine.update('subscriptions', subscription, patch, 'customer.subscription.updated');
}

/** The subscription as it is by now. */
export function current(engine: Engine, subscription: Stripe.Subscription): Stripe.Subscription {
	return engine.store.get('subscriptions', subscription.id) ?? subscription;
}
