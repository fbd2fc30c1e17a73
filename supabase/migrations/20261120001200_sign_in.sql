-- Auth sees the web server as one address, so limits by the mail address are kept here.
create table private.sign_in_attempts (
	key text primary key check (key ~ '^[0-9a-f]{64}$'),
	kind text not null check (kind in ('code', 'verify', 'password')),
	tries smallint not null default 0,
	window_started_at timestamptz not null default now(),
	last_at timestamptz
);
comment on table private.sign_in_attempts is 'Tries by hashed address and kind. Holds no address; rows older than a day are dropped.';
comment on column private.sign_in_attempts.key is 'SHA-256 in hex of kind and address.';
comment on column private.sign_in_attempts.tries is 'Since window_started_at.';
create index sign_in_attempts_window_idx on private.sign_in_attempts (window_started_at);
alter table private.sign_in_attempts enable row level security;

create function private.attempt_key(email text, kind text) returns text
language sql immutable set search_path = ''
as $$ select encode(sha256(convert_to(kind || ':' || lower(btrim(email)), 'UTF8')), 'hex') $$;

create function private.take_sign_in_attempt(p_email text, p_kind text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
	-- code: five mails an hour, a minute apart. verify: five tries a code, and a code lives ten
	-- minutes. password: ten tries in a quarter of an hour.
	most smallint := case p_kind when 'password' then 10 else 5 end;
	span interval := case p_kind when 'code' then interval '1 hour' when 'verify' then interval '10 minutes' else interval '15 minutes' end;
	-- None for the others: of two at once, the one that waited began before the last try.
	apart interval := case p_kind when 'code' then interval '1 minute' end;
	attempt private.sign_in_attempts;
	free_at timestamptz;
begin
	if p_kind not in ('code', 'verify', 'password') or private.email_address(p_email) is null then
		raise exception 'bad_attempt' using errcode = '22023';
	end if;
	delete from private.sign_in_attempts where window_started_at < now() - interval '1 day';
	insert into private.sign_in_attempts (key, kind) values (private.attempt_key(p_email, p_kind), p_kind)
	on conflict (key) do update set
		tries = case when sign_in_attempts.window_started_at + span <= now() then 0 else sign_in_attempts.tries end,
		window_started_at = case when sign_in_attempts.window_started_at + span <= now() then now() else sign_in_attempts.window_started_at end
	returning * into attempt;

	free_at := greatest(
		case when attempt.tries >= most then attempt.window_started_at + span else now() end,
		coalesce(attempt.last_at + apart, now())
	);
	if free_at > now() then
		return jsonb_build_object('allowed', false, 'wait_seconds', ceil(extract(epoch from free_at - now()))::integer);
	end if;
	update private.sign_in_attempts set tries = tries + 1, last_at = now() where key = attempt.key;
	if p_kind = 'code' then
		-- A new code comes with new tries.
		delete from private.sign_in_attempts where key = private.attempt_key(p_email, 'verify');
	end if;
	return jsonb_build_object('allowed', true, 'wait_seconds', 0);
end $$;
grant execute on function private.take_sign_in_attempt(text, text) to anon, authenticated;

create function public.take_sign_in_attempt(p_email text, p_kind text) returns jsonb
language sql set search_path = ''
as $$ select private.take_sign_in_attempt(p_email, p_kind) $$;
comment on function public.take_sign_in_attempt(text, text) is 'Counts one try to sign in and says whether it may go on: {allowed, wait_seconds}. The same answer whether the address has an account or not. kind: code, verify, password.';
grant execute on function public.take_sign_in_attempt(text, text) to anon, authenticated;

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
