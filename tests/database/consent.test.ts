import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../src/lib/supabase/database.types.ts';
import { anon, freshEmail, makeActor, one, type Actor } from '../support/actors.ts';
import { anyTable, db, sql } from '../support/clients.ts';
import {
	hashOf,
	makeMember,
	makePublication,
	makeStaff,
	makeTier,
	stopMail,
	type MailStop
} from '../support/factories.ts';
import * as sweep from '../support/sweep.ts';
import { refusal, undone } from '../support/transactions.ts';

/** How many random sequences of staff's acts are tried, beside each act alone and each pair. */
const SEQUENCES = Number(process.env.CONSENT_SEQUENCES ?? 60);

const stops: MailStop[] = ['unsubscribed', 'left', 'complained', 'bounced', 'held'];

/** A member whose mail is stopped, and the staff that tries to change it. */
interface Scene {
	publication: string;
	tier: string;
	staff: Actor;
	email: string;
	member: string;
	/** What can be undone. */
	changes: string[];
}

interface Act {
	name: string;
	run: (scene: Scene) => PromiseLike<unknown>;
}

const places: Record<string, { publication: string; tier: string; staff: Actor }> = {};
let acts: Act[] = [];

beforeAll(async () => {
	for (const role of ['admin', 'owner']) {
		const [publication, staff] = await Promise.all([makePublication(), makeActor(role)]);
		await makeStaff(publication, staff.id, role);
		// Two owners, so that the acts of one may take the publication from the other.
		await makeStaff(publication, (await makeActor('second')).id, 'owner');
		places[role] = { publication, staff, tier: await makeTier(publication) };
	}
	acts = [...(await rpcActs()), ...(await tableActs()), ...fileActs];
});

async function makeScene(role: string, why: MailStop): Promise<Scene> {
	const place = places[role];
	if (!place) throw new Error(role);
	const email = freshEmail();
	const member = await makeMember(place.publication, email);
	await stopMail(member, why);
	return { ...place, email, member, changes: [] };
}

/** Values for an argument of a function or a column, by its name. Unknown names get a plain one. */
function valuesFor(name: string, type: string, scene: Scene): unknown[] {
	const { publication, tier, member, email, changes } = scene;
	const known: Record<string, unknown[]> = {
		publication_id: [publication],
		member_id: [member],
		member_ids: [[member]],
		tier_id: [tier],
		email: [email],
		status: ['active', 'banned', 'left'],
		email_state: ['subscribed'],
		state: ['subscribed'],
		choice: ['yes'],
		action: ['ban', 'unban', 'stop_mail', 'resume_mail', 'label_add', 'label_remove', 'grant'],
		label: ['VIP'],
		note: ['A note'],
		change_id: changes.length > 0 ? changes : [randomUUID()]
	};
	const plain = type.endsWith('[]')
		? []
		: type === 'uuid'
			? member
			: type.startsWith('bool')
				? true
				: type === 'jsonb'
					? {}
					: /int|numeric/.test(type)
						? 1
						: type.startsWith('timestamp')
							? '2099-01-01T00:00:00Z'
							: 'active';
	return known[name.replace(/^p_/, '')] ?? [plain];
}

/** What ends the scene itself, or is an act of the caller about themselves. */
const notStaffActs = new Set(['delete_account', 'transfer_publication', 'end_session']);

/** Every public function that somebody signed in may run, so that a new one is tried by itself. */
async function rpcActs(): Promise<Act[]> {
	const exposed = (await sweep.functions()).filter(
		({ schema, name, runBy }) =>
			schema === 'public' && runBy.includes('authenticated') && !notStaffActs.has(name)
	);
	return exposed.flatMap(({ name, args, types }) => {
		const variants = name === 'change_members' ? 7 : 1;
		return Array.from({ length: variants }, (_, n) => ({
			name: `rpc ${name}${variants > 1 ? ` ${n}` : ''}`,
			run: async (scene: Scene) => {
				const values = args.map((arg, i) => {
					const all = valuesFor(arg, types[i] ?? 'text', scene);
					return [arg, all[n % all.length]];
				});
				const { data } = await anyTable(scene.staff).rpc(name, Object.fromEntries(values));
				const undo = (data as { undo?: string | null } | null)?.undo;
				if (undo) scene.changes.push(undo);
			}
		}));
	});
}

