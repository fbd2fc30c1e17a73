import { beforeAll, describe, expect, test } from 'vitest';
import { freshEmail, makeActor, one, type Actor } from '../support/actors.ts';
import { freshNetwork } from '../support/networks.ts';
import { db, sql, visitorFrom } from '../support/clients.ts';
import {
	fresh,
	makeMember,
	makePrice,
	makePublication,
	makeStaff,
	makeSubscription,
	makeTier
} from '../support/factories.ts';
import { refusal } from '../support/transactions.ts';

let publication: string;
let admin: Actor;
beforeAll(async () => {
	[publication, admin] = await Promise.all([makePublication(), makeActor('admin')]);
	await makeStaff(publication, admin.id, 'admin');
});

/** As Auth writes it once both addresses have confirmed. */
async function moveAccount(actor: Actor, to: string): Promise<void> {
	await sql`update auth.users set email_change = ${to} where id = ${actor.id}`;
	await sql`update auth.users set email = ${to}, email_change = '' where id = ${actor.id}`;
}
const join = (actor: Actor, to = publication) =>
	db(actor).rpc('join_publication', { p_publication_id: to });

describe('a membership that others made', () => {
	const mine = async (actor: Actor, p_added = 10) => {
		const { data, error } = await db(actor).rpc('my_memberships', { p_added });
		if (error) throw new Error(error.message);
		return data;
	};
	const add = (email: string, to = publication) => makeMember(to, email);

	test.each([
		[
			'by hand',
			(email: string) =>
				db(admin).rpc('add_member', { p_publication_id: publication, p_email: email })
		],
		[
			'by a file that says they joined',
			(email: string) =>
				db(admin).rpc('import_member_rows', {
					p_publication_id: publication,
					p_rows: [{ line: 2, email, source: 'join' }]
				})
		]
	])('%s is not accepted, and stands behind the own ones', async (_, make) => {
		const reader = await makeActor();
		const own = await makePublication();
		await join(reader, own);
		await make(reader.email);
		expect(await mine(reader)).toMatchObject([
			{ publication_id: own, accepted: true, added_total: null },
			{ publication_id: publication, accepted: false, standing: null, added_total: 1 }
		]);
		expect(await mine(reader, 0)).toHaveLength(1);
	});

	test('is kept, which changes neither access nor mail', async () => {
		const reader = await makeActor();
		const member = await add(reader.email);
		const state = () =>
			sql`select status, email_state, user_id, name from members where id = ${member}`;
		const before = await state();
		expect(
			await refusal(db(reader).rpc('accept_membership', { p_publication_id: publication }))
		).toBeNull();
		expect(await state()).toEqual(before);
		expect(await mine(reader)).toMatchObject([{ accepted: true }]);
		const other = await makeActor();
		expect(
			await refusal(db(other).rpc('accept_membership', { p_publication_id: publication }))
		).toBe('PT404');
	});

	test('is declined for good: neither mail nor the membership comes back', async () => {
		const reader = await makeActor();
		const member = await add(reader.email);
		const { data } = await db(reader).rpc('decline_memberships', { p_publication_id: publication });
		expect(data).toBe(1);
		expect(await mine(reader)).toEqual([]);
		await db(admin).from('members').delete().eq('id', member);
		await db(admin).rpc('add_member', { p_publication_id: publication, p_email: reader.email });
		expect(await mine(reader)).toEqual([]);
		const [row] = await sql`select status, email_state from members where email = ${reader.email}`;
		expect(row).toEqual({ status: 'left', email_state: 'unsubscribed' });
	});

	test('is declined with all others, and what is one’s own stays', async () => {
		const reader = await makeActor();
		const others = await Promise.all([makePublication('closed'), makePublication()]);
		await join(reader);
		for (const other of others) await add(reader.email, other);
		expect((await db(reader).rpc('decline_memberships')).data).toBe(2);
		expect(await mine(reader)).toMatchObject([{ publication_id: publication, status: 'active' }]);
	});

	test('is accepted by an act of its member: joining, choosing mail, buying', async () => {
		const tier = await makeTier(publication);
		const deeds: ((actor: Actor, member: string) => PromiseLike<unknown>)[] = [
			(actor) => join(actor),
			(actor) =>
				db(actor).rpc('set_email_choice', {
					p_publication_id: publication,
					p_state: 'unsubscribed'
				}),
			(_, member) => makeSubscription({ publication, member, tier })
		];
		for (const deed of deeds) {
			const reader = await makeActor();
			await deed(reader, await add(reader.email));
			expect(await mine(reader)).toMatchObject([{ accepted: true }]);
		}
	});
});

