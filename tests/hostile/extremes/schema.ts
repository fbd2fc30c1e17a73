import type { Sql } from 'postgres';

export interface Column {
	table: string;
	column: string;
	type: string;
	/** The role of the API, and what it may do with the column. */
	role: 'anon' | 'authenticated';
	command: 'insert' | 'update';
}

/** Every column that a role of the API may write. */
export function writableColumns(sql: Sql): Promise<Column[]> {
	return sql<Column[]>`
		select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type,
			role.name as role, command.name as command
		from pg_class c
		join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
		cross join unnest(array['anon', 'authenticated']) as role (name)
		cross join unnest(array['insert', 'update']) as command (name)
		where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
			and has_column_privilege(role.name, c.oid, a.attnum, command.name)
		order by c.relname, a.attnum, role.name, command.name`;
}

export interface Callable {
	name: string;
	args: string[];
	types: string[];
}

/** Every function of the API that somebody without the secret key may call with arguments. */
export function callableFunctions(sql: Sql): Promise<Callable[]> {
	return sql<Callable[]>`
		select p.proname as name, p.proargnames[1:p.pronargs] as args,
			array(select format_type(t, null) from unnest(p.proargtypes) t) as types
		from pg_proc p
		where p.pronamespace = 'public'::regnamespace and p.pronargs > 0
			and (has_function_privilege('anon', p.oid, 'execute')
				or has_function_privilege('authenticated', p.oid, 'execute'))
		order by 1`;
}

/** Every column that holds a moment, in both schemas. */
export function momentColumns(
	sql: Sql
): Promise<{ schema: string; table: string; column: string }[]> {
	return sql`
		select c.relnamespace::regnamespace::text as schema, c.relname as table, a.attname as column
		from pg_class c join pg_attribute a on a.attrelid = c.oid
		where c.relnamespace::regnamespace::text in ('public', 'private') and c.relkind in ('r', 'p')
			and a.attnum > 0 and not a.attisdropped and a.atttypid = 'timestamptz'::regtype
			and a.attgenerated = ''
		order by 1, 2, 3`;
}
