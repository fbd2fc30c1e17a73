import fc from 'fast-check';
import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { cards } from '../cards.ts';
import { changeItems } from '../billing/changes.ts';
import { submitCheckout, authenticateCheckout } from '../billing/checkout.ts';
import { closeDispute, openDispute } from '../billing/disputes.ts';
import { cancellation, endSubscription } from '../billing/endings.ts';
import { pauseSubscription, resume } from '../billing/pauses.ts';
import { failRefund, refundCharge } from '../billing/refunds.ts';
import { DAY } from '../clock.ts';
import { defaultSettings, Engine } from '../engine.ts';
import { StripeProblem } from '../errors.ts';
import { idOf } from '../ids.ts';
import { endpoints } from '../routes/index.ts';
import { Store } from '../store.ts';
import { turnClock } from '../turn.ts';

/**
 * Whatever people, banks and time do, in whatever order: books balance, and nothing stands in two
 * places at once.
 */
const anybody = fc.nat({ max: 20 });
const step = fc.oneof(
	fc.record({ do: fc.constant('buy' as const), card: fc.nat({ max: 4 }), trial: fc.boolean() }),
	fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 45 }) }),
	fc.record({ do: fc.constant('switch' as const), who: anybody, price: fc.nat({ max: 2 }) }),
	fc.record({ do: fc.constantFrom('leave', 'end', 'pause', 'resume'), who: anybody }),
	fc.record({ do: fc.constantFrom('refund', 'dispute', 'close', 'bounce'), who: anybody }),
	fc.record({ do: fc.constant('luck' as const), who: anybody, good: fc.boolean() })
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function newEngine() {
	const settings = { ...defaultSettings, url: 'http://stripe.test' };
	const engine = new Engine(
		new Store(),
		() => Date.UTC(2026, 0, 31, 9),
		settings,
		() => {}
	);
	const call = (path: string, given: Record<string, unknown>) =>
		endpoints
			.find((endpoint) => endpoint.method === 'POST' && endpoint.path === path)
			?.answer(engine, '', given);
	call('/v1/products', { id: 'reader', name: 'Reader' });
	for (const [amount, interval] of [
		['500', 'month'],
		['900', 'month'],
		['5000', 'year']
	]) {
		call('/v1/prices', {
			product: 'reader',
			currency: 'eur',
			unit_amount: amount,
			recurring: { interval }
		});
	}
	return { engine, call };
}

test('books balance', () => {
	fc.assert(
		fc.property(fc.array(step, { minLength: 5, maxLength: 30 }), (steps) => {
			const { engine, call } = newEngine();
			for (const one of steps) {
				try {
					take(engine, call, one);
				} catch (error) {
					// Stripe refuses a lot; what it refuses must leave the books as they were.
					if (!(error instanceof StripeProblem)) throw error;
				}
				check(engine);
			}
		}),
		{ numRuns: 300 }
	);
});

const pick = <T>(list: T[], place: number): T | undefined => list[place % (list.length || 1)];

