-- Brings what @supabase/lite made in auth and storage to the state of a hosted project.
-- Runs as the superuser supabase_admin on every start.

-- lite reads the single claim settings only; hosted reads the JSON of all claims as well.
create or replace function auth.uid() returns uuid language sql stable as $$
	select coalesce(
		nullif(current_setting('request.jwt.claim.sub', true), ''),
		(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')
	)::uuid
$$;

create or replace function auth.role() returns text language sql stable as $$
	select coalesce(
		nullif(current_setting('request.jwt.claim.role', true), ''),
		(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role')
	)::text
$$;

create or replace function auth.email() returns text language sql stable as $$
	select coalesce(
		nullif(current_setting('request.jwt.claim.email', true), ''),
		(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email')
	)::text
$$;

create or replace function auth.jwt() returns jsonb language sql stable as $$
	select coalesce(
		nullif(current_setting('request.jwt.claim', true), ''),
		nullif(current_setting('request.jwt.claims', true), '')
	)::jsonb
$$;

-- Columns and a table of hosted Auth that lite leaves out; seeds and triggers may name them.
alter table auth.users add column if not exists instance_id uuid;
alter table auth.users add column if not exists is_super_admin boolean;

create table if not exists auth.mfa_amr_claims (
	id uuid primary key default gen_random_uuid(),
	session_id uuid not null references auth.sessions (id) on delete cascade,
	authentication_method text not null,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	unique (session_id, authentication_method)
);

do $$
declare
	item record;
begin
	for item in
		select n.nspname as schema, c.relname as name,
			case n.nspname when 'auth' then 'supabase_auth_admin' else 'supabase_storage_admin' end as owner
		from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where n.nspname in ('auth', 'storage') and c.relkind = 'r'
	loop
		execute format('alter table %I.%I owner to %I', item.schema, item.name, item.owner);
	end loop;
end $$;

grant all on all tables in schema auth to postgres;
grant all on all tables in schema storage to postgres, anon, authenticated, service_role;
grant execute on all functions in schema auth, storage to public;
-- So that a migration may say "create policy … on storage.objects", as on hosted projects.
grant supabase_storage_admin to postgres;
