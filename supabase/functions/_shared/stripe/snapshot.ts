import type Stripe from 'stripe';
import { z } from 'zod';

/** Seconds since 1970, as Stripe counts. */
const time = z.number().int().nonnegative();
const id = z.string().min(1).max(255);
const currency = z.string().regex(/^[a-z]{3}$/);
/** In the smallest unit of the currency. */
const amount = z.number().int();

const item = z.strictObject({
	price: id,
	interval: z.enum(['day', 'week', 'month', 'year']),
	interval_count: z.number().int().positive(),
	currency,
	amount: amount.nonnegative(),
	period_start: time,
	period_end: time
});

const subscription = z.strictObject({
	id,
	customer: id,
	status: z.string().min(1).max(40),
	items: z.array(item).min(1),
	trial_end: time.nullable(),
	cancel_at: time.nullable(),
	cancel_at_period_end: z.boolean(),
	canceled_at: time.nullable(),
	ended_at: time.nullable(),
	/** While past due: when the oldest invoice since the last paid one was made. */
	unpaid_since: time.nullable(),
	started_at: time
});

const entry = z.strictObject({
	source: id,
	kind: z.enum(['payment', 'refund', 'refund_failed', 'dispute', 'dispute_won']),
	currency,
	amount,
	at: time
});

const invoice = z.strictObject({
	id,
	/** That of its largest line. */
	price: id.nullable(),
	number: z.string().nullable(),
	status: z.string().min(1).max(40),
	reason: z.string(),
	currency,
	amount_due: amount,
	amount_paid: amount,
	amount_refunded: amount,
	amount_disputed: amount,
	dispute_status: z.string().nullable(),
	attempts: z.number().int(),
	next_attempt_at: time.nullable(),
	action_required: z.boolean(),
	failure: z.string().nullable(),
	hosted_url: z.url().nullable(),
	issued_at: time,
	paid_at: time.nullable(),
	period_start: time,
	period_end: time,
	entries: z.array(entry)
});

/** What is taken in of Stripe at once: a subscription, and an invoice of it if there is one. */
export const snapshotSchema = z.strictObject({
	/** Empty: the installation's own. */
	account: z.string(),
	livemode: z.boolean(),
	subscription,
	invoice: invoice.nullable()
});

export type Snapshot = z.infer<typeof snapshotSchema>;
export type SubscriptionSnapshot = Snapshot['subscription'];
export type InvoiceSnapshot = NonNullable<Snapshot['invoice']>;
export type Entry = z.infer<typeof entry>;

/** The id of what Stripe sends as an id or, expanded, as the object. */
export function idOf(value: string | { id: string } | null | undefined): string | null {
	return typeof value === 'string' ? value : (value?.id ?? null);
}

/** The subscription an invoice is for, if it is for one. */
export function subscriptionOf(invoice: Stripe.Invoice): string | null {
	return idOf(invoice.parent?.subscription_details?.subscription);
}

/**
 * @param invoices its newest, newest first; needed while it is past due only
 */
export function reduceSubscription(
	from: Stripe.Subscription,
	invoices: readonly Stripe.Invoice[] = []
): SubscriptionSnapshot {
	return {
		id: from.id,
		customer: idOf(from.customer) ?? '',
		status: from.status,
		items: from.items.data.map((one) => ({
			price: one.price.id,
			interval: one.price.recurring?.interval as SubscriptionSnapshot['items'][0]['interval'],
			interval_count: one.price.recurring?.interval_count ?? 1,
			currency: one.price.currency,
			amount: (one.price.unit_amount ?? 0) * (one.quantity ?? 1),
			period_start: one.current_period_start,
			period_end: one.current_period_end
		})),
		trial_end: from.trial_end,
		cancel_at: from.cancel_at,
		cancel_at_period_end: from.cancel_at_period_end,
		canceled_at: from.canceled_at,
		ended_at: from.ended_at,
		unpaid_since: from.status === 'past_due' ? unpaidSince(invoices) : null,
		started_at: from.start_date
	};
}

