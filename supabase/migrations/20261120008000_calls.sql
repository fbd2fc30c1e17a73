-- A REST call can embed tables in tables: `select=id,posts(id,publication:publications(posts(id)))`. Each
-- level gives up to `max_rows` (config.toml) rows for each row above it, and PostgREST has no limit of
-- levels and tables (PostgREST/postgrest issue 4267). So Postgres looks at the query.

create function private.embeds_are_few(query text) returns boolean
language plpgsql immutable set search_path = ''
as $$
declare
	-- Copies of `restEmbeds` in src/lib/limits.ts.
	most_tables constant integer := 10;
	most_levels constant integer := 2;
	quote text;
	closed text;
	pieces text[];
	piece text;
	is_list boolean;
	is_table boolean;
	-- For each parenthesis that is open: whether it holds an embedded table.
	open boolean[] := '{}';
	tables integer := 0;
	levels integer := 0;
begin
	-- Callers choose aliases and may choose texts. Neither may pass for syntax.
	foreach quote in array array['"', '''']
	loop
		query := (
			select string_agg(part, '' order by number)
			from unnest(string_to_array(query, quote)) with ordinality as parts (part, number)
			where number % 2 = 1
		);
	end loop;
	foreach closed in array string_to_array(query, ')')
	loop
		pieces := string_to_array(closed, '(');
		for number in 2..cardinality(pieces) loop
			-- PostgREST writes `JOIN LATERAL ( SELECT json_agg(…` for a list and `JOIN LATERAL ( SELECT …` for one
			-- row; the local API `(select coalesce(json_agg(…` and `(select to_json(…`.
			piece := lower(btrim(pieces[number]));
			is_list := piece in ('select json_agg', 'select coalesce');
			is_table := is_list or piece = 'select to_json' or pieces[number - 1] ilike '%lateral ';
			if is_table then
				tables := tables + 1;
				levels := levels + 1;
				-- Lists in lists would multiply their rows.
				if tables > most_tables or levels > most_levels or (is_list and levels > 1) then
					return false;
				end if;
			end if;
			open := open || is_table;
		end loop;
		if open[cardinality(open)] then
			levels := levels - 1;
		end if;
		open := trim_array(open, least(1, cardinality(open)));
	end loop;
	return true;
end $$;
comment on function private.embeds_are_few(text) is 'Whether the SQL of a REST call embeds at most ten tables, at most two levels deep, and no list of rows in an embedded table. Our own pages need no more.';

create function private.check_call() returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
	query text := current_query();
	hash text;
begin
	-- A regular expression of the caller (`title=match.…`) may take minutes for one short text.
	if query like '% ~ %' or query like '% ~* %' then
		raise exception 'no_regular_expressions' using errcode = 'PT400', hint = 'Use like or ilike.';
	end if;
	-- Most calls embed nothing. The first is what PostgREST writes, the others what the local API writes.
	if query not like '%LATERAL%' and query not like '%(select coalesce(json_agg(%' and query not like '%(select to_json(%' then
		return true;
	end if;
	-- Once for a query, and not once for each of its tables.
	hash := md5(query);
	if current_setting('pamphlet.checked_query', true) is distinct from hash then
		if not private.embeds_are_few(query) then
			raise exception 'too_many_embeds' using errcode = 'PT400', hint = 'Embed at most ten tables, two levels deep, and no list in an embedded table.';
		end if;
		perform set_config('pamphlet.checked_query', hash, true);
	end if;
	return true;
end $$;
comment on function private.check_call() is 'True for a query that private.embeds_are_few allows and that compares nothing with a regular expression. Raises PT400 too_many_embeds or no_regular_expressions for others. A policy on every table asks it, as a pre-request function of PostgREST does not see the query.';
grant execute on function private.check_call() to anon, authenticated;

create function private.limit_calls() returns void
language plpgsql set search_path = ''
as $$
declare
	place regclass;
begin
	for place in
		select c.oid::regclass from pg_catalog.pg_class c
		where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
			and (has_any_column_privilege('anon', c.oid, 'select') or has_any_column_privilege('authenticated', c.oid, 'select'))
			and not exists (select from pg_catalog.pg_policy p where p.polrelid = c.oid and p.polname = 'calls ask for little')
	loop
		execute format('create policy "calls ask for little" on %s as restrictive for select to anon, authenticated using ((select private.check_call()))', place);
	end loop;
end $$;
comment on function private.limit_calls() is 'Gives every table of the API the policy "calls ask for little". A migration that adds a table ends with a call of it; a test finds the ones that forgot.';

select private.limit_calls();
