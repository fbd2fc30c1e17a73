-- Signing in by a code or a password -------------------------------------------------------------
-- Tries are counted by the sign-in that was begun, by network, and by network and address. Nothing is
-- counted by the address alone where a stranger could use it up for its owner.

create table private.sign_ins (
	id_hash text primary key check (id_hash ~ '^[0-9a-f]{64}$'),
	address_hash bytea not null check (octet_length(address_hash) = 32),
	has_mail boolean not null,
	expires_at timestamptz not null
);
comment on table private.sign_ins is 'Sign-ins that were begun in a browser. Holds hashes only. Deleted some time after they have expired.';
comment on column private.sign_ins.id_hash is 'SHA-256, in hex, of the id in the browser''s cookie.';
comment on column private.sign_ins.address_hash is 'private.address_hash of the address that signs in.';
comment on column private.sign_ins.has_mail is 'Whether Auth was asked for a mail. If so the sign-in has tries of its own; if not, it shares a few with others for the same address.';
create index sign_ins_expires_idx on private.sign_ins (expires_at);
alter table private.sign_ins enable row level security;

create table private.auth_mails (
	address_hash bytea primary key check (octet_length(address_hash) = 32),
	asked_at timestamptz not null default now(),
	mail_key text
);
comment on table private.auth_mails is 'The last mail of Auth to each address: our pages write it before they ask Auth, and the send-email hook looks for it. Holds hashes only. Deleted some time after an hour.';
comment on column private.auth_mails.address_hash is 'private.address_hash of the address.';
comment on column private.auth_mails.asked_at is 'When our pages asked for the mail, or the hook allowed one that Auth was asked for directly.';
comment on column private.auth_mails.mail_key is 'Which mail it was, by the key that the hook gave it; null until the hook was called.';
create index auth_mails_asked_idx on private.auth_mails (asked_at);
alter table private.auth_mails enable row level security;

create function private.expect_auth_mail(p_address text) returns void
language sql set search_path = ''
as $$
	insert into private.auth_mails (address_hash) values (private.address_hash(p_address))
	on conflict (address_hash) do update set asked_at = now(), mail_key = null
$$;
comment on function private.expect_auth_mail(text) is 'Tells the send-email hook that our pages are about to ask Auth for a mail to this address, within the limits.';

create function private.auth_mail_wait(p_address text) returns integer
language sql stable set search_path = ''
as $$
	select coalesce(max(ceil(extract(epoch from m.asked_at + make_interval(secs => r.seconds) - now()))), 0)::integer
	from private.auth_mails m, private.rate_limits r
	where m.address_hash = private.address_hash(p_address) and r.name = 'auth_mail'
		and m.asked_at > now() - make_interval(secs => r.seconds)
$$;
comment on function private.auth_mail_wait(text) is 'The seconds until Auth sends the next mail to an address; 0 when it can send one now.';

create function private.forget_old_sign_ins() returns void
language sql set search_path = ''
as $$
	delete from private.sign_ins where id_hash in (
		select id_hash from private.sign_ins where expires_at < now() limit 100 for update skip locked
	);
	delete from private.auth_mails where address_hash in (
		select address_hash from private.auth_mails where asked_at < now() - interval '1 hour' limit 100 for update skip locked
	);
$$;
comment on function private.forget_old_sign_ins() is 'Deletes at most a hundred rows of each kind, so that no call does much work.';

