-- What every later migration stands on: no rights by default, a schema that the API does not
-- expose, time-ordered keys, and the settings of the installation.

create schema private;
comment on schema private is 'Helpers of policies and triggers, and tables nobody reaches through the API. Never add it to [api].schemas.';
revoke all on schema private from public;
grant usage on schema private to anon, authenticated, service_role;

-- Postgres lets PUBLIC execute every new function, and older Supabase projects grant everything
-- in public to the API roles. From here on a right exists only where a migration wrote it.
alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from anon, authenticated, service_role;

create function private.uuid_v7() returns uuid
language sql volatile parallel safe set search_path = ''
as $$
	select encode(
		set_bit(set_bit(
			overlay(
				uuid_send(gen_random_uuid())
				placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
				from 1 for 6
			), 52, 1), 53, 1), 'hex')::uuid
$$;
comment on function private.uuid_v7() is 'A time-ordered UUID (RFC 9562, version 7): new rows land at the end of the index. Postgres 17 has none of its own.';
grant execute on function private.uuid_v7() to anon, authenticated, service_role;

create function private.touch_updated_at() returns trigger
language plpgsql set search_path = ''
as $$
begin
	new.updated_at := now();
	return new;
end $$;

-- Email addresses --------------------------------------------------------------------------------

create function private.email_address(p_email text) returns text
language plpgsql immutable parallel safe set search_path = ''
as $$
declare
	visible text := regexp_replace(left(p_email, 10001), '[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]', '', 'g');
	address text;
begin
	-- Anybody can send megabytes, which would take seconds.
	if char_length(visible) > 1000 or char_length(p_email) > 10000 then
		return null;
	end if;
	-- Collation C: only A to Z have a lower case. Elsewhere the Kelvin sign would become a plain k.
	address := lower(btrim(
		visible,
		e'\u0009\u000a\u000b\u000c\u000d\u0020\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u2800\u3000'
	) collate "C");
	if char_length(address) > 254
		or split_part(address, '@', 1) !~ '^(?=.{1,64}$)[a-z0-9!#$%&''*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&''*+/=?^_`{|}~-]+)*$'
		or substr(address, strpos(address, '@')) !~ '^@([a-z0-9-]{1,63}\.)+[a-z0-9-]{1,63}$'
		-- A hyphen at the edge of a label, or a last label that is a number.
		or address ~ '@-|@.*(\.-|-\.)|-$|\.[0-9]+$' then
		return null;
	end if;
	return address;
end $$;
comment on function private.email_address(text) is 'The one way an email address is written and stored: without invisible characters and surrounding space, in lower case; a dot-atom of at most 64 characters and a domain name in ASCII, 254 in all. Null for everything else: display names, quotes, comments, IP addresses, domains that are not in ASCII. src/lib/domain/email-address.ts has the same grammar and turns internationalised domains into ASCII before they come here.';
grant execute on function private.email_address(text) to anon, authenticated, service_role;

create function private.check_address(p_email text) returns text
language plpgsql immutable set search_path = ''
as $$
declare
	address text := private.email_address(p_email);
begin
	if address is null then
		raise exception 'bad_address' using errcode = '22023';
	end if;
	return address;
end $$;
comment on function private.check_address(text) is 'An email address as it is stored. 22023 bad_address for what is none.';
grant execute on function private.check_address(text) to authenticated;

create function private.mailbox_of(p_address text) returns text
language sql immutable parallel safe set search_path = ''
as $$
	select case
		when domain in ('gmail.com', 'googlemail.com') then replace(local, '.', '') || '@gmail.com'
		else local || '@' || domain
	end
	from (
		select coalesce(nullif(split_part(split_part(p_address, '@', 1), '+', 1), ''), split_part(p_address, '@', 1)) as local,
			split_part(p_address, '@', 2) as domain
	) parts
$$;
comment on function private.mailbox_of(text) is 'Whose mailbox a stored address is, as limits count it: without the tag after a plus sign, and at Gmail without dots. Mail still goes to the address as it was typed.';

-- Settings of the installation: one row.
create table public.installation (
	id smallint primary key default 1 check (id = 1),
	name text not null default 'Pamphlet' check (char_length(name) between 1 and 80),
	publications_by text not null default 'operators' check (publications_by in ('operators', 'anyone')),
	updated_at timestamptz not null default now()
);
comment on table public.installation is 'Settings of this installation; exactly one row.';
comment on column public.installation.publications_by is 'Who may create publications: the operators, or anyone who is signed in.';
insert into public.installation default values;

grant select on public.installation to anon, authenticated, service_role;
grant update (name, publications_by) on public.installation to authenticated;
grant update on public.installation to service_role;
alter table public.installation enable row level security;

create trigger touch before update on public.installation
	for each row execute function private.touch_updated_at();

create table private.operators (
	user_id uuid primary key references auth.users (id) on delete cascade,
	since timestamptz not null default now()
);
comment on table private.operators is 'The people who run the installation. The first confirmed account becomes one; others are added here in Studio or SQL.';
alter table private.operators enable row level security;

