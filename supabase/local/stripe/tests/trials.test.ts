import { afterEach, describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../clock.ts';
import { basket, latestInvoice, makePrice, subscribe, useBench } from './support.ts';

const bench = useBench();
afterEach(() => bench.control.reset());

const look = (id: string) => bench.stripe.subscriptions.retrieve(id);
const invoiceOf = (id: string) => latestInvoice(bench, id);

describe('a trial', () => {
	test('costs nothing, is announced three days before its end, and goes on as paid', async () => {
		const { subscription, session } = await subscribe(bench, { trialDays: 14 });
		expect(session.payment_status).toBe('no_payment_required');
		expect(subscription.status).toBe('trialing');
		expect(await invoiceOf(subscription.id)).toMatchObject({ status: 'paid', amount_due: 0 });
		expect((subscription.items.data[0]?.current_period_end ?? 0) - subscription.created).toBe(
			14 * DAY
		);
		await bench.events();
		await bench.control.advance({ days: 10 });
		expect(await bench.events()).toEqual([]);
		await bench.control.advance({ days: 1 });
		expect(await bench.events()).toEqual(['customer.subscription.trial_will_end']);
		await bench.control.advance({ days: 3, seconds: HOUR + 60 });
		expect((await look(subscription.id)).status).toBe('active');
		expect(await invoiceOf(subscription.id)).toMatchObject({ status: 'paid', amount_due: 500 });
	});

	test('of two days is announced at once', async () => {
		await subscribe(bench, { trialDays: 2 });
		expect(await bench.events()).toContain('customer.subscription.trial_will_end');
	});

	test('whose card is declined at its end is past due', async () => {
		const { subscription } = await subscribe(bench, { trialDays: 5, card: '0341' });
		await bench.control.advance({ days: 5, seconds: HOUR + 60 });
		expect((await look(subscription.id)).status).toBe('past_due');
	});

	test.for([
		['pause', 'paused'],
		['cancel', 'canceled']
	] as const)('without a card: %s', async ([missing_payment_method, status]) => {
		const { stripe, control } = bench;
		const session = await stripe.checkout.sessions.create({
			...basket(await makePrice(bench)),
			customer_email: 'ada@example.com',
			payment_method_collection: 'if_required',
			subscription_data: {
				trial_period_days: 7,
				trial_settings: { end_behavior: { missing_payment_method } }
			}
		});
		await control.checkout(session.id, { card: null });
		await control.advance({ days: 7, seconds: 60 });
		const [subscription] = (await stripe.subscriptions.list({ status: 'all' })).data;
		expect(subscription?.status).toBe(status);
	});

	test('can be ended now, or moved', async () => {
		const { subscription } = await subscribe(bench, { trialDays: 7 });
		const later = (subscription.trial_end ?? 0) + 7 * DAY;
		const moved = await bench.stripe.subscriptions.update(subscription.id, { trial_end: later });
		expect(moved.items.data[0]?.current_period_end).toBe(later);
		const ended = await bench.stripe.subscriptions.update(subscription.id, { trial_end: 'now' });
		expect(ended.status).toBe('active');
		expect((await invoiceOf(subscription.id)).amount_paid).toBe(500);
	});
});
