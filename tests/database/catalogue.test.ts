import { describe, expect, test } from 'vitest';
import { anon, makeActor } from '../support/actors.ts';
import { rest, sql } from '../support/clients.ts';
import { outcome, undone } from '../support/transactions.ts';
import * as sweep from '../support/sweep.ts';
import { accessOfPeople, accessOfPosts } from './access/index.ts';
import {
	allowedGrants,
	allowedSchemaGrants,
	columnsOfPersons,
	copiedColumns,
	forAnybody,
	forSignedIn,
	idsFromCallers,
	plainColumns
} from './catalogue/allowed.ts';

describe('tables', () => {
	test('all have row level security', async () => {
		expect(await sweep.tables('without RLS')).toEqual([]);
	});

	test('all have their tests of access, or nobody reaches them', async () => {
		const tested = [...accessOfPeople, ...accessOfPosts].map(({ table }) => table);
		const exposed = (await sweep.tables()).filter((name) => !name.startsWith('private.'));
		expect(tested.sort()).toEqual(exposed);
	});

	test('and their columns explain themselves', async () => {
		const silent = (await sweep.silentColumns()).filter(
			(column) => !plainColumns.has(column.split('.').at(-1) ?? '') && !copiedColumns.has(column)
		);
		expect([...(await sweep.tables('without comment')), ...silent]).toEqual([]);
	});

	test('find the other end of every foreign key by an index', async () => {
		expect(await sweep.foreignKeysWithoutIndex()).toEqual([]);
	});

	test('have no view that shows more than its reader may see', async () => {
		expect(await sweep.viewsOfTheirOwner()).toEqual([]);
	});
});

describe('rights', () => {
	test('on tables, columns and sequences are those of the list', async () => {
		expect((await sweep.grants()).sort()).toEqual([...allowedGrants].sort());
	});

	test('on schemas are those of the list', async () => {
		expect((await sweep.schemaGrants()).sort()).toEqual(allowedSchemaGrants);
	});

	test('do not come by themselves', async () => {
		const found = await undone(async (own) => {
			await own`create table public.later (id bigint generated always as identity)`;
			await own`create function public.later_on() returns int language sql return 1`;
			await own`create function private.later_on() returns int language sql return 1`;
			return own`
				select has_table_privilege('anon', 'public.later', 'select, insert, update, delete') as "anon",
					has_table_privilege('authenticated', 'public.later', 'select, insert, update, delete') as "signedIn",
					has_sequence_privilege('authenticated', 'public.later_id_seq', 'usage') as "sequence",
					has_function_privilege('anon', 'public.later_on()', 'execute') as "exposed",
					has_function_privilege('authenticated', 'private.later_on()', 'execute') as "hidden"`;
		});
		expect(found).toEqual([
			{ anon: false, signedIn: false, sequence: false, exposed: false, hidden: false }
		]);
	});

	test('leave the id of a row to the database', async () => {
		expect(await sweep.keysChosenByCallers()).toEqual([]);
	});

	test('show who did something to those of the list', async () => {
		expect(await sweep.readableColumnsOfPersons()).toEqual(Object.keys(columnsOfPersons).sort());
	});

	test('keep a row in its publication', async () => {
		const moved = (await sweep.grants()).filter(
			(right) => right.includes(': update ') && /[( ]publication_id[,)]/.test(right)
		);
		expect(moved).toEqual([]);
	});
});

