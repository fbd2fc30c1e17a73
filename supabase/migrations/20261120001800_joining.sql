-- How readers come, go, change their address and see what is theirs.

create function private.new_token() returns text
language sql volatile set search_path = ''
as $$ select replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '') $$;
comment on function private.new_token() is '244 random bits for the address of a page; only its hash is stored.';

-- Joining by address -----------------------------------------------------------------------------

create table private.join_requests (
	id uuid primary key default private.uuid_v7(),
	publication_id uuid not null references public.publications (id) on delete cascade,
	email text not null check (email is not distinct from private.email_address(email)),
	name text not null default '',
	return_path text,
	token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
	created_at timestamptz not null default now(),
	expires_at timestamptz not null default now() + interval '24 hours',
	used_at timestamptz
);
comment on table private.join_requests is 'Addresses that were typed into a form and not yet proven. Used once, good for a day, dropped after a week.';
comment on column private.join_requests.return_path is 'Where to go on reading, a path of the publication.';
comment on column private.join_requests.token_hash is 'SHA-256 in hex of the token in the mail.';
comment on column private.join_requests.used_at is 'When this one, or another for the same address, was confirmed.';
create index join_requests_address_idx on private.join_requests (publication_id, email);
create index join_requests_created_idx on private.join_requests (created_at);
alter table private.join_requests enable row level security;

-- A proof of work --------------------------------------------------------------------------------
-- When many ask to join, a visitor's browser first does some arithmetic for each mail. A challenge is not
-- stored: Postgres signs it, and knows it again.

create table private.signing_secret (
	id smallint primary key default 1 check (id = 1),
	secret bytea not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
);
comment on table private.signing_secret is 'What Postgres signs challenges with; exactly one row. Delete it and insert a new one to end all challenges.';
comment on column private.signing_secret.secret is '244 random bits.';
alter table private.signing_secret enable row level security;
insert into private.signing_secret default values;

create function private.proof_of_work() returns table (puzzles integer, bits integer, seconds integer)
language sql immutable set search_path = ''
as $$ select 8, 16, 600 $$;
comment on function private.proof_of_work() is 'What a proof of work costs: so many puzzles, each solved by a hash that begins with so many zero bits, and the seconds for which a challenge is good. A copy of `proofOfWork` in src/lib/limits.ts; a test compares the two.';

create function private.sign_challenge(p_nonce text, p_ends bigint, p_publication_id uuid, p_address text) returns text
language sql stable set search_path = ''
as $$
	select p_nonce || '.' || p_ends || '.' || encode(sha256(secret || sha256(
		secret || convert_to(concat_ws(' ', p_nonce, p_ends, p_publication_id, p_address), 'UTF8')
	)), 'hex')
	from private.signing_secret
$$;
comment on function private.sign_challenge(text, bigint, uuid, text) is 'A challenge: a random number in hex, the second since 1970 when it ends, and a signature over both, the publication and the address.';

create function private.join_challenge(p_publication_id uuid, p_email text) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
	cost record;
begin
	select * into cost from private.proof_of_work();
	return jsonb_build_object(
		'challenge', private.sign_challenge(
			replace(gen_random_uuid()::text, '-', ''), extract(epoch from now())::bigint + cost.seconds,
			p_publication_id, private.check_address(p_email)
		),
		'puzzles', cost.puzzles, 'bits', cost.bits
	);
end $$;
grant execute on function private.join_challenge(uuid, text) to anon, authenticated;
create function public.join_challenge(p_publication_id uuid, p_email text) returns jsonb
language sql set search_path = ''
as $$ select private.join_challenge(p_publication_id, p_email) $$;
comment on function public.join_challenge(uuid, text) is 'A challenge for request_to_join: {challenge, puzzles, bits}. It is good once, for ten minutes, for this address and publication. Its first part up to the dot is the nonce. The answer to puzzle i, counted from 0, is an integer n from 0 to 2147483647 for which the SHA-256 of the text "nonce.i.n" begins with so many zero bits. Stores nothing. 22023 bad_address.';
grant execute on function public.join_challenge(uuid, text) to anon, authenticated;

create function private.proof_holds(p_challenge text, p_answers integer[], p_publication_id uuid, p_address text) returns boolean
language plpgsql stable set search_path = ''
as $$
declare
	cost record;
	nonce text := split_part(p_challenge, '.', 1);
	ends text := split_part(p_challenge, '.', 2);
begin
	select * into cost from private.proof_of_work();
	if ends !~ '^[0-9]{1,12}$' or ends::bigint <= extract(epoch from now())
		or p_challenge is distinct from private.sign_challenge(nonce, ends::bigint, p_publication_id, p_address)
		or cardinality(p_answers) is distinct from cost.puzzles then
		return false;
	end if;
	return (
		-- An answer that is missing must not count as none.
		select bool_and(coalesce(('x' || left(hash, 8))::bit(32) >> (32 - cost.bits) = 0::bit(32), false))
		from unnest(p_answers) with ordinality as given (answer, n),
			encode(sha256(convert_to(nonce || '.' || n - 1 || '.' || answer, 'UTF8')), 'hex') as hash
	) is true;
end $$;
comment on function private.proof_holds(text, integer[], uuid, text) is 'Whether a challenge is ours, for this publication and address, not over, and answered. Says nothing of whether it was used before.';

