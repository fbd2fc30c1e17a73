import type { ISql } from 'postgres';
import { sql } from './clients.ts';

const schemas = ['public', 'private'];
/** Whoever comes through the API with the publishable key; 0 is PUBLIC, which is everybody. */
const callers = sql`(0, 'anon'::regrole, 'authenticated'::regrole)`;

interface Named {
	name: string;
}

async function names(query: PromiseLike<Named[]>): Promise<string[]> {
	return (await query).map(({ name }) => name);
}

/** Every table of ours. */
export function tables(
	where: 'all' | 'without RLS' | 'without comment' = 'all'
): Promise<string[]> {
	return names(sql<Named[]>`
		select c.oid::regclass::text as name from pg_class c
		where c.relnamespace::regnamespace::text = any (${schemas}) and c.relkind in ('r', 'p')
			${where === 'without RLS' ? sql`and not c.relrowsecurity` : sql``}
			${where === 'without comment' ? sql`and obj_description(c.oid) is null` : sql``}
		order by 1`);
}

/** Columns without a comment, as `table.column`. */
export function silentColumns(): Promise<string[]> {
	return names(sql<Named[]>`
		select c.oid::regclass || '.' || a.attname as name
		from pg_class c join pg_attribute a on a.attrelid = c.oid
		where c.relnamespace::regnamespace::text = any (${schemas}) and c.relkind in ('r', 'p')
			and a.attnum > 0 and not a.attisdropped and col_description(c.oid, a.attnum) is null
		order by 1`);
}

/** Every right on a table, column or sequence, as `anon: select on posts (id, title)`. */
export function grants(): Promise<string[]> {
	return names(sql<Named[]>`
		with rights as (
			select c.oid, g.grantee, g.privilege_type, null as attname
			from pg_class c, aclexplode(c.relacl) g
			where c.relkind in ('r', 'p', 'v', 'm', 'S')
			union all
			select c.oid, g.grantee, g.privilege_type, a.attname
			from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) g
		)
		select case grantee when 0 then 'PUBLIC' else grantee::regrole::text end
			|| ': ' || lower(privilege_type) || ' on ' || oid::regclass
			|| coalesce(' (' || string_agg(attname::text, ', ' order by attname) || ')', '') as name
		from rights join pg_class using (oid)
		where relnamespace::regnamespace::text = any (${schemas}) and grantee in ${callers}
		group by grantee, privilege_type, oid
		order by 1`);
}

/** Columns of primary keys that the database fills in, and that callers may write all the same. */
export function keysChosenByCallers(): Promise<string[]> {
	return names(sql<Named[]>`
		select distinct role || ': ' || i.indrelid::regclass || '.' || a.attname as name
		from pg_index i
		join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
		join pg_class c on c.oid = i.indrelid
		cross join unnest(array['anon', 'authenticated']) as role
		where i.indisprimary and c.relnamespace::regnamespace::text = any (${schemas})
			and (a.atthasdef or a.attidentity <> '')
			and has_column_privilege(role, i.indrelid, a.attnum, 'insert, update')
		order by 1`);
}

/**
 * Columns that a caller may read and that name a person, as `anon: posts.created_by`: keys of people,
 * references to them, and whatever is called like one.
 */
export function readableColumnsOfPersons(): Promise<string[]> {
	return names(sql<Named[]>`
		select distinct role || ': ' || c.oid::regclass || '.' || a.attname as name
		from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
		cross join unnest(array['anon', 'authenticated']) as role
		where c.relnamespace::regnamespace::text = any (${schemas}) and c.relkind in ('r', 'p', 'v', 'm')
			and has_column_privilege(role, c.oid, a.attnum, 'select')
			and (
				a.attname ~ '(_by|^user_id|^actor_id|^profile_id|email)$'
				or (c.oid = 'public.profiles'::regclass and a.attname = 'id')
				or exists (
					select from pg_constraint f
					where f.conrelid = c.oid and f.contype = 'f' and a.attnum = any (f.conkey) and cardinality(f.conkey) = 1
						and f.confrelid in ('auth.users'::regclass, 'public.profiles'::regclass)
				)
			)
		order by 1`);
}

/** Columns of a table that a caller may read. */
export function readableColumns(table: string, role: 'anon' | 'authenticated'): Promise<string[]> {
	return names(sql<Named[]>`
		select a.attname as name from pg_attribute a
		where a.attrelid = ${table}::regclass and a.attnum > 0 and not a.attisdropped
			and has_column_privilege(${role}, a.attrelid, a.attnum, 'select')
		order by a.attnum`);
}

