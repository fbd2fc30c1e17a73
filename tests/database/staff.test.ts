import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { makeActor, type Actor } from '../support/actors.ts';
import { anyTable, db, sql } from '../support/clients.ts';
import { makePost, makePublication, makeStaff } from '../support/factories.ts';
import { begin, outcome, refusal } from '../support/transactions.ts';

/** A publication with so many owners and nobody else. */
async function owned(count: number): Promise<{ id: string; owners: Actor[] }> {
	const id = await makePublication();
	const owners = await Promise.all(Array.from({ length: count }, () => makeActor('owner')));
	for (const owner of owners) await makeStaff(id, owner.id, 'owner');
	return { id, owners };
}

async function ownedByTwo(): Promise<{ id: string; first: Actor; second: Actor }> {
	const { id, owners } = await owned(2);
	const [first, second] = owners;
	if (!first || !second) throw new Error('two owners were made');
	return { id, first, second };
}

async function ownersOf(publication: string): Promise<number> {
	const rows = await sql`
		select from publication_staff where publication_id = ${publication} and role = 'owner'`;
	return rows.length;
}

const demote = (by: Actor, publication: string, user: string) =>
	db(by)
		.from('publication_staff')
		.update({ role: 'admin' })
		.match({ publication_id: publication, user_id: user });
const remove = (by: Actor, publication: string, user: string) =>
	db(by).from('publication_staff').delete().match({ publication_id: publication, user_id: user });

describe('the last owner', () => {
	test('cannot step down', async () => {
		const { id, owners } = await owned(1);
		const [owner = await makeActor()] = owners;
		const { error } = await demote(owner, id, owner.id);
		expect(error).toMatchObject({ code: 'PT409', message: 'last_owner' });
		expect(await ownersOf(id)).toBe(1);
	});

	test('cannot leave', async () => {
		const { id, owners } = await owned(1);
		const [owner = await makeActor()] = owners;
		expect(await refusal(remove(owner, id, owner.id))).toBe('PT409');
		expect(await ownersOf(id)).toBe(1);
	});

	test('cannot lose the account either', async () => {
		const { id, owners } = await owned(1);
		expect(await outcome(sql`delete from auth.users where id = ${owners[0]?.id ?? ''}`)).toBe(
			'PT409'
		);
		expect(await ownersOf(id)).toBe(1);
	});

	test('is counted in each publication by itself', async () => {
		const here = await owned(1);
		const [owner = await makeActor()] = here.owners;
		const there = await ownedByTwo();
		await makeStaff(there.id, owner.id, 'owner');
		expect(await refusal(remove(owner, there.id, owner.id))).toBeNull();
		expect(await refusal(remove(owner, here.id, owner.id))).toBe('PT409');
	});

	test('goes with the publication', async () => {
		const { id, owners } = await owned(1);
		const [owner = await makeActor()] = owners;
		expect(await refusal(db(owner).from('publications').delete().eq('id', id))).toBeNull();
		expect(await ownersOf(id)).toBe(0);
	});
});

describe('two owners at once', () => {
	const self = (actor: Actor, publication: string) => ({ publication, user: actor.id });

	test('cannot both step down', async () => {
		const { id, first, second } = await ownedByTwo();
		const [one, two] = await Promise.all([begin(first), begin(second)]);
		const stepDown = (who: typeof one, { publication, user }: ReturnType<typeof self>) => who.sql`
			update publication_staff set role = 'admin'
			where publication_id = ${publication} and user_id = ${user}`;
		await stepDown(one, self(first, id));
		const late = outcome(stepDown(two, self(second, id)));
		await two.isBlocked();
		await one.commit();
		expect(await late).toBe('PT409');
		expect(await ownersOf(id)).toBe(1);
	});

	test('cannot remove each other', async () => {
		const { id, first, second } = await ownedByTwo();
		const [one, two] = await Promise.all([begin(first), begin(second)]);
		await one.sql`delete from publication_staff where publication_id = ${id} and user_id = ${second.id}`;
		const late = outcome(
			two.sql`delete from publication_staff where publication_id = ${id} and user_id = ${first.id}`
		);
		await two.isBlocked();
		await one.commit();
		expect(await late).toBe('PT409');
		expect(await ownersOf(id)).toBe(1);
	});
});

describe('transfer', () => {
	const transfer = (by: Actor, publication: string, to: string) =>
		db(by).rpc('transfer_publication', { p_publication_id: publication, p_to_user: to });

	test('needs a colleague, and changes nothing without one', async () => {
		const { id, first, second } = await ownedByTwo();
		const stranger = await makeActor();
		expect(await refusal(transfer(first, id, stranger.id))).toBe('PT404');
		expect(await refusal(transfer(first, id, first.id))).toBe('PT404');
		expect(await refusal(transfer(stranger, id, second.id))).toBe('PT404');
		expect(await ownersOf(id)).toBe(2);
	});
});

describe('a row of staff', () => {
	test.each(['publication_id', 'user_id', 'created_at'])('keeps its %s', async (column) => {
		const { id, first, second } = await ownedByTwo();
		const value = column === 'created_at' ? '2020-01-01' : randomUUID();
		const match = { publication_id: id, user_id: second.id };
		expect(
			await refusal(
				anyTable(first)
					.from('publication_staff')
					.update({ [column]: value })
					.match(match)
			)
		).toBe('42501');
	});

	test('has no other roles', async () => {
		const { id, first, second } = await ownedByTwo();
		const match = { publication_id: id, user_id: second.id };
		expect(
			await refusal(db(first).from('publication_staff').update({ role: 'boss' }).match(match))
		).toBe('23514');
	});

	test('is worth nothing from the moment it is gone', async () => {
		const { id, first, second } = await ownedByTwo();
		const post = await makePost({ publication: id, by: second.id });
		await remove(first, id, second.id);
		const { data } = await db(second).from('post_contents').select('post_id').eq('post_id', post);
		expect(data).toEqual([]);
	});
});

test('an address in the directory is for admins of that publication only', async () => {
	const { id, first, second } = await ownedByTwo();
	const elsewhere = await owned(1);
	const [stranger = await makeActor()] = elsewhere.owners;
	const list = (actor: Actor) => db(actor).rpc('staff_directory', { p_publication_id: id });
	const emails = (await list(first)).data?.map(({ email }) => email);
	expect(emails?.sort()).toEqual([first.email, second.email].sort());
	expect((await list(stranger)).data).toEqual([]);
});
