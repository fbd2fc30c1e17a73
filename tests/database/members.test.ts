import { beforeAll, describe, expect, test } from 'vitest';
import { freshEmail, makeActor, one, type Actor } from '../support/actors.ts';
import { anyTable, countOf, db, rest, sql } from '../support/clients.ts';
import {
	makeGrant,
	makeMember,
	makePost,
	makePublication,
	makeStaff,
	makeTier
} from '../support/factories.ts';
import { refusal } from '../support/transactions.ts';

let publication: string;
let admin: Actor;
beforeAll(async () => {
	[publication, admin] = await Promise.all([makePublication(), makeActor('admin')]);
	await makeStaff(publication, admin.id, 'admin');
});

async function userOf(member: string): Promise<string | null> {
	return one(
		await sql<{ user_id: string | null }[]>`select user_id from members where id = ${member}`
	).user_id;
}

async function signUp(email: string, confirmed: boolean): Promise<string> {
	const rows = await sql<{ id: string }[]>`
		insert into auth.users (id, email, email_confirmed_at)
		values (gen_random_uuid(), ${email}, ${confirmed ? new Date() : null}) returning id`;
	return one(rows).id;
}

describe('a member is linked to a login', () => {
	test('that has confirmed the address, whoever came first', async () => {
		const [before, after] = [await makeActor(), freshEmail()];
		const early = await makeMember(publication, before.email);
		const late = await makeMember(publication, after);
		expect([await userOf(early), await userOf(late)]).toEqual([before.id, null]);
		expect(await userOf(late)).toBeNull();
		const user = await signUp(after, true);
		expect(await userOf(late)).toBe(user);
	});

	test('only once the address is confirmed', async () => {
		const email = freshEmail();
		const user = await signUp(email, false);
		const member = await makeMember(publication, email);
		expect(await userOf(member)).toBeNull();
		await sql`update auth.users set email_confirmed_at = now() where id = ${user}`;
		expect(await userOf(member)).toBe(user);
	});

	test('of that address and not of one a provider merely claims', async () => {
		const [victim, email] = [freshEmail(), freshEmail()];
		const member = await makeMember(publication, victim);
		await sql`
			insert into auth.users (id, email, email_confirmed_at, raw_user_meta_data)
			values (gen_random_uuid(), ${email}, now(), ${JSON.stringify({ email: victim, email_verified: true })}::text::jsonb)`;
		expect(await userOf(member)).toBeNull();
	});

	test('until the address changes, which takes the access with it', async () => {
		const reader = await makeActor();
		const tier = await makeTier(publication);
		const member = await makeMember(publication, reader.email);
		await makeGrant(publication, member, tier);
		const post = await makePost({ publication, by: null, state: 'paid' });
		const reads = () => countOf(reader, `post_contents?select=post_id&post_id=eq.${post}`);
		expect(await reads()).toBe(1);
		await sql`update auth.users set email = ${freshEmail()} where id = ${reader.id}`;
		expect([await userOf(member), await reads()]).toEqual([null, 0]);
	});

	test.each(['email', 'email_confirmed_at'])('until %s is taken away', async (column) => {
		const reader = await makeActor();
		const member = await makeMember(publication, reader.email);
		await sql`update auth.users set ${sql(column)} = null where id = ${reader.id}`;
		expect(await userOf(member)).toBeNull();
	});

	test('and to the next one who confirms the address', async () => {
		const first = await makeActor();
		const member = await makeMember(publication, first.email);
		await sql`update auth.users set email = ${freshEmail()} where id = ${first.id}`;
		const second = await signUp(first.email, true);
		expect(await userOf(member)).toBe(second);
	});
});

describe('who is behind an address', () => {
	test.each([
		'select=user_id',
		'select=*',
		'select=id&user_id=not.is.null',
		'select=id&order=user_id'
	])('staff cannot ask: %s', async (query) => {
		const answer = await rest(admin, `members?${query}&publication_id=eq.${publication}`);
		expect(answer.text).toContain('42501');
	});

	test.each(['user_id', 'publication_id', 'email', 'source', 'created_at'])(
		'staff cannot set: %s',
		async (column) => {
			const member = await makeMember(publication, freshEmail());
			const { error } = await anyTable(admin)
				.from('members')
				.update({ [column]: null })
				.eq('id', member);
			expect(error?.code).toBe('42501');
		}
	);

	test('a new member comes without a login of the sender', async () => {
		const row = { publication_id: publication, email: freshEmail() };
		expect(
			await refusal(
				db(admin)
					.from('members')
					.insert({ ...row, user_id: admin.id })
			)
		).toBe('42501');
	});
});

describe('access that was given', () => {
	let reader: Actor;
	let member: string;
	let post: string;
	let grant: string;
	const reads = async () =>
		(await countOf(reader, `post_contents?select=post_id&post_id=eq.${post}`)) === 1;

	beforeAll(async () => {
		reader = await makeActor();
		member = await makeMember(publication, reader.email);
		const tier = await makeTier(publication);
		post = await makePost({ publication, by: null, state: 'tiers', tier });
		grant = await makeGrant(publication, member, tier);
	});

	test('holds until it ends', async () => {
		expect(await reads()).toBe(true);
		await sql`update member_grants set ends_at = now() - interval '1 second' where id = ${grant}`;
		expect(await reads()).toBe(false);
		await sql`update member_grants set ends_at = now() + interval '1 hour' where id = ${grant}`;
		expect(await reads()).toBe(true);
	});

	test.each(['banned', 'left'] as const)('does not hold for somebody who is %s', async (status) => {
		await sql`update members set status = ${status} where id = ${member}`;
		expect(await reads()).toBe(false);
		await sql`update members set status = 'active' where id = ${member}`;
		expect(await reads()).toBe(true);
	});

	test('goes at once when it is taken back', async () => {
		await sql`delete from member_grants where id = ${grant}`;
		expect(await reads()).toBe(false);
	});
});

test('people see their own memberships, and only those', async () => {
	const [reader, other, left] = await Promise.all([makeActor(), makeActor(), makePublication()]);
	await makeMember(publication, reader.email);
	await makeMember(left, reader.email, 'left');
	const list = async (actor: Actor) =>
		(await db(actor).rpc('my_memberships')).data?.map((row) => row.publication_id);
	expect(await list(reader)).toEqual([publication]);
	expect(await list(other)).toEqual([]);
});
