import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../src/lib/supabase/database.types.ts';
import { anon, freshEmail, makeActor, one, type Actor } from '../support/actors.ts';
import { anyTable, db, sql } from '../support/clients.ts';
import {
	fresh,
	makeGrant,
	makeMember,
	makePublication,
	makeStaff,
	makeSubscription,
	makeTier,
	stopMail
} from '../support/factories.ts';
import { refusal } from '../support/transactions.ts';

let publication: string;
let tier: string;
let admin: Actor;
beforeAll(async () => {
	[publication, admin] = await Promise.all([makePublication(), makeActor('admin')]);
	await makeStaff(publication, admin.id, 'admin');
	tier = await makeTier(publication);
});

interface Row {
	id: string;
	email: string;
	created_at: string;
	plan: string;
	labels: string[];
}

async function page(
	of: string,
	filter: Record<string, Json> = {},
	place: { at?: string; id?: string; backwards?: boolean; limit?: number } = {}
): Promise<Row[]> {
	const { data, error } = await db(admin).rpc('member_page', {
		p_publication_id: of,
		p_filter: filter,
		...(place.at && { p_at: place.at }),
		...(place.id && { p_id: place.id }),
		p_backwards: place.backwards ?? false,
		p_limit: place.limit ?? 200
	});
	if (error) throw new Error(error.message);
	return data as unknown as Row[];
}

/** A publication of a test's own, with the admin on its staff. */
async function ownPublication(): Promise<string> {
	const id = await makePublication();
	await makeStaff(id, admin.id, 'admin');
	return id;
}

describe('the functions of the desk', () => {
	const calls: [string, (member: string) => Record<string, unknown>][] = [
		['member_page', () => ({ p_publication_id: publication })],
		['member_counts', () => ({ p_publication_id: publication })],
		['member_label_names', () => ({ p_publication_id: publication })],
		['member_export', () => ({ p_publication_id: publication })],
		['import_member_rows', () => ({ p_publication_id: publication, p_rows: [] })],
		[
			'change_members',
			(id) => ({ p_publication_id: publication, p_member_ids: [id], p_action: 'ban' })
		],
		['correct_member_address', (id) => ({ p_member_id: id, p_email: freshEmail() })],
		['add_member', () => ({ p_publication_id: publication, p_email: freshEmail() })]
	];
	const people: [string, () => Promise<Actor>][] = [
		['a visitor', () => Promise.resolve(anon)],
		['a member', memberOf],
		['an author', () => staffOf(publication, 'author')],
		['an editor', () => staffOf(publication, 'editor')],
		['an owner of another publication', async () => staffOf(await makePublication(), 'owner')]
	];
	async function memberOf(): Promise<Actor> {
		const actor = await makeActor('member');
		await makeMember(publication, actor.email);
		return actor;
	}
	async function staffOf(home: string, role: string): Promise<Actor> {
		const actor = await makeActor(role);
		await makeStaff(home, actor.id, role);
		return actor;
	}

	test.each(people)('refuse %s, and change nothing', async (_, make) => {
		const [actor, email] = [await make(), freshEmail()];
		const member = await makeMember(publication, email);
		for (const [name, args] of calls) {
			const { error } = await anyTable(actor).rpc(name, args(member));
			expect(error?.code, name).toMatch(/^(?:42501|PT403)$/);
		}
		const rows = await sql`select email, status from members where id = ${member}`;
		expect(rows).toEqual([{ email, status: 'active' }]);
	});

	test('do not reach into another publication', async () => {
		const stranger = await makeMember(await makePublication(), freshEmail());
		const { data } = await db(admin).rpc('change_members', {
			p_publication_id: publication,
			p_member_ids: [stranger],
			p_action: 'ban'
		});
		expect(data).toMatchObject({ changed: 0, left: 1, undo: null });
		expect(
			await refusal(
				db(admin).rpc('correct_member_address', { p_member_id: stranger, p_email: freshEmail() })
			)
		).toBe('PT403');
	});
});

