import type Stripe from 'stripe';
import { HOUR } from '../clock.ts';
import type { Engine } from '../engine.ts';
import { idOf } from '../ids.ts';
import { expireCheckout } from './checkout.ts';
import { endSubscription, expireSubscription } from './endings.ts';
import { dropInvoice, finalizeInvoice, subscriptionOf } from './invoices.ts';
import { payInvoice } from './payments.ts';
import { currentPeriodEnd } from './periods.ts';
import {
	endTrial,
	renewSubscription,
	TRIAL_WARNING,
	warningMark,
	warnOfTrialEnd
} from './subscriptions.ts';

/** Something that happens by itself. */
interface Due {
	at: number;
	run(): void;
}

/** Lets what falls due up to a moment happen, in order, each at its own moment. */
export function runDue(engine: Engine, until: number): void {
	if (engine.clock.turning) return;
	for (const due of dueUntil(engine, null, until)) engine.clock.at(due.at, due.run);
}

/** The same for those who live by a test clock. */
export function advanceTestClock(
	engine: Engine,
	clock: Stripe.TestHelpers.TestClock,
	until: number
): Stripe.TestHelpers.TestClock {
	const turn = (frozen_time: number) => engine.store.put('testClocks', { ...clock, frozen_time });
	for (const due of dueUntil(engine, clock.id, until)) {
		turn(Math.max(due.at, clock.frozen_time));
		due.run();
	}
	return turn(until);
}

/** So much at one moment is no life but a fault of ours: something falls due again and again. */
const TOO_MUCH = 100_000;

/** What falls due, looked for anew after each, since one thing leads to another. */
function* dueUntil(engine: Engine, clock: string | null, until: number): Generator<Due> {
	let last = 0;
	let together = 0;
	for (let due = nextDue(engine, clock); due && due.at <= until; due = nextDue(engine, clock)) {
		together = due.at === last ? together + 1 : 0;
		if (together > TOO_MUCH) throw new Error(`Nothing moves at ${due.at}.`);
		last = due.at;
		yield due;
	}
}

function nextDue(engine: Engine, clock: string | null): Due | undefined {
	let next: Due | undefined;
	for (const due of allDue(engine, clock)) {
		if (!next || due.at < next.at) next = due;
	}
	return next;
}

function* allDue(engine: Engine, clock: string | null): Generator<Due> {
	const { store } = engine;
	for (const invoice of store.all('invoices')) {
		if (engine.clockOf(idOf(invoice.customer)) === clock) yield* ofInvoice(engine, invoice);
	}
	for (const subscription of store.all('subscriptions')) {
		if (engine.clockOf(idOf(subscription.customer)) === clock) {
			yield* ofSubscription(engine, subscription);
		}
	}
	for (const session of store.all('checkoutSessions')) {
		if (session.status === 'open' && engine.clockOf(idOf(session.customer)) === clock) {
			yield { at: session.expires_at, run: () => void expireCheckout(engine, session) };
		}
	}
}

function* ofInvoice(engine: Engine, invoice: Stripe.Invoice): Generator<Due> {
	const finalizes = invoice.automatically_finalizes_at;
	if (invoice.status === 'draft' && finalizes) {
		yield { at: finalizes, run: () => collectDraft(engine, invoice) };
	}
	if (invoice.status === 'open' && invoice.next_payment_attempt) {
		const run = () => void payInvoice(engine, invoice, { present: false });
		yield { at: invoice.next_payment_attempt, run };
	}
}

function collectDraft(engine: Engine, draft: Stripe.Invoice) {
	const paused = subscriptionOf(engine, draft)?.pause_collection?.behavior;
	const invoice = finalizeInvoice(engine, draft);
	if (invoice.status === 'paid') return;
	if (paused === 'void') dropInvoice(engine, invoice, 'void');
	else if (paused === 'mark_uncollectible') dropInvoice(engine, invoice, 'uncollectible');
	else payInvoice(engine, invoice, { present: false });
}

function* ofSubscription(engine: Engine, subscription: Stripe.Subscription): Generator<Due> {
	const { status, trial_end: trialEnd, pause_collection: paused } = subscription;
	if (status === 'incomplete') {
		const at = subscription.created + 23 * HOUR;
		yield { at, run: () => expireSubscription(engine, subscription) };
	}
	if (status === 'paused' && subscription.cancel_at) {
		const run = () => endSubscription(engine, subscription, 'cancellation_requested');
		yield { at: subscription.cancel_at, run };
	}
	if (!['trialing', 'active', 'past_due', 'unpaid'].includes(status)) return;
	const end = currentPeriodEnd(subscription);
	if (
		status === 'trialing' &&
		trialEnd &&
		!engine.store.get('counters', warningMark(subscription))
	) {
		const run = () => warnOfTrialEnd(engine, subscription);
		yield { at: trialEnd - TRIAL_WARNING, run };
	}
	if (paused?.resumes_at) {
		const run = () =>
			void engine.update(
				'subscriptions',
				subscription,
				{ pause_collection: null },
				'customer.subscription.updated'
			);
		yield { at: paused.resumes_at, run };
	}
	if (subscription.cancel_at && subscription.cancel_at <= end) {
		const run = () => endSubscription(engine, subscription, 'cancellation_requested');
		yield { at: subscription.cancel_at, run };
	} else if (status === 'trialing') yield { at: end, run: () => endTrial(engine, subscription) };
	else yield { at: end, run: () => renewSubscription(engine, subscription) };
}