/** Rights of callers on whole schemas, as `anon: usage on private`. */
export function schemaGrants(): Promise<string[]> {
	return names(sql<Named[]>`
		select case grantee when 0 then 'PUBLIC' else grantee::regrole::text end
			|| ': ' || lower(privilege_type) || ' on ' || nspname as name
		from pg_namespace, aclexplode(nspacl)
		where nspname = any (${schemas}) and grantee in ${callers}
		order by 1`);
}

interface Callable {
	signature: string;
	schema: string;
	name: string;
	definer: boolean;
	/** Names of the arguments, without those that it returns. */
	args: string[];
	types: string[];
	runBy: string[];
}

/** Every function of ours, and who may run it. */
export function functions(): Promise<Callable[]> {
	return sql<Callable[]>`
		select p.oid::regprocedure::text as signature, p.pronamespace::regnamespace::text as schema,
			p.proname as name, p.prosecdef as definer,
			coalesce(p.proargnames[1:p.pronargs], '{}') as args,
			array(select format_type(t, null) from unnest(p.proargtypes) t) as types,
			array(
				select case grantee when 0 then 'PUBLIC' else grantee::regrole::text end
				from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner)))
				where grantee in ${callers} and privilege_type = 'EXECUTE' order by 1
			) as "runBy"
		from pg_proc p
		where p.pronamespace::regnamespace::text = any (${schemas})
		order by 1`;
}

/** Functions that look names up wherever their caller says. */
export function functionsWithoutSearchPath(): Promise<string[]> {
	return names(sql<Named[]>`
		select p.oid::regprocedure::text as name from pg_proc p
		where p.pronamespace::regnamespace::text = any (${schemas})
			and not coalesce('search_path=""' = any (p.proconfig), false)
		order by 1`);
}

/** Functions of the API, and helpers that policies name, that say nothing of themselves. */
export function silentFunctions(): Promise<string[]> {
	return names(sql<Named[]>`
		select p.oid::regprocedure::text as name from pg_proc p
		where p.pronamespace = 'public'::regnamespace and obj_description(p.oid) is null
		order by 1`);
}

/**
 * Foreign keys that a delete on the other side would answer with a walk through the table. An index
 * serves when it begins with a column of the key, and with more than the publication if there is more.
 */
export function foreignKeysWithoutIndex(): Promise<string[]> {
	return names(sql<Named[]>`
		select f.conrelid::regclass || ': ' || pg_get_constraintdef(f.oid) as name
		from pg_constraint f
		where f.contype = 'f' and f.connamespace::regnamespace::text = any (${schemas})
			and not exists (
				select from pg_index i
				cross join lateral (
					select (i.indkey::int2[])[0] as first, (i.indkey::int2[])[1] as second
				) k
				left join pg_attribute a
					on a.attrelid = i.indrelid and a.attnum = k.first and a.attname = 'publication_id'
				where i.indrelid = f.conrelid and i.indisvalid and k.first = any (f.conkey)
					and (a.attname is null or cardinality(f.conkey) = 1 or k.second = any (f.conkey))
			)
		order by 1`);
}

interface Policy {
	table: string;
	name: string;
	command: string;
	roles: string[];
	/** False for a policy that only takes rows away. */
	isPermissive: boolean;
	condition: string;
}

/** Every policy, those on files included. */
export function policies(): Promise<Policy[]> {
	return sql<Policy[]>`
		select schemaname || '.' || tablename as table, policyname as name, lower(cmd) as command,
			roles::text[] as roles, permissive = 'PERMISSIVE' as "isPermissive", coalesce(qual, '') || ' ' || coalesce(with_check, '') as condition
		from pg_policies
		where schemaname = any (${schemas}) or (schemaname = 'storage' and tablename = 'objects')
		order by 1, 2`;
}

/** Views that would show their rows with the rights of their owner. */
export function viewsOfTheirOwner(): Promise<string[]> {
	return names(sql<Named[]>`
		select c.oid::regclass::text as name from pg_class c
		where c.relnamespace::regnamespace::text = any (${schemas})
			and (c.relkind = 'm' or (c.relkind = 'v'
				and not coalesce(c.reloptions && array['security_invoker=true', 'security_invoker=on'], false)))
		order by 1`);
}