describe('a list', () => {
	let home: string;
	const ids: Record<string, string> = {};

	beforeAll(async () => {
		home = await ownPublication();
		const paid = await makeTier(home);
		const given = await makeTier(home);
		const make = async (name: string, columns: Record<string, string> = {}) => {
			const rows = await sql<{ id: string }[]>`
				insert into members ${sql({ publication_id: home, email: `${name}@x.test`, name: `Name ${name}`, ...columns })}
				returning id`;
			ids[name] = one(rows).id;
			return one(rows).id;
		};
		const sub = async (name: string, status: string, graceInDays?: number) =>
			makeSubscription({
				publication: home,
				member: await make(name),
				tier: paid,
				status,
				...(graceInDays !== undefined && { graceInDays })
			});
		await make('free', { created_at: '2020-03-01T12:00:00Z' });
		await make('banned', { status: 'banned' });
		await make('left', { status: 'left', source: 'join' });
		await make('quiet', { email_state: 'unsubscribed', source: 'import' });
		await sub('active', 'active');
		await sub('trial', 'trialing');
		await sub('late', 'past_due', 3);
		await sub('gone', 'canceled');
		await sub('never', 'incomplete');
		await makeGrant(home, await make('gift'), given);
		await makeGrant(home, await make('over'), given, -1);
		await makeGrant(home, ids.active ?? '', given);
		await sql`insert into member_labels (publication_id, member_id, label) values (${home}, ${ids.gift ?? ''}, 'A_b%')`;
		ids.paid = paid;
		ids.given = given;
	});

	const found = async (filter: Record<string, Json>) =>
		(await page(home, filter)).map(({ email }) => email.split('@')[0]).sort();

	test.each([
		['paying', ['active', 'trial']],
		['past_due', ['late']],
		['complimentary', ['gift']],
		['lapsed', ['gone', 'over']],
		['free', ['banned', 'free', 'left', 'never', 'quiet']]
	])('by the plan %s', async (plan, names) => {
		expect(await found({ plan })).toEqual(names);
		expect((await page(home, { plan })).map((row) => row.plan)).toEqual(names.map(() => plan));
		const { data } = await db(admin).rpc('member_counts', { p_publication_id: home });
		const counts = data as Record<string, number>;
		if (plan in counts) expect(counts[plan]).toBe(names.length);
	});

	test.each([
		[{ status: 'banned' }, ['banned']],
		[{ status: 'left' }, ['left']],
		[{ email_state: 'unsubscribed' }, ['quiet']],
		[{ source: 'import' }, ['quiet']],
		[{ label: 'A_b%' }, ['gift']],
		[{ label: 'a_b%' }, []],
		[{ from: '2020-03-01T00:00:00Z', to: '2020-03-02T00:00:00Z' }, ['free']],
		[{ q: 'NAME gif' }, ['gift']],
		[{ q: 'gi' }, ['gift']],
		[{ q: 'me' }, []],
		[{ q: '%' }, []],
		[{ q: 'ame_f' }, []],
		[{ q: '\\' }, []],
		[{ q: "x' or true --" }, []],
		[{ status: "x' or true --" }, []]
	] satisfies [Record<string, string>, string[]][])('by %j', async (filter, names) => {
		expect(await found(filter)).toEqual(names);
	});

	test('by a tier that is paid, or given and not over', async () => {
		expect(await found({ tier: ids.paid ?? '' })).toEqual(['active', 'late', 'trial']);
		expect(await found({ tier: ids.given ?? '' })).toEqual(['active', 'gift']);
	});

	test('goes on where it was while others join, forwards and backwards', async () => {
		const busy = await ownPublication();
		const join = (n: number) =>
			sql`insert into members (publication_id, email, created_at)
				values (${busy}, ${`m${n}@x.test`}, ${new Date(Date.UTC(2024, 0, 1) + n * 1000)})`;
		for (let n = 0; n < 30; n += 1) await join(n);
		const seen: string[] = [];
		let place: { at?: string; id?: string } = {};
		for (let n = 30; ; n += 1) {
			const rows = await page(busy, {}, { ...place, limit: 7 });
			seen.push(...rows.map(({ email }) => email));
			const last = rows.at(-1);
			if (!last || rows.length < 7) break;
			place = { at: last.created_at, id: last.id };
			await join(n);
		}
		expect(seen).toEqual(Array.from({ length: 30 }, (_, n) => `m${29 - n}@x.test`));
		const last = one(await page(busy, { q: 'm0@x.test' }));
		const back = await page(
			busy,
			{},
			{ at: last.created_at, id: last.id, backwards: true, limit: 3 }
		);
		expect(back.map(({ email }) => email)).toEqual(['m3@x.test', 'm2@x.test', 'm1@x.test']);
	});

	test('knows its labels', async () => {
		const { data } = await db(admin).rpc('member_label_names', { p_publication_id: home });
		expect(data).toEqual(['A_b%']);
	});
});

