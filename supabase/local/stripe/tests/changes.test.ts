import { afterEach, describe, expect, test } from 'vitest';
import { HOUR } from '../clock.ts';
import { expanded, makePrice, refusal, subscribe, useBench } from './support.ts';

const bench = useBench();
afterEach(() => bench.control.reset());

/** A monthly subscription and the other prices of its product. */
async function bought(options: { trialDays?: number } = {}) {
	const price = await makePrice(bench, { amount: 500 });
	const product = String(price.product);
	const dearer = await makePrice(bench, { amount: 1500, product });
	const yearly = await makePrice(bench, { amount: 5000, interval: 'year', product });
	const { subscription } = await subscribe(bench, { price, ...options });
	await bench.events();
	const item = subscription.items.data[0];
	const swap = (to: string) => [{ id: item?.id, price: to }];
	return { subscription, item, dearer, yearly, swap, id: subscription.id };
}
const invoiceOf = async (id: string) => {
	const one = await bench.stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] });
	return expanded(one.latest_invoice);
};

describe('another price', () => {
	test('half-way through costs half the difference, at once where that is asked for', async () => {
		const { id, item, dearer, swap } = await bought();
		const length = (item?.current_period_end ?? 0) - (item?.current_period_start ?? 0);
		await bench.control.advance({ seconds: length / 2 });
		const changed = await bench.stripe.subscriptions.update(id, {
			items: swap(dearer.id),
			proration_behavior: 'always_invoice'
		});
		expect(changed.items.data[0]).toMatchObject({
			price: { id: dearer.id },
			current_period_end: item?.current_period_end
		});
		const invoice = await invoiceOf(id);
		expect(invoice.lines.data.map(({ amount }) => amount)).toEqual([-250, 750]);
		expect(invoice).toMatchObject({ status: 'paid', amount_paid: 500 });
	});

	test('waits for the next invoice where nothing is said', async () => {
		const { id, item, dearer, swap } = await bought();
		const length = (item?.current_period_end ?? 0) - (item?.current_period_start ?? 0);
		await bench.control.advance({ seconds: length / 2 });
		await bench.stripe.subscriptions.update(id, { items: swap(dearer.id) });
		expect((await invoiceOf(id)).billing_reason).toBe('subscription_create');
		await bench.control.advance({ months: 1, seconds: HOUR + 60 });
		const invoice = await invoiceOf(id);
		expect(invoice.lines.data.map(({ amount }) => amount)).toEqual([-250, 750, 1500]);
		expect(invoice.amount_paid).toBe(2000);
	});

	test('costs nothing before the next period where that is asked for', async () => {
		const { id, dearer, swap } = await bought();
		await bench.control.advance({ days: 10 });
		await bench.stripe.subscriptions.update(id, {
			items: swap(dearer.id),
			proration_behavior: 'none'
		});
		await bench.control.advance({ months: 1, seconds: HOUR + 60 });
		expect((await invoiceOf(id)).amount_paid).toBe(1500);
	});

	test('by the year begins a year now; going back leaves a credit that pays renewals', async () => {
		const { id, item, yearly, swap } = await bought();
		const year = await bench.stripe.subscriptions.update(id, {
			items: swap(yearly.id),
			proration_behavior: 'always_invoice'
		});
		expect(year.billing_cycle_anchor).toBeGreaterThanOrEqual(item?.current_period_start ?? 0);
		expect((await invoiceOf(id)).amount_paid).toBe(4500);
		const customer = String(year.customer);
		await bench.stripe.subscriptions.update(id, {
			items: swap(item?.price.id ?? ''),
			proration_behavior: 'always_invoice'
		});
		expect(await invoiceOf(id)).toMatchObject({ status: 'paid', total: -4500, amount_due: 0 });
		expect(await bench.stripe.customers.retrieve(customer)).toMatchObject({ balance: -4500 });
		await bench.control.advance({ months: 1, seconds: HOUR + 60 });
		expect(await invoiceOf(id)).toMatchObject({ total: 500, amount_due: 0, status: 'paid' });
		expect(await bench.stripe.customers.retrieve(customer)).toMatchObject({ balance: -4000 });
	});

	test('in a trial costs nothing, and the trial goes on', async () => {
		const { id, dearer, swap } = await bought({ trialDays: 7 });
		const changed = await bench.stripe.subscriptions.update(id, { items: swap(dearer.id) });
		expect(changed.status).toBe('trialing');
		await bench.control.advance({ days: 7, seconds: HOUR + 60 });
		expect((await invoiceOf(id)).amount_paid).toBe(1500);
	});

	test('that cannot be paid changes nothing where that is asked for', async () => {
		const { id, item, subscription, yearly, swap } = await bought();
		await bench.control.outcomes(String(subscription.customer), 'decline');
		const refused = await refusal(
			bench.stripe.subscriptions.update(id, {
				items: swap(yearly.id),
				payment_behavior: 'error_if_incomplete',
				metadata: { changed: 'yes' }
			})
		);
		expect(refused).toMatchObject({ statusCode: 402, code: 'card_declined' });
		expect(await bench.stripe.subscriptions.retrieve(id)).toMatchObject({
			metadata: { tier: 'reader' },
			items: { data: [{ price: { id: item?.price.id } }] }
		});
		expect(await bench.events()).toEqual([]);
	});

	test('of another currency is refused', async () => {
		const { id, swap } = await bought();
		const pounds = await makePrice(bench, { currency: 'gbp' });
		const refused = await refusal(
			bench.stripe.subscriptions.update(id, { items: swap(pounds.id) })
		);
		expect(refused.param).toBe('items[0][price]');
	});
});