describe('functions', () => {
	test('may be run by those of the lists, and by nobody through PUBLIC', async () => {
		const found = await sweep.functions();
		const runBy = (...who: string[]) =>
			found.filter((item) => item.runBy.join() === who.join()).map(({ signature }) => signature);
		expect(runBy('anon', 'authenticated').sort()).toEqual([...forAnybody].sort());
		expect(runBy('authenticated').sort()).toEqual([...forSignedIn].sort());
		expect(found.filter(({ runBy: callers }) => callers.includes('PUBLIC'))).toEqual([]);
	});

	test('with the rights of their owner lie where the API does not reach', async () => {
		const definers = (await sweep.functions()).filter(({ definer }) => definer);
		expect(definers.filter(({ schema }) => schema !== 'private')).toEqual([]);
	});

	test('fix where they look names up', async () => {
		expect(await sweep.functionsWithoutSearchPath()).toEqual([]);
	});

	test('take no id from their caller but those of the list', async () => {
		const taken = (await sweep.functions())
			.filter(({ runBy }) => runBy.length > 0)
			.flatMap(({ signature, args, types }) =>
				args.filter((_, n) => types[n]?.startsWith('uuid')).map((arg) => `${signature}: ${arg}`)
			);
		expect(taken.sort()).toEqual([...idsFromCallers].sort());
	});

	test('of the API explain themselves', async () => {
		expect(await sweep.silentFunctions()).toEqual([]);
	});

	test('answer visitors without a login as the list says', async () => {
		const exposed = (await sweep.functions()).filter(({ schema }) => schema === 'public');
		const answers = await Promise.all(
			exposed.map(async ({ signature, name, args }) => {
				const body = JSON.stringify(Object.fromEntries(args.map((arg) => [arg, null])));
				const { text } = await rest(anon, `rpc/${name}`, { method: 'POST', body });
				return { signature, open: !text.includes('permission denied') };
			})
		);
		const open = answers.filter((answer) => answer.open).map(({ signature }) => signature);
		expect(open).toEqual(forAnybody.filter((name) => !name.startsWith('private.')).sort());
	});
});

describe('policies', () => {
	test('name whom they are for', async () => {
		const vague = (await sweep.policies()).filter(
			({ roles }) => roles.length === 0 || roles.includes('public')
		);
		expect(vague).toEqual([]);
	});

	test('are one for a role and a command', async () => {
		const keys = (await sweep.policies())
			.filter(({ isPermissive }) => isPermissive)
			.flatMap(({ table, command, roles }) =>
				roles.map((role) => `${table}: ${command} to ${role}`)
			);
		expect(keys.filter((key, n) => keys.indexOf(key) !== n)).toEqual([]);
	});

	test('ask who the caller is once a statement, not once a row', async () => {
		const calls = (await sweep.policies()).flatMap(({ table, name, condition }) =>
			[...condition.matchAll(/(SELECT )?(?:auth|private)\.\w+\(/g)]
				.filter(([, wrapped]) => !wrapped)
				.map(([call]) => `${table}, ${name}: ${call}`)
		);
		expect(calls).toEqual([]);
	});
});

describe('the schema private', () => {
	const requests: [string, string, RequestInit][] = [
		['a table', 'operators?select=*', { headers: { 'accept-profile': 'private' } }],
		[
			'a write',
			'operators',
			{ method: 'POST', body: '{}', headers: { 'content-profile': 'private' } }
		],
		[
			'a function',
			'rpc/own_posts',
			{ method: 'POST', body: '{}', headers: { 'content-profile': 'private' } }
		]
	];

	test.each(requests)('is no part of the API: %s', async (_, path, init) => {
		const answer = await rest(await makeActor(), path, init);
		expect(JSON.parse(answer.text)).toMatchObject({ code: 'PGRST106' });
	});

	test('shows its tables to nobody in SQL either', async () => {
		const hidden = (await sweep.tables()).filter((name) => name.startsWith('private.'));
		const outcomes = await Promise.all(
			['anon', 'authenticated'].flatMap((role) =>
				hidden.map((table) =>
					sql.begin(async (own) => {
						await own`select set_config('role', ${role}, true)`;
						return outcome(own.savepoint((inner) => inner`select from ${inner(table)}`));
					})
				)
			)
		);
		expect(outcomes.length).toBeGreaterThan(0);
		expect(new Set(outcomes)).toEqual(new Set(['42501']));
	});
});