/** Each column staff may write of a table about members, with each value. */
async function tableActs(): Promise<Act[]> {
	const columns = await sql<{ table: string; column: string; type: string }[]>`
		select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type
		from pg_class c join pg_attribute a on a.attrelid = c.oid
		where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
			and exists (
				select from pg_attribute k where k.attrelid = c.oid and (k.attname = 'member_id' or c.relname = 'members')
			)
			and has_column_privilege('authenticated', a.attrelid, a.attnum, 'update')`;
	const updates = columns.flatMap(({ table, column, type }) => {
		const tries = column === 'status' ? 3 : 1;
		return Array.from({ length: tries }, (_, n) => ({
			name: `update ${table}.${column} ${n}`,
			run: (scene: Scene) =>
				anyTable(scene.staff)
					.from(table)
					.update({ [column]: valuesFor(column, type, scene)[n] })
					.eq(table === 'members' ? 'id' : 'member_id', scene.member)
		}));
	});
	const members = (scene: Scene) => anyTable(scene.staff).from('members');
	return [
		...updates,
		{ name: 'delete', run: (scene) => members(scene).delete().eq('id', scene.member) },
		{
			name: 'insert',
			run: async (scene) => {
				const { data } = await members(scene)
					.insert({ publication_id: scene.publication, email: scene.email })
					.select('id');
				scene.member = data?.[0]?.id ?? scene.member;
			}
		},
		{
			name: 'insert as subscribed',
			run: (scene) =>
				members(scene).insert({
					publication_id: scene.publication,
					email: scene.email,
					email_state: 'subscribed'
				})
		}
	];
}

const fileActs: Act[] = [
	...['subscribed', 'held'].map((email_state) => ({
		name: `CSV ${email_state}`,
		run: ({ staff, publication, email }: Scene) =>
			db(staff).rpc('import_member_rows', {
				p_publication_id: publication,
				p_rows: [{ line: 2, email, email_state, status: 'active', source: 'join' }]
			})
	})),
	{
		name: 'Ghost',
		run: async ({ staff, publication, email }) => {
			const [run] = await sql<{ id: string }[]>`
				insert into imports (publication_id, source) values (${publication}, 'ghost') returning id`;
			const item = { kind: 'member', sourceId: email, label: email, email, name: 'New' };
			const more = { labels: [], grants: [], stripeCustomerId: null, createdAt: null };
			const items = [{ ...item, ...more, emailState: 'subscribed', notes: [] }];
			await db(staff).rpc('import_batch', { p_import_id: run?.id ?? '', p_items: items as Json });
		}
	},
	{
		name: 'address there and back',
		run: async ({ staff, member, email }) => {
			const move = (p_email: string) =>
				db(staff).rpc('correct_member_address', { p_member_id: member, p_email });
			await move(freshEmail());
			await move(email);
		}
	}
];

/** What stands of the address now. */
async function stateOf({ publication, email }: Scene) {
	const [row] = await sql<{ state: string; shown: string | null; status: string | null }[]>`
		select private.email_state(${publication}, private.address_hash(${email})) as state, m.email_state as shown, m.status
		from (select) nothing
		left join members m on m.publication_id = ${publication} and m.email = ${email}`;
	if (!row) throw new Error('no answer');
	return row;
}

async function expectNo(scene: Scene, why: MailStop, did: string[]): Promise<void> {
	const { state, shown, status } = await stateOf(scene);
	const words = `${why}: ${did.join(', ')}`;
	if (shown !== null) expect(shown, words).toBe(state);
	if (why === 'held' || why === 'bounced') return;
	expect(['unsubscribed', 'complained'], words).toContain(state);
	if (why === 'complained') expect(state, words).toBe('complained');
	if (why === 'left' && status !== null) expect(['left', 'banned'], words).toContain(status);
}

/** The acts that change something about mail, membership or address: worth each pair. */
const strong =
	/change_members|undo|^delete$|^insert$|status|CSV subscribed|Ghost|address there|add_member/;