describe('a change of many', () => {
	let home: string;
	let gift: string;
	let members: string[];

	beforeAll(async () => {
		home = await ownPublication();
		gift = await makeTier(home);
		members = [];
		for (const status of ['active', 'active', 'banned', 'left'])
			members.push(await makeMember(home, freshEmail(), status));
		const [first = '', second = '', third = ''] = members;
		await sql`insert into member_labels (publication_id, member_id, label, created_at) values
			(${home}, ${first}, 'Old', now() - interval '1 year'), (${home}, ${third}, 'Old', now())`;
		await stopMail(second, 'unsubscribed');
		await makeGrant(home, first, gift, 5);
	});

	const state = async () => ({
		members:
			await sql`select id, status, email_state from members where publication_id = ${home} order by id`,
		labels:
			await sql`select member_id, label, created_at from member_labels where publication_id = ${home} order by 1, 2`,
		grants:
			await sql`select member_id, tier_id, ends_at from member_grants where publication_id = ${home} order by 1`,
		stops:
			await sql`select address_hash, kind, note, made_by, at from private.mail_stops where publication_id = ${home} order by 1`
	});
	const change = async (args: Record<string, unknown>) => {
		const { data, error } = await anyTable(admin).rpc('change_members', {
			p_publication_id: home,
			p_member_ids: members,
			...args
		});
		if (error) throw new Error(error.message);
		return data as { changed: number; left: number; undo: string | null };
	};

	test.each([
		['label_add', { p_label: 'Old' }, 2],
		['label_add', { p_label: 'New' }, 4],
		['label_remove', { p_label: 'Old' }, 2],
		['ban', {}, 3],
		['unban', {}, 1],
		['stop_mail', {}, 4],
		['stop_mail', { p_note: 'Asked by phone.' }, 4],
		['grant', {}, 2],
		['grant', { p_ends_at: '2099-01-01T00:00:00Z' }, 2]
	])('%s %j is undone to what was', async (action, more, changes) => {
		const before = await state();
		const tierId = action === 'grant' ? { p_tier_id: gift } : {};
		const { changed, left, undo } = await change({ p_action: action, ...tierId, ...more });
		expect([changed, left]).toEqual([changes, members.length - changes]);
		expect(await state()).not.toEqual(before);
		expect(
			(await db(admin).rpc('undo_member_change', { p_change_id: undo ?? '' })).error
		).toBeNull();
		expect(await state()).toEqual(before);
		const again = db(admin).rpc('undo_member_change', { p_change_id: undo ?? '' });
		expect(await refusal(again)).toBe('PT409');
	});

	test('resume_mail is undone to what was', async () => {
		const [first = '', second = ''] = members;
		await stopMail(first, 'held');
		await stopMail(second, 'held');
		await stopMail(second, 'bounced');
		const before = await state();
		// A bounce takes a note.
		expect(await change({ p_action: 'resume_mail', p_note: ' ' })).toMatchObject({ changed: 2 });
		const { changed, undo } = await change({ p_action: 'resume_mail', p_note: 'They wrote.' });
		expect(changed).toBe(1);
		expect(await sql`select from private.mail_stops where publication_id = ${home}`).toHaveLength(
			0
		);
		await db(admin).rpc('undo_member_change', { p_change_id: undo ?? '' });
		await stopMail(first, 'held');
		await stopMail(second, 'held');
		const kinds = ({ stops }: typeof before) => stops.map(({ kind }) => String(kind)).sort();
		expect(kinds(await state())).toEqual(kinds(before));
		await change({ p_action: 'resume_mail', p_note: 'They wrote.' });
	});

	test('is undone only by whoever did it, and only for ten minutes', async () => {
		const colleague = await makeActor('colleague');
		await makeStaff(home, colleague.id, 'owner');
		const { undo } = await change({ p_action: 'label_add', p_label: 'Late' });
		const undoBy = (actor: Actor) =>
			refusal(db(actor).rpc('undo_member_change', { p_change_id: undo ?? '' }));
		expect(await undoBy(colleague)).toBe('PT409');
		await sql`update private.member_changes set made_at = now() - interval '11 minutes' where id = ${undo}`;
		expect(await undoBy(admin)).toBe('PT409');
	});

	test('leaves alone what somebody changed since', async () => {
		const [first = ''] = members;
		const { undo } = await change({ p_action: 'ban', p_member_ids: [first] });
		await sql`update members set status = 'left' where id = ${first}`;
		await db(admin).rpc('undo_member_change', { p_change_id: undo ?? '' });
		expect(one(await sql`select status from members where id = ${first}`)).toEqual({
			status: 'left'
		});
		await sql`update members set status = 'active' where id = ${first}`;
	});

	test.each([
		[{ p_action: 'grant', p_tier_id: randomUUID() }, /not_found/],
		[{ p_action: 'grant', p_ends_at: '2001-01-01T00:00:00Z' }, /ends_in_the_past/],
		[{ p_action: 'delete' }, /unknown_action/],
		[{ p_action: 'ban', p_member_ids: Array.from({ length: 501 }, () => randomUUID()) }, /too_many/]
	])('is refused for %j', async (args, message) => {
		const tierId = 'p_tier_id' in args ? {} : { p_tier_id: gift };
		await expect(change({ ...tierId, ...args })).rejects.toThrow(message);
	});

	test('nobody of the staff makes a subscriber of anybody', async () => {
		const [first = ''] = members;
		const { error } = await anyTable(admin)
			.from('members')
			.update({ email_state: 'subscribed' })
			.eq('id', first);
		expect(error?.code).toBe('42501');
	});
});

