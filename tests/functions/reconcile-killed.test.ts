import { afterAll, beforeAll, expect, test } from 'vitest';
import { localKeys } from '../../supabase/local/settings.ts';
import { Town } from './payments/town.ts';

// Nothing is ever delivered here: all that is known comes from reconciling, which dies over it.

const patience = { timeout: 30_000, interval: 100 };

let town: Town;
beforeAll(async () => {
	town = await Town.found();
	await town.control.endpoint(null);
}, 120_000);
afterAll(() => town.stop());

/** The state it answers with; nothing where it died. */
async function reconcile(): Promise<string | undefined> {
	try {
		const response = await fetch(`${town.stack.apiUrl}/functions/v1/reconcile-payments`, {
			method: 'POST',
			headers: { apikey: localKeys.secret },
			body: '{"now":true}'
		});
		return ((await response.json()) as { state?: string }).state;
	} catch {
		return undefined;
	}
}

async function kill(victim: 'functions' | 'postgres'): Promise<void> {
	const pid = town.stack.processes()[victim];
	if (!pid) throw new Error(`The stack has no ${victim}.`);
	// Our own connections are not what is tested: they end before the database does.
	await town.sql.end();
	process.kill(pid, 'SIGKILL');
	await expect.poll(() => town.stack.processes()[victim] !== pid, patience).toBe(true);
	town.sql = town.connect();
}

const points = [
	'/v1/events',
	'/v1/subscriptions',
	'/v1/subscriptions/',
	'/v1/invoice_payments',
	'/v1/refunds'
];

test.each(
	points.flatMap((path) => [
		{ path, victim: 'functions' as const },
		{ path, victim: 'postgres' as const }
	])
)(
	'the $victim die before $path is asked for: the next run finds it all',
	async ({ path, victim }) => {
		const { control, stripe } = town;
		const buyer = await town.makeBuyer();
		await town.buy(buyer, town.prices[0] ?? '', 0, '4242');
		const { data } = await stripe.charges.list({ customer: buyer.customer });
		await stripe.refunds.create({ charge: data[0]?.id ?? '', amount: 100 });

		await control.fault({ method: 'GET', path, how: 'hold' });
		const dying = reconcile();
		await control.heldCalls();
		await kill(victim);
		await control.releaseCalls();
		await dying;

		const again = async () => {
			// Whoever died keeps the run for three minutes; they are over.
			await town.sql`update private.reconciliations set lease_until = now() where finished_at is null`;
			return reconcile();
		};
		await expect.poll(() => again().catch(() => ''), patience).toBe('finished');
		expect(await town.opened(buyer)).toHaveLength(1);
		expect(await town.opened(buyer)).toEqual(await town.bought(buyer));
		const { ledger, stripe: kept } = await town.money(buyer);
		expect([ledger, kept]).toEqual([400, 400]);
	},
	120_000
);

test('what Stripe does not have is ended, unless it is too much to be true', async () => {
	const buyer = await town.makeBuyer();
	await town.buy(buyer, town.prices[0] ?? '', 0, '4242');
	expect(await reconcile()).toBe('finished');
	await town.sql`
		insert into subscriptions (
			publication_id, member_id, tier_id, livemode, stripe_subscription_id, stripe_customer_id,
			status, interval, currency, amount, started_at, ticket
		)
		select publication_id, member_id, tier_id, livemode, 'sub_gone_' || n, stripe_customer_id,
			status, interval, currency, amount, started_at, 0
		from subscriptions, generate_series(1, 4) n
		where stripe_subscription_id = ${buyer.subscriptions[0] ?? ''}`;
	const statuses = async () => {
		const rows = await town.sql<{ status: string }[]>`
			select status from subscriptions where stripe_subscription_id like 'sub_gone_%' order by 1`;
		return rows.map(({ status }) => status);
	};
	expect(await reconcile()).toBe('finished');
	expect(await statuses()).toEqual(['active', 'active', 'active', 'active']);

	await town.sql`delete from subscriptions where stripe_subscription_id = 'sub_gone_4'`;
	expect(await reconcile()).toBe('finished');
	expect(await statuses()).toEqual(['canceled', 'canceled', 'canceled']);
}, 60_000);
