import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { anon, freshEmail, makeActors, one, type Actor } from '../support/actors.ts';
import { db, sql } from '../support/clients.ts';
import { fresh, makeMember, makePublication, makeStaff, makeTier } from '../support/factories.ts';
import { refusal } from '../support/transactions.ts';

let owner: Actor, admin: Actor, author: Actor, otherOwner: Actor;
let publication: string, tier: string, patron: string, member: string;

beforeAll(async () => {
	const people = await makeActors(['o', 'a', 'w', 'x'].map(freshEmail));
	[owner, admin, author, otherOwner] = people as [Actor, Actor, Actor, Actor];
	await makeStaff(await makePublication(), otherOwner.id, 'owner');
});

beforeEach(async () => {
	publication = await makePublication();
	await sql`update publications set time_zone = 'Pacific/Auckland' where id = ${publication}`;
	await Promise.all([
		makeStaff(publication, owner.id, 'owner'),
		makeStaff(publication, admin.id, 'admin'),
		makeStaff(publication, author.id, 'author')
	]);
	[tier, patron] = await Promise.all([makeTier(publication), makeTier(publication)]);
	member = await makeMember(publication, freshEmail());
});

/** A moment on the publication's clock: months back from this one, and what is added to its first midnight. */
async function moment(monthsBack: number, later = '0'): Promise<Date> {
	const rows = await sql<{ at: Date }[]>`
		select (date_trunc('month', now() at time zone 'Pacific/Auckland')
			- make_interval(months => ${monthsBack}) + ${later}::interval) at time zone 'Pacific/Auckland' as at`;
	return one(rows).at;
}

async function monthOf(monthsBack: number): Promise<string> {
	const rows = await sql<{ month: string }[]>`
		select (date_trunc('month', now() at time zone 'Pacific/Auckland')
			- make_interval(months => ${monthsBack}))::date::text as month`;
	return one(rows).month;
}

async function subscribe(row: Record<string, unknown>): Promise<void> {
	await sql`insert into subscriptions ${sql({
		publication_id: publication,
		member_id: member,
		tier_id: tier,
		livemode: true,
		stripe_subscription_id: fresh('sub'),
		stripe_customer_id: 'cus',
		status: 'active',
		interval: 'month',
		currency: 'gbp',
		amount: 500,
		started_at: new Date(),
		ticket: 0,
		...row
	})}`;
}

async function move(kind: string, amount: number, at: Date, row: object = {}): Promise<void> {
	await sql`insert into ledger_entries ${sql({
		publication_id: publication,
		member_id: member,
		tier_id: tier,
		livemode: true,
		source: randomUUID(),
		kind,
		currency: 'gbp',
		amount,
		at,
		...row
	})}`;
}

const place = () => ({ p_publication_id: publication });

async function members(months?: number) {
	const span = months === undefined ? place() : { ...place(), p_months: months };
	const { data, error } = await db(owner).rpc('money_members', span);
	if (error) throw error;
	return data.map((row) => [row.month, row.at_start, row.began, row.lost, row.at_end]);
}

async function revenue(months?: number) {
	const span = months === undefined ? place() : { ...place(), p_months: months };
	const { data, error } = await db(owner).rpc('money_revenue', span);
	if (error) throw error;
	return data.map((row) => [
		...[row.month, row.currency, row.tier_id === patron ? 'patron' : 'tier'],
		...[row.paid, row.refunded, row.disputed]
	]);
}