create function private.take_join_try(p_publication_id uuid, p_address text, p_challenge text, p_answers integer[], p_later boolean) returns void
language plpgsql set search_path = ''
as $$
declare
	network text := private.visitor_network();
	here text := p_publication_id::text;
	mailbox text := private.mailbox_of(p_address);
	is_over boolean;
begin
	if private.take_try('join_mailbox', here || ' ' || mailbox) > 0 or private.take_mail(p_address) > 0 then
		raise exception 'too_many_requests' using errcode = 'PT429';
	elsif network is null then
		-- Callers past the site share one bucket, which take_mail counts.
		return;
	elsif p_challenge is not null then
		if not private.proof_holds(p_challenge, p_answers, p_publication_id, p_address)
			or private.take_try('join_proof', p_challenge) > 0 then
			raise exception 'check_required' using errcode = 'PT428';
		end if;
		is_over := private.take_try('join_proven', network) > 0;
	elsif p_later then
		is_over := private.take_try('join_later_network', network) > 0 or private.take_try('join_later', here) > 0;
	elsif private.take_try('join_network', network) > 0 or private.take_try('join', here) > 0 then
		raise exception 'check_required' using errcode = 'PT428';
	end if;
	if is_over then
		raise exception 'slow_down' using errcode = 'PT429';
	end if;
end $$;
comment on function private.take_join_try(uuid, text, text, integer[], boolean) is 'Counts a request to join against its limits, none of which a stranger can use up for a visitor of the site who proves work. What is refused is rolled back and counts nothing. PT429 too_many_requests: the mailbox has had enough, or callers without the server token together; PT429 slow_down: the network has; PT428 check_required.';

create function private.request_to_join(
	p_publication_id uuid, p_email text, p_name text, p_return_path text,
	p_challenge text, p_answers integer[], p_later boolean
) returns timestamptz
language plpgsql security definer set search_path = ''
as $$
declare
	address text := private.check_address(p_email);
	reader text := btrim(coalesce(p_name, ''));
	-- Long enough that it is no way to send mail fast, short enough that somebody waits for it.
	send_at timestamptz := now() + case when p_later then interval '10 minutes' else interval '0' end;
	publication public.publications;
	standing text;
	token text;
begin
	if char_length(reader) > 120 or reader ~ '[[:cntrl:]\u2028\u2029]' then
		raise exception 'bad_name' using errcode = '22023';
	end if;
	select * into publication from public.publications where id = p_publication_id and status = 'live';
	if not found then
		raise exception 'publication_not_found' using errcode = 'PT404';
	end if;
	if p_return_path is not null and (
		char_length(p_return_path) > 500 or p_return_path ~ '[[:cntrl:]\\]'
		or not starts_with(p_return_path || '/', '/@' || publication.slug || '/')
	) then
		raise exception 'bad_return_path' using errcode = '22023';
	end if;
	delete from private.join_requests where created_at < now() - interval '7 days';

	-- Counted before anything is known of the address, so that the answer tells nothing of it.
	if private.take_try('join_again', publication.id || ' ' || address) > 0 then
		-- The button was pressed twice: the mail is on its way.
		return send_at;
	end if;
	perform private.take_join_try(publication.id, address, p_challenge, p_answers, p_later);

	standing := case
		when private.is_banned(publication.id, address) then 'banned'
		else (select status from public.members where publication_id = publication.id and email = address)
	end;
	if standing = 'active' then
		perform private.enqueue_mail('already_member', address, publication.id, '{}', null, send_at);
	elsif standing is distinct from 'banned' then
		token := private.new_token();
		insert into private.join_requests (publication_id, email, name, return_path, token_hash, expires_at)
		values (publication.id, address, reader, p_return_path, private.hash_token(token), send_at + interval '24 hours');
		perform private.enqueue_mail('confirm_join', address, publication.id, jsonb_build_object('token', token), null, send_at);
	end if;
	return send_at;
end $$;
grant execute on function private.request_to_join(uuid, text, text, text, text, integer[], boolean) to anon, authenticated;
create function public.request_to_join(
	p_publication_id uuid, p_email text, p_name text default '', p_return_path text default null,
	p_challenge text default null, p_answers integer[] default null, p_later boolean default false
) returns timestamptz
language sql set search_path = ''
as $$ select private.request_to_join(p_publication_id, p_email, p_name, p_return_path, p_challenge, p_answers, p_later) $$;
comment on function public.request_to_join(uuid, text, text, text, text, integer[], boolean) is 'Mails an address a link with which it becomes a member, and returns when the mail goes out. The same answer whether the address is known, banned or new. PT428 check_required: too many ask at the moment; come again with the answers to a join_challenge, or with p_later for a mail in ten minutes. PT429 too_many_requests: this mailbox was sent enough; PT429 slow_down: this network has asked enough. PT404 publication_not_found; 22023 for what is no address, name or path of the publication.';
grant execute on function public.request_to_join(uuid, text, text, text, text, integer[], boolean) to anon, authenticated;

create function private.address_hint(email text) returns text
language sql immutable set search_path = ''
as $$ select left(email, 1) || '…@' || split_part(email, '@', 2) $$;
comment on function private.address_hint(text) is 'Enough to recognise one''s own address by.';

create function private.join_request_preview(p_token text)
returns table (publication_slug text, publication_name text, email_hint text, return_path text, state text)
language sql stable security definer set search_path = ''
as $$
	select p.slug, p.name, private.address_hint(r.email), r.return_path,
		case when r.used_at is not null then 'used' when r.expires_at <= now() then 'expired' else 'open' end
	from private.join_requests r
	join public.publications p on p.id = r.publication_id and p.status = 'live'
	where r.token_hash = private.hash_token(p_token)