/**
 * When the oldest invoice was made of those not paid since the last paid one. Not the newest: each
 * month that follows unpaid would bring new grace. Not the oldest of all: one that was left unpaid
 * long ago says nothing about now.
 */
export function unpaidSince(
	newestFirst: readonly Pick<Stripe.Invoice, 'status' | 'amount_due' | 'created'>[]
): number | null {
	let since: number | null = null;
	for (const { status, amount_due, created } of newestFirst) {
		if (status === 'paid' && amount_due > 0) break;
		if (status === 'open' || status === 'uncollectible') since = created;
	}
	return since;
}

/** What paid an invoice, or tried to, and what became of that money. */
export interface Payment {
	payment: Stripe.InvoicePayment;
	refunds: readonly Stripe.Refund[];
	/** Newest first. */
	disputes: readonly Stripe.Dispute[];
}

export function reduceInvoice(from: Stripe.Invoice, payments: readonly Payment[]): InvoiceSnapshot {
	const entries = payments.flatMap(entriesOf);
	const sum = (...kinds: Entry['kind'][]) =>
		entries.reduce((all, one) => (kinds.includes(one.kind) ? all - one.amount : all), 0);
	const intent = payments
		.map(({ payment }) => payment.payment.payment_intent)
		.findLast((one) => typeof one === 'object');
	const unpaid = from.status === 'open' || from.status === 'uncollectible';
	const lines = from.lines.data.toSorted((a, b) => b.amount - a.amount);
	return {
		id: from.id,
		price: idOf(lines[0]?.pricing?.price_details?.price),
		number: from.number,
		status: from.status ?? 'draft',
		reason: from.billing_reason ?? '',
		currency: from.currency,
		amount_due: from.amount_due,
		amount_paid: from.amount_paid,
		amount_refunded: sum('refund', 'refund_failed') || 0,
		amount_disputed: sum('dispute', 'dispute_won') || 0,
		dispute_status: payments.flatMap(({ disputes }) => disputes)[0]?.status ?? null,
		attempts: from.attempt_count,
		next_attempt_at: from.next_payment_attempt,
		action_required: from.status === 'open' && intent?.status === 'requires_action',
		failure: (unpaid && intent?.last_payment_error?.message) || null,
		hosted_url: from.hosted_invoice_url ?? null,
		issued_at: from.status_transitions.finalized_at ?? from.created,
		paid_at: from.status_transitions.paid_at,
		period_start: from.period_start,
		period_end: from.period_end,
		entries
	};
}

/**
 * The movements of money around a payment. What a later answer of Stripe says only adds to them, so
 * they may be written down in any order.
 */
function entriesOf({ payment, refunds, disputes }: Payment): Entry[] {
	const { paid_at } = payment.status_transitions;
	const paid = payment.status === 'paid' && payment.amount_paid;
	return [
		...(paid
			? [entryOf(payment.id, 'payment', payment.currency, paid, paid_at ?? payment.created)]
			: []),
		...refunds.flatMap((refund) => {
			const { id, currency, amount, created, status } = refund;
			return [
				entryOf(id, 'refund', currency, -amount, created),
				// When it failed Stripe does not say; so it never left.
				...(status === 'failed' || status === 'canceled'
					? [entryOf(`${id}:failed`, 'refund_failed', currency, amount, created)]
					: [])
			];
		}),
		// An inquiry is a dispute that has not moved any money yet, and may never do.
		...disputes.flatMap(({ id, currency, amount, balance_transactions }) => {
			const withdrawn = balance_transactions.find((moved) => moved.amount < 0);
			const reinstated = balance_transactions.find((moved) => moved.amount > 0);
			return [
				...(withdrawn ? [entryOf(id, 'dispute', currency, -amount, withdrawn.created)] : []),
				...(withdrawn && reinstated
					? [entryOf(`${id}:won`, 'dispute_won', currency, amount, reinstated.created)]
					: [])
			];
		})
	].filter((one) => one.amount !== 0);
}

function entryOf(
	source: string,
	kind: Entry['kind'],
	currency: string,
	amount: number,
	at: number
): Entry {
	return { source, kind, currency, amount, at };
}
