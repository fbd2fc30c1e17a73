import type postgres from 'postgres';
import { describe, expect, test } from 'vitest';
import { anon, makeActor, type Actor } from '../support/actors.ts';
import { db, sql, superuser } from '../support/clients.ts';
import { fresh } from '../support/factories.ts';
import { become, outcome, refusal, undone } from '../support/transactions.ts';

async function makeOperator(): Promise<Actor> {
	const operator = await makeActor('operator');
	await sql`insert into private.operators ${sql({ user_id: operator.id })} on conflict do nothing`;
	return operator;
}

const create = (actor: Actor, slug = fresh('pub')) =>
	db(actor).rpc('create_publication', { name: 'A publication', slug });

describe('who may create publications', () => {
	test('is the operators, unless they say otherwise', async () => {
		const [operator, stranger] = await Promise.all([makeOperator(), makeActor()]);
		const may = async (actor: Actor) => (await db(actor).rpc('may_create_publication')).data;
		expect(await Promise.all([operator, stranger, anon].map(may))).toEqual([true, false, false]);
		expect(
			await Promise.all([operator, stranger, anon].map((actor) => refusal(create(actor))))
		).toEqual([null, '42501', '42501']);
	});

	test('is anybody who is signed in, when they say so', async () => {
		const [operator, stranger] = await Promise.all([makeOperator(), makeActor()]);
		const found = await undone(async (own) => {
			await become(own, operator);
			await own`update installation set publications_by = 'anyone'`;
			await become(own, stranger);
			const [made] = await own`
				select create_publication('Anybody''s', ${fresh('pub')}) as id, may_create_publication() as may`;
			const staff =
				await own`select user_id, role from publication_staff where publication_id = ${made?.id}`;
			await become(own, anon);
			const refused = await outcome(
				own.savepoint((inner) => inner`select create_publication('Nobody''s', ${fresh('pub')})`)
			);
			return { may: made?.may, staff: [...staff], refused };
		});
		expect(found).toEqual({
			may: true,
			staff: [{ user_id: stranger.id, role: 'owner' }],
			refused: '42501'
		});
	});

	test('is not for others to say', async () => {
		const stranger = await makeActor();
		await db(stranger).from('installation').update({ publications_by: 'anyone' }).eq('id', 1);
		expect(await sql`select publications_by from installation`).toEqual([
			{ publications_by: 'operators' }
		]);
	});
});

describe('an operator', () => {
	/** Looks at an installation without accounts or operators, with the real ones put aside. */
	const fromTheStart = <T>(work: (own: postgres.TransactionSql) => Promise<T>) =>
		undone(async (own) => {
			await own`lock table auth.users in access exclusive mode`;
			await own`set local session_replication_role = replica`;
			await own`update auth.users set email_confirmed_at = null`;
			await own`delete from private.operators`;
			await own`set local session_replication_role = origin`;
			return work(own);
		}, superuser);

	async function signUp(own: postgres.TransactionSql, confirmed: boolean): Promise<string> {
		const [user] = await own<{ id: string }[]>`
			insert into auth.users (id, email, email_confirmed_at)
			values (gen_random_uuid(), ${fresh('user')} || '@example.test', ${confirmed ? new Date() : null})
			returning id`;
		return user?.id ?? '';
	}

	const operators = async (own: postgres.TransactionSql) =>
		(await own`select user_id from private.operators`).map(({ user_id }) => user_id);

	test('is the first account, and not the second', async () => {
		const { first, found } = await fromTheStart(async (own) => {
			const first = await signUp(own, true);
			await signUp(own, true);
			return { first, found: await operators(own) };
		});
		expect(found).toEqual([first]);
	});

	test('is the first that confirmed its address', async () => {
		const { early, late, before, after } = await fromTheStart(async (own) => {
			const early = await signUp(own, false);
			const late = await signUp(own, false);
			const before = await operators(own);
			await own`update auth.users set email_confirmed_at = now() where id = ${late}`;
			await own`update auth.users set email_confirmed_at = now() where id = ${early}`;
			return { early, late, before, after: await operators(own) };
		});
		expect({ before, after }).toEqual({ before: [], after: [late] });
		expect(after).not.toContain(early);
	});

	test('is nobody who comes after the operators are gone', async () => {
		const found = await fromTheStart(async (own) => {
			const first = await signUp(own, true);
			await signUp(own, true);
			await own`delete from auth.users where id = ${first}`;
			await signUp(own, true);
			return operators(own);
		});
		expect(found).toEqual([]);
	});

	test('is told to nobody but the operator', async () => {
		const [operator, stranger] = await Promise.all([makeOperator(), makeActor()]);
		const asked = await Promise.all(
			[operator, stranger, anon].map(async (actor) => (await db(actor).rpc('is_operator')).data)
		);
		expect(asked).toEqual([true, false, false]);
	});
});
