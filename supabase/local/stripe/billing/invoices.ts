import type Stripe from 'stripe';
import { account } from '../objects/account.ts';
import { DAY } from '../clock.ts';
import type { Engine } from '../engine.ts';
import { idOf } from '../ids.ts';
import type { Line } from '../kinds.ts';
import { minimumAmount } from '../money.ts';
import { newInvoice, newInvoicePayment } from '../objects/invoice.ts';
import { newPaymentIntent } from '../objects/payment.ts';
import { endSubscription } from './endings.ts';
import { paymentMethodFor } from './payments.ts';
import { setStatus } from './subscriptions.ts';

/** What an invoice is made from. */
export interface Draft {
	lines: Line[];
	reason: Stripe.Invoice.BillingReason;
	period: { start: number; end: number };
	/** Null: the caller finalises it. */
	finalizesAt: number | null;
}

/** Drafts an invoice; lines that waited for it come along. */
export function draftInvoice(
	engine: Engine,
	subscription: Stripe.Subscription,
	draft: Draft
): Stripe.Invoice {
	const customer = engine.store.get('customers', idOf(subscription.customer));
	if (!customer) throw new Error(`The customer of ${subscription.id} is gone.`);
	const waiting = engine.store.get('pendingLines', subscription.id)?.lines ?? [];
	engine.store.remove('pendingLines', subscription.id);
	const invoice = newInvoice(
		subscription,
		customer,
		{
			...draft,
			lines: [...waiting, ...draft.lines],
			startingBalance: customer.balance,
			country: account.country,
			accountName: account.business_profile.name
		},
		engine.now(customer.id)
	);
	engine.create('invoices', invoice, 'invoice.created');
	engine.update('subscriptions', subscription, { latest_invoice: invoice.id });
	return invoice;
}

/** Gives a draft its number and what is to pay it. One of nothing is paid at once. */
export function finalizeInvoice(engine: Engine, draft: Stripe.Invoice): Stripe.Invoice {
	const customer = engine.store.get('customers', idOf(draft.customer) ?? '');
	if (!customer) return draft;
	const now = engine.now(customer.id);
	const sequence = customer.next_invoice_sequence ?? 1;
	const owed = draft.total + customer.balance;
	// Less than can be charged waits on the customer's balance, as does what is left of a credit.
	const due = owed < minimumAmount(draft.currency) ? 0 : owed;
	engine.update('customers', customer, {
		next_invoice_sequence: sequence + 1,
		balance: owed - due,
		currency: draft.currency
	});
	const invoice = engine.update(
		'invoices',
		draft,
		{
			status: 'open',
			number: `${customer.invoice_prefix}-${String(sequence).padStart(4, '0')}`,
			effective_at: now,
			starting_balance: customer.balance,
			ending_balance: owed - due,
			amount_due: due,
			amount_remaining: due,
			automatically_finalizes_at: null,
			next_payment_attempt: null,
			hosted_invoice_url: `${engine.settings.url}/invoice/${draft.id}`,
			status_transitions: { ...draft.status_transitions, finalized_at: now }
		},
		'invoice.finalized'
	);
	if (due === 0) return markPaid(engine, invoice);
	const method = paymentMethodFor(engine, invoice);
	const intent = newPaymentIntent(invoice, customer.id, method?.id ?? null, now);
	engine.create('paymentIntents', intent, 'payment_intent.created');
	engine.create('invoicePayments', newInvoicePayment(invoice, intent, now));
	return invoice;
}

/** An invoice whose payment has arrived. Its subscription comes alive, or back to life. */
export function markPaid(engine: Engine, invoice: Stripe.Invoice): Stripe.Invoice {
	const now = engine.now(idOf(invoice.customer));
	const paid = engine.update('invoices', invoice, {
		status: 'paid',
		amount_paid: invoice.amount_due,
		amount_remaining: 0,
		attempted: true,
		attempt_count: invoice.amount_due > 0 ? invoice.attempt_count + 1 : invoice.attempt_count,
		auto_advance: false,
		next_payment_attempt: null,
		status_transitions: { ...invoice.status_transitions, paid_at: now }
	});
	for (const bond of engine.store.all('invoicePayments')) {
		if (bond.invoice !== invoice.id) continue;
		const patch: Partial<Stripe.InvoicePayment> = {
			status: 'paid',
			amount_paid: invoice.amount_due,
			status_transitions: { canceled_at: null, paid_at: now }
		};
		engine.update('invoicePayments', bond, patch, 'invoice_payment.paid');
	}
	engine.emit('invoice.paid', paid);
	engine.emit('invoice.payment_succeeded', paid);
	const subscription = subscriptionOf(engine, paid);
	if (subscription?.latest_invoice === paid.id && waitsFor(subscription, paid)) {
		setStatus(engine, subscription, 'active');
	}
	return paid;
}

/** Whether an invoice's payment brings its subscription to life; a paused one wants to be resumed. */
function waitsFor(subscription: Stripe.Subscription, invoice: Stripe.Invoice): boolean {
	const since = subscription.status_details?.paused.transitioned_at ?? Infinity;
	if (subscription.status === 'paused') {
		return invoice.billing_reason === 'subscription_update' && invoice.created >= since;
	}
	return ['incomplete', 'past_due', 'unpaid'].includes(subscription.status);
}

/** An attempt that brought nothing: notes it, plans the next one, or gives up. */
export function failInvoice(
	engine: Engine,
	invoice: Stripe.Invoice,
	how: 'decline' | 'authenticate'
): void {
	const { retryDays, afterRetries } = engine.settings;
	const now = engine.now(idOf(invoice.customer));
	const first = invoice.billing_reason === 'subscription_create';
	const pause = first ? undefined : retryDays[invoice.attempt_count];
	const failed = engine.update('invoices', invoice, {
		attempted: true,
		attempt_count: invoice.attempt_count + 1,
		auto_advance: pause !== undefined,
		next_payment_attempt: pause === undefined ? null : now + pause * DAY
	});
	if (how === 'authenticate') engine.emit('invoice.payment_action_required', failed);
	engine.emit('invoice.payment_failed', failed);
	const subscription = subscriptionOf(engine, failed);
	if (!subscription || first || subscription.ended_at) return;
	if (pause === undefined && afterRetries === 'canceled') {
		endSubscription(engine, subscription, 'payment_failed');
	} else if (pause === undefined) setStatus(engine, subscription, afterRetries);
	else if (subscription.status !== 'unpaid') setStatus(engine, subscription, 'past_due');
}

/** Takes an invoice back, or writes it off. */
export function dropInvoice(
	engine: Engine,
	invoice: Stripe.Invoice,
	status: 'void' | 'uncollectible'
): Stripe.Invoice {
	const now = engine.now(idOf(invoice.customer));
	const moment = status === 'void' ? 'voided_at' : 'marked_uncollectible_at';
	return engine.update(
		'invoices',
		invoice,
		{
			status,
			auto_advance: false,
			next_payment_attempt: null,
			automatically_finalizes_at: null,
			status_transitions: { ...invoice.status_transitions, [moment]: now }
		},
		status === 'void' ? 'invoice.voided' : 'invoice.marked_uncollectible'
	);
}

/** The subscription an invoice is for, as it is now. */
export function subscriptionOf(
	engine: Engine,
	invoice: Stripe.Invoice
): Stripe.Subscription | undefined {
	const id = idOf(invoice.parent?.subscription_details?.subscription);
	return id ? engine.store.get('subscriptions', id) : undefined;
}