create function private.make_first_user_operator() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	-- Two first accounts at the same moment must not both become operator.
	perform pg_advisory_xact_lock(hashtext('private.operators'));
	-- An installation whose operators left is not handed to whoever comes next.
	if not exists (select from private.operators)
		and not exists (select from auth.users where id <> new.id and email_confirmed_at is not null) then
		insert into private.operators (user_id) values (new.id);
	end if;
	return null;
end $$;

create trigger operator_on_insert after insert on auth.users
	for each row when (new.email_confirmed_at is not null)
	execute function private.make_first_user_operator();
create trigger operator_on_confirm after update of email_confirmed_at on auth.users
	for each row when (old.email_confirmed_at is null and new.email_confirmed_at is not null)
	execute function private.make_first_user_operator();

create function private.is_operator() returns boolean
language sql stable security definer set search_path = ''
as $$ select exists (select from private.operators where user_id = (select auth.uid())) $$;
grant execute on function private.is_operator() to anon, authenticated;

create function public.is_operator() returns boolean
language sql stable set search_path = ''
as $$ select private.is_operator() $$;
comment on function public.is_operator() is 'Whether the caller is an operator of this installation. Tells callers about themselves only.';
grant execute on function public.is_operator() to anon, authenticated;

create function public.may_create_publication() returns boolean
language sql stable set search_path = ''
as $$
	select auth.uid() is not null
		and (private.is_operator() or (select publications_by = 'anyone' from public.installation))
$$;
comment on function public.may_create_publication() is 'Whether the caller may create a publication, by the setting of the installation.';
grant execute on function public.may_create_publication() to anon, authenticated;

create policy "everybody reads the settings" on public.installation
	for select to anon, authenticated using (true);
create policy "operators change the settings" on public.installation
	for update to authenticated
	using ((select private.is_operator())) with check ((select private.is_operator()));

create function private.hash_token(token text) returns text
language sql immutable set search_path = ''
as $$ select encode(sha256(convert_to(token, 'UTF8')), 'hex') $$;

-- The web server's token -------------------------------------------------------------------------
-- Anybody can call the REST port and forge any header. A limit by network therefore needs a proof that
-- the network was named by the web server, which sees the visitor's connection.

create table private.server_tokens (
	name text primary key check (char_length(name) between 1 and 60),
	hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
	created_at timestamptz not null default now()
);
comment on table private.server_tokens is 'Tokens by which Postgres recognises the web server. A token only makes Postgres believe the network that comes with it: it reads nothing and grants nothing.';
comment on column private.server_tokens.name is 'What operators call the token. There may be several, so that one can be replaced without a gap.';
comment on column private.server_tokens.hash is 'SHA-256 of the token, in hex. The token itself is not stored.';
alter table private.server_tokens enable row level security;

create function private.add_server_token(p_name text, p_token text) returns void
language plpgsql set search_path = ''
as $$
begin
	if char_length(p_token) < 32 then
		raise exception 'token_too_short' using errcode = '22023', hint = 'Use at least 32 random characters.';
	end if;
	insert into private.server_tokens (name, hash)
	values (p_name, private.hash_token(p_token));
end $$;
comment on function private.add_server_token(text, text) is 'For operators: lets web servers with this token (SERVER_TOKEN) name the networks of their visitors. Raises 22023 token_too_short below 32 characters, and 23505 when the name or the token exists.';

create function private.remove_server_token(p_name text) returns boolean
language plpgsql set search_path = ''
as $$
begin
	delete from private.server_tokens where name = p_name;
	return found;
end $$;
comment on function private.remove_server_token(text) is 'For operators: ends a token of the web server at once. Returns false when there is none of that name.';

create function private.visitor_network() returns text
language plpgsql stable security definer set search_path = ''
as $$
declare
	headers jsonb := nullif(current_setting('request.headers', true), '')::jsonb;
	token text := headers ->> 'x-pamphlet-server-token';
begin
	if not exists (
		select from private.server_tokens where hash = private.hash_token(token)
	) then
		return null;
	end if;
	return nullif(left(headers ->> 'x-pamphlet-network', 64), '');
end $$;
comment on function private.visitor_network() is 'The network of the visitor on whose behalf the web server calls: an IPv4 address, or the /64 network of an IPv6 address. Null for callers without a right server token. Only rpc calls have it: the local API passes no headers to queries of tables.';

-- Rate limits ------------------------------------------------------------------------------------

create table private.rate_limits (
	name text primary key,
	tries integer not null check (tries > 0),
	seconds integer not null check (seconds > 0)
);
comment on table private.rate_limits is 'How many tries in how long. A copy of `rates` in src/lib/limits.ts; a test compares the two.';
comment on column private.rate_limits.tries is 'How many tries one subject has in a window.';
comment on column private.rate_limits.seconds is 'How long a window is.';
alter table private.rate_limits enable row level security;

