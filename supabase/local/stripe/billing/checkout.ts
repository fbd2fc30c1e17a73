import type Stripe from 'stripe';
import { cardEnding } from '../cards.ts';
import { DAY } from '../clock.ts';
import type { Engine } from '../engine.ts';
import { invalid, noSuch } from '../errors.ts';
import { idOf } from '../ids.ts';
import type { Kinds, Outcome } from '../kinds.ts';
import { customerDetails } from '../objects/checkout.ts';
import { newCustomer, newPaymentMethod } from '../objects/customer.ts';
import { authenticateInvoice, payInvoice } from './payments.ts';
import { current, startSubscription } from './subscriptions.ts';

/** What somebody fills in on the checkout page. */
export interface CheckoutForm {
	/** The last four digits of a test card; none where the trial asks for none. */
	card: string | null;
	email: string | null;
	name: string | null;
}

/**
 * Sends off a checkout page. A card that wants to be authenticated leaves the session open until
 * `authenticateCheckout`.
 * @throws StripeProblem when the session is no longer open
 */
export function submitCheckout(engine: Engine, id: string, form: CheckoutForm): Outcome {
	const { session, checkout } = openCheckout(engine, id);
	const customer = customerFor(engine, session, form);
	const known = engine.store.get('checkoutSessions', id) ?? session;
	if (trialEndOf(checkout, engine.now(customer.id))) {
		const outcome = form.card ? cardEnding(form.card).attach : 'succeed';
		if (outcome === 'succeed') startTrial(engine, known, checkout, customer, form.card);
		return outcome;
	}
	const method = attachCard(engine, customer, form.card ?? '4242');
	const { subscription, invoice } = pendingSubscription(engine, checkout, customer, method.id);
	const outcome = payInvoice(engine, invoice, { present: true, method: method.id });
	if (outcome === 'succeed') completeSession(engine, known, subscription, invoice.id);
	return outcome;
}

/** Whether the authentication a checkout waits for succeeds. */
export function authenticateCheckout(
	engine: Engine,
	id: string,
	card: string,
	passed: boolean
): Outcome {
	const { session, checkout } = openCheckout(engine, id);
	const customer = engine.store.get('customers', idOf(session.customer) ?? '');
	if (!customer) throw noSuch('customer', idOf(session.customer) ?? '');
	if (!checkout.subscription) {
		if (passed) startTrial(engine, session, checkout, customer, card);
		return passed ? 'succeed' : 'decline';
	}
	const subscription = engine.store.get('subscriptions', checkout.subscription);
	const invoice = engine.store.get('invoices', idOf(subscription?.latest_invoice) ?? '');
	if (!subscription || !invoice) throw noSuch('subscription', checkout.subscription);
	authenticateInvoice(engine, invoice, passed);
	if (engine.store.get('invoices', invoice.id)?.status !== 'paid') return 'decline';
	completeSession(engine, session, subscription, invoice.id);
	return 'succeed';
}

/** Closes a session that nobody has finished. */
export function expireCheckout(
	engine: Engine,
	session: Stripe.Checkout.Session
): Stripe.Checkout.Session {
	return engine.update(
		'checkoutSessions',
		session,
		{ status: 'expired', url: null },
		'checkout.session.expired'
	);
}

/** @throws StripeProblem when there is no such session or it is over */
function openCheckout(engine: Engine, id: string) {
	const session = engine.store.get('checkoutSessions', id);
	const checkout = engine.store.get('checkouts', id);
	if (!session || !checkout) throw noSuch('checkout.session', id);
	if (session.status !== 'open') throw invalid('This Checkout Session is no longer active.');
	return { session, checkout };
}

/** When the trial of a purchase would end; null without one. */
export function trialEndOf(checkout: Kinds['checkouts'], now: number): number | null {
	return checkout.trialEnd ?? (checkout.trialDays ? now + checkout.trialDays * DAY : null);
}

/** Notes a card for a customer. */
export function attachCard(
	engine: Engine,
	customer: Stripe.Customer,
	last4: string
): Stripe.PaymentMethod {
	const method = newPaymentMethod(cardEnding(last4), customer, engine.now(customer.id));
	return engine.create('paymentMethods', method, 'payment_method.attached');
}

function customerFor(engine: Engine, session: Stripe.Checkout.Session, form: CheckoutForm) {
	const known = engine.store.get('customers', idOf(session.customer) ?? '');
	if (known) return known;
	const email = session.customer_email ?? form.email;
	const customer = newCustomer(
		{ email, name: form.name, description: null, phone: null, metadata: {}, testClock: null },
		engine.now()
	);
	engine.create('customers', customer, 'customer.created');
	engine.update('checkoutSessions', session, { customer: customer.id });
	return customer;
}

function startTrial(
	engine: Engine,
	session: Stripe.Checkout.Session,
	checkout: Kinds['checkouts'],
	customer: Stripe.Customer,
	card: string | null
) {
	const method = card ? attachCard(engine, customer, card) : null;
	const made = pendingSubscription(engine, checkout, customer, method?.id ?? null);
	completeSession(engine, session, made.subscription, made.invoice.id);
}

/** The subscription of a session: made by the first attempt to pay, and kept by further ones. */
function pendingSubscription(
	engine: Engine,
	checkout: Kinds['checkouts'],
	customer: Stripe.Customer,
	method: string | null
) {
	const subscription = engine.store.get('subscriptions', checkout.subscription ?? '');
	const invoice = engine.store.get('invoices', idOf(subscription?.latest_invoice) ?? '');
	if (subscription?.status === 'incomplete' && invoice) {
		const patch = { default_payment_method: method };
		return { subscription: engine.update('subscriptions', subscription, patch), invoice };
	}
	const items = checkout.items.flatMap(({ price: id, quantity }) => {
		const price = engine.store.get('prices', id);
		return price ? [{ price, quantity }] : [];
	});
	const made = startSubscription(engine, {
		customer,
		items,
		defaultPaymentMethod: method,
		trialEnd: trialEndOf(checkout, engine.now(customer.id)),
		missingPaymentMethod: checkout.missingPaymentMethod,
		metadata: checkout.metadata,
		description: checkout.description
	});
	engine.store.put('checkouts', { ...checkout, subscription: made.subscription.id });
	return made;
}

function completeSession(
	engine: Engine,
	session: Stripe.Checkout.Session,
	subscription: Stripe.Subscription,
	invoice: string
) {
	const customer = engine.store.get('customers', idOf(subscription.customer));
	engine.update('checkoutSessions', session, {
		status: 'complete',
		payment_status: subscription.trial_end ? 'no_payment_required' : 'paid',
		subscription: current(engine, subscription).id,
		invoice,
		url: null,
		customer: idOf(subscription.customer),
		customer_details: customerDetails(customer?.email ?? null, customer?.name ?? null)
	});
	const done = engine.store.get('checkoutSessions', session.id);
	if (done) engine.emit('checkout.session.completed', done);
}
