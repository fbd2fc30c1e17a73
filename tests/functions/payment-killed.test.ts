import { afterAll, beforeAll, expect, test } from 'vitest';
import { localKeys } from '../../supabase/local/settings.ts';
import { followedTypes } from '../../supabase/functions/_shared/stripe/take-in.ts';
import { startLossyProxy, type LossyProxy } from './payments/lossy-proxy.ts';
import { Town, type Buyer } from './payments/town.ts';

// Each event of a subscription's life is taken in by a function that dies, or whose database does,
// between two of its steps. By default each event has one such death; PAYMENT_KILLS=all: all of them.

const points = [
	'before it is heard',
	'before Stripe is asked',
	'before it is written',
	'before it is said'
] as const;
const victims = ['functions', 'postgres'] as const;
const deaths = points.flatMap((point) => victims.map((victim) => ({ point, victim })));
type Death = (typeof deaths)[number];
const all = process.env.PAYMENT_KILLS === 'all';

const patience = { timeout: 30_000, interval: 50 };

let town: Town;
let proxy: LossyProxy;
beforeAll(async () => {
	town = await Town.found();
	proxy = await startLossyProxy(`${town.stack.apiUrl}/functions/v1/stripe-webhook`);
	await town.control.endpoint({ url: proxy.url, secret: localKeys.stripeWebhookSecret });
	await town.control.webhooks('hold');
	// Whoever writes an event down waits here, as long as somebody holds the door.
	await town.sql.unsafe(`
		create sequence private.arrivals;
		create table private.door (held boolean);
		create function private.hold() returns trigger language plpgsql set search_path = '' as $$
		begin
			if exists (select from private.door) then
				perform nextval('private.arrivals');
				while exists (select from private.door) loop perform pg_sleep(0.02); end loop;
			end if;
			return new;
		end $$;
		create trigger hold before insert on private.stripe_events for each row execute function private.hold();
		grant usage on sequence private.arrivals to service_role`);
}, 120_000);
afterAll(async () => {
	await proxy.stop();
	await town.stop();
});

/** Kills, and waits until everything is up again. */
async function kill(victim: Death['victim']): Promise<void> {
	const pid = town.stack.processes()[victim];
	if (!pid) throw new Error(`The stack has no ${victim}.`);
	// Our own connections are not what is tested: they end before the database does.
	if (victim === 'postgres') await town.sql.end();
	process.kill(pid, 'SIGKILL');
	await expect.poll(() => town.stack.processes()[victim] !== pid && isUp(), patience).toBe(true);
	if (victim === 'postgres') town.sql = town.connect();
}

async function isUp(): Promise<boolean> {
	try {
		// The function itself refuses what is not signed; REST needs the database.
		const answer = await fetch(`${town.stack.apiUrl}/functions/v1/stripe-webhook`, {
			method: 'POST'
		});
		const rest = await fetch(`${town.stack.apiUrl}/rest/v1/tiers?select=id&limit=1`, {
			headers: { apikey: localKeys.publishable }
		});
		return answer.status === 400 && rest.ok;
	} catch {
		return false;
	}
}

/** How often a number of a sequence was drawn. */
const drawn = async (sequence: 'stripe_tickets' | 'arrivals') =>
	Number(
		(
			await town.sql`select last_value - 1 + is_called::integer as n from private.${town.sql(sequence)}`
		)[0]?.n
	);

/** Lets an event be delivered to somebody who dies at this point. */
async function dieOver(event: string, { point, victim }: Death): Promise<void> {
	const { control, sql } = town;
	if (point === 'before it is heard') {
		const dying = kill(victim);
		await control.redeliver([event]);
		return dying;
	}
	if (point === 'before Stripe is asked') {
		const before = await drawn('stripe_tickets');
		await control.fault({ how: 'hold', method: 'GET' });
		await control.redeliver([event]);
		await expect.poll(() => drawn('stripe_tickets'), patience).toBeGreaterThan(before);
		await kill(victim);
		return control.releaseCalls();
	}
	if (point === 'before it is written') {
		const before = await drawn('arrivals');
		await sql`insert into private.door values (true)`;
		await control.redeliver([event]);
		await expect.poll(() => drawn('arrivals'), patience).toBeGreaterThan(before);
		await kill(victim);
		await town.sql`delete from private.door`;
		// Whoever called is dead; the database does what it was asked all the same.
		const isWritten = () => town.sql`select from private.stripe_events where event_id = ${event}`;
		if (victim === 'functions') await expect.poll(isWritten, patience).toHaveLength(1);
		return;
	}
	const lost = new Promise<void>((done) => proxy.loseNext(done));
	await control.redeliver([event]);
	await lost;
	return kill(victim);
}

let next = 0;
/** Takes in what has happened, with all the deaths that are due. */
async function hear(buyer: Buyer): Promise<void> {
	const { control } = town;
	const events = (await control.deliveries()).filter(({ state }) => state === 'held');
	for (const { id, event } of events) {
		if (!followedTypes.includes(event)) continue;
		for (const death of all ? deaths : [deaths[next++ % deaths.length]!]) {
			// A try that was made again meanwhile has written it down: it is as new.
			await town.sql`delete from private.stripe_events where event_id = ${id}`;
			await dieOver(id, death);
		}
	}
	await control.release('shuffled');
	await control.redeliver();
	await control.idle({ retries: true });
	await expect
		.poll(async () => {
			await control.redeliver();
			await control.idle({ retries: true });
			return (await control.deliveries()).filter(({ state }) => state !== 'delivered');
		}, patience)
		.toEqual([]);
	expect(await town.opened(buyer)).toEqual(await town.bought(buyer));
	const { ledger, stripe } = await town.money(buyer);
	expect(ledger).toBe(stripe);
}

test('whoever dies, and whenever: in the end it is as Stripe says', async () => {
	const { stripe, control, prices } = town;
	const buyer = await town.makeBuyer();
	await town.buy(buyer, prices[0] ?? '', 0, '4242');
	await hear(buyer);
	expect(await town.opened(buyer)).toHaveLength(1);

	await control.outcomes(buyer.customer, 'decline');
	await control.advance({ days: 32 });
	await hear(buyer);
	await control.advance({ days: 4 });
	await hear(buyer);

	const { data } = await stripe.charges.list({ customer: buyer.customer });
	const paid = data.find((charge) => charge.paid);
	await stripe.refunds.create({ charge: paid?.id ?? '', amount: 100 });
	await hear(buyer);
	await stripe.subscriptions.cancel(buyer.subscriptions[0] ?? '');
	await hear(buyer);
	expect(await town.opened(buyer)).toEqual([]);

	// Each mail went out once, whatever was tried how often.
	const mails = await town.sql<
		{ key: string }[]
	>`select key from private.outbox where key is not null`;
	expect(mails.map(({ key }) => key.split(':')[0]).sort()).toEqual(['payment_failed', 'welcome']);
}, 1_800_000);
