import type postgres from 'postgres';
import { beforeAll, describe, expect, test } from 'vitest';
import { restEmbeds } from '../../src/lib/limits.ts';
import { anon, makeActor, type Actor } from '../support/actors.ts';
import { rest, sql } from '../support/clients.ts';
import { makePost, makePublication, makeStaff, makeTag } from '../support/factories.ts';
import { undone } from '../support/transactions.ts';

/** A select of one table with as many embedded tables as asked for. */
const many = (tables: number) =>
	`posts?select=id,${Array.from({ length: tables }, (_, n) => `t${n}:post_tags(tag_id)`).join()}`;

let author: Actor;
let publication: string;
beforeAll(async () => {
	[author, publication] = await Promise.all([makeActor('author'), makePublication()]);
	await makeStaff(publication, author.id, 'author');
	for (let n = 0; n < 3; n += 1) {
		await makePost({ publication, by: author.id, state: 'public' });
	}
	await makeTag(publication);
});

const allowed: [string, string][] = [
	['a row in a row', 'posts?select=id,publication:publications(slug)'],
	['a list in a row', 'publications?select=id,posts(id)'],
	['a row in a list in a row', 'posts?select=id,post_tags(position,tag:tags(name))'],
	[
		'a row in a row in a row',
		'post_tags?select=position,post:posts(id,publication:publications(id))'
	],
	['as many tables as allowed', many(restEmbeds.tables)],
	['an alias with parentheses', `posts?select="lateral(":id,"((a":publications(slug)`]
];
const refused: [string, string][] = [
	['a list in a list', 'publications?select=id,posts(id,post_tags(position))'],
	['a list in a row in a row', 'posts?select=id,publication:publications(posts(id))'],
	['three levels', 'post_tags?select=tag_id,post:posts(publication:publications(tiers(id)))'],
	['one table more than allowed', many(restEmbeds.tables + 1)]
];

test.each(allowed)('a call may embed %s', async (_, path) => {
	for (const actor of [anon, author]) {
		const answer = await rest(actor, `${path}&limit=5`);
		expect(answer.status, answer.text).toBe(200);
		expect(JSON.parse(answer.text)).not.toEqual([]);
	}
});

test.each(refused)('a call may not embed %s', async (_, path) => {
	for (const actor of [anon, author]) {
		const answer = await rest(actor, path);
		expect(answer.status).toBe(400);
		expect(answer.text).toContain('too_many_embeds');
	}
});

test.each([
	['a table', 'GET', 'posts?select=id&summary=match.x'],
	['a table, in any case', 'GET', 'posts?select=id&title=imatch.x'],
	['an embedded table', 'GET', 'publications?select=id,posts(id)&posts.title=match.x'],
	['what a condition joins', 'GET', 'posts?select=id&or=(id.is.null,title.match.x)'],
	['rows to delete', 'DELETE', 'posts?title=match.x']
])('a call may not look for a regular expression in %s', async (_, method, path) => {
	for (const actor of method === 'GET' ? [anon, author] : [author]) {
		const answer = await rest(actor, path, { method });
		expect(answer.text).toContain('no_regular_expressions');
		expect(answer.status).toBe(400);
	}
});

test('a call may look for a part of a text', async () => {
	const answer = await rest(anon, 'posts?select=id&title=ilike.*~*&limit=1');
	expect(answer.status, answer.text).toBe(200);
});

// What PostgREST sends for such calls, since the local API writes other SQL.
const row = (inner = '') =>
	`LEFT JOIN LATERAL ( SELECT "p_1".* FROM "public"."p" AS "p_1" ${inner} ) AS "p_1" ON TRUE`;
const list = (inner = '') =>
	`LEFT JOIN LATERAL ( SELECT json_agg("c_1") AS "c_1" FROM (SELECT "c_1"."id" FROM "public"."c" AS "c_1" ${inner} LIMIT $1 OFFSET $2 ) AS "c_1" ) AS "c_1" ON TRUE`;
const call = (...joins: string[]) =>
	`WITH pgrst_source AS ( SELECT "public"."a"."id" FROM "public"."a" ${joins.join(' ')} LIMIT $1 OFFSET $2 ) SELECT null::bigint AS total_result_set, pg_catalog.count(_postgrest_t) AS page_total, coalesce(json_agg(_postgrest_t), '[]') AS body FROM ( SELECT * FROM pgrst_source ) _postgrest_t`;

test.each<[string, string, boolean]>([
	['nothing', call(), true],
	['rows and lists beside each other', call(row(), list(), list(row()), row(row())), true],
	['a list in a list', call(list(list())), false],
	['a list in a row', call(row(list())), false],
	['a third level', call(list(row(row()))), false],
	['many tables', call(...Array.from({ length: restEmbeds.tables + 1 }, () => row())), false],
	['an alias that closes parentheses', call(row('"))))"' + list())), false],
	[
		'a function',
		'WITH pgrst_source AS (SELECT * FROM (SELECT $1 AS json_data) pgrst_payload, LATERAL "public"."f"("a" := $2) pgrst_call) SELECT 1',
		true
	]
])('PostgREST may send %s', async (_, query, is) => {
	expect(await sql`select private.embeds_are_few(${query}) as few`).toMatchObject([{ few: is }]);
});

describe('the policy', () => {
	const without = (own: postgres.ISql) => own`
		select c.relname from pg_class c
		where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
			and has_any_column_privilege('authenticated', c.oid, 'select')
			and not exists (
				select from pg_policy p where p.polrelid = c.oid and p.polname = 'calls ask for little'
			)`;

	test('stands on every table that the API reads', async () => {
		expect(await without(sql)).toEqual([]);
	});

	test('is given to a new table', async () => {
		const found = await undone(async (own) => {
			await own`create table public.later (id integer)`;
			await own`grant select on public.later to authenticated`;
			const before = await without(own);
			await own`select private.limit_calls()`;
			return { before, after: await without(own) };
		});
		expect(found).toEqual({ before: [{ relname: 'later' }], after: [] });
	});
});
