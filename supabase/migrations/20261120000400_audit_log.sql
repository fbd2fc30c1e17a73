create table public.audit_log (
	id bigint generated always as identity primary key,
	publication_id uuid not null,
	actor_id uuid,
	action text not null,
	subject text not null,
	subject_id text,
	detail jsonb not null default '{}',
	at timestamptz not null default now()
);
comment on table public.audit_log is 'Who changed what in a publication. Written by triggers only; outlives what it speaks of, so it has no foreign keys.';
comment on column public.audit_log.actor_id is 'The signed-in person; null for the system and for operators.';
comment on column public.audit_log.subject is 'Name of the table.';
comment on column public.audit_log.subject_id is 'Key of the row, as text; without its publication.';
comment on column public.audit_log.detail is 'New values of the columns that changed; whole documents and secrets are left out.';
create index audit_log_publication_idx on public.audit_log (publication_id, id desc);
create index audit_log_subject_idx on public.audit_log (publication_id, subject, at desc);

grant select on public.audit_log to authenticated, service_role;
alter table public.audit_log enable row level security;

create function private.audit() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
	before_row jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) else '{}' end;
	after_row jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) else '{}' end;
	whole jsonb := before_row || after_row;
	changed jsonb;
begin
	select coalesce(jsonb_object_agg(key, value), '{}') into changed
	from jsonb_each(case when tg_op = 'DELETE' then before_row else after_row end)
	where (tg_op <> 'UPDATE' or before_row -> key is distinct from value)
		and key <> all (array['token_hash', 'updated_at', 'teaser', 'summary', 'publication_id', 'id']);
	if tg_op = 'UPDATE' and changed = '{}' then
		return null;
	end if;
	insert into public.audit_log (publication_id, actor_id, action, subject, subject_id, detail)
	values (
		-- A publication is its own subject.
		coalesce(whole ->> 'publication_id', whole ->> 'id')::uuid,
		(select auth.uid()),
		lower(tg_op),
		tg_table_name,
		coalesce(whole ->> 'id', whole ->> 'user_id'),
		changed
	);
	return null;
end $$;
comment on function private.audit() is 'Row trigger that writes what changed to audit_log.';

create trigger audit after update or delete on public.publications
	for each row execute function private.audit();