describe('an end', () => {
	test('at the end of the period, unless it is taken back', async () => {
		const { id, item } = await bought();
		const ending = await bench.stripe.subscriptions.update(id, { cancel_at_period_end: true });
		expect(ending).toMatchObject({
			status: 'active',
			cancel_at: item?.current_period_end,
			cancellation_details: { reason: 'cancellation_requested' }
		});
		const kept = await bench.stripe.subscriptions.update(id, { cancel_at_period_end: false });
		expect(kept).toMatchObject({ cancel_at: null, canceled_at: null });
		await bench.stripe.subscriptions.update(id, { cancel_at_period_end: true });
		await bench.events();
		await bench.control.advance({ months: 1, seconds: HOUR + 60 });
		expect(await bench.stripe.subscriptions.retrieve(id)).toMatchObject({
			status: 'canceled',
			ended_at: item?.current_period_end
		});
		expect(await bench.events()).toEqual(['customer.subscription.deleted']);
	});

	test('at once, and only once', async () => {
		const { id } = await bought();
		const ended = await bench.stripe.subscriptions.cancel(id, {
			cancellation_details: { feedback: 'unused', comment: 'No time' }
		});
		expect(ended).toMatchObject({
			status: 'canceled',
			cancellation_details: { feedback: 'unused', comment: 'No time' }
		});
		expect((await refusal(bench.stripe.subscriptions.cancel(id))).statusCode).toBe(404);
		const again = bench.stripe.subscriptions.update(id, { metadata: { a: '1' } });
		expect((await refusal(again)).statusCode).toBe(400);
		expect((await bench.stripe.subscriptions.list()).data).toEqual([]);
		expect((await bench.stripe.subscriptions.list({ status: 'all' })).data).toHaveLength(1);
	});

	test('with its customer, of whom only the id is left', async () => {
		const { id, subscription } = await bought();
		const customer = String(subscription.customer);
		expect(await bench.stripe.customers.del(customer)).toMatchObject({ deleted: true });
		expect((await bench.stripe.subscriptions.retrieve(id)).status).toBe('canceled');
		expect(await bench.events()).toEqual(['customer.subscription.deleted', 'customer.deleted']);
		expect(await refusal(bench.stripe.customers.update(customer, { name: 'x' }))).toMatchObject({
			statusCode: 404,
			code: 'resource_missing'
		});
		await bench.control.advance({ months: 2 });
	});

	test('one of two leaves the other alone', async () => {
		const price = await makePrice(bench);
		const first = await subscribe(bench, { price });
		const session = await bench.stripe.checkout.sessions.create({
			mode: 'subscription',
			customer: first.customer.id,
			line_items: [{ price: price.id, quantity: 1 }],
			success_url: 'https://pamphlet.test/'
		});
		await bench.control.checkout(session.id);
		await bench.stripe.subscriptions.cancel(first.subscription.id);
		const left = await bench.stripe.subscriptions.list({ customer: first.customer.id });
		expect(left.data.map(({ status }) => status)).toEqual(['active']);
	});
});

describe('a pause', () => {
	test('stops renewals until it is resumed, with a new period that is paid', async () => {
		const { id } = await bought();
		const paused = await bench.stripe.subscriptions.pause(id, { type: 'subscription' });
		expect(paused.status).toBe('paused');
		await bench.control.advance({ months: 3 });
		expect((await invoiceOf(id)).billing_reason).toBe('subscription_create');
		const resumed = await bench.stripe.subscriptions.resume(id);
		expect(resumed.status).toBe('active');
		expect(resumed.status_details).toBeUndefined();
		expect((await invoiceOf(id)).status).toBe('paid');
		expect(await bench.events()).toContain('customer.subscription.resumed');
		expect((await refusal(bench.stripe.subscriptions.resume(id))).statusCode).toBe(400);
	});

	test('makes no invoice of a switch, and ends where an end was agreed', async () => {
		const { id, dearer, swap } = await bought();
		await bench.stripe.subscriptions.update(id, { cancel_at_period_end: true });
		await bench.stripe.subscriptions.pause(id, { type: 'subscription' });
		const changed = await bench.stripe.subscriptions.update(id, {
			items: swap(dearer.id),
			proration_behavior: 'always_invoice'
		});
		expect(changed).toMatchObject({
			status: 'paused',
			items: { data: [{ price: { id: dearer.id } }] }
		});
		expect((await invoiceOf(id)).billing_reason).toBe('subscription_create');
		await bench.control.advance({ months: 1, seconds: 60 });
		expect((await bench.stripe.subscriptions.retrieve(id)).status).toBe('canceled');
	});

	test.for([
		['void', 'void'],
		['mark_uncollectible', 'uncollectible'],
		['keep_as_draft', 'draft']
	] as const)('of collection leaves the status; invoices: %s', async ([behavior, status]) => {
		const { id } = await bought();
		const pause = { behavior };
		const paused = await bench.stripe.subscriptions.update(id, { pause_collection: pause });
		expect(paused).toMatchObject({ status: 'active', pause_collection: pause });
		await bench.control.advance({ months: 1, seconds: HOUR + 60 });
		expect((await invoiceOf(id)).status).toBe(status);
		const open = await bench.stripe.subscriptions.update(id, { pause_collection: '' });
		expect(open.pause_collection).toBeNull();
	});
});