$$;
grant execute on function private.join_request_preview(text) to anon, authenticated;
create function public.join_request_preview(p_token text)
returns table (publication_slug text, publication_name text, email_hint text, return_path text, state text)
language sql stable set search_path = ''
as $$ select * from private.join_request_preview(p_token) $$;
comment on function public.join_request_preview(text) is 'What the page of a request to join shows to anybody who has its token. Returns no row for an unknown token. It changes nothing. state is open, used or expired.';
grant execute on function public.join_request_preview(text) to anon, authenticated;

create function private.become_member(p_publication_id uuid, p_email text, p_name text) returns uuid
language plpgsql set search_path = ''
as $$
declare
	member public.members;
begin
	select * into member from public.members
	where publication_id = p_publication_id and email = p_email for update;
	if private.is_banned(p_publication_id, p_email) or member.status = 'banned' then
		raise exception 'banned' using errcode = 'PT403';
	end if;
	if member.status is distinct from 'active' then
		perform private.choose_mail(p_publication_id, p_email, 'yes', 'join');
	end if;
	-- Two who join the same address at once make one member.
	insert into public.members as m (publication_id, email, name, source, accepted_at)
	values (p_publication_id, p_email, p_name, 'join', now())
	on conflict (publication_id, email) do update
	set status = 'active', accepted_at = coalesce(m.accepted_at, now()),
		name = case when m.status = 'left' and p_name <> '' then p_name else m.name end
	where m.status = 'left' or (m.status = 'active' and m.accepted_at is null)
	returning * into member;
	if not found then
		select * into member from public.members where publication_id = p_publication_id and email = p_email;
	end if;
	perform private.enqueue_mail(
		'welcome', p_email, p_publication_id,
		jsonb_build_object('name', coalesce(nullif(p_name, ''), member.name), 'tier_name', null),
		'welcome ' || member.id
	);
	return member.id;
end $$;
comment on function private.become_member(uuid, text, text) is 'Makes a proven address a member, or takes back one that left: their own act, so it is a yes to mail and to the membership. Who is a member already keeps their choice about mail. A ban stays: PT403 banned. One welcome a membership.';

create function private.confirm_join(p_token text)
returns table (publication_slug text, publication_name text, name text, return_path text)
language plpgsql security definer set search_path = ''
as $$
declare
	request private.join_requests;
	publication public.publications;
	member_id uuid;
begin
	select * into request from private.join_requests r where r.token_hash = private.hash_token(p_token) for update;
	select * into publication from public.publications p where p.id = request.publication_id and p.status = 'live';
	if request.id is null or publication.id is null then
		raise exception 'join_not_found' using errcode = 'PT404';
	elsif request.used_at is not null then
		raise exception 'join_used' using errcode = 'PT410';
	elsif request.expires_at <= now() then
		raise exception 'join_expired' using errcode = 'PT410';
	end if;
	member_id := private.become_member(publication.id, request.email, request.name);
	-- Who presses this asks for the letters, also somebody an archive brought as unsubscribed; and the
	-- mail with the link did arrive.
	perform private.choose_mail(publication.id, request.email, 'yes', 'join');
	perform private.lift_stops(array[member_id], array['bounce'], '');
	update private.join_requests r set used_at = now()
	where r.publication_id = publication.id and r.email = request.email and r.used_at is null;
	return query select publication.slug, publication.name, m.name, request.return_path
	from public.members m where m.id = member_id;
end $$;
grant execute on function private.confirm_join(text) to anon, authenticated;
create function public.confirm_join(p_token text)
returns table (publication_slug text, publication_name text, name text, return_path text)
language sql set search_path = ''
as $$ select * from private.confirm_join(p_token) $$;
comment on function public.confirm_join(text) is 'Makes the address of a request a member, or takes it back, and subscribes it to the letters. Signs nobody in. PT404 join_not_found; PT410 join_used, join_expired; PT403 banned.';
grant execute on function public.confirm_join(text) to anon, authenticated;

-- Joining and leaving when signed in -------------------------------------------------------------

