import type { Sql } from 'postgres';

/** A column that somebody with the publishable key may write. */
export interface Column {
	table: string;
	name: string;
	type: string;
	command: 'insert' | 'update';
	/** The words of a check that names all it takes. */
	words: string[];
}

/** Every column of the API that a signed-in person or a visitor may write. */
export function writableColumns(sql: Sql): Promise<Column[]> {
	return sql<Column[]>`
		select c.relname as table, a.attname as name, format_type(a.atttypid, null) as type, command,
			array(
				select word[1] from pg_constraint k,
					regexp_matches(pg_get_constraintdef(k.oid), '''([^'']*)''::text', 'g') as word
				where k.conrelid = c.oid and k.conkey = array[a.attnum]
					and pg_get_constraintdef(k.oid) like '%= ANY (ARRAY[%'
			) as words
		from pg_class c
		join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
		cross join unnest(array['insert', 'update']) as command
		where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')
			and (has_column_privilege('anon', c.oid, a.attnum, command)
				or has_column_privilege('authenticated', c.oid, a.attnum, command))
		order by c.relname, a.attnum, command`;
}

/** What tells the rows of a table apart, and what of it must differ from one row to the next. */
export interface Keys {
	primary: string[];
	/** Columns of type text in unique indexes. */
	unique: string[];
	/** Whether each row belongs to a publication. */
	scoped: boolean;
}

export async function keysOf(sql: Sql, table: string): Promise<Keys> {
	const columns = await sql<{ name: string; sure: boolean; primary: boolean; unique: boolean }[]>`
		select a.attname as name, a.attnotnull as sure, coalesce(bool_or(i.indisprimary), false) as primary,
			coalesce(bool_or(i.indisunique and a.atttypid = 'text'::regtype), false) as unique
		from pg_attribute a
		left join pg_index i on i.indrelid = a.attrelid and a.attnum = any (i.indkey)
		where a.attrelid = ${table}::regclass and a.attnum > 0 and not a.attisdropped
		group by a.attnum, a.attname, a.attnotnull order by a.attnum`;
	const names = (list: { name: string }[]) => list.map(({ name }) => name);
	return {
		primary: names(columns.filter(({ primary }) => primary)),
		unique: names(columns.filter(({ unique }) => unique)),
		scoped: columns.some(({ name, sure }) => name === 'publication_id' && sure)
	};
}

/** A function that somebody with the publishable key may run, with what it is called with. */
export interface Callable {
	name: string;
	args: string[];
	types: string[];
	/** It promises to write nothing. */
	reads: boolean;
}

/** Every function of the API that takes arguments. */
export function callableFunctions(sql: Sql): Promise<Callable[]> {
	return sql<Callable[]>`
		select p.proname as name, p.proargnames[1:p.pronargs] as args,
			array(select format_type(t, null) from unnest(p.proargtypes) t) as types,
			p.provolatile <> 'v' as reads
		from pg_proc p
		where p.pronamespace = 'public'::regnamespace and p.pronargs > 0
			and (has_function_privilege('anon', p.oid, 'execute')
				or has_function_privilege('authenticated', p.oid, 'execute'))
		order by 1`;
}

/** Keeps all rows as they are now, and gives what brings them back. */
export async function keepRows(sql: Sql): Promise<() => Promise<void>> {
	await sql.unsafe(`
		create schema kept;
		create function kept.tables() returns table (place text, copy text, columns text)
		language sql as $$
			select c.oid::regclass::text, format('kept.%I', c.oid::regclass),
				string_agg(quote_ident(a.attname), ', ')
			from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
				and not a.attisdropped and a.attgenerated = ''
			where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind = 'r'
			group by c.oid
		$$;
		create function kept.bring_back() returns void
		language plpgsql as $$
		declare one record;
		begin
			for one in select * from kept.tables() loop
				execute format('delete from %s', one.place);
				execute format('insert into %1$s (%3$s) overriding system value select %3$s from %2$s', one.place, one.copy, one.columns);
			end loop;
		end $$;
		do $$
		declare one record;
		begin
			for one in select * from kept.tables() loop
				execute format('create table %s as select %s from %s', one.copy, one.columns, one.place);
			end loop;
		end $$`);
	return async () => {
		await sql.begin(async (own) => {
			await own`set local session_replication_role = 'replica'`;
			await own`select kept.bring_back()`;
		});
	};
}
