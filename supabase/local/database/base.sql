-- What a hosted Supabase project holds before the first migration: roles, schemas, search path.
-- Runs as the superuser supabase_admin on every start, so each statement may meet its own result.

do $$
declare
	-- name, attributes
	roles constant text[][] := array[
		['anon', 'nologin noinherit'],
		['authenticated', 'nologin noinherit'],
		['service_role', 'nologin noinherit bypassrls'],
		['authenticator', 'login noinherit password ''postgres'''],
		['supabase_auth_admin', 'login noinherit createrole password ''postgres'''],
		['supabase_storage_admin', 'login noinherit createrole password ''postgres'''],
		['dashboard_user', 'nologin createrole createdb replication'],
		-- Migrations run as postgres, which owns public and is not a superuser.
		['postgres', 'login createrole createdb replication bypassrls password ''postgres''']
	];
	pair text[];
begin
	foreach pair slice 1 in array roles loop
		if not exists (select from pg_roles where rolname = pair[1]) then
			execute format('create role %I %s', pair[1], pair[2]);
		end if;
	end loop;
end $$;

grant anon, authenticated, service_role to authenticator, postgres, supabase_storage_admin;

alter schema public owner to postgres;
create schema if not exists extensions authorization postgres;
create schema if not exists auth authorization supabase_auth_admin;
create schema if not exists storage authorization supabase_storage_admin;
create schema if not exists supabase_migrations authorization postgres;

-- Nothing is granted on what comes later: hosted projects grant nothing on new tables either.
grant usage on schema public, extensions, auth, storage to anon, authenticated, service_role, postgres;

do $$ begin
	execute format('grant create, connect, temporary on database %I to postgres', current_database());
	execute format('alter database %I set search_path to "$user", public, extensions', current_database());
end $$;

create extension if not exists pgcrypto with schema extensions;
create extension if not exists "uuid-ossp" with schema extensions;

do $$ begin
	if not exists (select from pg_publication where pubname = 'supabase_realtime') then
		create publication supabase_realtime;
		alter publication supabase_realtime owner to postgres;
	end if;
end $$;
