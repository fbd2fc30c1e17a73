import type Stripe from 'stripe';
import { afterEach, describe, expect, test } from 'vitest';
import { HOUR } from '../clock.ts';
import { idOf } from '../ids.ts';
import {
	basket,
	expanded,
	latestInvoice,
	makePrice,
	refusal,
	subscribe,
	useBench
} from './support.ts';

const bench = useBench();
/** Others of this file must not renew while one is looked at. */
afterEach(() => bench.control.reset());

const look = (id: string) => bench.stripe.subscriptions.retrieve(id);
const periodOf = (subscription: Stripe.Subscription) => {
	const item = subscription.items.data[0];
	return { start: item?.current_period_start ?? 0, end: item?.current_period_end ?? 0 };
};
const invoiceOf = (id: string) => latestInvoice(bench, id);
/** A renewal is a draft for an hour. */
const renew = () => bench.control.advance({ months: 1, seconds: HOUR + 60 });

describe('a checkout', () => {
	test('makes a subscription that is paid', async () => {
		const { subscription, session, customer } = await subscribe(bench);
		expect(session).toMatchObject({
			status: 'complete',
			payment_status: 'paid',
			customer: customer.id,
			url: null
		});
		expect(subscription).toMatchObject({
			status: 'active',
			customer: customer.id,
			metadata: { tier: 'reader' }
		});
		const invoice = await invoiceOf(subscription.id);
		expect(invoice).toMatchObject({
			status: 'paid',
			billing_reason: 'subscription_create',
			amount_paid: 500,
			amount_remaining: 0
		});
		expect(invoice.parent?.subscription_details?.subscription).toBe(subscription.id);
		const intent = invoice.payments?.data[0]?.payment.payment_intent;
		expect(expanded(intent)).toMatchObject({ status: 'succeeded', amount: 500 });
		expect(await bench.events()).toEqual([
			...['product.created', 'price.created', 'customer.created', 'payment_method.attached'],
			...['customer.subscription.created', 'invoice.created', 'invoice.finalized'],
			...['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded'],
			...['invoice_payment.paid', 'invoice.paid', 'invoice.payment_succeeded'],
			...['customer.subscription.updated', 'checkout.session.completed']
		]);
	});

	test('makes a customer where there is none', async () => {
		const price = await makePrice(bench);
		const session = await bench.stripe.checkout.sessions.create({
			...basket(price),
			customer_email: 'grace@example.com'
		});
		await bench.control.checkout(session.id, { name: 'Grace' });
		const done = await bench.stripe.checkout.sessions.retrieve(session.id, {
			expand: ['customer']
		});
		expect(done.customer).toMatchObject({ email: 'grace@example.com', name: 'Grace' });
	});

	test('that is declined stays open, and the next card completes the same subscription', async () => {
		const { stripe, control } = bench;
		const session = await stripe.checkout.sessions.create({
			...basket(await makePrice(bench)),
			customer_email: 'ada@example.com'
		});
		expect(await control.checkout(session.id, { card: '0002' })).toBe('decline');
		const [waiting] = (await stripe.subscriptions.list({ status: 'all' })).data;
		expect(waiting?.status).toBe('incomplete');
		expect(await control.checkout(session.id, { card: '3184', authenticate: false })).toBe(
			'decline'
		);
		expect(await control.checkout(session.id, { card: '3184' })).toBe('succeed');
		const all = await stripe.subscriptions.list({ status: 'all' });
		expect(all.data.map(({ id, status }) => [id, status])).toEqual([[waiting?.id, 'active']]);
	});

	test('that is left after a decline expires, with its subscription', async () => {
		const { stripe, control } = bench;
		const session = await stripe.checkout.sessions.create({
			...basket(await makePrice(bench)),
			customer_email: 'ada@example.com'
		});
		await control.checkout(session.id, { card: '0002' });
		await control.advance({ seconds: 23 * HOUR - 60 });
		const incomplete = (await stripe.subscriptions.list({ status: 'incomplete' })).data;
		expect(incomplete).toHaveLength(1);
		await control.advance({ seconds: 2 * HOUR });
		const id = incomplete[0]?.id ?? '';
		expect((await look(id)).status).toBe('incomplete_expired');
		expect((await invoiceOf(id)).status).toBe('void');
		expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('expired');
		expect((await refusal(stripe.checkout.sessions.expire(session.id))).statusCode).toBe(400);
	});

	test('can be listed and closed', async () => {
		const { stripe } = bench;
		const { id: customer } = await stripe.customers.create({});
		const session = await stripe.checkout.sessions.create({
			...basket(await makePrice(bench)),
			customer
		});
		const open = await stripe.checkout.sessions.list({ customer, status: 'open' });
		expect(open.data.map(({ id }) => id)).toEqual([session.id]);
		expect((await stripe.checkout.sessions.expire(session.id)).status).toBe('expired');
		expect((await stripe.checkout.sessions.list({ customer, status: 'open' })).data).toEqual([]);
	});
});

