import type postgres from 'postgres';
import type { Mutation } from './mutations.ts';

/** What makes a hole, and what closes it again. */
export interface Change {
	apply: string;
	undo: string;
}

/**
 * The statements of a mutation.
 * @throws when it names something that is not there, or would change nothing
 */
export async function changeOf(mutation: Mutation, sql: postgres.Sql): Promise<Change> {
	if ('sql' in mutation) return { apply: mutation.sql, undo: mutation.undo };
	const { item, on } = mutation;
	if ('drop' in mutation) {
		const apply = `drop ${mutation.drop} ${on ? `"${item}" on ${on}` : item}`;
		return { apply, undo: await definitionOf(mutation.drop, item, on, sql) };
	}
	const undo = await definitionOf(mutation.edit, item, on, sql);
	const edited = undo.replaceAll(mutation.change.from, mutation.change.to);
	if (edited === undo) throw new Error(`"${mutation.change.from}" does not stand in ${undo}`);
	if (mutation.edit === 'function') return { apply: edited, undo };
	const drop = `drop policy "${item}" on ${on};\n`;
	return { apply: drop + edited, undo: drop + undo };
}

async function definitionOf(
	kind: 'policy' | 'function' | 'trigger' | 'index',
	item: string,
	on: string | undefined,
	sql: postgres.Sql
): Promise<string> {
	const rows = await query();
	const [row] = rows;
	if (!row?.definition || rows.length !== 1) throw new Error(`There is no ${kind} "${item}"`);
	return row.definition;

	function query(): Promise<{ definition: string }[]> {
		switch (kind) {
			case 'function':
				return sql`select pg_get_functiondef(${item}::regprocedure) as definition`;
			case 'index':
				return sql`select pg_get_indexdef(${item}::regclass) as definition`;
			case 'trigger':
				return sql`
					select pg_get_triggerdef(oid) as definition from pg_trigger
					where tgname = ${item} and tgrelid = ${on ?? ''}::regclass`;
			case 'policy':
				return sql`
					select format('create policy %I on %I.%I for %s to %s %s %s',
						policyname, schemaname, tablename, cmd, array_to_string(roles, ', '),
						'using (' || qual || ')', 'with check (' || with_check || ')') as definition
					from pg_policies
					where policyname = ${item} and schemaname || '.' || tablename = ${on ?? ''}`;
		}
	}
}

/** One number for every rule in the database: the same before a mutation and after its undo. */
export async function fingerprint(sql: postgres.Sql): Promise<string> {
	const [row] = await sql<{ print: string }[]>`
		select md5(string_agg(line, E'\n' order by line)) as print from (
			select 'policy ' || row_to_json(p)::text as line from pg_policies p
			union all
			select 'function ' || pg_get_functiondef(p.oid) || array(select unnest(p.proacl)::text order by 1)::text
			from pg_proc p where p.pronamespace::regnamespace::text in ('public', 'private')
			union all
			select 'trigger ' || t.tgrelid::regclass || pg_get_triggerdef(t.oid) || t.tgenabled::text
			from pg_trigger t where not t.tgisinternal
			union all
			select 'index ' || indexdef from pg_indexes where schemaname in ('public', 'private')
			union all
			select 'table ' || c.oid::regclass || c.relrowsecurity::text
				|| array(select unnest(c.relacl)::text order by 1)::text
				|| array(
					select a.attname || ' ' || array(select unnest(a.attacl)::text order by 1)::text
					from pg_attribute a where a.attrelid = c.oid and a.attacl <> '{}' order by 1
				)::text
			from pg_class c
			where c.relnamespace::regnamespace::text in ('public', 'private') and c.relkind = 'r'
		) lines`;
	return row?.print ?? '';
}