describe('a trial', () => {
	const offer = async (actor: Actor, tier: string) => {
		const { data, error } = await db(actor).rpc('checkout_offer', {
			...{ p_tier_id: tier, p_interval: 'month' },
			p_livemode: false
		});
		if (error) throw new Error(error.message);
		return (data as { trial_days: number }).trial_days;
	};
	async function makeOffer() {
		const home = await makePublication();
		await makeStaff(home, admin.id, 'admin');
		const tier = await makeTier(home);
		await sql`update tiers set trial_days = 14 where id = ${tier}`;
		await makePrice(home, tier);
		const reader = await makeActor();
		await join(reader, home);
		const [row] = await sql<{ id: string }[]>`
			select id from members where publication_id = ${home} and email = ${reader.email}`;
		return { home, tier, reader, member: row?.id ?? '' };
	}
	const useIt = (home: string, member: string, tier: string) =>
		makeSubscription({ publication: home, member, tier, status: 'canceled' });

	test('is there once, also after the member was deleted and joined again', async () => {
		const { home, tier, reader, member } = await makeOffer();
		expect(await offer(reader, tier)).toBe(14);
		await useIt(home, member, tier);
		await db(admin).from('members').delete().eq('id', member);
		await join(reader, home);
		expect(await offer(reader, tier)).toBe(0);
	});

	test('is used when the member was deleted before the purchase was known', async () => {
		const { home, tier, reader, member } = await makeOffer();
		const customer = fresh('cus');
		await sql`select private.keep_stripe_customer('acct_of_tests', false, ${member}, ${customer})`;
		await sql`delete from members where id = ${member}`;
		await sql`
			insert into subscriptions (publication_id, tier_id, account, livemode, stripe_subscription_id, stripe_customer_id,
				status, interval, currency, amount, started_at, ticket)
			values (${home}, ${tier}, 'acct_of_tests', false, ${fresh('sub')}, ${customer}, 'canceled', 'month', 'gbp', 500, now(), 1)`;
		await join(reader, home);
		expect(await offer(reader, tier)).toBe(0);
	});

	test('does not come back with another address of the login, nor of the membership', async () => {
		for (const moves of ['account', 'membership']) {
			const { home, tier, reader, member } = await makeOffer();
			await useIt(home, member, tier);
			const next = await makeActor();
			if (moves === 'account') {
				await db(admin).from('members').delete().eq('id', member);
				await moveAccount(reader, freshEmail());
				await join(reader, home);
				expect(await offer(reader, tier)).toBe(0);
			} else {
				await sql`update members set email = ${next.email} where id = ${member}`;
				await db(admin).from('members').delete().eq('id', member);
				await join(next, home);
				expect(await offer(next, tier)).toBe(0);
			}
		}
	});

	test('does not come back with a new account of the same address', async () => {
		const { home, tier, reader, member } = await makeOffer();
		await useIt(home, member, tier);
		expect(await refusal(db(reader).rpc('delete_account'))).toBeNull();
		const [again] = await sql<{ id: string }[]>`
			insert into auth.users (id, email, email_confirmed_at) values (gen_random_uuid(), ${reader.email}, now()) returning id`;
		expect(again).toBeDefined();
		await makeMember(home, reader.email);
		const hashes = await sql`
			select from private.used_trials t
			where t.publication_id = ${home} and t.subject_hash = private.address_hash(${reader.email})`;
		expect(hashes).toHaveLength(1);
	});
});