insert into private.rate_limits (name, tries, seconds) values
	('checkout', 30, 3600),
	('billing_portal', 30, 3600),
	('mails_by_source', 100, 3600),
	('mails_by_source_unnamed', 20, 3600),
	('mails_to_mailbox', 12, 3600),
	('mails_to_mailbox_by_source', 4, 3600),
	('auth_mail', 1, 60),
	('auth_mails_direct', 2, 3600),
	('auth_mails_direct_all', 100, 3600),
	('network_sign_ins', 60, 600),
	('network_sign_ins_unnamed', 20, 600),
	('code_tries', 5, 900),
	('network_code_tries', 30, 600),
	('network_code_tries_unnamed', 5, 600),
	('code_tries_without_mail', 5, 600),
	('code_tries_without_mail_all', 100, 600),
	('password_tries', 10, 900),
	('network_password_tries', 60, 900),
	('network_password_tries_unnamed', 10, 900),
	('invitations', 60, 86400),
	('join_again', 1, 60),
	('join_mailbox', 10, 3600),
	('join_network', 20, 3600),
	('join', 30, 300),
	('join_proven', 60, 3600),
	('join_proof', 1, 600),
	('join_later_network', 3, 3600),
	('join_later', 100, 3600),
	('address_change', 5, 3600),
	('invite_mailbox', 3, 86400),
	('invited_mailbox', 10, 86400),
	('invite', 50, 86400);

create table private.tries (
	key text primary key check (key ~ '^[0-9a-f]{64}$'),
	tries integer not null default 1,
	ends_at timestamptz not null
);
comment on table private.tries is 'Tries that were counted against a rate limit. Holds hashes only. Rows are deleted some time after their window has ended.';
comment on column private.tries.key is 'SHA-256, in hex, of the name of the limit and of the subject that is counted.';
comment on column private.tries.tries is 'Tries in this window, at most one more than the limit.';
comment on column private.tries.ends_at is 'When the window ends and counting starts again.';
create index tries_ends_idx on private.tries (ends_at);
alter table private.tries enable row level security;

create function private.take_try(p_name text, p_subject text) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
	rate private.rate_limits;
	taken private.tries;
begin
	select * into strict rate from private.rate_limits where name = p_name;
	insert into private.tries as t (key, ends_at)
	values (
		encode(sha256(convert_to(p_name || ':' || p_subject, 'UTF8')), 'hex'),
		now() + make_interval(secs => rate.seconds)
	)
	on conflict (key) do update set
		tries = case when t.ends_at <= now() then 1 else least(t.tries, rate.tries) + 1 end,
		ends_at = case when t.ends_at <= now() then excluded.ends_at else t.ends_at end
	returning * into taken;
	return case
		when taken.tries <= rate.tries then 0
		else greatest(1, ceil(extract(epoch from taken.ends_at - now())))::integer
	end;
end $$;
comment on function private.take_try(text, text) is 'Counts one try of a subject against a rate limit. Returns 0 when it may go on, else the seconds until it may try again. A refused try does not make the wait longer.';

create function private.require_try(p_name text, p_subject text) returns void
language plpgsql security definer set search_path = ''
as $$
declare
	wait integer := private.take_try(p_name, p_subject);
begin
	if wait > 0 then
		raise exception 'too_many_requests' using errcode = 'PT429', detail = wait;
	end if;
end $$;
comment on function private.require_try(text, text) is 'Counts one try as take_try does, and refuses it when there were too many: PT429 too_many_requests, the seconds to wait in the detail. A try that fails for another reason later in the transaction is not counted.';

create function private.take_network_try(p_name text) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
	network text := private.visitor_network();
begin
	if network is null then
		return private.take_try(p_name || '_unnamed', '');
	end if;
	return private.take_try(p_name, network);
end $$;
comment on function private.take_network_try(text) is 'Counts one try of the visitor''s network against a rate limit, as private.take_try does. Callers without the server token share one strict bucket, the limit of the same name with _unnamed. Visitors of the site never use it.';

-- Mail that anybody can have sent ----------------------------------------------------------------

create function private.request_source() returns text
language sql stable security definer set search_path = ''
as $$ select coalesce('person ' || (select auth.uid()), 'network ' || private.visitor_network(), 'unnamed') $$;
comment on function private.request_source() is 'Whose tries a request counts as: the signed-in person, else the network that the web server names, else one source for all others.';

create function private.take_mail(p_address text) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
	source text := private.request_source();
	mailbox text := private.mailbox_of(p_address);
	wait integer;
begin
	-- In this order, so that a source that has had its share takes nothing from the mailbox's.
	wait := private.take_try(case source when 'unnamed' then 'mails_by_source_unnamed' else 'mails_by_source' end, source);
	if wait = 0 then
		wait := private.take_try('mails_to_mailbox_by_source', source || ' ' || mailbox);
	end if;
	if wait = 0 then
		wait := private.take_try('mails_to_mailbox', mailbox);
	end if;
	return wait;
end $$;
comment on function private.take_mail(text) is 'Counts a mail that the caller of this request causes to an address. Returns 0 when it may be sent, else the seconds to wait. No source can use up what a mailbox may get. Call it before anything is known of the address, so that the answer tells nothing of it.';