describe('a member', () => {
	const events = (member: string) =>
		sql`select kind, detail, made_by, actor_id from member_events where member_id = ${member} order by id`;

	test('has a history, with whoever made it', async () => {
		const { data: id } = await db(admin).rpc('add_member', {
			p_publication_id: publication,
			p_email: freshEmail(),
			p_labels: ['VIP']
		});
		const member = id ?? '';
		await db(admin).from('members').update({ name: 'Ada', note: 'Met her.' }).eq('id', member);
		await db(admin).from('members').update({ status: 'banned' }).eq('id', member);
		await sql`update members set status = 'active' where id = ${member}`;
		const grant = await makeGrant(publication, member, tier);
		await db(admin).from('member_grants').delete().eq('id', grant);
		const by = { made_by: 'staff', actor_id: admin.id };
		const system = { made_by: 'system', actor_id: null };
		expect(await events(member)).toMatchObject([
			{ kind: 'joined', ...by },
			{ kind: 'name_changed', detail: {}, ...by },
			{ kind: 'banned', ...by },
			{ kind: 'unbanned', ...system },
			{ kind: 'grant_given', ...system },
			{ kind: 'grant_taken', ...by }
		]);
	});

	test('shows in it as nobody in particular', async () => {
		const reader = await makeActor('reader');
		const member = await makeMember(publication, reader.email);
		await db(reader).rpc('leave_publication', { p_publication_id: publication });
		const last = (await events(member)).at(-1);
		expect(last).toMatchObject({ kind: 'left', made_by: 'member', actor_id: null });
	});

	test('gets another address with its login, unless somebody has it', async () => {
		const [old, next] = await Promise.all([makeActor(), makeActor()]);
		const member = await makeMember(publication, old.email);
		const taken = freshEmail();
		await makeMember(publication, taken);
		const correct = (email: string) =>
			db(admin).rpc('correct_member_address', { p_member_id: member, p_email: email });
		expect(await refusal(correct(taken))).toBe('PT409');
		expect((await correct(` ${next.email.toUpperCase()} `)).error).toBeNull();
		const row = one(await sql`select email, user_id from members where id = ${member}`);
		expect(row).toEqual({ email: next.email, user_id: next.id });
	});

	test('who has bought keeps the address that leads to their cards and invoices', async () => {
		const [customer, subscriber] = [
			await makeMember(publication, freshEmail()),
			await makeMember(publication, freshEmail())
		];
		await sql`
			insert into private.stripe_customers (publication_id, member_id, livemode, customer_id)
			values (${publication}, ${customer}, false, ${fresh('cus')})`;
		await makeSubscription({ publication, member: subscriber, tier, status: 'canceled' });
		for (const member of [customer, subscriber]) {
			const { error } = await db(admin).rpc('correct_member_address', {
				p_member_id: member,
				p_email: admin.email
			});
			expect(error).toMatchObject({ code: 'PT409', message: 'member_pays' });
		}
	});

	test('is not deleted while a subscription renews', async () => {
		const member = await makeMember(publication, freshEmail());
		const subscription = await makeSubscription({ publication, member, tier });
		const remove = () => db(admin).from('members').delete().eq('id', member);
		expect(await refusal(remove())).toBe('PT409');
		await sql`update subscriptions set cancel_at_period_end = true where id = ${subscription}`;
		expect((await remove()).error).toBeNull();
		expect(await sql`select from members where id = ${member}`).toHaveLength(0);
	});

	test('goes with its publication, whatever hangs on it', async () => {
		const home = await makePublication();
		const given = await makeTier(home);
		const member = await makeMember(home, freshEmail());
		await makeGrant(home, member, given);
		await sql`insert into member_labels (publication_id, member_id, label) values (${home}, ${member}, 'VIP')`;
		await sql`delete from publications where id = ${home}`;
		expect(await events(member)).toHaveLength(0);
	});
});