describe('a no of the person stands', () => {
	const nos = ['unsubscribed', 'left', 'complained'] as const;

	/** Plays each sequence on a member of its own, some at a time. */
	async function play(sequences: Act[][]): Promise<void> {
		const left = sequences.entries();
		const one = async () => {
			for (const [n, sequence] of left) {
				const [role, why] = [n % 2 === 0 ? 'admin' : 'owner', nos[n % 3] ?? 'left'];
				const scene = await makeScene(role, why);
				for (const act of sequence) await act.run(scene);
				await expectNo(scene, why, [role, ...sequence.map(({ name }) => name)]);
			}
		};
		await Promise.all(Array.from({ length: 6 }, one));
	}

	test('whatever one act of the staff does', async () => {
		// Six times in a row is each no before an admin and before an owner.
		await play(acts.flatMap((act) => Array.from({ length: 6 }, () => [act])));
	}, 240_000);

	test('whatever two acts of the staff do', async () => {
		const some = acts.filter(({ name }) => strong.test(name));
		expect(some.length).toBeGreaterThan(12);
		await play(some.flatMap((first) => some.map((second) => [first, second])));
	}, 240_000);

	test('whatever several acts of the staff do', async () => {
		const run = fc.asyncProperty(
			fc.constantFrom(...stops),
			fc.constantFrom('admin', 'owner'),
			fc.array(fc.constantFrom(...acts), { minLength: 2, maxLength: 4 }),
			async (why, role, sequence) => {
				const scene = await makeScene(role, why);
				for (const act of sequence) await act.run(scene);
				await expectNo(scene, why, [role, ...sequence.map(({ name }) => name)]);
			}
		);
		await fc.assert(run, { numRuns: SEQUENCES, endOnFailure: true });
	}, 240_000);
});

describe('a yes of the person', () => {
	async function confirmJoin(publication: string, email: string): Promise<string | null> {
		const token = `${randomUUID()}${randomUUID()}`.replaceAll('-', '');
		await sql`
			insert into private.join_requests (publication_id, email, token_hash)
			values (${publication}, ${email}, ${hashOf(token)})`;
		return refusal(db(anon).rpc('confirm_join', { p_token: token }));
	}
	const memberOf = async (publication: string, email: string) =>
		one(
			await sql<{ status: string; email_state: string; accepted: boolean }[]>`
				select status, email_state, accepted_at is not null as accepted from members
				where publication_id = ${publication} and email = ${email}`
		);

	test.each([
		['unsubscribed', 'subscribed'],
		['left', 'subscribed'],
		['complained', 'subscribed'],
		// The mail with the link arrived.
		['bounced', 'subscribed'],
		// What the staff stopped, they let go on.
		['held', 'held']
	] as const)('by the form to join, of somebody who is %s', async (why, after) => {
		const { publication, email } = await makeScene('admin', why);
		expect(await confirmJoin(publication, email)).toBeNull();
		expect(await memberOf(publication, email)).toEqual({
			status: 'active',
			email_state: after,
			accepted: true
		});
	});

	test.each([
		['unsubscribed', 'subscribed'],
		['complained', 'subscribed'],
		['bounced', 'bounced'],
		['held', 'held']
	] as const)('on the account page, of somebody who is %s', async (why, after) => {
		const { publication } = await makeScene('admin', why);
		const reader = await makeActor();
		await stopMail(await makeMember(publication, reader.email), why);
		const choose = (p_state: string) =>
			refusal(db(reader).rpc('set_email_choice', { p_publication_id: publication, p_state }));
		expect(await choose('subscribed')).toBeNull();
		expect(await memberOf(publication, reader.email)).toMatchObject({ email_state: after });
		expect(await choose('unsubscribed')).toBeNull();
		expect(await memberOf(publication, reader.email)).toMatchObject({
			email_state: 'unsubscribed'
		});
	});

	test('is not made by pressing Join as a member', async () => {
		const reader = await makeActor();
		const { publication } = await makeScene('admin', 'held');
		await stopMail(await makeMember(publication, reader.email), 'unsubscribed');
		await db(reader).rpc('join_publication', { p_publication_id: publication });
		expect(await memberOf(publication, reader.email)).toMatchObject({
			email_state: 'unsubscribed'
		});
	});

	test('is said by coming back after leaving', async () => {
		const reader = await makeActor();
		const { publication, staff } = await makeScene('admin', 'held');
		await db(reader).rpc('join_publication', { p_publication_id: publication });
		await db(reader).rpc('leave_publication', { p_publication_id: publication });
		const activate = anyTable(staff)
			.from('members')
			.update({ status: 'active' })
			.eq('publication_id', publication)
			.eq('email', reader.email);
		expect(await refusal(activate)).toBe('PT409');
		await db(reader).rpc('join_publication', { p_publication_id: publication });
		expect(await memberOf(publication, reader.email)).toMatchObject({
			status: 'active',
			email_state: 'subscribed'
		});
	});

	test('does not follow to another address, and a no does', async () => {
		const reader = await makeActor();
		const { publication } = await makeScene('admin', 'held');
		const member = await makeMember(publication, reader.email);
		for (const why of ['unsubscribed', 'bounced'] as const) await stopMail(member, why);
		const next = freshEmail();
		await sql`update members set email = ${next} where id = ${member}`;
		expect(await memberOf(publication, next)).toMatchObject({ email_state: 'unsubscribed' });
		await sql`select private.choose_mail(${publication}, ${next}, 'yes', 'account')`;
		// That mail came back was of the old address.
		expect(await memberOf(publication, next)).toMatchObject({ email_state: 'subscribed' });
		await sql`update members set email = ${reader.email} where id = ${member}`;
		expect(await memberOf(publication, reader.email)).toMatchObject({
			email_state: 'unsubscribed'
		});
	});
});

