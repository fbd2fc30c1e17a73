import type Stripe from 'stripe';
import type { Engine } from '../engine.ts';
import { invalid } from '../errors.ts';
import { idOf } from '../ids.ts';
import { dropInvoice } from './invoices.ts';
import { currentPeriodEnd } from './periods.ts';

/** How somebody asks for the end of a subscription, or takes that back. */
export interface EndWish {
	cancel_at_period_end?: boolean;
	cancel_at?: number | null;
	cancellation_details?: { comment?: string | null; feedback?: string | null };
}

/** What of a subscription says when, and why, it ends. */
export function cancellation(
	engine: Engine,
	known: Stripe.Subscription,
	wish: EndWish
): Partial<Stripe.Subscription> {
	const { cancel_at_period_end: atEnd, cancel_at: at, cancellation_details: said } = wish;
	if (atEnd !== undefined && at) {
		throw invalid(
			'You may only specify one of these parameters: cancel_at, cancel_at_period_end.',
			{
				param: 'cancel_at'
			}
		);
	}
	const held = known.cancellation_details;
	const ends = atEnd === undefined && at === undefined ? undefined : Boolean(atEnd || at);
	const reason =
		ends === undefined ? (held?.reason ?? null) : ends ? 'cancellation_requested' : null;
	const cancellation_details = {
		comment: said?.comment === undefined ? (held?.comment ?? null) : said.comment,
		feedback: said?.feedback === undefined ? (held?.feedback ?? null) : said.feedback,
		feedback_option: null,
		reason
	};
	if (ends === undefined) return { cancellation_details };
	const now = engine.now(idOf(known.customer));
	return {
		cancellation_details: ends
			? cancellation_details
			: { ...cancellation_details, comment: null, feedback: null },
		cancel_at_period_end: atEnd ?? false,
		cancel_at: atEnd ? currentPeriodEnd(known) : (at ?? null),
		canceled_at: ends ? (known.canceled_at ?? now) : null
	};
}

/** Ends a subscription for good. Drafts of it are not sent any more. */
export function endSubscription(
	engine: Engine,
	subscription: Stripe.Subscription,
	reason: 'cancellation_requested' | 'payment_failed' | null,
	said: { comment?: string; feedback?: string } = {}
): void {
	const now = engine.now(idOf(subscription.customer));
	const ended = engine.update('subscriptions', subscription, {
		status: 'canceled',
		canceled_at: subscription.canceled_at ?? now,
		ended_at: now,
		cancellation_details: {
			comment: said.comment ?? subscription.cancellation_details?.comment ?? null,
			feedback: said.feedback ?? subscription.cancellation_details?.feedback ?? null,
			feedback_option: null,
			reason: reason ?? subscription.cancellation_details?.reason ?? null
		}
	});
	engine.emit('customer.subscription.deleted', ended);
	for (const invoice of engine.store.all('invoices')) {
		const parent = idOf(invoice.parent?.subscription_details?.subscription);
		if (parent === subscription.id && ['draft', 'open'].includes(invoice.status ?? '')) {
			engine.update('invoices', invoice, {
				auto_advance: false,
				automatically_finalizes_at: null,
				next_payment_attempt: null
			});
		}
	}
}

/** A first payment that never came. */
export function expireSubscription(engine: Engine, subscription: Stripe.Subscription): void {
	const now = engine.now(idOf(subscription.customer));
	const patch = { status: 'incomplete_expired', ended_at: now };
	engine.update('subscriptions', subscription, patch, 'customer.subscription.updated');
	const invoice = engine.store.get('invoices', idOf(subscription.latest_invoice) ?? '');
	if (invoice?.status === 'open') dropInvoice(engine, invoice, 'void');
}
