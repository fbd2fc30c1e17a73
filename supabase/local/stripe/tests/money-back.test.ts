import { afterEach, describe, expect, test } from 'vitest';
import { refusal, subscribe, useBench } from './support.ts';

const bench = useBench();
afterEach(() => bench.control.reset());

async function paid() {
	const { customer } = await subscribe(bench);
	const [charge] = (await bench.stripe.charges.list({ customer: customer.id })).data;
	await bench.events();
	if (!charge) throw new Error('Nothing was paid.');
	return charge;
}

describe('a refund', () => {
	test('of a part, then of the rest, then of nothing', async () => {
		const { stripe } = bench;
		const charge = await paid();
		const part = await stripe.refunds.create({ charge: charge.id, amount: 200 });
		expect(part).toMatchObject({ status: 'succeeded', amount: 200, charge: charge.id });
		expect(await stripe.charges.retrieve(charge.id)).toMatchObject({
			amount_refunded: 200,
			refunded: false
		});
		expect(await bench.events()).toEqual([
			...['refund.created', 'charge.refunded', 'refund.updated', 'charge.refund.updated']
		]);
		const tooMuch = stripe.refunds.create({ charge: charge.id, amount: 301 });
		expect((await refusal(tooMuch)).message).toContain('greater than unrefunded amount');
		await stripe.refunds.create({ payment_intent: String(charge.payment_intent) });
		const whole = await stripe.charges.retrieve(charge.id, { expand: ['refunds'] });
		expect(whole).toMatchObject({ amount_refunded: 500, refunded: true });
		expect(whole.refunds?.data.map(({ amount }) => amount)).toEqual([200, 300]);
		const again = await refusal(stripe.refunds.create({ charge: charge.id }));
		expect(again.code).toBe('charge_already_refunded');
		const expand = ['data.failure_balance_transaction'];
		const list = await stripe.refunds.list({ charge: charge.id, expand });
		expect(list.data[0]).not.toHaveProperty('failure_balance_transaction');
		expect(list.data.map(({ amount }) => amount)).toEqual([300, 200]);
	});

	test('that a bank sends back has not happened', async () => {
		const { stripe, control } = bench;
		const charge = await paid();
		const { id } = await stripe.refunds.create({ charge: charge.id });
		await control.failRefund(id);
		const expand = ['data.failure_balance_transaction', 'data.balance_transaction'];
		const { data } = await stripe.refunds.list({ charge: charge.id, expand });
		expect(data).toMatchObject([
			{
				status: 'failed',
				balance_transaction: { amount: -500 },
				failure_balance_transaction: { amount: 500, source: id }
			}
		]);
		expect((await stripe.charges.retrieve(charge.id)).refunded).toBe(false);
		expect(await bench.events()).toContain('refund.failed');
	});

	test('wants to know of what', async () => {
		const refused = await refusal(bench.stripe.refunds.create({}));
		expect(refused.code).toBe('parameter_missing');
		const charge = await paid();
		const nothing = bench.stripe.refunds.create({ charge: charge.id, amount: 0 });
		expect((await refusal(nothing)).param).toBe('amount');
	});
});

describe('a dispute', () => {
	test('takes the money, and gives it back when it is won', async () => {
		const { stripe, control } = bench;
		const charge = await paid();
		const id = await control.dispute(charge.id);
		expect(await stripe.charges.retrieve(charge.id)).toMatchObject({ disputed: true });
		expect(await stripe.disputes.retrieve(id)).toMatchObject({
			status: 'needs_response',
			amount: 500,
			balance_transactions: [{ amount: -500 }]
		});
		expect(await bench.events()).toEqual([
			...['charge.updated', 'charge.dispute.created', 'charge.dispute.funds_withdrawn']
		]);
		const refused = await refusal(stripe.refunds.create({ charge: charge.id }));
		expect(refused.code).toBe('charge_disputed');
		await control.closeDispute(id, 'won');
		expect((await stripe.disputes.list({ charge: charge.id })).data[0]).toMatchObject({
			status: 'won',
			balance_transactions: [{ amount: -500 }, { amount: 500 }]
		});
		expect(await bench.events()).toEqual([
			...['charge.dispute.closed', 'charge.dispute.funds_reinstated']
		]);
		await expect(control.closeDispute(id, 'lost')).rejects.toThrow('already closed');
	});

	test('that is lost keeps it', async () => {
		const charge = await paid();
		const id = await bench.control.dispute(charge.id, 'product_not_received');
		await bench.control.closeDispute(id, 'lost');
		expect(await bench.stripe.disputes.retrieve(id)).toMatchObject({
			status: 'lost',
			reason: 'product_not_received',
			balance_transactions: [{ amount: -500 }]
		});
		expect((await bench.events()).at(-1)).toBe('charge.dispute.closed');
	});
});
