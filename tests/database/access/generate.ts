import { describe, expect, test } from 'vitest';
import { anyTable, countOf, rest, sql } from '../../support/clients.ts';
import { writers, type Viewer } from '../../support/matrix.ts';
import type { World } from '../../support/world.ts';
import type { Case, Insert, Row, TableAccess } from './types.ts';

/** Tests of every command by everybody on every kind of row of a table. */
export function testAccess(access: TableAccess, world: World): void {
	describe(access.table, () => {
		describe.each(access.cases)('$name', (item) => {
			testSelect(access, item, world);
			testUpdate(access, item, world);
			testDelete(access, item, world);
		});
		describe.each(access.inserts)('insert: $name', (item) => testInsert(access, item, world));
	});
}

function split(may: readonly Viewer[]) {
	return writers.map((viewer) => {
		const allowed = may.includes(viewer);
		return { viewer, may: allowed, verb: allowed ? 'may' : 'may not' };
	});
}

function testSelect(access: TableAccess, item: Case, world: World): void {
	let made: Promise<Row> | undefined;
	test.each(split(item.select))('$viewer $verb select', async ({ viewer, may }) => {
		const key = await (made ??= item.make(world));
		const actor = world.actors[viewer];
		const filter = new URLSearchParams(
			Object.entries(key).map(([name, value]) => [name, `eq.${value}`])
		);
		const columns = (access.columns ?? '*').replaceAll(' ', '');
		const [listed, everything, count] = await Promise.all([
			anyTable(actor).from(access.table).select(columns).match(key),
			rest(actor, `${access.table}?select=*&${filter}`),
			countOf(actor, `${access.table}?select=${columns}&${filter}`)
		]);
		expect(listed.data?.length ?? 0).toBe(may ? 1 : 0);
		expect(count ?? 0).toBe(may ? 1 : 0);
		// Where some columns are hidden, an asterisk is refused as a whole.
		const refused =
			access.columns || access.granted === 'nobody' || (access.granted && !actor.token);
		if (refused) expect(everything.text).toContain('42501');
		else expect(JSON.parse(everything.text)).toHaveLength(may ? 1 : 0);
	});
}

function testUpdate(access: TableAccess, item: Case, world: World): void {
	test.each(split(item.update.may))('$viewer $verb update', async ({ viewer, may }) => {
		const key = await item.make(world);
		const before = await stored(access.table, key);
		const answer = await anyTable(world.actors[viewer])
			.from(access.table)
			.update(item.update.set, { count: 'exact' })
			.match(key);
		const after = await stored(access.table, key);
		expect(before).toHaveLength(1);
		if (may) {
			expect(answer.error).toBeNull();
			expect(after[0]).toMatchObject(item.update.set);
		} else {
			expect(answer.count ?? 0).toBe(0);
		}
		if (!access.shared) {
			expect(before[0]).not.toMatchObject(item.update.set);
			if (!may) expect(after).toEqual(before);
		}
	});
}

function testDelete(access: TableAccess, item: Case, world: World): void {
	test.each(split(item.delete))('$viewer $verb delete', async ({ viewer, may }) => {
		const key = await item.make(world);
		const before = await stored(access.table, key);
		const answer = await anyTable(world.actors[viewer]).from(access.table).delete().match(key);
		const after = await stored(access.table, key);
		expect(before).toHaveLength(1);
		if (may) expect({ error: answer.error, after }).toEqual({ error: null, after: [] });
		else expect(after).toEqual(before);
	});
}

function testInsert(access: TableAccess, item: Insert, world: World): void {
	test.each(split(item.may))('$viewer $verb insert', async ({ viewer, may }) => {
		const actor = world.actors[viewer];
		const row = await item.row(world, actor);
		const key = Object.fromEntries(item.by.map((column) => [column, row[column] ?? null]));
		const before = await stored(access.table, key);
		const answer = await anyTable(actor).from(access.table).insert(row);
		const after = await stored(access.table, key);
		expect(before).toHaveLength(0);
		if (may) expect({ error: answer.error, rows: after.length }).toEqual({ error: null, rows: 1 });
		else
			expect({ refused: answer.error !== null, rows: after.length }).toEqual({
				refused: true,
				rows: 0
			});
	});
}

/** The rows of a key as the owner of the database sees them. */
async function stored(table: string, key: Row): Promise<Row[]> {
	const conditions = Object.entries(key).map(
		([column, value]) => sql`and ${sql(column)} = ${value as string}`
	);
	const rows = await sql<{ row: Row }[]>`
		select to_jsonb(t) as row from ${sql(`public.${table}`)} t where true ${conditions}`;
	return rows.map(({ row }) => row);
}