describe('paying subscriptions by month', () => {
	test('begin and end in the months of the publication, to the second', async () => {
		await subscribe({ started_at: await moment(2, '-1 second') });
		await subscribe({ started_at: await moment(2) });
		await subscribe({
			started_at: await moment(2, '3 days'),
			status: 'canceled',
			ended_at: await moment(1, '-1 second')
		});
		await subscribe({
			started_at: await moment(2, '4 days'),
			status: 'canceled',
			ended_at: await moment(1)
		});
		expect(await members()).toEqual([
			[await monthOf(3), 0, 1, 0, 1],
			[await monthOf(2), 1, 3, 1, 3],
			[await monthOf(1), 3, 0, 1, 2],
			[await monthOf(0), 2, 0, 0, 2]
		]);
		expect(await members(2)).toEqual([
			[await monthOf(1), 3, 0, 1, 2],
			[await monthOf(0), 2, 0, 0, 2]
		]);
	});

	test('count from the end of a trial, and one that ended in it never', async () => {
		const started = await moment(3, '10 days');
		await subscribe({ started_at: started, trial_end: await moment(2, '2 days') });
		await subscribe({
			started_at: started,
			trial_end: await moment(2, '2 days'),
			status: 'canceled',
			ended_at: await moment(2, '2 days')
		});
		await subscribe({
			started_at: started,
			trial_end: await moment(2, '2 days'),
			status: 'canceled',
			ended_at: await moment(2, '1 day')
		});
		await subscribe({ started_at: started, trial_end: await moment(-1), status: 'trialing' });
		expect(await members()).toEqual([
			[await monthOf(3), 0, 0, 0, 0],
			[await monthOf(2), 0, 1, 0, 1],
			[await monthOf(1), 1, 0, 0, 1],
			[await monthOf(0), 1, 0, 0, 1]
		]);
	});

	test('that nobody pays for are lost from the period that was not paid; past due ones are not yet', async () => {
		const started_at = await moment(2, '1 day');
		const current_period_start = await moment(1, '1 day');
		for (const status of ['unpaid', 'paused', 'a new word', 'past_due']) {
			await subscribe({ started_at, current_period_start, status });
		}
		for (const status of ['incomplete', 'incomplete_expired']) {
			await subscribe({ started_at, current_period_start: started_at, status });
		}
		// Its first period was never paid; and one that was moved to a price of others.
		await subscribe({ started_at, current_period_start: started_at, status: 'unpaid' });
		await subscribe({ started_at, tier_id: null });
		expect(await members()).toEqual([
			[await monthOf(2), 0, 4, 0, 4],
			[await monthOf(1), 4, 0, 3, 1],
			[await monthOf(0), 1, 0, 0, 1]
		]);
	});

	test('are those that pay now', async () => {
		for (const status of ['active', 'past_due', 'trialing', 'unpaid', 'canceled', 'paused']) {
			const over = status === 'canceled' ? { ended_at: await moment(0) } : {};
			await subscribe({ status, started_at: await moment(1), ...over });
		}
		const { data } = await db(owner).rpc('money_now', place());
		const [, , , , atEnd] = (await members()).at(-1) ?? [];
		expect(atEnd).toBe(2);
		expect(data).toEqual([
			{ currency: 'gbp', paying: 2, past_due: 1, trialing: 1, ending: 0, mrr: 1000 }
		]);
	});
});

describe('what recurs in a month', () => {
	const mrr = async () => {
		const { data } = await db(owner).rpc('money_now', place());
		return data?.map((row) => [row.currency, row.mrr]);
	};

	test('is the twelfth of a year, added up exactly and rounded once', async () => {
		await subscribe({ interval: 'year', amount: 5000 });
		expect(await mrr()).toEqual([['gbp', 417]]);
		// Three times 416.666… are 1,250, not three times 417.
		await subscribe({ interval: 'year', amount: 5000 });
		await subscribe({ interval: 'year', amount: 5000 });
		expect(await mrr()).toEqual([['gbp', 1250]]);
		await subscribe({ interval: 'month', interval_count: 3, amount: 1500 });
		await subscribe({ interval: 'week', amount: 100 });
		expect(await mrr()).toEqual([['gbp', 1250 + 500 + 433]]);
	});

	test('keeps currencies apart, and is at the price that each one pays', async () => {
		await subscribe({ amount: 500, cancel_at_period_end: true });
		await subscribe({ amount: 600, cancel_at: new Date(Date.now() + 86_400_000) });
		await subscribe({ amount: 700, currency: 'jpy' });
		await subscribe({ amount: 0 });
		const { data } = await db(owner).rpc('money_now', place());
		expect(data).toEqual([
			{ currency: 'gbp', paying: 3, past_due: 0, trialing: 0, ending: 2, mrr: 1100 },
			{ currency: 'jpy', paying: 1, past_due: 0, trialing: 0, ending: 0, mrr: 700 }
		]);
	});
});

