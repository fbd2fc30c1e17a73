import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshEmail, makeActors, type Actor } from '../support/actors.ts';
import { db, sql } from '../support/clients.ts';
import {
	fresh,
	makeGrant,
	makeMember,
	makePublication,
	makeStaff,
	makeSubscription,
	makeTier
} from '../support/factories.ts';
import { refusal } from '../support/transactions.ts';

let admin: Actor, author: Actor, otherOwner: Actor;
let publication: string;

beforeAll(async () => {
	const people = await makeActors(['a', 'w', 'x'].map(freshEmail));
	[admin, author, otherOwner] = people as [Actor, Actor, Actor];
	await makeStaff(await makePublication(), otherOwner.id, 'owner');
});

beforeEach(async () => {
	publication = await makePublication();
	await makeStaff(publication, admin.id, 'admin');
	await makeStaff(publication, author.id, 'author');
});

function values(more: { p_id?: string; p_month?: number; p_year?: number } = {}) {
	return {
		p_publication_id: publication,
		p_slug: fresh('tier'),
		p_name: 'Member',
		p_description: '',
		p_benefits: ['All of it'],
		p_trial_days: 0,
		p_currency: 'gbp',
		...more
	};
}

async function pricesOf(id: string) {
	const rows = await sql<{ interval: string; amount: number; archived: boolean }[]>`
		select interval, amount, archived_at is not null as archived
		from tier_prices where tier_id = ${id} order by interval, amount`;
	return rows.map(({ interval, amount, archived }) => [interval, amount, archived]);
}

describe('saving a tier', () => {
	test('sets both prices, keeps what is as it was, and archives what is not', async () => {
		const { data: id } = await db(admin).rpc('save_tier', values({ p_month: 500, p_year: 5000 }));
		if (!id) throw new Error('no tier');
		await db(admin).rpc('save_tier', values({ p_id: id, p_month: 500, p_year: 6000 }));
		expect(await pricesOf(id)).toEqual([
			['month', 500, false],
			['year', 5000, true],
			['year', 6000, false]
		]);
		await db(admin).rpc('save_tier', values({ p_id: id, p_year: 6000 }));
		expect(await pricesOf(id)).toContainEqual(['month', 500, true]);
	});

	test('is whole or not at all', async () => {
		const tier = values({ p_month: 500, p_year: -1 });
		expect(await refusal(db(admin).rpc('save_tier', tier))).toBe('23514');
		expect(await sql`select from tiers where slug = ${tier.p_slug}`).toHaveLength(0);
	});

	test('is for admins', async () => {
		for (const actor of [author, otherOwner]) {
			expect(await refusal(db(actor).rpc('save_tier', values({ p_month: 500 })))).toBe('42501');
		}
	});

	test('finds a tier in its own publication only', async () => {
		const elsewhere = await makeTier(await makePublication());
		expect(await refusal(db(admin).rpc('save_tier', values({ p_id: elsewhere })))).toBe('PT404');
	});
});

test('tiers are put in order by admins, those of others stay', async () => {
	const [first, second] = await Promise.all([makeTier(publication), makeTier(publication)]);
	const elsewhere = await makeTier(await makePublication());
	const order = { p_publication_id: publication, p_tier_ids: [second, elsewhere, first] };
	await db(author).rpc('order_tiers', order);
	const positions = async () => {
		const rows =
			await sql`select id, position from tiers where id in ${sql([first, second, elsewhere])}`;
		return Object.fromEntries(rows.map((row) => [row.id, row.position]));
	};
	expect(await positions()).toEqual({ [first]: 0, [second]: 0, [elsewhere]: 0 });
	await db(admin).rpc('order_tiers', order);
	expect(await positions()).toEqual({ [first]: 3, [second]: 1, [elsewhere]: 0 });
});

describe('deleting a tier', () => {
	const remove = (tier: string) => db(admin).from('tiers').delete().eq('id', tier);

	test('works when nobody ever had it', async () => {
		const tier = await makeTier(publication);
		expect((await remove(tier)).error).toBe(null);
		expect(await sql`select from tiers where id = ${tier}`).toHaveLength(0);
	});

	test.each(['grant', 'subscription', 'ledger'])('is refused where there is a %s', async (what) => {
		const [tier, member] = await Promise.all([
			makeTier(publication),
			makeMember(publication, freshEmail())
		]);
		if (what === 'grant') await makeGrant(publication, member, tier, -1);
		if (what === 'subscription') {
			await makeSubscription({ publication, member, tier, status: 'canceled' });
		}
		if (what === 'ledger') {
			const entry = { kind: 'payment', currency: 'gbp', amount: 1, at: new Date() };
			const row = {
				publication_id: publication,
				tier_id: tier,
				livemode: true,
				source: randomUUID()
			};
			await sql`insert into ledger_entries ${sql({ ...row, ...entry })}`;
		}
		expect((await remove(tier)).error).toMatchObject({ code: 'PT409', message: 'tier_was_had' });
	});

	test('comes with the end of a publication, whoever had it', async () => {
		const [tier, member] = await Promise.all([
			makeTier(publication),
			makeMember(publication, freshEmail())
		]);
		await makeGrant(publication, member, tier);
		await makeSubscription({ publication, member, tier });
		await sql`delete from publications where id = ${publication}`;
		expect(await sql`select from tiers where id = ${tier}`).toHaveLength(0);
	});
});

test('holders are active members, counted once, paying before given', async () => {
	const tier = await makeTier(publication);
	const member = () => makeMember(publication, freshEmail());
	const [both, given, lapsed, grace] = [
		await member(),
		await member(),
		await member(),
		await member()
	];
	const banned = await makeMember(publication, freshEmail(), 'banned');
	await makeGrant(publication, both, tier);
	await makeSubscription({ publication, member: both, tier });
	await makeGrant(publication, given, tier, 3);
	await makeGrant(publication, given, tier);
	await makeGrant(publication, lapsed, tier, -3);
	await makeSubscription({
		publication,
		member: lapsed,
		tier,
		status: 'past_due',
		graceInDays: -1
	});
	await makeSubscription({ publication, member: banned, tier });
	await makeSubscription({ publication, member: grace, tier, status: 'past_due', graceInDays: 1 });
	const { data } = await db(admin).rpc('tier_holders', { p_publication_id: publication });
	expect(data).toEqual([{ tier_id: tier, paying: 2, given: 1, ever: true }]);
});
