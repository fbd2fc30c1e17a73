-- Mail that the database wants sent. A row is written in the transaction that causes it, so there is
-- no mail about what was rolled back, and no change whose mail was lost.

create table private.outbox (
	id uuid primary key default private.uuid_v7(),
	key text unique check (char_length(key) between 1 and 200),
	kind text not null check (kind ~ '^[a-z][a-z_]{0,39}$'),
	publication_id uuid references public.publications (id) on delete cascade,
	to_email text check (to_email is not distinct from private.email_address(to_email)),
	data jsonb not null default '{}' check (jsonb_typeof(data) = 'object' and octet_length(data::text) <= 16384),
	state text not null default 'pending' check (state in ('pending', 'sending', 'sent', 'failed', 'unknown')),
	attempts smallint not null default 0 check (attempts >= 0),
	due_at timestamptz not null default now(),
	claimed_at timestamptz,
	in_doubt_since timestamptz,
	created_at timestamptz not null default now(),
	settled_at timestamptz,
	provider_id text check (char_length(provider_id) <= 100),
	last_error text check (char_length(last_error) <= 500),
	check ((state = 'sending') = (claimed_at is not null)),
	check ((state in ('sent', 'failed', 'unknown')) = (settled_at is not null)),
	-- Who could read the table later must not find a link that still opens something.
	check (settled_at is null or not data ? 'token'),
	check (settled_at is not null or to_email is not null)
);
comment on table private.outbox is 'Mail to be sent, and the ledger of what became of it. After thirty days a settled row loses its address and data; kind, key and times stay, so that no key mails twice.';
comment on column private.outbox.id is 'Also the Idempotency-Key at Resend: trying again with it within a day sends nothing twice.';
comment on column private.outbox.key is 'What the mail is about, where there must be one mail about it only.';
comment on column private.outbox.kind is 'The letter: supabase/functions/send-mail/letters has one for each.';
comment on column private.outbox.to_email is 'Null once the row is thinned.';
comment on column private.outbox.data is 'What the letter says, as it was when the mail was asked for. A token in it goes as soon as the mail is settled.';
comment on column private.outbox.state is 'sending: a worker has it until due_at. failed: it certainly was not sent and will not be. unknown: it may have been sent, and trying again could send it twice.';
comment on column private.outbox.attempts is 'How often a worker took it.';
comment on column private.outbox.due_at is 'From when a worker may take it; while one has it, when its lease lapses.';
comment on column private.outbox.claimed_at is 'When the attempt under way began.';
comment on column private.outbox.in_doubt_since is 'When the first attempt began of which nobody knows whether it sent the mail. Resend remembers a key for 24 hours from then.';
comment on column private.outbox.settled_at is 'When it was sent or given up.';
comment on column private.outbox.provider_id is 'Resend''s id of the mail.';
comment on column private.outbox.last_error is 'Of the last attempt, for operators.';
create index outbox_due_idx on private.outbox (due_at) where state in ('pending', 'sending');
create index outbox_settled_idx on private.outbox (settled_at) where to_email is not null;
create index outbox_publication_idx on private.outbox (publication_id);
alter table private.outbox enable row level security;

-- Waking functions -----------------------------------------------------------------------------

create table private.functions_address (
	id smallint primary key default 1 check (id = 1),
	url text not null check (url ~ '^https?://[^[:space:]?#]+[^[:space:]/?#]$' and char_length(url) <= 300)
);
comment on table private.functions_address is 'Where pg_net finds the Edge Functions; set by the operator, empty where another runner listens.';
comment on column private.functions_address.url is 'Without a slash at the end: https://<project>.supabase.co/functions/v1';
alter table private.functions_address enable row level security;

do $$
begin
	if exists (select from pg_available_extensions where name = 'pg_net') then
		create extension if not exists pg_net with schema extensions;
	end if;
end $$;

create function private.wake(p_function text) returns void
language plpgsql security definer set search_path = ''
as $$
declare
	base text;
	-- Many mails of one transaction are one call.
	mark text := 'pamphlet.woken_' || replace(p_function, '-', '_');
