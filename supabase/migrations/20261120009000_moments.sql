-- Moments that JavaScript can read. Postgres also has infinity, years before 1 and years after 9999; for
-- those `new Date()` gives an invalid date, and one such row would break every list that shows it.

create function private.limit_moments() returns void
language plpgsql set search_path = ''
as $$
declare
	place record;
begin
	for place in
		select c.oid::regclass as name, c.relname, array_agg(a.attnum order by a.attnum) as numbers,
			-- A day away from both ends, so that a clock in any time zone shows a year from 1 to 9999.
			string_agg(
				format('%1$I >= ''0001-01-02 00:00:00+00'' and %1$I < ''9999-12-31 00:00:00+00''', a.attname),
				' and ' order by a.attnum
			) as condition
		from pg_catalog.pg_class c
		join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
		where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
			and c.relkind in ('r', 'p') and a.atttypid = 'timestamptz'::regtype
		group by c.oid, c.relname
	loop
		continue when exists (
			select from pg_catalog.pg_constraint k
			where k.conrelid = place.name and k.conname = place.relname || '_moments_check' and k.conkey @> place.numbers
		);
		execute format('alter table %s drop constraint if exists %I', place.name, place.relname || '_moments_check');
		execute format('alter table %s add constraint %I check (%s)', place.name, place.relname || '_moments_check', place.condition);
	end loop;
end $$;
comment on function private.limit_moments() is 'Gives every table in public and private a check <table>_moments_check that keeps all its timestamptz columns within the years 1 to 9999. Does nothing where the check is there and covers all columns. A migration that adds such a column ends with a call of it; a test finds the ones that forgot.';

select private.limit_moments();

create function private.is_moment(moment timestamptz) returns boolean
language sql immutable set search_path = ''
as $$ select moment is null or (moment >= '0001-01-02 00:00:00+00' and moment < '9999-12-31 00:00:00+00') $$;
comment on function private.is_moment(timestamptz) is 'Whether a moment passes the check that limit_moments makes, or is null: for imports, which leave out a line instead of failing.';