describe('a renewal', () => {
	test('is a draft for an hour, then paid', async () => {
		const { subscription } = await subscribe(bench);
		const { end } = periodOf(subscription);
		await bench.events();
		await bench.control.advance({ months: 1, seconds: 60 });
		const renewed = await look(subscription.id);
		expect(periodOf(renewed).start).toBe(end);
		expect((await invoiceOf(subscription.id)).status).toBe('draft');
		await bench.control.advance({ seconds: HOUR });
		expect(await invoiceOf(subscription.id)).toMatchObject({
			status: 'paid',
			billing_reason: 'subscription_cycle'
		});
		expect(await bench.events()).toEqual([
			...['customer.subscription.updated', 'invoice.created', 'invoice.finalized'],
			...['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded'],
			...['invoice_payment.paid', 'invoice.paid', 'invoice.payment_succeeded']
		]);
	});

	test('happens twelve times in a year, each at its moment', async () => {
		const { subscription, customer } = await subscribe(bench);
		await bench.control.advance({ months: 12, seconds: HOUR + 60 });
		const invoices = await bench.stripe.invoices.list({ customer: customer.id, limit: 100 });
		expect(invoices.data).toHaveLength(13);
		const moments = invoices.data.map(({ created }) => created).reverse();
		const expected = [subscription.start_date];
		for (let n = 1; n <= 12; n++) {
			const date = new Date(subscription.start_date * 1000);
			const day = date.getUTCDate();
			date.setUTCDate(1);
			date.setUTCMonth(date.getUTCMonth() + n + 1, 0);
			date.setUTCDate(Math.min(day, date.getUTCDate()));
			expected.push(date.getTime() / 1000);
		}
		expect(moments).toEqual(expected);
	});

	test('that fails is past due, tried again, and canceled in the end', async () => {
		const { subscription, customer } = await subscribe(bench);
		await bench.control.outcomes(customer.id, 'decline', 'decline', 'decline', 'decline');
		await bench.events();
		await renew();
		expect((await look(subscription.id)).status).toBe('past_due');
		expect(await bench.events()).toEqual([
			...['customer.subscription.updated', 'invoice.created', 'invoice.finalized'],
			...['payment_intent.created', 'charge.failed', 'payment_intent.payment_failed'],
			...['invoice.payment_failed', 'customer.subscription.updated']
		]);
		const failed = await invoiceOf(subscription.id);
		expect(failed).toMatchObject({ status: 'open', attempt_count: 1 });
		await bench.control.advance({ days: 8 });
		expect((await invoiceOf(subscription.id)).attempt_count).toBe(3);
		await bench.control.advance({ days: 7 });
		expect(await look(subscription.id)).toMatchObject({
			status: 'canceled',
			cancellation_details: { reason: 'payment_failed' }
		});
		expect((await bench.events()).at(-1)).toBe('customer.subscription.deleted');
	});

	test('that fails at first and then works is active again', async () => {
		const { subscription, customer } = await subscribe(bench);
		await bench.control.outcomes(customer.id, 'decline');
		await renew();
		await bench.control.advance({ days: 3 });
		expect((await look(subscription.id)).status).toBe('active');
		expect((await invoiceOf(subscription.id)).status).toBe('paid');
	});

	test('that fails for good leaves it unpaid where the account is set so; its drafts wait', async () => {
		await bench.control.settings({ afterRetries: 'unpaid', retryDays: [1] });
		const { subscription } = await subscribe(bench, { card: '4242' });
		await bench.control.outcomes(idOf(subscription.customer), 'decline', 'decline');
		await renew();
		await bench.control.advance({ days: 1 });
		expect((await look(subscription.id)).status).toBe('unpaid');
		await renew();
		expect(await invoiceOf(subscription.id)).toMatchObject({
			status: 'draft',
			auto_advance: false
		});
	});

	test('that wants to be authenticated says so, and is paid by whoever does', async () => {
		const { subscription } = await subscribe(bench, { card: '3184' });
		await bench.events();
		await renew();
		expect((await look(subscription.id)).status).toBe('past_due');
		const types = await bench.events();
		expect(types).toContain('invoice.payment_action_required');
		const invoice = await invoiceOf(subscription.id);
		const intent = expanded(invoice.payments?.data[0]?.payment.payment_intent);
		expect(intent.status).toBe('requires_action');
		await fetch(`${invoice.hosted_invoice_url}/authenticate`, {
			method: 'POST',
			body: new URLSearchParams({ outcome: 'complete', card: '' }),
			headers: { origin: bench.url }
		});
		expect((await look(subscription.id)).status).toBe('active');
	});

	test('can be paid through the API', async () => {
		const { subscription, customer } = await subscribe(bench);
		await bench.control.outcomes(customer.id, 'decline', 'decline');
		await renew();
		const { id } = await invoiceOf(subscription.id);
		expect(await refusal(bench.stripe.invoices.pay(id))).toMatchObject({
			statusCode: 402,
			code: 'card_declined'
		});
		expect((await bench.stripe.invoices.pay(id)).status).toBe('paid');
		expect((await refusal(bench.stripe.invoices.pay(id))).message).toBe('Invoice is already paid');
	});
});