describe('a ban', () => {
	const ban = (member: string) =>
		db(admin).from('members').update({ status: 'banned' }).eq('id', member);
	const statusOf = async (email: string) =>
		(
			await sql`select status from members where publication_id = ${publication} and email = ${email}`
		).map(({ status }) => String(status));

	test('outlives the member, is applied to whoever adds them, and is lifted by staff', async () => {
		const reader = await makeActor();
		const member = await makeMember(publication, reader.email);
		await ban(member);
		await db(admin).from('members').delete().eq('id', member);
		expect(await refusal(join(reader))).toBe('PT403');
		const { data: again } = await db(admin).rpc('add_member', {
			p_publication_id: publication,
			p_email: reader.email
		});
		expect(await statusOf(reader.email)).toEqual(['banned']);
		await db(admin).rpc('change_members', {
			...{ p_publication_id: publication, p_action: 'unban' },
			p_member_ids: [again ?? '']
		});
		expect(await statusOf(reader.email)).toEqual(['active']);
		await db(admin)
			.from('members')
			.delete()
			.eq('id', again ?? '');
		expect(await refusal(join(reader))).toBeNull();
	});

	test.each([
		['confirmed by both addresses', moveAccount],
		[
			'written by an operator',
			async (actor: Actor, to: string) => {
				await sql`update auth.users set email = ${to} where id = ${actor.id}`;
			}
		]
	])('follows a login to an address %s, and asking answers as for everybody', async (_, move) => {
		const [reader, to] = [await makeActor(), freshEmail()];
		await ban(await makeMember(publication, reader.email));
		await move(reader, to);
		expect(await refusal(join(reader))).toBe('PT403');
		const ask = async (p_email: string) => {
			const { error, status } = await visitorFrom(freshNetwork()).rpc('request_to_join', {
				p_publication_id: publication,
				p_email
			});
			return { error, status };
		};
		expect(await ask(to)).toEqual(await ask(freshEmail()));
		expect(await sql`select from private.outbox where to_email = ${to}`).toHaveLength(0);
	});

	test('follows a membership to its new address, and is one ban', async () => {
		const [old, to] = [freshEmail(), freshEmail()];
		const member = await makeMember(publication, old);
		await ban(member);
		await db(admin).rpc('correct_member_address', { p_member_id: member, p_email: to });
		expect(await statusOf(to)).toEqual(['banned']);
		const bans = async () =>
			one(
				await sql`
					select private.is_banned(${publication}, ${old}) as old, private.is_banned(${publication}, ${to}) as new`
			);
		expect(await bans()).toEqual({ old: true, new: true });
		await sql`update members set status = 'active' where id = ${member}`;
		expect(await bans()).toEqual({ old: false, new: false });
	});

	test('is not mixed up with having left', async () => {
		const reader = await makeActor();
		await join(reader);
		await db(reader).rpc('leave_publication', { p_publication_id: publication });
		const [row] = await sql<{ id: string }[]>`
			select id from members where publication_id = ${publication} and email = ${reader.email}`;
		const change = async (p_action: string) =>
			(
				await db(admin).rpc('change_members', {
					...{ p_publication_id: publication, p_action },
					p_member_ids: [row?.id ?? '']
				})
			).data as { undo: string };
		await change('ban');
		const { undo } = await change('unban');
		expect(await statusOf(reader.email)).toEqual(['left']);
		await db(admin).rpc('undo_member_change', { p_change_id: undo });
		expect(await statusOf(reader.email)).toEqual(['banned']);
	});
});

describe('having left', () => {
	const leave = (reader: Actor) =>
		db(reader).rpc('leave_publication', { p_publication_id: publication });
	const correct = (p_member_id: string, p_email: string) =>
		refusal(db(admin).rpc('correct_member_address', { p_member_id, p_email }));
	const activate = (member: string) =>
		refusal(db(admin).from('members').update({ status: 'active' }).eq('id', member));
	const memberAt = async (email: string) =>
		(
			await sql<{ id: string; status: string; email_state: string }[]>`
				select id, status, email_state from members where publication_id = ${publication} and email = ${email}`
		)[0];

	test('is not undone by staff through another address', async () => {
		const [reader, other] = [await makeActor(), freshEmail()];
		// The other address said no to mail and has not left.
		await makeMember(publication, other);
		await sql`select private.choose_mail(${publication}, ${other}, 'no', 'account')`;
		await sql`delete from members where publication_id = ${publication} and email = ${other}`;
		await join(reader);
		await leave(reader);
		const left = (await memberAt(reader.email))?.id ?? '';

		expect(await correct(left, other)).toBeNull();
		expect(await activate(left)).toBe('PT409');
		expect(await correct(left, reader.email)).toBe('PT409');
		const another = await makeMember(publication, freshEmail());
		expect(await correct(another, reader.email)).toBe('PT409');
		expect(await memberAt(reader.email)).toBeUndefined();
		expect(await memberAt(other)).toMatchObject({ status: 'left', email_state: 'unsubscribed' });
	});

	test('does not keep an account from moving to an address that the staff have added', async () => {
		const [reader, to] = [await makeActor(), freshEmail()];
		await join(reader);
		await leave(reader);
		const added = await makeMember(publication, to);
		await moveAccount(reader, to);
		expect(await memberAt(reader.email)).toBeUndefined();
		// What stood there stays, and so does the no.
		expect(await memberAt(to)).toEqual({
			...{ id: added, status: 'active', email_state: 'unsubscribed' }
		});
		const [row] = await sql`select user_id from members where id = ${added}`;
		expect(row?.user_id).toBe(reader.id);
	});
});