/** Columns with moments that no check of their table holds to the years of JavaScript. */
export function momentsWithoutLimit(own: ISql = sql): Promise<string[]> {
	return names(own<Named[]>`
		select c.oid::regclass || '.' || a.attname as name
		from pg_class c join pg_attribute a on a.attrelid = c.oid
		where c.relnamespace::regnamespace::text = any (${schemas}) and c.relkind in ('r', 'p')
			and a.attnum > 0 and not a.attisdropped and a.atttypid = 'timestamptz'::regtype
			and not exists (
				select from pg_constraint k
				where k.conrelid = c.oid and k.contype = 'c' and k.convalidated
					and pg_get_constraintdef(k.oid) like '%' || quote_ident(a.attname)
						|| ' >= ''0001-01-02 00:00:00+00''::timestamp with time zone%'
					and pg_get_constraintdef(k.oid) like '%' || quote_ident(a.attname)
						|| ' < ''9999-12-31 00:00:00+00''::timestamp with time zone%'
			)
		order by 1`);
}

/** Columns of certain types, as `table.column`. */
export function columnsOfTypes(types: string[]): Promise<string[]> {
	return names(sql<Named[]>`
		select c.oid::regclass || '.' || a.attname as name
		from pg_class c join pg_attribute a on a.attrelid = c.oid
		where c.relnamespace::regnamespace::text = any (${schemas}) and c.relkind in ('r', 'p')
			and a.attnum > 0 and not a.attisdropped and a.atttypid = any (${types}::regtype[])
		order by 1`);
}

/** A table whose rows somebody may tell apart. */
export interface KeyedTable {
	name: string;
	key: string[];
	/** The column that names the publication of a row. */
	scope: string;
}

/** Tables of publications whose whole key a caller may read. */
export function keyedTables(role: 'anon' | 'authenticated'): Promise<KeyedTable[]> {
	return sql<KeyedTable[]>`
		select c.relname as name, array_agg(a.attname order by a.attnum) as key,
			case c.relname when 'publications' then 'id' else 'publication_id' end as scope
		from pg_class c
		join pg_index i on i.indrelid = c.oid and i.indisprimary
		join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
		where c.relnamespace = 'public'::regnamespace
			and (c.relname = 'publications' or exists (
				select from pg_attribute p where p.attrelid = c.oid and p.attname = 'publication_id'
					and has_column_privilege(${role}, c.oid, p.attnum, 'select')
			))
		group by c.oid
		having bool_and(has_column_privilege(${role}, c.oid, a.attnum, 'select'))
		order by 1`;
}

/** A foreign key that signed-in people may write. */
export interface Reference {
	name: string;
	table: string;
	columns: string[];
	target: string;
	targetColumns: string[];
	insertable: string[];
	updatable: string[];
	/** Columns of unique indexes. */
	unique: string[];
	/** The column that names the publication of a row. */
	scope: string;
	/** A column that tells rows of one publication apart. */
	id: string;
}

/** Foreign keys of which signed-in people may write a column, with what else they may write there. */
export function writableReferences(): Promise<Reference[]> {
	const columns = (condition: ReturnType<typeof sql>) => sql`array(
		select a.attname::text from pg_attribute a
		where a.attrelid = f.conrelid and a.attnum > 0 and not a.attisdropped and ${condition}
		order by a.attnum)`;
	const may = (command: string) =>
		columns(sql`has_column_privilege('authenticated', f.conrelid, a.attnum, ${command})`);
	return sql<Reference[]>`
		select f.conname as name, f.conrelid::regclass::text as table, f.confrelid::regclass::text as target,
			array(select attname::text from unnest(f.conkey) with ordinality k (n, i)
				join pg_attribute on attrelid = f.conrelid and attnum = k.n order by i) as columns,
			array(select attname::text from unnest(f.confkey) with ordinality k (n, i)
				join pg_attribute on attrelid = f.confrelid and attnum = k.n order by i) as "targetColumns",
			${may('insert')} as insertable, ${may('update')} as updatable,
			${columns(sql`exists (select from pg_index i where i.indrelid = f.conrelid and i.indisunique and a.attnum = any (i.indkey))`)} as unique,
			'publication_id' as scope,
			(select attname::text from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
				where i.indrelid = f.conrelid and i.indisprimary and attname <> 'publication_id' order by a.attnum limit 1) as id
		from pg_constraint f
		where f.contype = 'f' and f.connamespace = 'public'::regnamespace and f.confrelid <> 'auth.users'::regclass
			and exists (
				select from unnest(f.conkey) n join pg_attribute a on a.attrelid = f.conrelid and a.attnum = n
				where a.attname <> 'publication_id'
					and has_column_privilege('authenticated', f.conrelid, n, 'insert, update')
			)
		order by 1`;
}
