import Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
	fakeInvoice,
	fakePayment,
	fakeReader,
	fakeStore,
	fakeSubscription,
	type Holdings
} from '../_shared/stripe/fake.ts';
import { handle } from './handler.ts';

const secret = 'whsec_of_this_test';
const now = 1_800_000_000;

const missing = () =>
	new Stripe.errors.StripeInvalidRequestError({
		type: 'invalid_request_error',
		code: 'resource_missing',
		message: 'No such subscription: cus_of_somebody'
	});

function setUp(holdings: Holdings = {}, failure: () => Error = missing) {
	const kept = fakeStore();
	const handler = handle({
		stripe: fakeReader({ subscriptions: [fakeSubscription()], ...holdings }, failure),
		livemode: false,
		store: kept.store,
		webhookSecret: secret,
		now: () => now * 1000
	});
	const deliver = async (
		event: object | string = anEvent(),
		signing: { at?: number; with?: string; header?: string | null } = {}
	) => {
		const payload = typeof event === 'string' ? event : JSON.stringify(event);
		const header =
			signing.header === undefined
				? Stripe.webhooks.generateTestHeaderString({
						payload,
						secret: signing.with ?? secret,
						timestamp: signing.at ?? now
					})
				: signing.header;
		const response = await handler(
			new Request('https://api.example/stripe-webhook', {
				method: 'POST',
				headers: header === null ? {} : { 'stripe-signature': header },
				body: payload
			})
		);
		const body = (await response.json()) as { code?: string; outcome?: string; reason?: string };
		return [response.status, body.code ?? body.reason ?? body.outcome];
	};
	return { deliver, ...kept };
}

function anEvent(changes: object = {}, object: object = { id: 'sub_1' }) {
	return {
		id: 'evt_1',
		object: 'event',
		type: 'customer.subscription.updated',
		created: now,
		livemode: false,
		data: { object },
		...changes
	};
}

let logged: string[];
beforeEach(() => {
	logged = [];
	for (const level of ['warn', 'error'] as const) {
		vi.spyOn(console, level).mockImplementation((line: unknown) => void logged.push(String(line)));
	}
});
afterEach(() => vi.restoreAllMocks());

describe('what is not Stripe', () => {
	const payload = JSON.stringify(anEvent());
	const signed = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: now });

	it.each([
		['no signature', anEvent(), { header: null }, 'unsigned'],
		['no signature in the header', anEvent(), { header: 't=1' }, 'bad_signature'],
		['another secret', anEvent(), { with: 'whsec_of_somebody' }, 'bad_signature'],
		['a changed body', payload.replace('sub_1', 'sub_2'), { header: signed }, 'bad_signature'],
		['a signature of long ago', anEvent(), { at: now - 301 }, 'bad_signature'],
		['a signature of the future', anEvent(), { at: now + 301 }, 'bad_signature'],
		[
			'a later time over a true signature',
			payload,
			{ header: `${signed},t=${now + 9}` },
			'bad_signature'
		],
		['no event', { hello: 'world' }, {}, 'bad_event'],
		['no JSON', 'hello', {}, 'bad_signature']
	])('%s is refused, logged and not kept', async (_, event, signing, code) => {
		const { deliver, ignored, applied } = setUp();
		expect(await deliver(event, signing)).toEqual([400, code]);
		expect([ignored, applied]).toEqual([[], []]);
		expect(logged).toEqual([JSON.stringify({ said: 'stripe-webhook', refused: code })]);
	});

	it('a body without end is not read', async () => {
		expect(await setUp().deliver('x'.repeat(1024 * 1024 + 1))).toEqual([413, 'too_large']);
	});

	it.each([now - 300, now, now + 300])('a signature of %d is taken', async (at) => {
		expect(await setUp().deliver(anEvent(), { at })).toEqual([200, 'applied']);
	});
});

describe('an event', () => {
	it('makes us ask how things stand, whatever it says itself', async () => {
		const { deliver, applied } = setUp({ subscriptions: [fakeSubscription({ status: 'unpaid' })] });
		await deliver(anEvent({}, { id: 'sub_1', status: 'active' }));
		expect(applied).toMatchObject([
			{
				event: { id: 'evt_1', account: '' },
				ticket: 1,
				snapshot: { subscription: { status: 'unpaid' } }
			}
		]);
	});

	it('that was taken in already is not fetched again', async () => {
		const { deliver, applied } = setUp();
		await deliver();
		expect(await deliver()).toEqual([200, 'seen']);
		expect(applied).toHaveLength(1);
	});

	it.each([
		['of the other mode', { livemode: true }, {}, 'wrong_mode'],
		['of another account', { account: 'acct_1' }, {}, 'unknown_account'],
		['nobody follows', { type: 'product.created' }, { id: 'prod_1' }, 'not_followed'],
		[
			'about an invoice of no subscription',
			{ type: 'invoice.paid' },
			{ id: 'in_2' },
			'no_subscription'
		],
		[
			'about a charge of no invoice',
			{ type: 'charge.refunded' },
			{ id: 'ch_1', payment_intent: 'pi_9' },
			'no_invoice'
		],
		[
			'about a charge without a payment',
			{ type: 'charge.refunded' },
			{ id: 'ch_1', payment_intent: null },
			'no_invoice'
		],
		['about what is gone', {}, { id: 'sub_9' }, 'gone'],
		[
			'of a checkout without a subscription',
			{ type: 'checkout.session.completed' },
			{ id: 'cs_1', subscription: null },
			'no_subscription'
		]
	])('%s changes nothing, and is written down', async (_, changes, object, reason) => {
		const { deliver, ignored, applied } = setUp({
			invoices: [fakeInvoice({ id: 'in_2', parent: null })]
		});
		expect(await deliver(anEvent(changes, object))).toEqual([200, reason]);
		expect(applied).toEqual([]);
		expect(ignored).toMatchObject([[{ id: 'evt_1' }, reason]]);
	});

	it('of a customer that was deleted forgets it', async () => {
		const { deliver, forgotten } = setUp();
		await deliver(anEvent({ type: 'customer.deleted' }, { id: 'cus_1' }));
		expect(forgotten).toEqual(['cus_1']);
	});

	it.each([
		['invoice.paid', { id: 'in_1' }],
		['charge.refunded', { id: 'ch_1', payment_intent: 'pi_1' }],
		['refund.failed', { id: 're_1', payment_intent: 'pi_1' }],
		['charge.dispute.closed', { id: 'dp_1', payment_intent: 'pi_1' }]
	])('%s leads to its invoice and subscription', async (type, object) => {
		const { deliver, applied } = setUp({ invoices: [fakeInvoice()], payments: [fakePayment()] });
		expect(await deliver(anEvent({ type }, object))).toEqual([200, 'applied']);
		expect(applied).toMatchObject([
			{ snapshot: { subscription: { id: 'sub_1' }, invoice: { id: 'in_1' } } }
		]);
	});

	it('is to come again when Stripe cannot be asked, and its words are not logged', async () => {
		const busy = () =>
			new Stripe.errors.StripeAPIError({ type: 'api_error', message: 'about joan@example.org' });
		const { deliver, applied, ignored } = setUp({}, busy);
		expect(await deliver(anEvent({}, { id: 'sub_9' }))).toEqual([502, 'stripe_failed']);
		expect([applied, ignored]).toEqual([[], []]);
		expect(logged.join()).not.toContain('joan');
	});

	it('is to come again when it could not be written down', async () => {
		const { deliver, store } = setUp();
		store.apply = () => Promise.reject(new Error('connection lost'));
		expect(await deliver()).toEqual([500, 'internal']);
	});
});
