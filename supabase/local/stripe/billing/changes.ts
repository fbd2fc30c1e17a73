import type Stripe from 'stripe';
import { periodEnd } from '../clock.ts';
import type { Engine } from '../engine.ts';
import { StripeProblem } from '../errors.ts';
import { idOf } from '../ids.ts';
import type { Line } from '../kinds.ts';
import { planOf } from '../objects/catalogue.ts';
import { newSubscriptionItem } from '../objects/subscription.ts';
import { draftInvoice, finalizeInvoice } from './invoices.ts';
import { foreseeOutcome, payInvoice } from './payments.ts';
import { current, periodLines } from './subscriptions.ts';

/** One item of a subscription as it is to be. */
export interface ItemChange {
	/** None: a new one. */
	id?: string;
	price?: Stripe.Price;
	quantity?: number;
	deleted?: boolean;
}

/** How a change is paid for, and what happens where that fails. */
export interface ChangeTerms {
	proration: 'always_invoice' | 'create_prorations' | 'none';
	failure: 'allow_incomplete' | 'error_if_incomplete';
	/** Whether the customer is there to authenticate. */
	present: boolean;
	trial?: 'continue_trial' | 'end_trial';
}

/**
 * Changes what a subscription is made of. Within one rhythm the period stays and the difference is
 * prorated by the second; another rhythm begins a new period at once, see
 * https://docs.stripe.com/billing/subscriptions/prorations.
 * @throws StripeProblem 402 where the payment would fail and the terms do not allow that
 */
export function changeItems(
	engine: Engine,
	subscription: Stripe.Subscription,
	changes: ItemChange[],
	terms: ChangeTerms
): Stripe.Subscription {
	const now = engine.now(idOf(subscription.customer));
	const before = subscription.items.data;
	const swapped = swapItems(subscription, changes, now);
	if (JSON.stringify(swapped) === JSON.stringify(before)) return subscription;
	const free = subscription.status === 'trialing' && terms.trial !== 'end_trial';
	// A paused one makes no invoices; resuming it bills what it is by then.
	if (free || subscription.status === 'paused') {
		return keep(engine, subscription, { items: { ...subscription.items, data: swapped } });
	}
	const restarts =
		subscription.status === 'trialing' || rhythmOf(swapped[0]) !== rhythmOf(before[0]);
	const data = restarts ? swapped.map((item) => restart(item, now)) : swapped;
	const items = { ...subscription.items, data };
	const credit =
		terms.proration === 'none' || subscription.status === 'trialing'
			? []
			: unused(engine, before, now);
	const charges = restarts
		? periodLines(engine, { ...subscription, items })
		: terms.proration === 'none'
			? []
			: remaining(engine, data, now);
	const lines = restarts ? [...credit, ...charges] : differing(credit, charges);
	const invoiced = restarts || terms.proration === 'always_invoice';
	const total = lines.reduce((sum, { amount }) => sum + amount, 0);
	if (invoiced && total > 0) checkPayable(engine, subscription, terms);
	const changed = keep(engine, subscription, {
		items,
		...(restarts ? { billing_cycle_anchor: now } : {}),
		...(subscription.cancel_at_period_end ? { cancel_at: endOf(data) } : {}),
		...(subscription.status === 'trialing' ? { status: 'active', trial_end: now } : {})
	});
	if (lines.length === 0) return changed;
	if (invoiced) return invoiceNow(engine, changed, lines, terms);
	const waiting = engine.store.get('pendingLines', subscription.id)?.lines ?? [];
	engine.store.put('pendingLines', { id: subscription.id, lines: [...waiting, ...lines] });
	return changed;
}

/** Ends a trial now: the first period begins, and is paid for. */
export function endTrialNow(
	engine: Engine,
	subscription: Stripe.Subscription,
	terms: ChangeTerms
): Stripe.Subscription {
	const now = engine.now(idOf(subscription.customer));
	const data = subscription.items.data.map((item) => restart(item, now));
	const items = { ...subscription.items, data };
	checkPayable(engine, subscription, terms);
	const patch = { status: 'active', trial_end: now, billing_cycle_anchor: now, items };
	const changed = keep(engine, subscription, patch);
	return invoiceNow(engine, changed, periodLines(engine, changed), terms);
}

/** Lets a subscription run without cost until a moment, where its rhythm then begins. */
export function extendTrial(
	engine: Engine,
	subscription: Stripe.Subscription,
	until: number
): Stripe.Subscription {
	const now = engine.now(idOf(subscription.customer));
	const trialing = subscription.status === 'trialing';
	const data = subscription.items.data.map((item) => ({
		...item,
		current_period_start: trialing ? item.current_period_start : now,
		current_period_end: until
	}));
	return keep(engine, subscription, {
		items: { ...subscription.items, data },
		status: 'trialing',
		trial_start: subscription.trial_start ?? now,
		trial_end: until,
		billing_cycle_anchor: until
	});
}