begin
	if p_function !~ '^[a-z][a-z0-9-]{0,49}$' then
		raise exception 'not a function: %', p_function using errcode = '22023';
	end if;
	if current_setting(mark, true) = pg_current_xact_id()::text then
		return;
	end if;
	perform set_config(mark, pg_current_xact_id()::text, true);
	perform pg_notify('wake', p_function);
	select url into base from private.functions_address;
	if base is not null and to_regprocedure('net.http_post(text,jsonb,jsonb,jsonb,integer)') is not null then
		-- No key goes along: whoever may use pg_net can read the headers of others. The functions
		-- woken this way do only what is due, whoever calls.
		execute 'select net.http_post(url := $1, timeout_milliseconds := 60000)' using base || '/' || p_function;
	end if;
end $$;
comment on function private.wake(text) is 'Has an Edge Function called, with nothing in the request, once this transaction commits: through pg_net where it exists, else by whoever listens on the channel wake.';

create function private.wake_due() returns void
language plpgsql security definer set search_path = ''
as $$
begin
	if exists (select from private.outbox where state in ('pending', 'sending') and due_at <= now()) then
		perform private.wake('send-mail');
	end if;
end $$;
comment on function private.wake_due() is 'Wakes the functions that have something to do. Called by run_due each minute, so a call that was lost is made up for.';

-- Writing ---------------------------------------------------------------------------------------

create function private.enqueue_mail(
	p_kind text, p_to text, p_publication_id uuid, p_data jsonb,
	p_key text default null, p_not_before timestamptz default now()
) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
	written uuid;
begin
	insert into private.outbox (key, kind, publication_id, to_email, data, due_at)
	values (
		p_key, p_kind, p_publication_id, private.check_address(p_to),
		coalesce(p_data, '{}') || coalesce((
			select jsonb_build_object('publication_name', name, 'slug', slug, 'language', language, 'time_zone', time_zone)
			from public.publications where id = p_publication_id
		), '{}'),
		coalesce(p_not_before, now())
	)
	on conflict (key) do nothing
	returning id into written;
	if written is null then
		return (select id from private.outbox where key = p_key);
	end if;
	if coalesce(p_not_before, now()) <= now() then
		perform private.wake('send-mail');
	end if;
	return written;
end $$;
comment on function private.enqueue_mail(text, text, uuid, jsonb, text, timestamptz) is 'Has a mail sent when this transaction commits, not before p_not_before; returns its id. The publication''s name, slug, language and time zone are put into the data. The second mail with a key is the first one. 22023 bad_address.';

-- Sending ---------------------------------------------------------------------------------------

create function private.claim_mail(p_limit integer)
returns table (id uuid, attempt integer, kind text, to_email text, data jsonb)
language plpgsql security definer set search_path = ''
as $$
begin
	-- An hour before Resend forgets the key, since a clock may be wrong and an attempt takes its time.
	update private.outbox o
	set state = 'unknown', settled_at = now(), claimed_at = null, data = o.data - 'token'
	where o.id in (
		select d.id from private.outbox d
		where d.state in ('pending', 'sending') and d.due_at <= now() and d.in_doubt_since < now() - interval '23 hours'
		for update skip locked
	);
	return query
	update private.outbox o
	set state = 'sending', attempts = o.attempts + 1, claimed_at = now(), due_at = now() + interval '5 minutes',
		-- In doubt until the worker says what became of it: it may die at any point.
		in_doubt_since = coalesce(o.in_doubt_since, now())
	from (
		select d.id from private.outbox d
		where d.state in ('pending', 'sending') and d.due_at <= now()
		order by d.due_at
		limit least(greatest(p_limit, 0), 100)
		for update skip locked
	) due
	where o.id = due.id
	returning o.id, o.attempts::integer, o.kind, o.to_email, o.data;
end $$;
grant execute on function private.claim_mail(integer) to service_role;

create function public.claim_mail(p_limit integer)
returns table (id uuid, attempt integer, kind text, to_email text, data jsonb)
language sql set search_path = ''
as $$ select * from private.claim_mail(p_limit) $$;
comment on function public.claim_mail(integer) is 'Takes up to so many mails that are due, a hundred at most, for five minutes: what is not settled by then is due again. For send-mail.';
grant execute on function public.claim_mail(integer) to service_role;

create function private.settle_mail(p_id uuid, p_attempt integer, p_outcome text, p_provider_id text, p_error text) returns text
language plpgsql security definer set search_path = ''
as $$
declare
	-- About a day of tries, fifteen seconds to four hours apart.
	most constant integer := 16;
	mail private.outbox;
	doubt timestamptz;
	result text;
