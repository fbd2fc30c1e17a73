-- How many rows may stand at one other row. Pages read all of these at once, also pages of people who
-- have no say in how many there are.

create function private.limit_count() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
	is_over boolean;
begin
	execute format(
		'select exists (select from %1$I.%2$I t where t.%3$I in (select %3$I from added) group by t.%3$I having count(*) > $1)',
		tg_table_schema, tg_table_name, tg_argv[0]
	) into is_over using tg_argv[1]::integer;
	if is_over then
		raise exception using message = tg_argv[2], errcode = 'PT409';
	end if;
	return null;
end $$;
comment on function private.limit_count() is 'Refuses rows when more than so many would have the same value in a column. Arguments: the column, the number, and what the refusal is called (PT409). The numbers are those of `counts` in src/lib/limits.ts; a test compares the two.';

create trigger limit_count after insert on public.tiers
	referencing new table as added for each statement execute function private.limit_count('publication_id', 200, 'too_many_tiers');
create trigger limit_count after insert on public.member_labels
	referencing new table as added for each statement execute function private.limit_count('member_id', 100, 'too_many_labels');
create trigger limit_count after insert on public.member_grants
	referencing new table as added for each statement execute function private.limit_count('member_id', 500, 'too_many_grants');