function take(
	engine: Engine,
	call: (path: string, given: Record<string, unknown>) => unknown,
	one: Step
) {
	const { store } = engine;
	const alive = store.all('subscriptions').filter(({ ended_at }) => !ended_at);
	if (one.do === 'wait' && 'days' in one) {
		return turnClock(engine, engine.clock.now() + one.days * DAY);
	}
	if (one.do === 'buy' && 'card' in one) return buy(engine, call, one.card, one.trial);
	const who = 'who' in one ? one.who : 0;
	const subscription = pick(alive, who);
	const charge = pick(store.all('charges'), who);
	const dispute = pick(store.all('disputes'), who);
	const refund = pick(store.all('refunds'), who);
	if (one.do === 'refund' && charge) refundCharge(engine, charge, who % 2 ? { amount: 100 } : {});
	if (one.do === 'dispute' && charge) openDispute(engine, charge);
	if (one.do === 'close' && dispute) closeDispute(engine, dispute, who % 2 ? 'won' : 'lost');
	if (one.do === 'bounce' && refund) failRefund(engine, refund);
	if (!subscription) return;
	if (one.do === 'luck' && 'good' in one) {
		const outcomes = [one.good ? ('succeed' as const) : ('decline' as const)];
		store.put('wishes', { id: idOf(subscription.customer), outcomes });
	}
	if (one.do === 'end') endSubscription(engine, subscription, 'cancellation_requested');
	if (one.do === 'leave') {
		const patch = cancellation(engine, subscription, { cancel_at_period_end: who % 2 === 0 });
		engine.update('subscriptions', subscription, patch);
	}
	if (one.do === 'pause' && subscription.status === 'active') {
		pauseSubscription(engine, subscription, 'pause_requested');
	}
	if (one.do === 'resume' && subscription.status === 'paused') {
		resume(engine, subscription, who % 2 ? 'now' : 'unchanged');
	}
	if (one.do === 'switch' && 'price' in one && subscription.status !== 'incomplete') {
		const proration = pick(['always_invoice', 'create_prorations', 'none'] as const, who) ?? 'none';
		const change = { id: subscription.items.data[0]?.id, price: store.all('prices')[one.price] };
		const failure = who % 2 ? 'allow_incomplete' : 'error_if_incomplete';
		changeItems(engine, subscription, [change], { proration, failure, present: false });
	}
}

function buy(
	engine: Engine,
	call: (path: string, given: Record<string, unknown>) => unknown,
	card: number,
	trial: boolean
) {
	call('/v1/checkout/sessions', {
		mode: 'subscription',
		line_items: [{ price: engine.store.all('prices')[card % 3]?.id }],
		success_url: 'https://pamphlet.test/',
		customer_email: 'ada@example.com',
		...(trial ? { subscription_data: { trial_period_days: '7' } } : {})
	});
	const session = engine.store.all('checkoutSessions').at(-1)?.id ?? '';
	const last4 = cards[card]?.last4 ?? '4242';
	const form = { card: last4, email: null, name: null };
	if (submitCheckout(engine, session, form) === 'authenticate') {
		authenticateCheckout(engine, session, last4, true);
	}
}

function check({ store, clock }: Engine) {
	for (const charge of store.all('charges')) {
		const back = store
			.all('refunds')
			.filter((refund) => refund.charge === charge.id && refund.status === 'succeeded')
			.reduce((sum, { amount }) => sum + amount, 0);
		expect(charge.amount_refunded).toBe(back);
		expect(charge.refunded).toBe(charge.paid && back === charge.amount);
	}
	for (const invoice of store.all('invoices')) checkInvoice(store, invoice);
	for (const subscription of store.all('subscriptions')) {
		const over = ['canceled', 'incomplete_expired'].includes(subscription.status);
		expect(subscription.ended_at !== null).toBe(over);
		const [item] = subscription.items.data;
		expect(item?.current_period_end).toBeGreaterThan(item?.current_period_start ?? 0);
		if (['active', 'trialing', 'past_due'].includes(subscription.status)) {
			expect(item?.current_period_end).toBeGreaterThan(clock.now());
		}
	}
}

function checkInvoice(store: Store, invoice: Stripe.Invoice) {
	expect(invoice.lines.data.reduce((sum, { amount }) => sum + amount, 0)).toBe(invoice.total);
	expect(invoice.amount_paid + invoice.amount_remaining).toBe(invoice.amount_due);
	const taken = store
		.all('invoicePayments')
		.filter((payment) => payment.invoice === invoice.id)
		.map((payment) => store.get('paymentIntents', idOf(payment.payment.payment_intent) ?? ''))
		.reduce((sum, intent) => sum + (intent?.amount_received ?? 0), 0);
	expect(invoice.amount_paid).toBe(taken);
	expect(invoice.status === 'paid').toBe(invoice.status_transitions.paid_at !== null);
}