describe('what is remembered', () => {
	test('survives the deletion of the account, as a hash only', async () => {
		const reader = await makeActor();
		const { publication, staff } = await makeScene('admin', 'held');
		await db(reader).rpc('join_publication', { p_publication_id: publication });
		await db(reader).rpc('delete_account');
		for (const table of ['mail_choices', 'mail_stops', 'bans', 'used_trials']) {
			const [row] = await sql<{ text: string | null }[]>`
				select string_agg(t::text, '') as text from ${sql(`private.${table}`)} t`;
			expect(row?.text ?? '', table).not.toContain(reader.email);
		}
		await db(staff).rpc('add_member', { p_publication_id: publication, p_email: reader.email });
		const rows = await sql`
			select status, email_state from members where publication_id = ${publication} and email = ${reader.email}`;
		expect(rows).toEqual([{ status: 'left', email_state: 'unsubscribed' }]);
	});

	test('has a key that no function and no role of the API reads', async () => {
		const [row] = await sql<
			{ key: string }[]
		>`select encode(key, 'hex') as key from private.hash_key`;
		expect(row?.key).toMatch(/^[0-9a-f]{64}$/);
		for (const role of ['anon', 'authenticated', 'service_role']) {
			const [may] = await sql<{ read: boolean; hash: boolean }[]>`
				select has_table_privilege(${role}, 'private.hash_key', 'select') as read,
					has_function_privilege(${role}, 'private.keyed_hash(text)', 'execute') as hash`;
			expect(may, role).toEqual({ read: false, hash: false });
		}
	});

	test('cannot be overwritten through the state that lists show', async () => {
		const { member } = await makeScene('admin', 'held');
		await expect(
			sql`update members set email_state = 'subscribed' where id = ${member}`
		).rejects.toThrow('email_state_is_derived');
	});

	test('stops mail also for a kind that nobody knows', async () => {
		const { publication } = await makeScene('admin', 'held');
		const state = await undone(async (own) => {
			await own`alter table private.mail_stops drop constraint mail_stops_kind_check`;
			await own`
				insert into private.mail_stops (publication_id, address_hash, kind, source)
				values (${publication}, private.address_hash('new@x.test'), 'something new', 'operator')`;
			return own`select private.email_state(${publication}, private.address_hash('NEW@x.test ')) as state`;
		});
		expect(state).toEqual([{ state: 'held' }]);
	});
});