create function private.join_publication(p_publication_id uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
	me uuid := (select auth.uid());
	address text := (select email from auth.users where id = me and email_confirmed_at is not null);
begin
	if address is null then
		raise exception 'address_unconfirmed' using errcode = 'PT403';
	elsif not exists (select from public.publications where id = p_publication_id and status = 'live') then
		raise exception 'publication_not_found' using errcode = 'PT404';
	end if;
	perform private.become_member(p_publication_id, private.check_address(address), coalesce((select name from public.profiles where id = me), ''));
end $$;
grant execute on function private.join_publication(uuid) to authenticated;
create function public.join_publication(p_publication_id uuid) returns void
language sql set search_path = ''
as $$ select private.join_publication(p_publication_id) $$;
comment on function public.join_publication(uuid) is 'Makes the caller a member by the address of their login, or takes them back. Nothing changes for a member. PT403 address_unconfirmed, banned; PT404 publication_not_found; 22023 bad_address: Auth accepts addresses that no mail reaches, such as one without a dot in its domain.';
grant execute on function public.join_publication(uuid) to authenticated;

create function private.counts(s public.subscriptions) returns boolean
language sql stable set search_path = ''
as $$
	select not exists (select from private.stripe_mode o where o.account = s.account and o.livemode <> s.livemode)
$$;
comment on function private.counts(public.subscriptions) is 'Whether it is of the mode the installation takes money in: one that was made to try things out is nothing once money is real.';

create function private.renews(s public.subscriptions) returns boolean
language sql stable set search_path = ''
as $$
	select private.counts(s) and s.ended_at is null and s.cancel_at is null and not s.cancel_at_period_end
		and s.status in ('active', 'trialing', 'past_due', 'unpaid', 'paused')
$$;
comment on function private.renews(public.subscriptions) is 'Whether Stripe would take money for it again unless somebody stops it.';

create function private.my_member(p_publication_id uuid) returns public.members
language plpgsql set search_path = ''
as $$
declare
	mine public.members;
begin
	select * into mine from public.members
	where publication_id = p_publication_id and user_id = (select auth.uid()) and status <> 'left' for update;
	if not found then
		raise exception 'not_a_member' using errcode = 'PT404';
	end if;
	return mine;
end $$;
comment on function private.my_member(uuid) is 'The caller''s own membership, locked. PT404 not_a_member.';

create function private.leave_publication(p_publication_id uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
	mine public.members := private.my_member(p_publication_id);
begin
	if mine.status = 'banned' then
		-- Who could leave could come back without the ban.
		raise exception 'banned' using errcode = 'PT403';
	elsif exists (select from public.subscriptions s where s.member_id = mine.id and private.renews(s)) then
		raise exception 'has_subscription' using errcode = 'PT409';
	end if;
	perform private.choose_mail(mine.publication_id, mine.email, 'no', 'left');
	update public.members set status = 'left' where id = mine.id;
end $$;
grant execute on function private.leave_publication(uuid) to authenticated;
create function public.leave_publication(p_publication_id uuid) returns void
language sql set search_path = ''
as $$ select private.leave_publication(p_publication_id) $$;
comment on function public.leave_publication(uuid) is 'Ends the caller''s membership and all access with it, at once, and says no to its mail. Staff cannot undo that. PT404 not_a_member; PT403 banned; PT409 has_subscription: it renews, cancel it first.';
grant execute on function public.leave_publication(uuid) to authenticated;

create function private.set_email_choice(p_publication_id uuid, p_state text) returns void
language plpgsql security definer set search_path = ''
as $$
declare
	mine public.members := private.my_member(p_publication_id);
begin
	if p_state is null or p_state not in ('subscribed', 'unsubscribed') then
		raise exception 'bad_choice' using errcode = '22023';
	end if;
	perform private.choose_mail(mine.publication_id, mine.email, case p_state when 'subscribed' then 'yes' else 'no' end, 'account');
	update public.members set accepted_at = now() where id = mine.id and accepted_at is null;
end $$;
grant execute on function private.set_email_choice(uuid, text) to authenticated;
create function public.set_email_choice(p_publication_id uuid, p_state text) returns void
language sql set search_path = ''
as $$ select private.set_email_choice(p_publication_id, p_state) $$;
comment on function public.set_email_choice(uuid, text) is 'Takes the letters of a publication or stops them, for the caller: subscribed, unsubscribed. A hold by the staff and a bounce stay. PT404 not_a_member.';
grant execute on function public.set_email_choice(uuid, text) to authenticated;

-- Another address --------------------------------------------------------------------------------

create table private.address_changes (
	id uuid primary key default private.uuid_v7(),
	publication_id uuid not null,
	member_id uuid not null,
	email text not null check (email is not distinct from private.email_address(email)),
	token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
	created_at timestamptz not null default now(),
	expires_at timestamptz not null default now() + interval '24 hours',
	used_at timestamptz,
	foreign key (publication_id, member_id) references public.members (publication_id, id) on delete cascade
);
comment on table private.address_changes is 'New addresses members asked for, until they are proven. Used once, good for a day, dropped after a week.';
comment on column private.address_changes.token_hash is 'SHA-256 in hex of the token in the mail to the new address.';
comment on column private.address_changes.used_at is 'When it was confirmed, or gave way to a later one.';
create index address_changes_member_idx on private.address_changes (publication_id, member_id);
create index address_changes_created_idx on private.address_changes (created_at);
alter table private.address_changes enable row level security;

create function private.request_address_change(p_publication_id uuid, p_email text) returns void
language plpgsql security definer set search_path = ''
as $$
declare
	address text := private.check_address(p_email);
	mine public.members := private.my_member(p_publication_id);
	token text := private.new_token();
begin
	if mine.status = 'banned' then
		raise exception 'banned' using errcode = 'PT403';
	elsif mine.email = address then
		raise exception 'same_address' using errcode = 'PT409';
	end if;
	delete from private.address_changes where created_at < now() - interval '7 days';
	if private.take_try('address_change', (select auth.uid())::text) > 0
		or private.take_mail(address) > 0 then
		raise exception 'too_many_requests' using errcode = 'PT429';
	end if;
	update private.address_changes set used_at = now() where member_id = mine.id and used_at is null;
	insert into private.address_changes (publication_id, member_id, email, token_hash)
	values (mine.publication_id, mine.id, address, private.hash_token(token));
	perform private.enqueue_mail('change_address', address, mine.publication_id, jsonb_build_object('token', token, 'old_email', mine.email));
end $$;
grant execute on function private.request_address_change(uuid, text) to authenticated;
create function public.request_address_change(p_publication_id uuid, p_email text) returns void
language sql set search_path = ''
as $$ select private.request_address_change(p_publication_id, p_email) $$;
comment on function public.request_address_change(uuid, text) is 'Mails a new address a link with which the caller''s membership moves to it. The same answer whether that address is a member already. PT404 not_a_member; PT403 banned; PT409 same_address; PT429 too_many_requests.';
grant execute on function public.request_address_change(uuid, text) to authenticated;

create function private.address_change_preview(p_token text)
returns table (publication_slug text, publication_name text, email_hint text, state text)
language sql stable security definer set search_path = ''
as $$
	select p.slug, p.name, private.address_hint(c.email),
		case when c.used_at is not null then 'used' when c.expires_at <= now() then 'expired' else 'open' end
	from private.address_changes c
	join public.publications p on p.id = c.publication_id
	where c.token_hash = private.hash_token(p_token)
$$;
grant execute on function private.address_change_preview(text) to anon, authenticated;
create function public.address_change_preview(p_token text)
returns table (publication_slug text, publication_name text, email_hint text, state text)
language sql stable set search_path = ''
as $$ select * from private.address_change_preview(p_token) $$;
comment on function public.address_change_preview(text) is 'What the page of a change of address shows to anybody who has its token. Returns no row for an unknown token. state is open, used or expired.';
grant execute on function public.address_change_preview(text) to anon, authenticated;

create function private.confirm_address_change(p_token text)
returns table (publication_slug text, publication_name text)
language plpgsql security definer set search_path = ''
as $$
declare
	change private.address_changes;
	former text;
begin
	select * into change from private.address_changes c where c.token_hash = private.hash_token(p_token) for update;
	if not found then
		raise exception 'change_not_found' using errcode = 'PT404';
	elsif change.used_at is not null then
		raise exception 'change_used' using errcode = 'PT410';
	elsif change.expires_at <= now()
		or not exists (select from public.members m where m.id = change.member_id and m.status = 'active') then
		raise exception 'change_expired' using errcode = 'PT410';
	end if;
	former := (select m.email from public.members m where m.id = change.member_id);
	begin
		update public.members m set email = change.email where m.id = change.member_id;
	exception when unique_violation then
		raise exception 'address_taken' using errcode = 'PT409';
	end;
	update private.address_changes c set used_at = now() where c.id = change.id;
	-- Who lost it to somebody who sat at their machine hears of it where they look.
	perform private.enqueue_mail('address_changed', former, change.publication_id, jsonb_build_object('new_hint', private.address_hint(change.email)));
	return query select p.slug, p.name from public.publications p where p.id = change.publication_id;
end $$;
grant execute on function private.confirm_address_change(text) to anon, authenticated;
create function public.confirm_address_change(p_token text)
returns table (publication_slug text, publication_name text)
language sql set search_path = ''
as $$ select * from private.confirm_address_change(p_token) $$;
comment on function public.confirm_address_change(text) is 'Moves a membership to the address that got the token; from then on it is read with a login of that address. PT404 change_not_found; PT410 change_used, change_expired; PT409 address_taken: that address is a member already.';
grant execute on function public.confirm_address_change(text) to anon, authenticated;

-- When the address of a login changes ------------------------------------------------------------

create function private.merge_members(p_from uuid, p_into uuid) returns void
language plpgsql set search_path = ''
as $$
declare
	other public.members := (select m from public.members m where id = p_from);
begin
	update public.member_grants set member_id = p_into where member_id = p_from;
	insert into public.member_labels (publication_id, member_id, label, created_at)
	select publication_id, p_into, label, created_at from public.member_labels where member_id = p_from
	on conflict do nothing;
	update public.subscriptions set member_id = p_into where member_id = p_from;
	update public.invoices set member_id = p_into where member_id = p_from;
	update public.ledger_entries set member_id = p_into where member_id = p_from;
	-- Stripe tells of a subscription by its customer, so both stay known; the next purchase is the first one's.
	update private.stripe_customers c
	set member_id = p_into,
		deleted_at = case when exists (
			select from private.stripe_customers mine
			where mine.member_id = p_into and mine.account = c.account and mine.livemode = c.livemode and mine.deleted_at is null
		) then coalesce(c.deleted_at, now()) else c.deleted_at end
	where c.member_id = p_from;
	update public.member_events set member_id = p_into where member_id = p_from;
	delete from public.members where id = p_from;
	update public.members m
	set status = case
			when 'banned' in (m.status, other.status) then 'banned'
			when 'active' in (m.status, other.status) then 'active'
			else 'left'
		end,
		accepted_at = least(m.accepted_at, other.accepted_at),
		name = coalesce(nullif(m.name, ''), other.name),
		note = left(concat_ws(e'\n\n', nullif(m.note, ''), nullif(other.note, '')), 5000),
		stripe_customer_id = coalesce(m.stripe_customer_id, other.stripe_customer_id)
	where m.id = p_into;
end $$;
comment on function private.merge_members(uuid, uuid) is 'Makes two members of one publication one: what was given, sold and noted goes along; a ban survives. What stops mail to either address is copied when the address changes.';

create function private.move_memberships(p_user_id uuid, p_to text) returns void
language plpgsql set search_path = ''
as $$
declare
	mine public.members;
	there uuid;
begin
	for mine in select * from public.members where user_id = p_user_id and email <> p_to order by id for update loop
		there := (select id from public.members where publication_id = mine.publication_id and email = p_to);
		if mine.status = 'left' and exists (select from public.members m where m.id = there and m.status = 'active') then
			-- The membership that was left goes into the one that is active: nobody is made active here.
			perform private.merge_members(mine.id, there);
			perform private.carry_mail_records(mine.publication_id, mine.address_hash, private.address_hash(p_to));
			continue;
		elsif there is not null then
			perform private.merge_members(there, mine.id);
		end if;
		update public.members set email = p_to where id = mine.id;
	end loop;
end $$;
comment on function private.move_memberships(uuid, text) is 'Takes the memberships of a login along to its new address.';

create or replace function private.link_members_of_user() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	-- Auth moves email_change to email in the statement that both addresses have confirmed. Whoever
	-- else writes an address, an operator or a provider, has proven it to nobody.
	if tg_op = 'UPDATE' and new.email_confirmed_at is not null and new.email is distinct from old.email
		and new.email = nullif(old.email_change, '') and coalesce(new.email_change, '') = '' then
		perform private.move_memberships(new.id, new.email);
	end if;
	-- An address that was given up otherwise takes its memberships with it.
	update public.members set user_id = null
	where user_id = new.id and (email is distinct from new.email or new.email_confirmed_at is null);
	if new.email_confirmed_at is not null then
		update public.members set user_id = new.id
		where email = new.email and user_id is distinct from new.id;
	end if;
	return null;
end $$;

-- What is one's own ------------------------------------------------------------------------------

create function private.standing(p_member_id uuid) returns jsonb
language sql stable set search_path = ''
as $$
	select jsonb_build_object(
		'tiers', (
			select coalesce(jsonb_agg(distinct open.tier_id), '[]')
			from (
				select g.tier_id from public.member_grants g
				where g.member_id = p_member_id and (g.ends_at is null or g.ends_at > now())
				union all
				select s.tier_id from public.subscriptions s
				where s.member_id = p_member_id and s.tier_id is not null and private.counts(s)
					and private.gives_access(s.status, s.grace_until)
			) open
		),
		'grants', (
			select coalesce(jsonb_agg(jsonb_build_object('tier_id', t.id, 'tier_name', t.name, 'ends_at', g.ends_at) order by t.position, g.id), '[]')
			from public.member_grants g
			join public.tiers t on t.id = g.tier_id
			where g.member_id = p_member_id and (g.ends_at is null or g.ends_at > now())
		),
		'subscription', (
			select jsonb_build_object(
				'tier_id', s.tier_id, 'tier_name', t.name, 'status', s.status,
				'opens', s.tier_id is not null and private.gives_access(s.status, s.grace_until),
				'renews', private.renews(s),
				'interval', s.interval, 'interval_count', s.interval_count, 'currency', s.currency, 'amount', s.amount,
				'current_period_end', s.current_period_end, 'trial_end', s.trial_end, 'grace_until', s.grace_until,
				'ends_at', case
					when s.ended_at is not null then s.ended_at
					when s.cancel_at is not null then s.cancel_at
					when s.cancel_at_period_end then s.current_period_end
				end,
				'action_required', coalesce(unpaid.action_required, false), 'failure', unpaid.failure, 'invoice_url', unpaid.hosted_url
			)
			from public.subscriptions s
			left join public.tiers t on t.id = s.tier_id
			left join lateral (
				select i.action_required, i.failure, i.hosted_url from public.invoices i
				where i.subscription_id = s.id and i.status = 'open'
				order by i.issued_at desc limit 1
			) unpaid on true
			where s.member_id = p_member_id and s.status <> 'incomplete_expired' and private.counts(s)
			order by private.gives_access(s.status, s.grace_until) desc, private.renews(s) desc, s.started_at desc, s.id desc
			limit 1
		)
	)
$$;
comment on function private.standing(uuid) is 'What a member has: ids of tiers that are open now, grants, and the subscription that counts most.';

create function private.my_membership(p_publication_id uuid) returns jsonb
language sql stable security definer set search_path = ''
as $$
	select jsonb_build_object(
			'status', m.status, 'email', m.email, 'name', m.name, 'email_state', m.email_state,
			'wants_mail', private.wants_mail(m.publication_id, m.address_hash), 'since', m.created_at
		)
		|| private.standing(m.id)
	from public.members m
	where m.publication_id = p_publication_id and m.user_id = (select auth.uid())
$$;
grant execute on function private.my_membership(uuid) to authenticated;
create function public.my_membership(p_publication_id uuid) returns jsonb
language sql stable set search_path = ''
as $$ select private.my_membership(p_publication_id) $$;
comment on function public.my_membership(uuid) is 'The caller''s membership of a publication, also one that was left or banned: {status, email, name, email_state, wants_mail, since, tiers, grants, subscription}; null without one.';
grant execute on function public.my_membership(uuid) to authenticated;

create function private.my_memberships(p_added integer)
returns table (
	publication_id uuid, publication_slug text, publication_name text, status text, since timestamptz,
	email text, email_state text, wants_mail boolean, standing jsonb, accepted boolean, source text, added_total integer
)
language sql stable security definer set search_path = ''
as $$
	select p.id, p.slug, p.name, m.status, m.created_at, m.email, m.email_state,
		private.wants_mail(m.publication_id, m.address_hash), private.standing(m.id), true, m.source, null::integer
	from public.members m
	join public.publications p on p.id = m.publication_id
	where m.user_id = (select auth.uid()) and m.status <> 'left' and m.accepted_at is not null
	union all
	-- Anybody can make these, so they are few, cheap to read, and behind the others.
	(
		select p.id, p.slug, p.name, m.status, m.created_at, m.email, m.email_state, null, null, false, m.source,
			(count(*) over ())::integer
		from public.members m
		join public.publications p on p.id = m.publication_id
		where m.user_id = (select auth.uid()) and m.status = 'active' and m.accepted_at is null
		order by m.created_at desc, m.id desc
		limit least(greatest(p_added, 0), 100)
	)
	order by 10 desc, 5 desc, 1 desc
$$;
grant execute on function private.my_memberships(integer) to authenticated;
create function public.my_memberships(p_added integer default 20)
returns table (
	publication_id uuid, publication_slug text, publication_name text, status text, since timestamptz,
	email text, email_state text, wants_mail boolean, standing jsonb, accepted boolean, source text, added_total integer
)
language sql stable set search_path = ''
as $$ select * from private.my_memberships(p_added) $$;
comment on function public.my_memberships(integer) is 'The caller''s own memberships, newest first, each with {tiers, grants, subscription} as standing; then, up to p_added and 100 at most, those that others made and the caller has not accepted, without a standing; added_total is how many of these there are. A function, since a second policy for "one''s own row" would cost every list of staff its plan.';
grant execute on function public.my_memberships(integer) to authenticated;

create function private.accept_membership(p_publication_id uuid) returns void
language plpgsql security definer set search_path = ''
as $$
begin
	update public.members set accepted_at = coalesce(accepted_at, now())
	where publication_id = p_publication_id and user_id = (select auth.uid()) and status <> 'left';
	if not found then
		raise exception 'not_a_member' using errcode = 'PT404';
	end if;
end $$;
grant execute on function private.accept_membership(uuid) to authenticated;
create function public.accept_membership(p_publication_id uuid) returns void
language sql set search_path = ''
as $$ select private.accept_membership(p_publication_id) $$;
comment on function public.accept_membership(uuid) is 'Keeps a membership that others made: it then stands among the caller''s own. Changes neither access nor mail. PT404 not_a_member.';
grant execute on function public.accept_membership(uuid) to authenticated;

create function private.decline_memberships(p_publication_id uuid) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
	mine public.members;
	declined integer := 0;
begin
	for mine in
		select * from public.members
		where user_id = (select auth.uid()) and status = 'active' and accepted_at is null
			and (p_publication_id is null or publication_id = p_publication_id)
		order by id
		for update
	loop
		perform private.choose_mail(mine.publication_id, mine.email, 'no', 'left');
		update public.members set status = 'left' where id = mine.id;
		declined := declined + 1;
	end loop;
	return declined;
end $$;
grant execute on function private.decline_memberships(uuid) to authenticated;
create function public.decline_memberships(p_publication_id uuid default null) returns integer
language sql set search_path = ''
as $$ select private.decline_memberships(p_publication_id) $$;
comment on function public.decline_memberships(uuid) is 'Leaves a publication whose membership others made and the caller has not accepted, or all of these (null), and says no to their mail. Memberships that the caller accepted are not touched. Returns how many were left.';
grant execute on function public.decline_memberships(uuid) to authenticated;

create function private.my_subscriptions()
returns table (
	publication_slug text, publication_name text, tier_name text, status text, renews boolean, "interval" text, interval_count smallint,
	currency text, amount bigint, started_at timestamptz, current_period_end timestamptz, trial_end timestamptz,
	cancel_at timestamptz, cancel_at_period_end boolean, ended_at timestamptz, grace_until timestamptz
)
language sql stable security definer set search_path = ''
as $$
	select p.slug, p.name, t.name, s.status, private.renews(s), s.interval, s.interval_count,
		s.currency, s.amount, s.started_at, s.current_period_end, s.trial_end,
		s.cancel_at, s.cancel_at_period_end, s.ended_at, s.grace_until
	from public.members m
	join public.subscriptions s on s.member_id = m.id
	join public.publications p on p.id = s.publication_id
	left join public.tiers t on t.id = s.tier_id
	where m.user_id = (select auth.uid())
	order by s.started_at desc, s.id desc
$$;
grant execute on function private.my_subscriptions() to authenticated;
create function public.my_subscriptions()
returns table (
	publication_slug text, publication_name text, tier_name text, status text, renews boolean, "interval" text, interval_count smallint,
	currency text, amount bigint, started_at timestamptz, current_period_end timestamptz, trial_end timestamptz,
	cancel_at timestamptz, cancel_at_period_end boolean, ended_at timestamptz, grace_until timestamptz
)
language sql stable set search_path = ''
as $$ select * from private.my_subscriptions() $$;
comment on function public.my_subscriptions() is 'Everything the caller ever subscribed to, newest first.';
grant execute on function public.my_subscriptions() to authenticated;

create function private.my_invoices()
returns table (
	id uuid, publication_slug text, publication_name text, tier_name text, number text, status text, currency text,
	amount_due bigint, amount_paid bigint, amount_refunded bigint, issued_at timestamptz, paid_at timestamptz, hosted_url text
)
language sql stable security definer set search_path = ''
as $$
	select i.id, p.slug, p.name, t.name, i.number, i.status, i.currency,
		i.amount_due, i.amount_paid, i.amount_refunded, i.issued_at, i.paid_at, i.hosted_url
	from public.members m
	join public.invoices i on i.member_id = m.id
	join public.publications p on p.id = i.publication_id
	left join public.tiers t on t.id = i.tier_id
	where m.user_id = (select auth.uid()) and i.status <> 'draft'
	order by i.issued_at desc, i.id desc
$$;
grant execute on function private.my_invoices() to authenticated;
create function public.my_invoices()
returns table (
	id uuid, publication_slug text, publication_name text, tier_name text, number text, status text, currency text,
	amount_due bigint, amount_paid bigint, amount_refunded bigint, issued_at timestamptz, paid_at timestamptz, hosted_url text
)
language sql stable set search_path = ''
as $$ select * from private.my_invoices() $$;
comment on function public.my_invoices() is 'The caller''s invoices, newest first; amounts in the smallest unit of the currency.';
grant execute on function public.my_invoices() to authenticated;

create function private.my_data() returns jsonb
language sql stable security definer set search_path = ''
as $$
	select jsonb_build_object(
		'account', (
			select jsonb_build_object('email', u.email, 'created_at', u.created_at, 'last_sign_in_at', u.last_sign_in_at)
			from auth.users u where u.id = (select auth.uid())
		),
		'profile', (select jsonb_build_object('name', p.name, 'bio', p.bio) from public.profiles p where p.id = (select auth.uid())),
		'memberships', (
			select coalesce(jsonb_agg(
				jsonb_build_object('publication', p.name, 'address', '/@' || p.slug, 'status', m.status, 'email', m.email, 'name', m.name,
					'letters', m.email_state, 'since', m.created_at, 'added_by', case when m.accepted_at is null then m.source end) || private.standing(m.id) - 'tiers'
				order by m.created_at
			), '[]')
			from public.members m join public.publications p on p.id = m.publication_id
			where m.user_id = (select auth.uid())
		),
		'subscriptions', (select coalesce(jsonb_agg(to_jsonb(s) order by s.started_at), '[]') from private.my_subscriptions() s),
		'invoices', (select coalesce(jsonb_agg(to_jsonb(i) order by i.issued_at), '[]') from private.my_invoices() i),
		'staff', (
			select coalesce(jsonb_agg(jsonb_build_object('publication', p.name, 'address', '/@' || p.slug, 'role', s.role, 'since', s.created_at) order by s.created_at), '[]')
			from public.publication_staff s join public.publications p on p.id = s.publication_id
			where s.user_id = (select auth.uid())
		),
		'sessions', (select coalesce(jsonb_agg(to_jsonb(s) - 'current'), '[]') from private.my_sessions() s)
	)
$$;
grant execute on function private.my_data() to authenticated;
create function public.my_data() returns jsonb
language sql stable set search_path = ''
as $$ select private.my_data() $$;
comment on function public.my_data() is 'All that is kept about the caller as a reader, to be taken away: account, profile, memberships, subscriptions, invoices, staff, sessions.';
grant execute on function public.my_data() to authenticated;

create function private.delete_account() returns void
language plpgsql security definer set search_path = ''
as $$
declare
	me uuid := (select auth.uid());
	address text := (select email from auth.users where id = me for update);
	mine uuid[] := (select coalesce(array_agg(id), '{}') from public.members where user_id = me);
begin
	if me is null then
		raise exception 'unauthorised' using errcode = 'PT401';
	elsif exists (select from public.subscriptions s where s.member_id = any (mine) and private.renews(s)) then
		raise exception 'has_subscription' using errcode = 'PT409';
	elsif exists (select from private.operators where user_id = me)
		and not exists (select from private.operators where user_id <> me) then
		raise exception 'last_operator' using errcode = 'PT409';
	end if;
	-- Refuses for the last owner of a publication.
	delete from public.publication_staff where user_id = me;
	-- What must hold for whoever comes back with the same address is remembered without the address.
	perform private.choose_mail(m.publication_id, m.email, 'no', 'erased') from public.members m where m.id = any (mine);
	update public.import_items i
	set source_id = encode(m.address_hash, 'hex'), label = ''
	from public.members m
	where m.id = any (mine) and i.publication_id = m.publication_id and i.kind = 'member' and i.target_id = m.id;
	delete from public.members where id = any (mine);
	update public.audit_log set detail = detail - 'email' - 'name' - 'stripe_customer_id'
	where subject = 'members' and subject_id = any (mine::text[]);
	delete from private.join_requests where email = address;
	delete from private.outbox where to_email = address and state = 'pending';
	update private.outbox set to_email = null, data = '{}', last_error = null where to_email = address and settled_at is not null;
	-- The name under published posts is part of the posts.
	delete from public.profiles where id = me and not exists (
		select from public.post_authors a join public.posts p on p.id = a.post_id
		where a.profile_id = me and coalesce(p.deleted_status, p.status) = 'published'
	);
	delete from auth.users where id = me;
end $$;
grant execute on function private.delete_account() to authenticated;
create function public.delete_account() returns void
language sql set search_path = ''
as $$ select private.delete_account() $$;
comment on function public.delete_account() is 'Deletes the caller''s login and memberships. Invoices and the ledger stay, without name or address; bans, choices about mail and used trials stay as keyed hashes; a name under published posts stays there. PT409 has_subscription: one renews, cancel it first; last_owner of a publication; last_operator of the installation.';
grant execute on function public.delete_account() to authenticated;

-- What pages show of tiers and prices is cached by the version of the publication.
create constraint trigger raise_version after insert or update or delete on public.tiers
	deferrable initially deferred for each row execute function private.on_visible_change();
create constraint trigger raise_version after insert or update or delete on public.tier_prices
	deferrable initially deferred for each row execute function private.on_visible_change();