begin
	if p_outcome not in ('sent', 'refused', 'in_doubt', 'failed', 'unknown') then
		raise exception 'not an outcome: %', p_outcome using errcode = '22023';
	end if;
	select * into mail from private.outbox where id = p_id for update;
	-- Who comes late, after another worker took the mail, has a say only if it was sent.
	if not found or mail.state = 'sent'
		or (p_outcome <> 'sent' and (mail.state <> 'sending' or mail.attempts <> p_attempt)) then
		return mail.state;
	end if;
	-- A refusal settles the doubt about its own attempt and not about those before.
	doubt := case when p_outcome in ('refused', 'failed') then nullif(mail.in_doubt_since, mail.claimed_at) else mail.in_doubt_since end;
	result := case
		when p_outcome in ('sent', 'unknown') then p_outcome
		when p_outcome = 'failed' or mail.attempts >= most then case when doubt is null then 'failed' else 'unknown' end
		else 'pending'
	end;
	update private.outbox
	set state = result, claimed_at = null,
		in_doubt_since = case when result <> 'sent' then doubt end,
		due_at = case when result = 'pending' then now() + least(interval '15 seconds' * power(2, mail.attempts - 1), interval '4 hours') else due_at end,
		settled_at = case when result <> 'pending' then now() end,
		data = case when result <> 'pending' then data - 'token' else data end,
		provider_id = left(coalesce(p_provider_id, provider_id), 100),
		last_error = left(p_error, 500)
	where id = p_id;
	return result;
end $$;
grant execute on function private.settle_mail(uuid, integer, text, text, text) to service_role;

create function public.settle_mail(p_id uuid, p_attempt integer, p_outcome text, p_provider_id text default null, p_error text default null) returns text
language sql set search_path = ''
as $$ select private.settle_mail(p_id, p_attempt, p_outcome, p_provider_id, p_error) $$;
comment on function public.settle_mail(uuid, integer, text, text, text) is 'Says what became of an attempt, and returns the state of the mail. sent; refused: certainly not sent, try again; in_doubt: nobody knows, try again with the same key; failed: certainly not sent, and trying again would not help; unknown: perhaps sent, do not try again. For send-mail.';
grant execute on function public.settle_mail(uuid, integer, text, text, text) to service_role;

-- What time moves -------------------------------------------------------------------------------

create or replace function private.run_due() returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
	since timestamptz;
	appeared uuid[];
	purged integer;
	thinned integer;
	forgotten integer;
begin
	-- The lock lets two runners take turns.
	select last_run_at into since from private.clockwork for update;

	-- Scheduled posts appear by policy; what was cached does not know yet.
	select coalesce(array_agg(id), '{}') into appeared from public.posts
	where status = 'published' and published_at > since and published_at <= now();
	perform private.raise_version(publication_id)
	from (select distinct publication_id from public.posts where id = any (appeared)) shown;

	delete from public.posts where status = 'deleted' and deleted_at < now() - interval '30 days';
	get diagnostics purged = row_count;

	-- Of revisions older than a month, the last of each day is enough.
	delete from public.post_revisions r
	where r.saved_at < now() - interval '30 days'
		and exists (
			select from public.post_revisions later
			where later.post_id = r.post_id and later.revision > r.revision
				and date_trunc('day', later.saved_at, 'UTC') = date_trunc('day', r.saved_at, 'UTC')
		);
	get diagnostics thinned = row_count;

	-- Of mails settled a month ago, that there was one is enough.
	update private.outbox set to_email = null, data = '{}', last_error = null
	where to_email is not null and settled_at < now() - interval '30 days';
	get diagnostics forgotten = row_count;

	-- A window that has ended counts nothing any more.
	delete from private.tries where ends_at < now() - interval '1 hour';

	perform private.wake_due();

	update private.clockwork set last_run_at = now();
	return jsonb_build_object('appeared', cardinality(appeared), 'purged', purged, 'thinned', thinned, 'forgotten', forgotten);
end $$;
comment on function private.run_due() is 'Moves what time moves: versions of publications whose scheduled posts appeared, posts deleted thirty days ago, old revisions, addresses of old mails, tries of limits; then wakes the functions that have something to do. Safe to run at any moment, by any number of runners, and after any downtime. Called each minute by pg_cron where it exists, else by the local runner.';
