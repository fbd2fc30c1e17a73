import type postgres from 'postgres';
import { beforeAll, expect, test } from 'vitest';
import { anon, type Actor } from '../support/actors.ts';
import { sql } from '../support/clients.ts';
import {
	documentOf,
	fresh,
	image,
	makeByline,
	makeGrant,
	makeMedia,
	makePost,
	makeTag,
	makeTier
} from '../support/factories.ts';
import { keyedTables, writableReferences, type Reference } from '../support/sweep.ts';
import { become, undone } from '../support/transactions.ts';
import { makeWorld, type World } from '../support/world.ts';

// A reference must never grant more than its writer has. For each foreign key that signed-in people
// may write, these tests point it at rows its writer cannot see, and compare what the writer and a
// visitor see before and after.

type Row = Record<string, unknown>;
type Own = postgres.TransactionSql;

const references = await writableReferences();
const tables = {
	authenticated: await keyedTables('authenticated'),
	anon: await keyedTables('anon')
};
const takenBack = new Error('taken back');
const writers = ['author', 'editor', 'admin', 'staff elsewhere', 'free member'] as const;

let world: World;
beforeAll(async () => {
	world = await makeWorld();
	const { actors, home, elsewhere } = world;
	const places = [
		[home, actors.author],
		[home, actors.colleague],
		[elsewhere, actors['staff elsewhere']]
	] as const;
	for (const [{ id: publication, tier, members }, { id: by }] of places) {
		const cover = await makeMedia(publication, by);
		const doc = documentOf(image(await makeMedia(publication, by)));
		for (const state of ['draft', 'tiers'] as const) {
			const id = await makePost({ publication, by, state, cover, doc, tier });
			const tag = await makeTag(publication, true);
			await sql`insert into post_tags ${sql({ publication_id: publication, post_id: id, tag_id: tag })}`;
		}
		await makeByline(publication);
		// On offer no more: nobody but staff sees it.
		const archived = await makeTier(publication);
		await sql`update tiers set archived_at = now() where id = ${archived}`;
		const price = { interval: 'month', currency: 'gbp', amount: 500 };
		await sql`insert into tier_prices ${sql({ publication_id: publication, tier_id: archived, ...price })}`;
		const member = Object.values(members)[0] ?? '';
		await makeGrant(publication, member, tier);
		await sql`insert into member_labels ${sql({ publication_id: publication, member_id: member, label: fresh('label') })}`;
	}
});

/** Keys of the world's rows that somebody sees, or of all that there are. */
async function keys(own: Own, actor: Actor | null): Promise<Set<string>> {
	if (actor) await become(own, actor);
	const places = [world.home.id, world.elsewhere.id].map((id) => `'${id}'`).join();
	const parts = tables[actor && !actor.token ? 'anon' : 'authenticated'].map(
		({ name, key, scope }) =>
			`select '${name} ' || concat_ws(' ', ${key.join()}) as key from ${name} where ${scope} in (${places})`
	);
	const rows = await own.unsafe<{ key: string }[]>(parts.join(' union all '));
	await own`reset role`;
	return new Set(rows.map(({ key }) => key));
}

const rowsOf = (own: Own, table: string, scope: string, place: string) =>
	own.unsafe<Row[]>(`select * from ${table} where ${scope} = '${place}' limit 12`);

/** A copy of a row that can stand beside it: what is unique and free gets a value of its own. */
function copyOf(row: Row, { insertable, unique }: Reference): Row {
	return Object.fromEntries(
		insertable.map((column) => [
			column,
			unique.includes(column) && typeof row[column] === 'string' ? fresh('copy') : row[column]
		])
	);
}

/** Every way to let the reference point at a row: in a new row, and in those that are there. */
async function* attempts(own: Own, reference: Reference, target: Row, place: string) {
	const { table, columns, targetColumns, updatable, scope } = reference;
	const pointing = Object.fromEntries(
		columns.map((column, n) => [column, target[targetColumns[n] ?? '']])
	);
	// The same without the publication, so that the row claims to be of its own.
	const bare = Object.fromEntries(
		Object.entries(pointing).filter(([column]) => column !== 'publication_id')
	);
	for (const row of await rowsOf(own, table, scope, place)) {
		for (const there of [pointing, bare]) {
			if (reference.insertable.length > 0 && Object.keys(there).length > 0) {
				const made = { ...copyOf(row, reference), ...there };
				yield () => own`insert into ${own(table)} ${own(made)}`;
			}
			const set = Object.fromEntries(
				Object.entries(there).filter(([column]) => updatable.includes(column))
			);
			if (Object.keys(set).length > 0) {
				yield () =>
					own`update ${own(table)} set ${own(set)} where ${own(scope)} = ${place} and ${own(reference.id)} = ${row[reference.id] as string}`;
			}
		}
	}
}

test('there are references to look at', () => {
	const found = references.map(({ table, columns }) => `${table} (${columns.join()})`);
	expect(found).toContain('posts (publication_id,cover_media_id)');
	expect(found.length).toBeGreaterThan(10);
});

test.each(references.map((reference) => [reference.name, reference] as const))(
	'%s opens nothing to its writer or to visitors',
	async (_, reference) => {
		let tried = 0;
		for (const name of writers) {
			const actor = world.actors[name];
			const home = name === 'staff elsewhere' ? world.elsewhere : world.home;
			const gained = await undone(async (own) => {
				const [all, before, beforeAnon] = [
					await keys(own, null),
					await keys(own, actor),
					await keys(own, anon)
				];
				const found: string[] = [];
				const targetTable = tables.authenticated.find(
					({ name: table }) => table === reference.target
				);
				if (!targetTable) throw new Error(`${reference.target} has no key that can be read`);
				for (const place of [world.home.id, world.elsewhere.id]) {
					for (const target of await rowsOf(own, reference.target, targetTable.scope, place)) {
						const key = `${reference.target} ${targetTable.key.map((column) => String(target[column])).join(' ')}`;
						if (before.has(key)) continue;
						for await (const attempt of attempts(own, reference, target, home.id)) {
							tried += 1;
							let written = false;
							await own
								.savepoint(async (inner) => {
									await become(inner, actor);
									await attempt();
									written = true;
									await inner`reset role`;
									for (const [who, had] of [
										[actor, before],
										[anon, beforeAnon]
									] as const) {
										const now = await keys(inner, who);
										found.push(...[...now].filter((row) => all.has(row) && !had.has(row)));
									}
									throw takenBack;
								})
								.catch((error: unknown) => {
									if (written && error !== takenBack) throw error;
								});
						}
					}
				}
				return found;
			});
			expect(gained, name).toEqual([]);
		}
		expect(tried).toBeGreaterThan(0);
	}
);
