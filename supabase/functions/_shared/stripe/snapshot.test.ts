import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { fakeInvoice, fakePayment, fakeSubscription } from './fake.ts';
import { reduceInvoice, reduceSubscription, snapshotSchema, unpaidSince } from './snapshot.ts';

describe('unpaidSince', () => {
	const invoice = (status: Stripe.Invoice.Status, created: number, amount_due = 500) => ({
		...{ status, created, amount_due }
	});

	it.each([
		['nothing unpaid', [invoice('paid', 3)], null],
		['the last one', [invoice('open', 3), invoice('paid', 2)], 3],
		[
			'the first of those in a row',
			[invoice('open', 3), invoice('uncollectible', 2), invoice('paid', 1)],
			2
		],
		['not what was left long ago', [invoice('open', 3), invoice('paid', 2), invoice('open', 1)], 3],
		['not what was voided', [invoice('open', 3), invoice('void', 2)], 3],
		[
			'past one of nothing to pay',
			[invoice('open', 3), invoice('paid', 2, 0), invoice('open', 1)],
			1
		]
	])('is %s', (_, invoices, since) => {
		expect(unpaidSince(invoices)).toBe(since);
	});
});

describe('a subscription', () => {
	it('has a date of grace while it is past due only', () => {
		const open = [fakeInvoice({ status: 'open', created: 7 })];
		const reduced = (status: string) => reduceSubscription(fakeSubscription({ status }), open);
		expect(reduced('past_due').unpaid_since).toBe(7);
		expect(reduced('active').unpaid_since).toBeNull();
	});

	it('keeps a status that nobody knows yet', () => {
		expect(reduceSubscription(fakeSubscription({ status: 'resting' })).status).toBe('resting');
	});
});

describe('an invoice', () => {
	const refund = (id: string, status: string, amount = 100) =>
		({ ...{ id, status, amount }, currency: 'gbp', created: 2000 }) as Stripe.Refund;
	const dispute = (status: string, ...moved: number[]) =>
		({
			...{ id: 'dp_1', status, amount: 500, currency: 'gbp' },
			balance_transactions: moved.map((amount, n) => ({ amount, created: 3000 + n }))
		}) as unknown as Stripe.Dispute;
	const reduce = (refunds: Stripe.Refund[], disputes: Stripe.Dispute[] = []) =>
		reduceInvoice(fakeInvoice(), [{ payment: fakePayment(), refunds, disputes }]);
	const sources = ({ entries }: ReturnType<typeof reduce>) =>
		entries.map(({ source, kind, amount }) => [source, kind, amount]);

	it('is a payment', () => {
		expect(sources(reduce([]))).toEqual([['inpay_1', 'payment', 500]]);
		expect(reduce([])).toMatchObject({ amount_refunded: 0, amount_disputed: 0, price: 'price_1' });
	});

	it('counts refunds that stand', () => {
		const reduced = reduce([refund('re_1', 'succeeded'), refund('re_2', 'failed', 50)]);
		expect(sources(reduced).slice(1)).toEqual([
			['re_1', 'refund', -100],
			['re_2', 'refund', -50],
			['re_2:failed', 'refund_failed', 50]
		]);
		expect(reduced.amount_refunded).toBe(100);
	});

	it('counts disputes that took money, and gave it back', () => {
		expect(sources(reduce([], [dispute('warning_needs_response')]))).toHaveLength(1);
		const lost = reduce([], [dispute('lost', -515)]);
		expect(sources(lost)[1]).toEqual(['dp_1', 'dispute', -500]);
		expect(lost).toMatchObject({ amount_disputed: 500, dispute_status: 'lost' });
		const won = reduce([], [dispute('won', -515, 515)]);
		expect(sources(won)[2]).toEqual(['dp_1:won', 'dispute_won', 500]);
		expect(won.amount_disputed).toBe(0);
	});

	it('says that its payer has to act', () => {
		const intent = {
			id: 'pi_1',
			status: 'requires_action',
			last_payment_error: { message: 'No.' }
		};
		const payment = fakePayment({ status: 'open', payment: { payment_intent: intent } });
		const open = fakeInvoice({ status: 'open', amount_paid: 0 });
		expect(reduceInvoice(open, [{ payment, refunds: [], disputes: [] }])).toMatchObject({
			action_required: true,
			failure: 'No.',
			entries: []
		});
	});

	it('belongs to the price of its largest line', () => {
		const line = (amount: number, price: string) => ({
			...{ amount, pricing: { price_details: { price } } }
		});
		const lines = { data: [line(-400, 'price_old'), line(900, 'price_new')] };
		expect(reduceInvoice(fakeInvoice({ lines }), []).price).toBe('price_new');
	});
});

it('is a snapshot as the database takes it', () => {
	const snapshot = {
		...{ account: '', livemode: false },
		subscription: reduceSubscription(fakeSubscription()),
		invoice: reduceInvoice(fakeInvoice(), [])
	};
	expect(snapshotSchema.parse(snapshot)).toEqual(snapshot);
});