create function private.begin_sign_in(p_email text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
	address text := private.check_address(p_email);
	id text := private.new_token();
	wait integer := private.take_network_try('network_sign_ins');
	mail text := 'refused';
begin
	if wait > 0 then
		return jsonb_build_object('id', null, 'mail', mail, 'wait_seconds', wait);
	end if;
	perform private.forget_old_sign_ins();
	wait := private.auth_mail_wait(address);
	if wait > 0 then
		mail := 'recent';
	else
		wait := private.take_mail(address);
		if wait = 0 then
			perform private.expect_auth_mail(address);
			mail := 'send';
			wait := private.auth_mail_wait(address);
		end if;
	end if;
	insert into private.sign_ins (id_hash, address_hash, has_mail, expires_at)
	select private.hash_token(id), private.address_hash(address), mail = 'send', now() + make_interval(secs => seconds)
	from private.rate_limits where name = 'code_tries';
	return jsonb_build_object('id', id, 'mail', mail, 'wait_seconds', wait);
end $$;
grant execute on function private.begin_sign_in(text) to anon, authenticated;
create function public.begin_sign_in(p_email text) returns jsonb
language sql set search_path = ''
as $$ select private.begin_sign_in(p_email) $$;
comment on function public.begin_sign_in(text) is 'Begins a sign-in by a code: {id, mail, wait_seconds}. id is random and goes into the browser''s cookie; null when the network began too many, then wait_seconds says how long to wait. mail: send (ask Auth for a mail now), recent (one is on its way) or refused (the mailbox or the source had too many); wait_seconds is then the time until the next mail. The same answer whether the address has an account or not. 22023 bad_address.';
grant execute on function public.begin_sign_in(text) to anon, authenticated;

create function private.take_code_try(p_sign_in text, p_email text) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
	address text := private.check_address(p_email);
	begun private.sign_ins;
	wait integer := private.take_network_try('network_code_tries');
begin
	if wait > 0 then
		return wait;
	end if;
	select * into begun from private.sign_ins
	where id_hash = private.hash_token(p_sign_in) and address_hash = private.address_hash(address) and expires_at > now();
	if not found or private.take_try('code_tries', begun.id_hash) > 0 then
		return null;
	elsif begun.has_mail then
		return 0;
	end if;
	-- A sign-in without a mail of its own tries a code that is in hand already. Without these limits,
	-- whoever begins many could guess that code.
	wait := private.take_try('code_tries_without_mail', private.request_source() || ' ' || address);
	if wait = 0 then
		wait := private.take_try('code_tries_without_mail_all', address);
	end if;
	return wait;
end $$;
grant execute on function private.take_code_try(text, text) to anon, authenticated;
create function public.take_code_try(p_sign_in text, p_email text) returns integer
language sql set search_path = ''
as $$ select private.take_code_try(p_sign_in, p_email) $$;
comment on function public.take_code_try(text, text) is 'Counts one code typed in a sign-in that was begun. Returns 0 when it may be tried, the seconds to wait, or null when the sign-in is over: unknown, of another address, expired, or out of tries. 22023 bad_address.';
grant execute on function public.take_code_try(text, text) to anon, authenticated;

create function private.take_password_try(p_email text) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
	address text := private.check_address(p_email);
	wait integer := private.take_network_try('network_password_tries');
begin
	if wait = 0 then
		wait := private.take_try('password_tries', private.request_source() || ' ' || address);
	end if;
	return wait;
end $$;
grant execute on function private.take_password_try(text) to anon, authenticated;
create function public.take_password_try(p_email text) returns integer
language sql set search_path = ''
as $$ select private.take_password_try(p_email) $$;
comment on function public.take_password_try(text) is 'Counts one password tried for an address, by the network of the caller. Returns 0 when it may be tried, else the seconds to wait. The same answer whether the address has an account or not. 22023 bad_address.';
grant execute on function public.take_password_try(text) to anon, authenticated;

create function private.take_move_mails(p_email text) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
	address text := private.check_address(p_email);
	own text := (select email from auth.users where id = (select auth.uid()));
	-- Auth would send nothing within a minute, and the page must not say that it did.
	wait integer := private.auth_mail_wait(address);
begin
	if own is null then
		raise exception 'not signed in' using errcode = '42501';
	end if;
	if wait = 0 then
		wait := private.take_mail(address);
	end if;
	if wait = 0 then
		wait := private.take_mail(own);
	end if;
	if wait = 0 then
		perform private.expect_auth_mail(address), private.expect_auth_mail(own);
	end if;
	return wait;
end $$;
grant execute on function private.take_move_mails(text) to authenticated;
create function public.take_move_mails(p_email text) returns integer
language sql set search_path = ''
as $$ select private.take_move_mails(p_email) $$;
comment on function public.take_move_mails(text) is 'Counts the two mails that ask whether the caller''s account is to move to this address. Returns 0 when Auth may be asked for them, else the seconds to wait. 22023 bad_address; 42501 when nobody is signed in.';
grant execute on function public.take_move_mails(text) to authenticated;

create function private.may_send_auth_mail(p_key text, p_emails text[]) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
	apart interval := (select make_interval(secs => seconds) from private.rate_limits where name = 'auth_mail');
	hashes bytea[] := '{}';
	address text;
	hash bytea;
	last private.auth_mails;
begin
	-- In one order, so that two calls about the same addresses do not wait for each other.
	for address in select distinct lower(given) from unnest(p_emails) given order by 1 loop
		hash := private.address_hash(address);
		insert into private.auth_mails (address_hash, asked_at) values (hash, 'epoch') on conflict do nothing;
		-- Calls at the same moment are answered one after the other: Auth itself would let all of them pass.
		select * into last from private.auth_mails where address_hash = hash for update;
		continue when last.mail_key = p_key;
		hashes := hashes || hash;
		continue when last.asked_at > now() - apart and last.mail_key is null;
		if last.asked_at > now() - apart
			or private.take_try('auth_mails_direct', private.mailbox_of(address)) > 0
			or private.take_try('auth_mails_direct_all', '') > 0 then
			return false;
		end if;
	end loop;
	update private.auth_mails set
		asked_at = case when asked_at > now() - apart then asked_at else now() end,
		mail_key = p_key
	where address_hash = any (hashes);
	return true;
end $$;
grant execute on function private.may_send_auth_mail(text, text[]) to service_role;
create function public.may_send_auth_mail(p_key text, p_emails text[]) returns boolean
language sql set search_path = ''
as $$ select private.may_send_auth_mail(p_key, p_emails) $$;
comment on function public.may_send_auth_mail(text, text[]) is 'For the send-email hook: whether Auth may have a mail sent to these addresses. Yes where our pages have just asked for it. Else Auth was asked directly, which has a small limit of its own by mailbox, and never within a minute of another mail. The same answer for the same key, since Auth calls again when sending fails.';
grant execute on function public.may_send_auth_mail(text, text[]) to service_role;

create function private.my_sessions()
returns table (id uuid, created_at timestamptz, updated_at timestamptz, user_agent text, ip text, current boolean)
language sql stable security definer set search_path = ''
as $$
	select s.id, s.created_at, s.updated_at, s.user_agent::text, s.ip::text,
		s.id::text = (select auth.jwt()) ->> 'session_id'
	from auth.sessions s
	where s.user_id = (select auth.uid())
	order by s.updated_at desc nulls last
$$;
grant execute on function private.my_sessions() to authenticated;
create function public.my_sessions()
returns table (id uuid, created_at timestamptz, updated_at timestamptz, user_agent text, ip text, current boolean)
language sql stable set search_path = ''
as $$ select * from private.my_sessions() $$;
comment on function public.my_sessions() is 'Where the caller is signed in.';
grant execute on function public.my_sessions() to authenticated;

create function private.end_session(p_session_id uuid) returns boolean
language plpgsql security definer set search_path = ''
as $$
begin
	delete from auth.sessions where id = p_session_id and user_id = (select auth.uid());
	return found;
end $$;
grant execute on function private.end_session(uuid) to authenticated;
create function public.end_session(p_session_id uuid) returns boolean
language sql set search_path = ''
as $$ select private.end_session(p_session_id) $$;
comment on function public.end_session(uuid) is 'Signs the caller out of one of their own sessions; false when there is no such one. Its refresh token dies at once, its access token within the hour.';
grant execute on function public.end_session(uuid) to authenticated;

-- Anybody may sign up an address that is not theirs, with a password of their own. When its owner
-- proves it later by a code, that password must not open the account.
create function private.forget_unproven_password() returns trigger
language plpgsql set search_path = ''
as $$
begin
	new.encrypted_password := '';
	return new;
end $$;
create trigger forget_unproven_password before update of email_confirmed_at on auth.users
	for each row when (old.email_confirmed_at is null and new.email_confirmed_at is not null)
	execute function private.forget_unproven_password();
