import Stripe from 'stripe';
import { cardEnding } from '../cards.ts';
import type { Engine } from '../engine.ts';
import { idOf } from '../ids.ts';
import type { Outcome } from '../kinds.ts';
import { newBalanceTransaction } from '../objects/balance.ts';
import { newCharge } from '../objects/payment.ts';
import { failInvoice, markPaid } from './invoices.ts';

/** Whether the customer is there to authenticate, and which card is meant where it is not the usual. */
export interface PayOptions {
	present: boolean;
	method?: string;
}

const declined = { code: 'card_declined', message: 'Your card was declined.' };
const notAuthenticated = {
	code: 'payment_intent_authentication_failure',
	message: 'The provided payment method has failed authentication.'
};

/** Tries to collect an open invoice. What the payment does to the subscription is done as well. */
export function payInvoice(
	engine: Engine,
	invoice: Stripe.Invoice,
	{ present, method: chosen }: PayOptions
): Outcome {
	const customer = idOf(invoice.customer) ?? '';
	const method = paymentMethodFor(engine, invoice, chosen);
	const intent = intentOf(engine, invoice);
	if (!intent) {
		markPaid(engine, invoice);
		return 'succeed';
	}
	if (!method) {
		failInvoice(engine, invoice, 'decline');
		return 'decline';
	}
	const outcome = nextOutcome(engine, customer, method, present);
	const tried = engine.update('paymentIntents', intent, { payment_method: method.id });
	if (outcome === 'succeed') collect(engine, invoice, tried, method);
	else if (outcome === 'decline') refuse(engine, tried, method, declined);
	else {
		const returnUrl = invoice.hosted_invoice_url ?? engine.settings.url;
		engine.update(
			'paymentIntents',
			tried,
			{
				status: 'requires_action',
				next_action: {
					type: 'redirect_to_url',
					redirect_to_url: { return_url: returnUrl, url: `${returnUrl}/authenticate` }
				}
			},
			'payment_intent.requires_action'
		);
	}
	if (outcome !== 'succeed') failInvoice(engine, invoice, outcome);
	return outcome;
}

/** The end of an authentication that a payment waits for. */
export function authenticateInvoice(
	engine: Engine,
	invoice: Stripe.Invoice,
	passed: boolean
): void {
	const intent = intentOf(engine, invoice);
	const method = intent && engine.store.get('paymentMethods', idOf(intent.payment_method) ?? '');
	if (!intent || !method || intent.status !== 'requires_action') return;
	const freed = engine.update('paymentIntents', intent, { next_action: null });
	if (passed) return collect(engine, invoice, freed, method);
	refuse(engine, freed, method, notAuthenticated);
	engine.emit('invoice.payment_failed', invoice);
}

/** What the next attempt would come to, without making it. */
export function foreseeOutcome(
	engine: Engine,
	invoiceLike: InvoiceLike,
	present: boolean
): Outcome {
	const method = paymentMethodFor(engine, invoiceLike);
	if (!method) return 'decline';
	const wish = engine.store.get('wishes', idOf(invoiceLike.customer) ?? '')?.outcomes[0];
	return wish ?? cardEnding(method.card?.last4)[present ? 'present' : 'later'];
}

type InvoiceLike = Pick<Stripe.Invoice, 'customer' | 'parent'>;

/** The card of the subscription, else of the customer. */
export function paymentMethodFor(
	engine: Engine,
	invoice: InvoiceLike,
	chosen?: string
): Stripe.PaymentMethod | undefined {
	const subscription = engine.store.get(
		'subscriptions',
		idOf(invoice.parent?.subscription_details?.subscription) ?? ''
	);
	const customer = engine.store.get('customers', idOf(invoice.customer) ?? '');
	const id =
		chosen ??
		idOf(subscription?.default_payment_method) ??
		idOf(customer?.invoice_settings.default_payment_method);
	return id ? engine.store.get('paymentMethods', id) : undefined;
}

/** The payment intent of an invoice; one of nothing has none. */
export function intentOf(
	engine: Engine,
	invoice: Stripe.Invoice
): Stripe.PaymentIntent | undefined {
	const bond = engine.store
		.all('invoicePayments')
		.find((payment) => payment.invoice === invoice.id);
	return engine.store.get('paymentIntents', idOf(bond?.payment.payment_intent) ?? '');
}

function nextOutcome(
	engine: Engine,
	customer: string,
	method: Stripe.PaymentMethod,
	present: boolean
): Outcome {
	const wish = engine.store.get('wishes', customer);
	const [first, ...outcomes] = wish?.outcomes ?? [];
	if (first) engine.store.put('wishes', { id: customer, outcomes });
	return first ?? cardEnding(method.card?.last4)[present ? 'present' : 'later'];
}

function collect(
	engine: Engine,
	invoice: Stripe.Invoice,
	intent: Stripe.PaymentIntent,
	method: Stripe.PaymentMethod
) {
	const now = engine.now(idOf(invoice.customer));
	const made = newCharge(intent, method, null, engine.settings.url, now);
	const moved = newBalanceTransaction(
		'charge',
		{
			source: made.id,
			amount: intent.amount,
			fee: Math.round(intent.amount * 0.015) + 25,
			currency: intent.currency,
			description: intent.description ?? ''
		},
		now
	);
	engine.create('balanceTransactions', moved);
	const charge = { ...made, balance_transaction: moved.id };
	engine.create('charges', charge, 'charge.succeeded');
	engine.update(
		'paymentIntents',
		intent,
		{
			status: 'succeeded',
			amount_received: intent.amount,
			latest_charge: charge.id,
			last_payment_error: null
		},
		'payment_intent.succeeded'
	);
	markPaid(engine, invoice);
}

function refuse(
	engine: Engine,
	intent: Stripe.PaymentIntent,
	method: Stripe.PaymentMethod,
	failure: { code: string; message: string }
) {
	const now = engine.now(idOf(intent.customer));
	const charge = newCharge(intent, method, failure, engine.settings.url, now);
	engine.create('charges', charge, 'charge.failed');
	engine.update(
		'paymentIntents',
		intent,
		{
			status: 'requires_payment_method',
			latest_charge: charge.id,
			last_payment_error: {
				type: 'card_error',
				charge: charge.id,
				code: failure.code,
				...(failure === declined ? { decline_code: 'generic_decline' } : {}),
				message: failure.message,
				payment_method: method
			}
		},
		'payment_intent.payment_failed'
	);
}