/** An invoice that is not left in draft, and its first attempt. */
export function invoiceNow(
	engine: Engine,
	subscription: Stripe.Subscription,
	lines: Line[],
	{ present }: Pick<ChangeTerms, 'present'>
): Stripe.Subscription {
	const now = engine.now(idOf(subscription.customer));
	const draft = draftInvoice(engine, subscription, {
		lines,
		reason: 'subscription_update',
		period: { start: now, end: now },
		finalizesAt: null
	});
	const invoice = finalizeInvoice(engine, draft);
	if (invoice.status === 'open') payInvoice(engine, invoice, { present });
	return current(engine, subscription);
}

function keep(
	engine: Engine,
	subscription: Stripe.Subscription,
	patch: Partial<Stripe.Subscription>
) {
	return engine.update('subscriptions', subscription, patch, 'customer.subscription.updated');
}

function checkPayable(engine: Engine, subscription: Stripe.Subscription, terms: ChangeTerms) {
	if (terms.failure !== 'error_if_incomplete') return;
	const parent: Stripe.Invoice.Parent = {
		quote_details: null,
		subscription_details: { metadata: null, subscription: subscription.id },
		type: 'subscription_details'
	};
	const like = { customer: subscription.customer, parent };
	const outcome = foreseeOutcome(engine, like, terms.present);
	if (outcome === 'succeed' || (outcome === 'authenticate' && terms.present)) return;
	throw new StripeProblem(402, {
		type: 'card_error',
		code: 'card_declined',
		decline_code: 'generic_decline',
		message: 'Your card was declined.'
	});
}

function swapItems(subscription: Stripe.Subscription, changes: ItemChange[], now: number) {
	const [first] = subscription.items.data;
	const kept = subscription.items.data.flatMap((item) => {
		const change = changes.find(({ id }) => id === item.id);
		if (change?.deleted) return [];
		const { price = item.price, quantity = item.quantity } = change ?? {};
		return { ...item, price, plan: planOf(price), quantity };
	});
	const added = changes.flatMap(({ id, price, quantity = 1 }) => {
		if (id || !price) return [];
		const item = newSubscriptionItem(subscription.id, { price, quantity }, now, now);
		const { current_period_start, current_period_end } = first ?? item;
		return { ...item, current_period_start, current_period_end };
	});
	return [...kept, ...added];
}

function restart(item: Stripe.SubscriptionItem, now: number): Stripe.SubscriptionItem {
	const { recurring } = item.price;
	if (!recurring) return item;
	return {
		...item,
		current_period_start: now,
		current_period_end: periodEnd(now, now, recurring)
	};
}

function endOf(items: Stripe.SubscriptionItem[]): number {
	return Math.min(...items.map((item) => item.current_period_end));
}

function rhythmOf(item: Stripe.SubscriptionItem | undefined): string {
	const { interval, interval_count } = item?.price.recurring ?? {};
	return `${interval_count} ${interval}`;
}

/** What was paid for and is not used any more. */
function unused(engine: Engine, items: Stripe.SubscriptionItem[], now: number): Line[] {
	return items.map((item) => prorated(engine, item, now, -1, 'Unused time on'));
}

/** What the rest of the period costs. */
function remaining(engine: Engine, items: Stripe.SubscriptionItem[], now: number): Line[] {
	return items.map((item) => prorated(engine, item, now, 1, 'Remaining time on'));
}

/** An item that has not changed is neither given back nor charged. */
function differing(credit: Line[], charges: Line[]): Line[] {
	const sameAs = (one: Line) => (other: Line) =>
		other.item === one.item && other.amount === -one.amount && other.price === one.price;
	return [
		...credit.filter((line) => !charges.some(sameAs(line))),
		...charges.filter((line) => !credit.some(sameAs(line)))
	];
}

function prorated(
	engine: Engine,
	item: Stripe.SubscriptionItem,
	now: number,
	sign: 1 | -1,
	words: string
): Line {
	const { price, quantity = 1, current_period_start: start, current_period_end: end } = item;
	const unitAmount = price.unit_amount ?? 0;
	const product = idOf(price.product);
	const name = engine.store.get('products', product)?.name ?? product;
	const date = new Date(now * 1000).toISOString().slice(0, 10);
	const share = (end - now) / (end - start);
	return {
		item: item.id,
		price: price.id,
		product,
		unitAmount,
		quantity,
		amount: sign * Math.round(unitAmount * quantity * share),
		description: `${words} ${name} after ${date}`,
		period: { start: now, end },
		proration: true
	};
}
