import { describe, expect, test } from 'vitest';
import { isTimeZone, timeZones } from '../../src/lib/domain/time-zones.ts';
import { sql } from '../support/clients.ts';
import { makePublication } from '../support/factories.ts';
import * as sweep from '../support/sweep.ts';
import { outcome, undone } from '../support/transactions.ts';

/** Values that Postgres can hold and JavaScript cannot are kept out by checks. */

describe('moments', () => {
	test('are within the years 1 to 9999 in every column', async () => {
		expect(await sweep.momentsWithoutLimit()).toEqual([]);
	});

	test('of a new table are found until it has its check', async () => {
		const found = await undone(async (own) => {
			await own`create table private.later (id integer, at timestamptz, until timestamptz)`;
			const before = await sweep.momentsWithoutLimit(own);
			await own`select private.limit_moments()`;
			return { before, after: await sweep.momentsWithoutLimit(own) };
		});
		expect(found).toEqual({ before: ['private.later.at', 'private.later.until'], after: [] });
	});

	test.each([
		['infinity', false],
		['-infinity', false],
		['0044-03-15 00:00:00+00 BC', false],
		['0001-01-01 23:59:59.999999+00', false],
		['0001-01-02 00:00:00+00', true],
		['9999-12-30 23:59:59.999999+00', true],
		['9999-12-31 00:00:00+00', false],
		['294276-12-31 00:00:00+00', false]
	])('%s: taken is %s, and imports say the same', async (moment, isTaken) => {
		const publication = await makePublication();
		const written = await undone((own) =>
			outcome(
				own.savepoint(
					(inner) =>
						inner`update publications set created_at = ${moment}::text::timestamptz where id = ${publication}`
				)
			)
		);
		expect(written).toBe(isTaken ? null : '23514');
		const [answer] = await sql`select private.is_moment(${moment}::text::timestamptz) as known`;
		expect(answer?.known).toBe(isTaken);
	});

	test('come in no other type', async () => {
		expect(await sweep.columnsOfTypes(['date', 'timestamp', 'time', 'timetz', 'interval'])).toEqual(
			[]
		);
	});
});

test('numbers that can be NaN or infinite stand in one column, which has its range', async () => {
	expect(await sweep.columnsOfTypes(['real', 'double precision', 'numeric'])).toEqual([
		'publications.accent_chroma'
	]);
	const publication = await makePublication();
	for (const value of ['NaN', 'Infinity', '-Infinity']) {
		const written = await outcome(
			sql`update publications set accent_chroma = ${value} where id = ${publication}`
		);
		expect(written, value).toBe('23514');
	}
});

describe('time zones', () => {
	const known = (name: string) => {
		try {
			return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
		} catch {
			return false;
		}
	};

	test('that Postgres takes are known to JavaScript', async () => {
		const [rule] = await sql<{ regions: string }[]>`
			select substring(pg_get_functiondef('private.check_time_zone'::regproc) from '\\^\\((Africa[^)]*)\\)') as regions`;
		const regions = new RegExp(`^(${rule?.regions})/`);
		const names = await sql<{ name: string }[]>`select name from pg_timezone_names`;
		const taken = names.map(({ name }) => name).filter((name) => regions.test(name));
		expect(taken.length).toBeGreaterThan(400);
		expect(taken.filter((name) => !known(name))).toEqual([]);
	});

	test('that the app offers are of the regions that Postgres takes', async () => {
		const publication = await makePublication();
		const samples = new Map(timeZones.map((name) => [name.split('/')[0], name]));
		const refused = [];
		for (const name of samples.values()) {
			const written = await outcome(
				sql`update publications set time_zone = ${name} where id = ${publication}`
			);
			if (written !== null) refused.push(name);
		}
		expect(refused).toEqual([]);
	});

	test.each([
		...['Factory', 'localtime', 'posixrules', 'posix/Europe/London', 'right/Europe/London'],
		...['SystemV/AST4', 'Europe', 'europe/london', '+02:00', 'CEST', '<Etc/X>-3', 'Etc/Unknown', '']
	])('%j is none', async (name) => {
		const publication = await makePublication();
		expect(
			await outcome(sql`update publications set time_zone = ${name} where id = ${publication}`)
		).toBe('23514');
		expect(isTimeZone(name)).toBe(false);
	});
});

test('the last place among tiers can be taken, and there is still room for another', async () => {
	const publication = await makePublication();
	const [tier] = await undone(async (own) => {
		const last = { publication_id: publication, slug: 'last', name: 'Last', position: 32767 };
		await own`insert into tiers ${own(last)}`;
		await own`select save_tier(${publication}, 'next', 'Next', '', '{}', 0, 'eur')`;
		return own`select position from tiers where slug = 'next' and publication_id = ${publication}`;
	});
	expect(tier).toEqual({ position: 32767 });
});

test('a list in a list is no list of benefits', async () => {
	const publication = await makePublication();
	const tier = { publication_id: publication, slug: 'nested', name: 'Nested' };
	const written = sql`insert into tiers ${sql(tier)} returning id`;
	await written;
	const nested = sql`
		update tiers set benefits = array[array['a'], array['b']] where publication_id = ${publication}`;
	expect(await outcome(nested)).toBe('23514');
});
