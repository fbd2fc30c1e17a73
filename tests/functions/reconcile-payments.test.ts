import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sql, stack } from '../support/clients.ts';
import { fresh, makeSubscription } from '../support/factories.ts';
import { stripe } from '../support/local-stripe.ts';
import { tiersOf } from '../support/payments.ts';
import { reportSchema } from '../../supabase/functions/reconcile-payments/report.ts';
import { copyOf, makeSubscriber } from './support.ts';

const answerSchema = z.object({ state: z.string(), report: reportSchema.optional() });
const secret = { authorization: `Bearer ${stack.secretKey}` };

const call = (body: string, headers: Record<string, string> = {}) =>
	fetch(`${stack.apiUrl}/functions/v1/reconcile-payments`, { method: 'POST', headers, body });

/** A run with the secret key; another that is at it is waited for. */
async function run(wish: { dry_run?: true; now?: true }) {
	for (;;) {
		const response = await call(JSON.stringify(wish), secret);
		const answer = answerSchema.parse(await response.json());
		if (answer.state === 'not_due' || answer.state === 'set_aside') continue;
		if (!answer.report) throw new Error('There is no report.');
		return answer.report;
	}
}

/** Lets us forget a subscription, as if no event of it had come. */
async function forget(subscription: string) {
	const { customer } = await stripe.subscriptions.retrieve(subscription);
	await sql`
		delete from ledger_entries l using invoices i, subscriptions s
		where l.invoice_id = i.id and i.subscription_id = s.id and s.stripe_subscription_id = ${subscription}`;
	await sql`
		delete from invoices i using subscriptions s
		where i.subscription_id = s.id and s.stripe_subscription_id = ${subscription}`;
	await sql`delete from subscriptions where stripe_subscription_id = ${subscription}`;
	return String(customer);
}

const differing = (report: Awaited<ReturnType<typeof run>>, id: string) =>
	report.subscriptions.differing.find((one) => one.id === id);

// After a run the next one is an hour away: none of the schedule comes between.
beforeAll(async () => {
	await run({ now: true });
});

describe('reconcile-payments', () => {
	test('finds what no event told of, with its money', async () => {
		const { subscription, buyer, tier, member } = await makeSubscriber();
		await forget(subscription);
		expect(await tiersOf(buyer)).toEqual([]);

		expect(differing(await run({ dry_run: true }), subscription)).toMatchObject({ new: true });
		expect(await copyOf(subscription)).toBeUndefined();

		expect(differing(await run({ now: true }), subscription)).toMatchObject({ new: true });
		expect(await tiersOf(buyer)).toEqual([tier]);
		expect(await sql`select amount from ledger_entries where member_id = ${member}`).toEqual([
			{ amount: '500' }
		]);
		expect(differing(await run({ now: true }), subscription)).toBeUndefined();
	});

	test('repairs what differs, and says what', async () => {
		const { subscription, buyer, tier } = await makeSubscriber();
		await sql`
			update subscriptions set status = 'canceled', amount = 1
			where stripe_subscription_id = ${subscription}`;
		const expected = { new: false, fields: { status: ['canceled', 'active'], amount: [1, 500] } };
		expect(differing(await run({ dry_run: true }), subscription)).toMatchObject(expected);
		expect((await copyOf(subscription))?.status).toBe('canceled');
		expect(differing(await run({ now: true }), subscription)).toMatchObject(expected);
		expect(await tiersOf(buyer)).toEqual([tier]);
	});

	test('names what Stripe does not have, and ends nothing when it is only asked', async () => {
		const { publication, member, tier } = await makeSubscriber();
		const invented = fresh('sub');
		const id = await makeSubscription({ publication, member, tier });
		await sql`
			update subscriptions set account = '', stripe_subscription_id = ${invented}, ticket = 0
			where id = ${id}`;
		expect((await run({ dry_run: true })).subscriptions.gone).toContain(invented);
		expect((await copyOf(invented))?.status).toBe('active');
	});

	test('a run is written down, and so that the next is an hour away', async () => {
		await run({ now: true });
		const [last] = await sql<{ report: unknown }[]>`
			select report from private.reconciliations where finished_at is not null
			order by started_at desc limit 1`;
		expect(reportSchema.parse(last?.report).subscriptions.checked).toBeGreaterThan(0);
		const [{ due } = { due: true }] = await sql<{ due: boolean }[]>`
			select private.reconciliation_due() as due`;
		expect(due).toBe(false);
	});
});

describe('a wake-up', () => {
	test('does what is due, whoever calls, and tells nobody what', async () => {
		const response = await call('');
		expect(response.status).toBe(200);
		expect(Object.keys((await response.json()) as object)).toEqual(['state']);
	});

	test.each([
		['without a key', {}],
		['with the publishable key', { apikey: stack.publishableKey }],
		['with a key that begins like it', { authorization: `Bearer ${stack.secretKey.slice(0, -1)}` }],
		['with a longer one', { apikey: `${stack.secretKey}0` }]
	])('%s asks for no more', async (_, headers) => {
		for (const wish of ['{"dry_run":true}', '{"now":true}']) {
			expect((await call(wish, headers)).status).toBe(401);
		}
	});

	test.each(['[]', '{"all":true}', '{', '{"dry_run":1}'])('%s is no wish', async (body) => {
		expect((await call(body, secret)).status).toBe(400);
	});
});