describe('revenue', () => {
	test('falls into the months of the publication, refunds into their own', async () => {
		await move('payment', 1000, await moment(2, '-1 second'));
		await move('payment', 500, await moment(2));
		await move('refund', -300, await moment(1));
		await move('payment', 1500, await moment(1, '-1 second'), { tier_id: patron });
		await move('dispute', -1500, await moment(0), { tier_id: patron });
		await move('dispute_won', 1500, await moment(0), { tier_id: patron });
		await move('refund_failed', 300, await moment(0));
		expect((await revenue()).sort()).toEqual(
			[
				[await monthOf(3), 'gbp', 'tier', 1000, 0, 0],
				[await monthOf(2), 'gbp', 'tier', 500, 0, 0],
				[await monthOf(2), 'gbp', 'patron', 1500, 0, 0],
				[await monthOf(1), 'gbp', 'tier', 0, -300, 0],
				[await monthOf(0), 'gbp', 'patron', 0, 0, 0],
				[await monthOf(0), 'gbp', 'tier', 0, 300, 0]
			].sort()
		);
		expect((await revenue(1)).map(([month]) => month)).toEqual([
			await monthOf(0),
			await monthOf(0)
		]);
	});

	test('of several currencies is never added up', async () => {
		const at = await moment(0);
		await move('payment', 1000, at);
		await move('payment', 700, at, { currency: 'jpy' });
		expect(await revenue()).toEqual([
			[await monthOf(0), 'gbp', 'tier', 1000, 0, 0],
			[await monthOf(0), 'jpy', 'tier', 700, 0, 0]
		]);
	});

	test('takes sums beyond 32 bits', async () => {
		const at = await moment(0);
		for (let n = 0; n < 3; n += 1) await move('payment', 9_000_000_000, at);
		expect(await revenue()).toEqual([[await monthOf(0), 'gbp', 'tier', 27_000_000_000, 0, 0]]);
	});
});

describe('test payments', () => {
	test('count until there is a live one', async () => {
		const isLive = async () => (await db(owner).rpc('money_is_live', place())).data;
		expect(await isLive()).toBe(null);
		expect(await members()).toEqual([]);
		await move('payment', 500, await moment(0), { livemode: false });
		await subscribe({ livemode: false, started_at: await moment(1) });
		expect(await isLive()).toBe(false);
		expect(await revenue()).toHaveLength(1);
		expect(await members()).toHaveLength(2);
		await subscribe({ started_at: await moment(0) });
		expect(await isLive()).toBe(true);
		expect(await revenue()).toEqual([]);
		expect(await members()).toEqual([[await monthOf(0), 0, 1, 0, 1]]);
	});
});

describe('money is for owners', () => {
	const asked = ['money_is_live', 'money_members', 'money_now', 'money_revenue'] as const;

	test.each(asked)('%s tells nobody else', async (name) => {
		await move('payment', 500, await moment(0));
		await subscribe({ started_at: await moment(0) });
		const told = async (actor: Actor) => (await db(actor).rpc(name, place())).data;
		expect(await told(owner)).toSatisfy((data) => data === true || data.length > 0);
		for (const actor of [admin, author, otherOwner]) {
			expect(await told(actor)).toSatisfy((data) => data === null || data.length === 0);
		}
		expect(await refusal(db(anon).rpc(name, place()))).toBe('42501');
	});

	test('who has a tier is for admins', async () => {
		await subscribe({ started_at: await moment(0) });
		const told = async (actor: Actor) => (await db(actor).rpc('tier_holders', place())).data;
		expect(await told(admin)).toContainEqual({ tier_id: tier, paying: 1, given: 0, ever: true });
		expect(await told(author)).toEqual([]);
		expect(await told(otherOwner)).toEqual([]);
		expect(await refusal(db(anon).rpc('tier_holders', place()))).toBe('42501');
	});
});
