import Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { localKeys } from '../../supabase/local/settings.ts';
import { one } from '../support/actors.ts';
import { sql, stack } from '../support/clients.ts';
import { fresh } from '../support/factories.ts';
import { control, stripe } from '../support/local-stripe.ts';
import { now, tiersOf } from '../support/payments.ts';
import { copied, copyOf, makeSubscriber } from './support.ts';

const address = `${stack.apiUrl}/functions/v1/stripe-webhook`;

function eventAbout(object: object, changes: object = {}) {
	return {
		id: fresh('evt').replaceAll('-', '_'),
		object: 'event',
		type: 'customer.subscription.updated',
		created: now(),
		livemode: false,
		data: { object },
		...changes
	};
}

interface Signing {
	with?: string;
	at?: number;
	/** Sent instead of what was signed. */
	body?: string;
	header?: string;
}

async function deliver(event: object, signing: Signing = {}) {
	const payload = JSON.stringify(event);
	const secret = signing.with ?? localKeys.stripeWebhookSecret;
	const signed = Stripe.webhooks.generateTestHeaderString({
		...{ payload, secret },
		timestamp: signing.at ?? now()
	});
	const response = await fetch(address, {
		method: 'POST',
		headers: { 'stripe-signature': signing.header ?? signed },
		body: signing.body ?? payload
	});
	const answer = (await response.json()) as { code?: string; outcome?: string; reason?: string };
	return [response.status, answer.code ?? answer.reason ?? answer.outcome];
}

const kept = async (id: string) => {
	const [row] = await sql<{ outcome: string; reason: string | null }[]>`
		select outcome, reason from private.stripe_events where event_id = ${id}`;
	return row;
};

describe('an event that is not Stripe’s', () => {
	const attacks: [string, (event: object) => Signing][] = [
		['forged', () => ({ header: `t=${now()},v1=${'0'.repeat(64)}` })],
		['not signed', () => ({ header: '' })],
		['signed with another secret', () => ({ with: 'whsec_of_somebody' })],
		['replayed from long ago', () => ({ at: now() - 400 })],
		['dated in the future', () => ({ at: now() + 400 })],
		['changed on the way', (event) => ({ body: JSON.stringify({ ...event, more: 1 }) })]
	];

	test.each(attacks)('%s: refused, and nothing changes', async (_, signingOf) => {
		const { subscription, buyer, tier } = await makeSubscriber();
		const before = await copyOf(subscription);
		const event = eventAbout({ id: subscription, status: 'canceled' });
		expect((await deliver(event, signingOf(event)))[0]).toBe(400);
		expect(await kept(event.id)).toBeUndefined();
		expect(await copyOf(subscription)).toEqual(before);
		expect(await tiersOf(buyer)).toEqual([tier]);
	});
});

describe('an event that is none of ours', () => {
	test.each([
		['of another account', { account: 'acct_of_somebody' }, 'unknown_account'],
		['of the other mode', { livemode: true }, 'wrong_mode'],
		['of something else', { type: 'product.updated' }, 'not_followed']
	])('%s: written down, and nothing changes', async (_, changes, reason) => {
		const { subscription } = await makeSubscriber();
		const before = await copyOf(subscription);
		const event = eventAbout({ id: subscription }, changes);
		expect(await deliver(event)).toEqual([200, reason]);
		expect(await kept(event.id)).toEqual({ outcome: 'ignored', reason });
		expect(await copyOf(subscription)).toEqual(before);
	});

	test('of a customer that nobody here made makes no member', async () => {
		const { subscription, customer, member } = await makeSubscriber();
		await sql`delete from subscriptions where stripe_subscription_id = ${subscription}`;
		await sql`delete from private.stripe_customers where customer_id = ${customer}`;
		expect(await deliver(eventAbout({ id: subscription }))).toEqual([200, 'foreign_customer']);
		expect(await sql`select from subscriptions where member_id = ${member}`).toEqual([]);
	});
});

describe('the life of a subscription', () => {
	test('an event is believed in that something happened, and in nothing else', async () => {
		const { subscription, buyer, tier } = await makeSubscriber();
		const event = eventAbout({ id: subscription, status: 'canceled', customer: 'cus_of_somebody' });
		expect(await deliver(event)).toEqual([200, 'applied']);
		expect(await deliver(event)).toEqual([200, 'seen']);
		expect(await tiersOf(buyer)).toEqual([tier]);
	});

	test('canceled, it opens nothing', async () => {
		const { subscription, buyer } = await makeSubscriber();
		await stripe.subscriptions.cancel(subscription);
		await copied(subscription, 'canceled');
		expect(await tiersOf(buyer)).toEqual([]);
	});

	test('paid, refunded and disputed: the books say so, and the access stays', async () => {
		const { customer, member, buyer, tier } = await makeSubscriber();
		const entries = () => sql<{ kind: string; amount: string }[]>`
			select kind, amount from ledger_entries where member_id = ${member} order by id`;
		await expect.poll(entries, { timeout: 15_000 }).toEqual([{ kind: 'payment', amount: '500' }]);

		const { data: charges } = await stripe.charges.list({ customer });
		const charge = one(charges).id;
		await stripe.refunds.create({ charge, amount: 200 });
		await expect.poll(entries, { timeout: 15_000 }).toHaveLength(2);
		const dispute = await control.dispute(charge);
		await expect.poll(entries, { timeout: 15_000 }).toHaveLength(3);
		await control.closeDispute(dispute, 'won');
		await expect.poll(entries, { timeout: 15_000 }).toHaveLength(4);

		expect((await entries()).map(({ kind }) => kind)).toEqual([
			...['payment', 'refund', 'dispute', 'dispute_won']
		]);
		const [invoice] = await sql`
			select status, amount_refunded, amount_disputed, dispute_status, tier_id from invoices
			where member_id = ${member}`;
		expect(invoice).toEqual({
			...{ status: 'paid', amount_refunded: '200', amount_disputed: '0', dispute_status: 'won' },
			tier_id: tier
		});
		expect(await tiersOf(buyer)).toEqual([tier]);
	});

	test('moved to a price that is none of ours, it opens nothing', async () => {
		const { subscription, buyer } = await makeSubscriber();
		const product = await stripe.products.create({ name: 'Of another shop' });
		const price = await stripe.prices.create({
			...{ product: product.id, currency: 'gbp', unit_amount: 900 },
			recurring: { interval: 'month' }
		});
		const { items } = await stripe.subscriptions.retrieve(subscription);
		const item = { id: items.data[0]?.id, price: price.id };
		await stripe.subscriptions.update(subscription, { items: [item] });
		await expect.poll(() => tiersOf(buyer), { timeout: 15_000 }).toEqual([]);
	});
});
