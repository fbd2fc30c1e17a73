-- Members as their staff work with them: notes, search, history, changes to many at once, files.

create extension if not exists pg_trgm with schema extensions;
create extension if not exists btree_gin with schema extensions;

alter table public.members
	add column note text not null default '' check (char_length(note) <= 5000),
	add column search text not null generated always as (lower(email || e'\n' || name)) stored;
comment on column public.members.note is 'What staff wrote down about the member. Never shown to members.';
comment on column public.members.search is 'What a search looks in: address and name. Not readable: it repeats them.';
grant select (note) on public.members to authenticated;
grant update (note) on public.members to authenticated;

-- A list is narrowed by one of these and walked in its order; the planner knows which is the rarest.
create index members_search_idx on public.members using gin (publication_id extensions.uuid_ops, search extensions.gin_trgm_ops);
create index members_address_idx on public.members (publication_id, (email collate "C"));
create index members_status_idx on public.members (publication_id, status, created_at desc, id desc) where status <> 'active';
create index members_email_state_idx on public.members (publication_id, email_state, created_at desc, id desc) where email_state <> 'subscribed';
create index members_source_idx on public.members (publication_id, source, created_at desc, id desc);
create index member_grants_publication_idx on public.member_grants (publication_id, member_id);

-- History --------------------------------------------------------------------------------------

create table public.member_events (
	id bigint generated always as identity primary key,
	publication_id uuid not null,
	member_id uuid not null references public.members (id) on delete cascade,
	kind text not null check (kind in (
		'joined', 'imported', 'left', 'banned', 'unbanned', 'address_changed', 'name_changed', 'unsubscribed', 'subscribed',
		'mail_stopped', 'mail_resumed',
		'label_added', 'label_removed', 'grant_given', 'grant_changed', 'grant_taken'
	)),
	detail jsonb not null default '{}',
	made_by text not null check (made_by in ('staff', 'member', 'system')),
	actor_id uuid,
	at timestamptz not null default now()
);
comment on table public.member_events is 'What became of a member, and through whom. Written by triggers and by private.lift_stops; goes with the member.';
comment on column public.member_events.kind is 'What happened, in one word.';
comment on column public.member_events.detail is 'What it happened with: {from, to} of an address, {label}, {tier, ends_at}, {stop, note} of mail. No names: whoever takes theirs away means it.';
comment on column public.member_events.made_by is 'The staff, the member, or the system: jobs and operators.';
comment on column public.member_events.actor_id is 'Who of the staff. Null for anybody else: staff may not learn which login is behind a member.';
create index member_events_member_idx on public.member_events (member_id, id desc);

grant select on public.member_events to authenticated, service_role;
alter table public.member_events enable row level security;
create policy "admins see what became of members" on public.member_events
	for select to authenticated
	using (publication_id = any ((select private.staff_pubs('admin'))::uuid[]));

insert into public.member_events (publication_id, member_id, kind, made_by, at)
select publication_id, id, case source when 'import' then 'imported' else 'joined' end, 'system', created_at
from public.members order by created_at, id;

-- Triggers of statements and not of rows: an import of a hundred thousand members has as many events.

create function private.event_maker(p_staff_id uuid) returns text
language sql stable set search_path = ''
as $$
	select case when p_staff_id is not null then 'staff' when (select auth.uid()) is not null then 'member' else 'system' end
$$;

create function private.note_new_members() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	-- Whoever was imported joined somewhere else at the time the row has; the others here.
	insert into public.member_events (publication_id, member_id, kind, made_by, actor_id, at)
	select n.publication_id, n.id, case n.source when 'import' then 'imported' else 'joined' end,
		private.event_maker(s.user_id), s.user_id, case n.source when 'import' then now() else n.created_at end
	from added n
	left join public.publication_staff s on s.publication_id = n.publication_id and s.user_id = (select auth.uid());
	return null;
end $$;
create trigger note_new_members after insert on public.members
	referencing new table as added
	for each statement execute function private.note_new_members();

create function private.note_changed_members() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	insert into public.member_events (publication_id, member_id, kind, detail, made_by, actor_id)
	select n.publication_id, n.id, change.kind, change.detail, private.event_maker(s.user_id), s.user_id
	from changed n
	join former o on o.id = n.id
	cross join lateral (
		select case
			when n.status in ('banned', 'left') then n.status
			when o.status = 'banned' then 'unbanned'
			else 'joined'
		end as kind, '{}'::jsonb as detail
		where n.status <> o.status
		union all
		select 'address_changed', jsonb_build_object('from', o.email, 'to', n.email) where n.email <> o.email
		union all
		select 'name_changed', '{}' where n.name <> o.name
	) change
	left join public.publication_staff s on s.publication_id = n.publication_id and s.user_id = (select auth.uid());
	return null;
end $$;
create trigger note_changed_members after update on public.members
	referencing old table as former new table as changed
	for each statement execute function private.note_changed_members();

create function private.note_mail_choices() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	-- Who joins says yes, and who leaves says no: one line for it is enough.
	insert into public.member_events (publication_id, member_id, kind, made_by, actor_id)
	select m.publication_id, m.id, case c.choice when 'yes' then 'subscribed' else 'unsubscribed' end,
		private.event_maker(s.user_id), s.user_id
	from chosen c
	join public.members m on m.publication_id = c.publication_id and m.address_hash = c.address_hash
	left join public.publication_staff s on s.publication_id = m.publication_id and s.user_id = (select auth.uid())
		-- An act of the person is never one of the staff, also where they are on it.
		and c.act in ('file', 'archive')
	where c.act not in ('left', 'erased') and not exists (
		select from public.member_events e
		where e.member_id = m.id and e.at = now() and e.kind in ('joined', 'imported')
	);
	return null;
end $$;
create trigger note_made_choices after insert on private.mail_choices
	referencing new table as chosen for each statement execute function private.note_mail_choices();
create trigger note_changed_choices after update on private.mail_choices
	referencing new table as chosen for each statement execute function private.note_mail_choices();

create function private.note_mail_stops() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	insert into public.member_events (publication_id, member_id, kind, detail, made_by, actor_id)
	select m.publication_id, m.id, 'mail_stopped', jsonb_strip_nulls(jsonb_build_object('stop', t.kind, 'note', nullif(t.note, ''))),
		private.event_maker(s.user_id), s.user_id
	from made t
	join public.members m on m.publication_id = t.publication_id and m.address_hash = t.address_hash
	left join public.publication_staff s on s.publication_id = m.publication_id and s.user_id = (select auth.uid())
	where not exists (
		select from public.member_events e
		where e.member_id = m.id and e.at = now() and e.kind in ('joined', 'imported')
	);
	return null;
end $$;
create trigger note_made_stops after insert on private.mail_stops
	referencing new table as made for each statement execute function private.note_mail_stops();

create function private.lift_stops(p_member_ids uuid[], p_kinds text[], p_note text, p_at timestamptz default null) returns jsonb
language plpgsql set search_path = ''
as $$
declare
	former jsonb;
begin
	with lifted as (
		delete from private.mail_stops t
		using public.members m
		where m.id = any (p_member_ids) and t.publication_id = m.publication_id and t.address_hash = m.address_hash
			and t.kind = any (p_kinds) and (p_at is null or t.at = p_at)
		returning m.id as member_id, t.*
	), noted as (
		insert into public.member_events (publication_id, member_id, kind, detail, made_by, actor_id)
		select l.publication_id, l.member_id, 'mail_resumed', jsonb_strip_nulls(jsonb_build_object('stop', l.kind, 'note', nullif(p_note, ''))),
			private.event_maker(s.user_id), s.user_id
		from lifted l
		left join public.publication_staff s on s.publication_id = l.publication_id and s.user_id = (select auth.uid())
	)
	select coalesce(jsonb_agg(jsonb_build_object(
		'id', member_id, 'kind', kind, 'source', source, 'made_by', made_by, 'note', note, 'at', at
	)), '[]') into former from lifted;
	return former;
end $$;
comment on function private.lift_stops(uuid[], text[], text, timestamptz) is 'Lifts stops of these kinds from members, only those set at p_at if it is given, and writes it into their history with a note. Returns what was lifted: [{id, kind, source, made_by, note, at}]. What the person chose stays.';

create function private.note_labels() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	-- What goes with its member has nobody to be noted of; what came with it is no news.
	insert into public.member_events (publication_id, member_id, kind, detail, made_by, actor_id)
	select l.publication_id, l.member_id, case tg_op when 'INSERT' then 'label_added' else 'label_removed' end,
		jsonb_build_object('label', l.label), private.event_maker(s.user_id), s.user_id
	from touched l
	join public.members m on m.id = l.member_id
	left join public.publication_staff s on s.publication_id = l.publication_id and s.user_id = (select auth.uid())
	where not exists (
		select from public.member_events e
		where e.member_id = l.member_id and e.at = now() and e.kind in ('joined', 'imported')
	);
	return null;
end $$;
create trigger note_added_labels after insert on public.member_labels
	referencing new table as touched
	for each statement execute function private.note_labels();
create trigger note_removed_labels after delete on public.member_labels
	referencing old table as touched
	for each statement execute function private.note_labels();

create function private.note_grants() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	insert into public.member_events (publication_id, member_id, kind, detail, made_by, actor_id)
	select g.publication_id, g.member_id, case tg_op when 'INSERT' then 'grant_given' else 'grant_taken' end,
		jsonb_build_object('tier', t.name, 'ends_at', g.ends_at), private.event_maker(s.user_id), s.user_id
	from touched g
	join public.members m on m.id = g.member_id
	left join public.tiers t on t.id = g.tier_id
	left join public.publication_staff s on s.publication_id = g.publication_id and s.user_id = (select auth.uid());
	return null;
end $$;
create trigger note_given_grants after insert on public.member_grants
	referencing new table as touched
	for each statement execute function private.note_grants();
create trigger note_taken_grants after delete on public.member_grants
	referencing old table as touched
	for each statement execute function private.note_grants();

create function private.note_changed_grants() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	insert into public.member_events (publication_id, member_id, kind, detail, made_by, actor_id)
	select g.publication_id, g.member_id, 'grant_changed',
		jsonb_build_object('tier', t.name, 'from', o.ends_at, 'ends_at', g.ends_at), private.event_maker(s.user_id), s.user_id
	from changed g
	join former o on o.id = g.id
	join public.tiers t on t.id = g.tier_id
	left join public.publication_staff s on s.publication_id = g.publication_id and s.user_id = (select auth.uid())
	where g.ends_at is distinct from o.ends_at;
	return null;
end $$;
create trigger note_changed_grants after update on public.member_grants
	referencing old table as former new table as changed
	for each statement execute function private.note_changed_grants();

-- Lists ----------------------------------------------------------------------------------------

create function private.require_admin(p_publication_id uuid) returns void
language plpgsql stable security definer set search_path = ''
as $$
begin
	if p_publication_id is null or p_publication_id <> all (private.staff_pubs('admin')) then
		raise exception 'forbidden' using errcode = 'PT403';
	end if;
end $$;
comment on function private.require_admin(uuid) is 'Ends what a definer function began for somebody who is no admin of the publication. PT403 forbidden.';

create function private.member_plan(p_member_id uuid)
returns table (plan text, tier text, payment text, every text, until timestamptz)
language sql stable set search_path = ''
as $$
	select coalesce(best.plan, 'free'), t.name, best.payment, best.every, best.until
	from (select) nothing
	left join lateral (
		select had.* from (
			select case
					when s.status in ('active', 'trialing') then 'paying'
					when s.status = 'past_due' then 'past_due'
					else 'lapsed'
				end as plan,
				s.tier_id, s.status as payment, s.interval as every,
				case s.status when 'trialing' then s.trial_end when 'past_due' then s.grace_until
					else coalesce(s.ended_at, s.cancel_at, s.current_period_end) end as until
			from public.subscriptions s
			where s.member_id = p_member_id and s.status not in ('incomplete', 'incomplete_expired')
				and (s.tier_id is not null or s.status not in ('active', 'trialing'))
			union all
			select case when g.ends_at <= now() then 'lapsed' else 'complimentary' end, g.tier_id, null, null, g.ends_at
			from public.member_grants g
			where g.member_id = p_member_id
		) had
		order by array_position(array['paying', 'past_due', 'complimentary', 'lapsed'], had.plan), had.until desc nulls first
		limit 1
	) best on true
	left join public.tiers t on t.id = best.tier_id
$$;
comment on function private.member_plan(uuid) is 'What a member has in one word, the tier it is, Stripe''s word and the interval where it is paid, and until when that is known: null without an end. The same words as in member_conditions.';

create function private.member_conditions(p_publication_id uuid, p_filter jsonb) returns text
language plpgsql stable set search_path = ''
as $$
declare
	pub constant text := quote_literal(p_publication_id) || '::uuid';
	paid constant text := 'exists (select from public.subscriptions s where s.publication_id = ' || pub || ' and s.member_id = m.id and ';
	given constant text := 'exists (select from public.member_grants g where g.publication_id = ' || pub || ' and g.member_id = m.id';
	live_paid constant text := paid || 's.status in (''active'', ''trialing'') and s.tier_id is not null';
	live_given constant text := given || ' and (g.ends_at is null or g.ends_at > now())';
	past_due constant text := paid || 's.status = ''past_due'')';
	ever_paid constant text := paid || 's.status not in (''active'', ''trialing'', ''past_due'', ''incomplete'', ''incomplete_expired''))';
	parts text[] := array['m.publication_id = ' || pub];
	words text := lower(btrim(p_filter ->> 'q'));
	pattern text := replace(replace(replace(words, '\', '\\'), '%', '\%'), '_', '\_');
begin
	-- Each value stands in the statement as a literal, so that the planner sees how rare it is.
	if char_length(words) >= 3 then
		parts := parts || format('m.search like %L', '%' || pattern || '%');
	elsif words <> '' then
		parts := parts || format('(m.email collate "C") like %L', pattern || '%');
	end if;
	case p_filter ->> 'plan'
		when 'paying' then parts := parts || (live_paid || ')');
		when 'past_due' then parts := parts || array[past_due, 'not ' || live_paid || ')'];
		when 'complimentary' then parts := parts || array[live_given || ')', 'not ' || live_paid || ')', 'not ' || past_due];
		when 'lapsed' then parts := parts || array[
			'm.id in (select s.member_id from public.subscriptions s where s.publication_id = ' || pub
				|| ' and s.status not in (''active'', ''trialing'', ''past_due'', ''incomplete'', ''incomplete_expired'')'
				|| ' union select g.member_id from public.member_grants g where g.publication_id = ' || pub || ')',
			'not ' || live_given || ')', 'not ' || live_paid || ')', 'not ' || past_due
		];
		when 'free' then parts := parts || array['not ' || given || ')', 'not ' || live_paid || ')', 'not ' || past_due, 'not ' || ever_paid];
		else null;
	end case;
	if p_filter ->> 'id' is not null then
		parts := parts || format('m.id = %L::uuid', p_filter ->> 'id');
	end if;
	if p_filter ->> 'status' is not null then
		parts := parts || format('m.status = %L', p_filter ->> 'status');
	end if;
	if p_filter ->> 'email_state' is not null then
		parts := parts || format('m.email_state = %L', p_filter ->> 'email_state');
	end if;
	if p_filter ->> 'source' is not null then
		parts := parts || format('m.source = %L', p_filter ->> 'source');
	end if;
	if p_filter ->> 'label' is not null then
		parts := parts || format(
			'm.id in (select l.member_id from public.member_labels l where l.publication_id = %L::uuid and l.label = %L)',
			p_publication_id, p_filter ->> 'label'
		);
	end if;
	if p_filter ->> 'tier' is not null then
		parts := parts || format(
			'(%1$s and s.tier_id = %3$L::uuid) or %2$s and g.tier_id = %3$L::uuid))',
			paid || 'private.gives_access(s.status, s.grace_until)', live_given, p_filter ->> 'tier'
		);
	end if;
	if p_filter ->> 'from' is not null then
		parts := parts || format('m.created_at >= %L::timestamptz', p_filter ->> 'from');
	end if;
	if p_filter ->> 'to' is not null then
		parts := parts || format('m.created_at < %L::timestamptz', p_filter ->> 'to');
	end if;
	return array_to_string(parts, ' and ');
end $$;
comment on function private.member_conditions(uuid, jsonb) is 'The SQL that narrows members m of a publication: {id, q, plan, status, email_state, source, label, tier, from, to}, each left out for no matter. Every value is quoted here.';

create function private.member_page(p_publication_id uuid, p_filter jsonb, p_at timestamptz, p_id uuid, p_backwards boolean, p_limit integer)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
	page jsonb;
	place text := '';
begin
	perform private.require_admin(p_publication_id);
	if p_at is not null then
		place := format(' and (m.created_at, m.id) %s (%L::timestamptz, %L::uuid)', case when p_backwards then '>' else '<' end, p_at, p_id);
	end if;
	-- One statement for each filter and not one for all: each finds the index that serves it.
	execute format(
		$page$
			select coalesce(jsonb_agg(to_jsonb(shown) order by shown.created_at desc, shown.id desc), '[]')
			from (
				select m.id, m.email, m.name, m.status, m.email_state, m.source, m.created_at, had.*,
					(select coalesce(jsonb_agg(l.label order by l.label), '[]') from public.member_labels l where l.member_id = m.id) as labels
				from (
					select m.* from public.members m where %s%s order by m.created_at %3$s, m.id %3$s limit %4$s
				) m
				cross join lateral private.member_plan(m.id) had
			) shown
		$page$,
		private.member_conditions(p_publication_id, p_filter), place,
		case when p_backwards then 'asc' else 'desc' end, least(greatest(p_limit, 1), 201)
	) into page;
	return page;
end $$;
grant execute on function private.member_page(uuid, jsonb, timestamptz, uuid, boolean, integer) to authenticated;
create function public.member_page(
	p_publication_id uuid, p_filter jsonb default '{}', p_at timestamptz default null, p_id uuid default null,
	p_backwards boolean default false, p_limit integer default 50
) returns jsonb
language sql stable set search_path = ''
as $$ select private.member_page(p_publication_id, p_filter, p_at, p_id, p_backwards, p_limit) $$;
comment on function public.member_page(uuid, jsonb, timestamptz, uuid, boolean, integer) is 'Members of a publication, the newest first, after or (backwards) before the member of that moment and id; 201 at most. For admins: PT403 for others.';
grant execute on function public.member_page(uuid, jsonb, timestamptz, uuid, boolean, integer) to authenticated;

create function private.member_counts(p_publication_id uuid, p_filter jsonb) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
	conditions text;
	everybody bigint;
	counts jsonb;
begin
	perform private.require_admin(p_publication_id);
	conditions := private.member_conditions(p_publication_id, p_filter - 'plan');
	execute 'select count(*) from public.members m where ' || conditions into everybody;
	-- From those who have or had something, and not from all members: they are few, and known by two indexes.
	execute format(
		$counts$
			with had as materialized (
				select one.member_id, min(one.place) as place from (
					select s.member_id, case
						when s.status in ('active', 'trialing') then case when s.tier_id is not null then 1 end
						when s.status = 'past_due' then 2
						when s.status not in ('incomplete', 'incomplete_expired') then 4
					end as place
					from public.subscriptions s where s.publication_id = %1$L::uuid and s.member_id is not null
					union all
					select g.member_id, case when g.ends_at is null or g.ends_at > now() then 3 else 4 end
					from public.member_grants g where g.publication_id = %1$L::uuid
				) one
				where one.place is not null
				group by one.member_id
			)
			select jsonb_build_object(
				'paying', count(*) filter (where had.place = 1),
				'complimentary', count(*) filter (where had.place = 3),
				'lapsed', count(*) filter (where had.place = 4)
			)
			from had %2$s
		$counts$,
		p_publication_id,
		case when p_filter - 'plan' = '{}' then '' else 'join public.members m on m.id = had.member_id where ' || conditions end
	) into counts;
	return jsonb_build_object('all', everybody) || counts;
end $$;
grant execute on function private.member_counts(uuid, jsonb) to authenticated;
create function public.member_counts(p_publication_id uuid, p_filter jsonb default '{}') returns jsonb
language sql stable set search_path = ''
as $$ select private.member_counts(p_publication_id, p_filter) $$;
comment on function public.member_counts(uuid, jsonb) is 'Counts the members that match a filter, by plan: {all, paying, complimentary, lapsed}. The plan in the filter itself is ignored. For admins: PT403 for others.';
grant execute on function public.member_counts(uuid, jsonb) to authenticated;

create function private.member_label_names(p_publication_id uuid) returns text[]
language plpgsql stable security definer set search_path = ''
as $$
begin
	perform private.require_admin(p_publication_id);
	-- From label to label along the index, whatever the number of members that have it.
	return (
		with recursive met (label) as (
			(select label from public.member_labels where publication_id = p_publication_id order by label limit 1)
			union all
			select (
				select l.label from public.member_labels l
				where l.publication_id = p_publication_id and l.label > met.label order by l.label limit 1
			)
			from met where met.label is not null
		)
		select coalesce(array_agg(label), '{}') from (select label from met where label is not null limit 500) known
	);
end $$;
grant execute on function private.member_label_names(uuid) to authenticated;
create function public.member_label_names(p_publication_id uuid) returns text[]
language sql stable set search_path = ''
as $$ select private.member_label_names(p_publication_id) $$;
comment on function public.member_label_names(uuid) is 'The labels of a publication by name, 500 at most. For admins: PT403 for others.';
grant execute on function public.member_label_names(uuid) to authenticated;

-- One member -----------------------------------------------------------------------------------

create function public.add_member(
	p_publication_id uuid, p_email text, p_name text default '', p_labels text[] default '{}',
	p_tier_id uuid default null, p_ends_at timestamptz default null
) returns uuid
language plpgsql set search_path = ''
as $$
declare
	added uuid;
begin
	insert into public.members (publication_id, email, name)
	values (p_publication_id, private.check_address(p_email), btrim(p_name))
	returning id into added;
	insert into public.member_labels (publication_id, member_id, label)
	select p_publication_id, added, label from (select distinct unnest(p_labels) as label) l;
	if p_tier_id is not null then
		insert into public.member_grants (publication_id, member_id, tier_id, ends_at)
		values (p_publication_id, added, p_tier_id, p_ends_at);
	end if;
	return added;
end $$;
comment on function public.add_member(uuid, text, text, text[], uuid, timestamptz) is 'Adds a member with labels and complimentary access, all or nothing, under the rights of the caller; sends no mail. What is remembered about the address applies: a no to mail, a ban, and that the person left. 22023 bad_address; 23505: the address is a member.';
grant execute on function public.add_member(uuid, text, text, text[], uuid, timestamptz) to authenticated;

create function private.member_mail(p_member_id uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
	member public.members := (select m from public.members m where id = p_member_id);
begin
	perform private.require_admin(member.publication_id);
	return jsonb_build_object(
		'choice', (
			select jsonb_build_object('choice', c.choice, 'act', c.act, 'at', c.at) from private.mail_choices c
			where c.publication_id = member.publication_id and c.address_hash = member.address_hash
		),
		'stops', (
			select coalesce(jsonb_agg(jsonb_build_object(
				'kind', s.kind, 'source', s.source, 'note', s.note, 'at', s.at,
				'by', (select nullif(p.name, '') from public.profiles p where p.user_id = s.made_by limit 1)
			) order by s.at, s.kind), '[]')
			from private.mail_stops s
			where s.publication_id = member.publication_id and s.address_hash = member.address_hash
		)
	);
end $$;
grant execute on function private.member_mail(uuid) to authenticated;
create function public.member_mail(p_member_id uuid) returns jsonb
language sql stable set search_path = ''
as $$ select private.member_mail(p_member_id) $$;
comment on function public.member_mail(uuid) is 'Why mail goes to a member or not: {choice: {choice, act, at} or null, stops: [{kind, source, note, at, by}]}. choice is what the person said, yes or no; kind is hold, bounce or complaint. For admins: PT403 for others.';
grant execute on function public.member_mail(uuid) to authenticated;

create function private.correct_member_address(p_member_id uuid, p_email text) returns void
language plpgsql security definer set search_path = ''
as $$
declare
	home uuid := (select publication_id from public.members where id = p_member_id);
begin
	perform private.require_admin(home);
	-- With the address goes Stripe's page for cards and invoices, which are none of the staff's.
	if exists (select from private.stripe_customers where member_id = p_member_id)
		or exists (select from public.subscriptions where member_id = p_member_id) then
		raise exception 'member_pays' using errcode = 'PT409';
	elsif private.has_left(home, private.address_hash(private.check_address(p_email))) then
		raise exception 'address_left' using errcode = 'PT409';
	end if;
	update public.members set email = private.check_address(p_email) where id = p_member_id;
exception when unique_violation then
	raise exception 'address_taken' using errcode = 'PT409';
end $$;
grant execute on function private.correct_member_address(uuid, text) to authenticated;
create function public.correct_member_address(p_member_id uuid, p_email text) returns void
language sql set search_path = ''
as $$ select private.correct_member_address(p_member_id, p_email) $$;
comment on function public.correct_member_address(uuid, text) is 'Changes the address of a member. The membership then belongs to the login that has confirmed the new address. For admins: PT403 for others. 22023 bad_address. PT409 address_taken: another member has the address; PT409 address_left: its owner has left the publication; PT409 member_pays: members who have paid change their address themselves.';
grant execute on function public.correct_member_address(uuid, text) to authenticated;

create function private.keep_who_pays() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	-- Where the publication itself goes, everything goes with it.
	if exists (
		select from public.subscriptions s
		where s.publication_id = old.publication_id and s.member_id = old.id and private.renews(s)
	) and exists (select from public.publications where id = old.publication_id) then
		raise exception 'subscription_live' using errcode = 'PT409';
	end if;
	return old;
end $$;
comment on function private.keep_who_pays() is 'A member whose subscription renews cannot be deleted: money would go on being taken from nobody. PT409 subscription_live.';
create trigger keep_who_pays before delete on public.members
	for each row execute function private.keep_who_pays();

-- Many members at once -------------------------------------------------------------------------

create table private.member_changes (
	id uuid primary key default private.uuid_v7(),
	publication_id uuid not null references public.publications (id) on delete cascade,
	made_by uuid not null,
	made_at timestamptz not null default now(),
	action text not null,
	former jsonb not null
);
comment on table private.member_changes is 'What members were before a change, kept for the minutes in which it can be undone. Here and not with the caller: what somebody hands back could make a subscriber of anybody.';
comment on column private.member_changes.made_by is 'Who may undo it.';
comment on column private.member_changes.made_at is 'Ten minutes later it cannot be undone any more.';
comment on column private.member_changes.former is 'What the rows that changed were, as the action needs it.';
create index member_changes_publication_idx on private.member_changes (publication_id);
create index member_changes_made_at_idx on private.member_changes (made_at);
alter table private.member_changes enable row level security;

create function private.change_members(
	p_publication_id uuid, p_member_ids uuid[], p_action text, p_label text, p_tier_id uuid, p_ends_at timestamptz, p_note text
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
	reason constant text := btrim(coalesce(p_note, ''));
	known uuid[];
	former jsonb;
	touched integer;
	token uuid;
begin
	perform private.require_admin(p_publication_id);
	if cardinality(p_member_ids) > 500 then
		raise exception 'too_many_members' using errcode = 'PT400';
	end if;
	-- In one order, so that two who change the same members take turns.
	select coalesce(array_agg(locked.id), '{}') into known from (
		select id from public.members
		where publication_id = p_publication_id and id = any (p_member_ids)
		order by id for no key update
	) locked;
	case p_action
		when 'label_add' then
			with added as (
				insert into public.member_labels (publication_id, member_id, label)
				select p_publication_id, id, p_label from unnest(known) as id
				on conflict do nothing
				returning member_id
			)
			select jsonb_build_object('label', p_label, 'ids', coalesce(jsonb_agg(member_id), '[]')), count(*) into former, touched from added;
		when 'label_remove' then
			with removed as (
				delete from public.member_labels where member_id = any (known) and label = p_label returning member_id, created_at
			)
			select jsonb_build_object('label', p_label, 'rows', coalesce(jsonb_agg(to_jsonb(removed)), '[]')), count(*) into former, touched from removed;
		when 'ban' then
			select jsonb_agg(jsonb_build_object('id', id, 'status', status)), count(*) into former, touched
			from public.members where id = any (known) and status <> 'banned';
			update public.members set status = 'banned' where id = any (known) and status <> 'banned';
		when 'unban' then
			-- Who had left before the ban has left after it.
			with freed as (
				update public.members set status = 'active' where id = any (known) and status = 'banned' returning id, status
			)
			select jsonb_agg(jsonb_build_object('id', id, 'status', 'banned', 'now', status)), count(*) into former, touched from freed;
		when 'stop_mail' then
			with held as (
				insert into private.mail_stops (publication_id, address_hash, kind, source, made_by, note)
				select publication_id, address_hash, 'hold', 'staff', (select auth.uid()), reason from public.members where id = any (known)
				on conflict do nothing
				returning address_hash
			)
			select jsonb_agg(m.id), count(*) into former, touched
			from held join public.members m on m.publication_id = p_publication_id and m.address_hash = held.address_hash;
		when 'resume_mail' then
			former := private.lift_stops(known, case when reason = '' then array['hold'] else array['hold', 'bounce'] end, reason);
			select count(distinct r ->> 'id') into touched from jsonb_array_elements(former) r;
		when 'grant' then
			if not exists (select from public.tiers where id = p_tier_id and publication_id = p_publication_id) then
				raise exception 'not_found' using errcode = 'PT404';
			elsif p_ends_at <= now() then
				raise exception 'ends_in_the_past' using errcode = 'PT400';
			end if;
			-- Who has the tier already gets its new end; who left or is banned gets nothing.
			with standing as (
				select g.id, g.member_id, g.ends_at from public.member_grants g
				where g.member_id = any (known) and g.tier_id = p_tier_id and (g.ends_at is null or g.ends_at > now())
			), moved as (
				update public.member_grants g set ends_at = p_ends_at
				from standing s where g.id = s.id and s.ends_at is distinct from p_ends_at
				returning g.id, s.ends_at
			), given as (
				insert into public.member_grants (publication_id, member_id, tier_id, ends_at)
				select p_publication_id, m.id, p_tier_id, p_ends_at from public.members m
				where m.id = any (known) and m.status = 'active' and not exists (select from standing s where s.member_id = m.id)
				returning id
			)
			select jsonb_build_object(
				'given', (select coalesce(jsonb_agg(id), '[]') from given),
				'moved', (select coalesce(jsonb_agg(to_jsonb(moved)), '[]') from moved)
			), (select count(*) from given) + (select count(*) from moved)
			into former, touched;
		else
			raise exception 'unknown_action' using errcode = 'PT400';
	end case;
	if touched > 0 then
		delete from private.member_changes where made_at < now() - interval '10 minutes';
		insert into private.member_changes (publication_id, made_by, action, former)
		values (p_publication_id, auth.uid(), p_action, former)
		returning id into token;
	end if;
	return jsonb_build_object('changed', touched, 'left', cardinality(p_member_ids) - touched, 'undo', token);
end $$;
grant execute on function private.change_members(uuid, uuid[], text, text, uuid, timestamptz, text) to authenticated;
create function public.change_members(
	p_publication_id uuid, p_member_ids uuid[], p_action text,
	p_label text default null, p_tier_id uuid default null, p_ends_at timestamptz default null, p_note text default null
) returns jsonb
language sql set search_path = ''
as $$ select private.change_members(p_publication_id, p_member_ids, p_action, p_label, p_tier_id, p_ends_at, p_note) $$;
comment on function public.change_members(uuid, uuid[], text, text, uuid, timestamptz, text) is 'Does one thing to up to 500 members: label_add, label_remove, grant, ban, unban, stop_mail (sets a hold), resume_mail (lifts the hold; with p_note, which says why the address works again, also a bounce). What a member chose is not touched. Answers {changed, left, undo}; undo is what undo_member_change takes. For admins: PT403 for others; PT400 too_many_members, ends_in_the_past; PT404: no such tier.';
grant execute on function public.change_members(uuid, uuid[], text, text, uuid, timestamptz, text) to authenticated;

create function private.undo_member_change(p_change_id uuid) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
	change private.member_changes;
	restored integer := 0;
	n integer;
begin
	-- Only once, only by whoever did it, and only while it can still be meant.
	delete from private.member_changes
	where id = p_change_id and made_by = (select auth.uid()) and made_at > now() - interval '10 minutes'
		and publication_id = any (private.staff_pubs('admin'))
	returning * into change;
	if not found then
		raise exception 'too_late_to_undo' using errcode = 'PT409';
	end if;
	case change.action
		when 'label_add' then
			delete from public.member_labels
			where label = change.former ->> 'label' and publication_id = change.publication_id
				and member_id in (select jsonb_array_elements_text(change.former -> 'ids')::uuid);
		when 'label_remove' then
			insert into public.member_labels (publication_id, member_id, label, created_at)
			select m.publication_id, m.id, change.former ->> 'label', r.created_at
			from jsonb_to_recordset(change.former -> 'rows') as r (member_id uuid, created_at timestamptz)
			join public.members m on m.id = r.member_id and m.publication_id = change.publication_id
			on conflict do nothing;
		when 'ban', 'unban' then
			-- What somebody changed since then stays as they made it.
			update public.members m set status = r.status
			from jsonb_to_recordset(change.former) as r (id uuid, status text, now text)
			where m.id = r.id and m.status = coalesce(r.now, 'banned');
		when 'stop_mail' then
			select count(*) into n from jsonb_array_elements(private.lift_stops(
				array(select jsonb_array_elements_text(change.former)::uuid), array['hold'], '', change.made_at
			));
			return n;
		when 'resume_mail' then
			insert into private.mail_stops (publication_id, address_hash, kind, source, made_by, note, at)
			select m.publication_id, m.address_hash, r.kind, r.source, r.made_by, r.note, r.at
			from jsonb_to_recordset(change.former) as r (id uuid, kind text, source text, made_by uuid, note text, at timestamptz)
			join public.members m on m.id = r.id and m.publication_id = change.publication_id
			on conflict do nothing;
		when 'grant' then
			delete from public.member_grants
			where id in (select jsonb_array_elements_text(change.former -> 'given')::uuid);
			get diagnostics restored = row_count;
			update public.member_grants g set ends_at = r.ends_at
			from jsonb_to_recordset(change.former -> 'moved') as r (id uuid, ends_at timestamptz)
			where g.id = r.id;
	end case;
	get diagnostics n = row_count;
	return restored + n;
end $$;
grant execute on function private.undo_member_change(uuid) to authenticated;
create function public.undo_member_change(p_change_id uuid) returns integer
language sql set search_path = ''
as $$ select private.undo_member_change(p_change_id) $$;
comment on function public.undo_member_change(uuid) is 'Makes members what they were before a change of the caller, but gives back nothing that a member has given up since; up to ten minutes after it; tells how many. PT409 too_late_to_undo: later, or undone already.';
grant execute on function public.undo_member_change(uuid) to authenticated;

-- Files ----------------------------------------------------------------------------------------

create function private.exact_moment(p_at timestamptz) returns text
language sql immutable set search_path = ''
as $$ select replace(to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '.000000Z', 'Z') $$;
comment on function private.exact_moment(timestamptz) is 'A moment as files have it (RFC 3339), to the microsecond, so that it comes back as the same.';

create function private.member_export(p_publication_id uuid, p_filter jsonb, p_after text, p_limit integer) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
	page jsonb;
begin
	perform private.require_admin(p_publication_id);
	execute format(
		$page$
			with tiers as materialized (
				-- A name that two tiers have says nothing: then the last part of the address stands for it.
				select id, case when count(*) over (partition by lower(name)) = 1 then name else slug end as word
				from public.tiers where publication_id = %L::uuid
			)
			select coalesce(jsonb_agg(jsonb_build_array(
				m.email, m.name, m.status, m.email_state,
				(select coalesce(jsonb_agg(l.label order by l.label collate "C"), '[]') from public.member_labels l where l.member_id = m.id),
				m.note, private.exact_moment(m.created_at), m.source,
				(
					select coalesce(jsonb_agg(jsonb_build_array(given.word, private.exact_moment(nullif(given.until, 'infinity'))) order by given.word collate "C"), '[]')
					from (
						select t.word, max(coalesce(g.ends_at, 'infinity')) as until
						from public.member_grants g join tiers t on t.id = g.tier_id
						where g.member_id = m.id and (g.ends_at is null or g.ends_at > now())
						group by t.word
					) given
				)
			) order by m.email collate "C"), '[]')
			from (
				select m.* from public.members m
				where %s and (m.email collate "C") > %L order by m.email collate "C" limit %s
			) m
		$page$,
		p_publication_id, private.member_conditions(p_publication_id, p_filter), p_after, least(greatest(p_limit, 1), 5000)
	) into page;
	return page;
end $$;
grant execute on function private.member_export(uuid, jsonb, text, integer) to authenticated;
create function public.member_export(p_publication_id uuid, p_filter jsonb default '{}', p_after text default '', p_limit integer default 2000) returns jsonb
language sql stable set search_path = ''
as $$ select private.member_export(p_publication_id, p_filter, p_after, p_limit) $$;
comment on function public.member_export(uuid, jsonb, text, integer) is 'Members as a file has them, by address, after an address: [email, name, status, email_state, labels, note, joined_at, source, [[tier, ends_at]]], 5,000 at most. For admins: PT403 for others.';
grant execute on function public.member_export(uuid, jsonb, text, integer) to authenticated;

create function private.import_member_rows(p_publication_id uuid, p_rows jsonb) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
	sound jsonb;
	remarks jsonb;
	created uuid[];
	changed uuid[];
	more uuid[];
	word text;
	hashes bytea[];
	total integer;
begin
	perform private.require_admin(p_publication_id);
	if jsonb_typeof(p_rows) <> 'array' or jsonb_array_length(p_rows) > 1000 then
		raise exception 'a batch is a list of at most 1000 rows' using errcode = '22023';
	end if;
	total := jsonb_array_length(p_rows);
	-- Two imports of one publication take turns: they would make the same rows.
	perform pg_advisory_xact_lock(hashtextextended('import ' || p_publication_id, 0));
	-- A table that grew tenfold within a minute is still small to the planner, and each foreign key would be
	-- looked for in all of a publication. Autovacuum comes once a minute; this does not wait for it.
	if exists (
		select from pg_catalog.pg_stat_user_tables t join pg_catalog.pg_class c on c.oid = t.relid
		where t.relid = 'public.members'::regclass and t.n_mod_since_analyze > 2000 + c.reltuples / 5
	) then
		analyze public.members;
	end if;

	with given as (
		select r.*, private.email_address(r.email) as address
		from jsonb_to_recordset(p_rows) as r (
			line integer, email text, name text, note text, status text, email_state text, labels jsonb,
			joined_at timestamptz, source text, grants jsonb
		)
	), judged as (
		-- As the checks of the tables have it: one line that they refuse must not keep out the others.
		select g.*, case
			when btrim(coalesce(g.email, '')) = '' then 'no_address'
			when g.address is null then 'bad_address'
			when char_length(g.name) > 120 or g.name ~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029[:cntrl:]]' then 'name'
			when char_length(g.note) > 5000 then 'note'
			when jsonb_array_length(g.labels) > 100 or exists (
				select from jsonb_array_elements_text(g.labels) as label
				where char_length(btrim(label)) not between 1 and 191 or label ~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'
					or label !~ '[^\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]'
			) then 'label'
			when not private.is_moment(g.joined_at) or exists (
				select from jsonb_to_recordset(coalesce(g.grants, '[]')) as wish (until timestamptz)
				where not private.is_moment(wish.until)
			) then 'moment'
			when row_number() over (partition by g.address order by g.line) > 1 then 'twice'
		end as fault
		from given g
	)
	select
		coalesce(jsonb_agg(to_jsonb(j) - 'fault') filter (where j.fault is null), '[]'),
		coalesce(jsonb_agg(jsonb_build_object('line', j.line, 'code', j.fault, 'skipped', true) order by j.line) filter (where j.fault is not null), '[]')
	into sound, remarks
	from judged j;

	-- Address by address, in one order, so that nobody waits in a circle. "is true" keeps the publication
	-- out of the choice of an index: one that was empty a moment ago has no statistics, and the planner would
	-- rather read all of it for each address.
	perform from (select e.value ->> 'address' as address from jsonb_array_elements(sound) e order by 1 offset 0) r
	cross join lateral (
		select from public.members m
		where m.email = r.address and (m.publication_id = p_publication_id) is true for no key update
	) locked;

	with added as (
		insert into public.members (publication_id, email, name, note, status, source, created_at)
		select p_publication_id, r.address, coalesce(r.name, ''), coalesce(r.note, ''),
			case when r.status in ('banned', 'left') then r.status else 'active' end,
			case when r.source in ('desk', 'join') then r.source else 'import' end,
			least(coalesce(r.joined_at, now()), now())
		from jsonb_to_recordset(sound) as r (
			address text, name text, note text, status text, source text, joined_at timestamptz
		)
		on conflict (publication_id, email) do nothing
		returning id
	)
	select coalesce(array_agg(id), '{}') into created from added;
	select coalesce(jsonb_agg(e.value || jsonb_build_object('id', m.id)), '[]') into sound
	from jsonb_array_elements(sound) e
	cross join lateral (
		select id from public.members
		where email = e.value ->> 'address' and (publication_id = p_publication_id) is true offset 0
	) m;

	-- A file takes access and mail away, and gives neither back: it may be old. What is empty in it says nothing.
	with wished as (
		select m.id, coalesce(nullif(r.name, ''), m.name) as name, coalesce(nullif(r.note, ''), m.note) as note,
			case when m.status = 'active' and r.status in ('banned', 'left') then r.status else m.status end as status
		from jsonb_to_recordset(sound) as r (id uuid, name text, note text, status text)
		join public.members m on m.id = r.id
		where m.id <> all (created)
	), moved as (
		update public.members m
		set name = w.name, note = w.note, status = w.status
		from wished w
		where m.id = w.id and (m.name, m.note, m.status) is distinct from (w.name, w.note, w.status)
		returning m.id
	)
	select coalesce(array_agg(id), '{}') into changed from moved;

	-- After the rows are there: who adds one of these addresses at the same moment has to wait for it.
	for word, hashes in
		select r.email_state, array_agg(m.address_hash)
		from jsonb_to_recordset(sound) as r (id uuid, email_state text)
		join public.members m on m.id = r.id
		where r.email_state <> 'subscribed'
		group by r.email_state
	loop
		hashes := private.add_no(p_publication_id, hashes, word, 'file');
		changed := changed || array(
			select m.id from public.members m where m.publication_id = p_publication_id and m.address_hash = any (hashes)
		);
	end loop;

	with labelled as (
		insert into public.member_labels (publication_id, member_id, label)
		select p_publication_id, fresh.id, fresh.label
		from (
			select id, label, row_number() over (partition by id order by label) as n
			from (
				select distinct r.id, label
				from jsonb_to_recordset(sound) as r (id uuid, labels jsonb)
				cross join lateral jsonb_array_elements_text(coalesce(r.labels, '[]')) as label
			) wanted
			where not exists (select from public.member_labels l where l.member_id = wanted.id and l.label = wanted.label)
		) fresh
		-- A member with as many labels as there may be keeps those. One line must not stop the others.
		where n <= 100 - (select count(*) from public.member_labels l where l.member_id = fresh.id)
		on conflict do nothing
		returning member_id
	)
	select array_agg(distinct member_id) into more from labelled;
	changed := changed || coalesce(more, '{}');

	-- A tier is named by its name or by the last part of its address.
	with wished as (
		select r.line, r.id as member_id, wish.tier, wish.until, (
			select t.id from public.tiers t
			where t.publication_id = p_publication_id and (t.slug = lower(wish.tier) or lower(t.name) = lower(wish.tier))
			order by lower(t.name) = lower(wish.tier) desc, t.archived_at is not null, t.position, t.created_at, t.id
			limit 1
		) as tier_id
		from jsonb_to_recordset(sound) as r (line integer, id uuid, grants jsonb)
		cross join lateral jsonb_to_recordset(coalesce(r.grants, '[]')) as wish (tier text, until timestamptz)
	), faulty as (
		select coalesce(jsonb_agg(jsonb_build_object(
			'line', line, 'code', case when tier_id is null then 'no_tier' else 'grant_over' end, 'detail', tier, 'skipped', false
		) order by line), '[]') as list
		from wished where tier_id is null or until <= now()
	), standing as (
		select distinct on (w.member_id, w.tier_id) w.member_id, w.tier_id, w.until, g.id, g.ends_at
		from wished w
		left join public.member_grants g on g.member_id = w.member_id and g.tier_id = w.tier_id and (g.ends_at is null or g.ends_at > now())
		where w.tier_id is not null and (w.until is null or w.until > now())
		order by w.member_id, w.tier_id, (g.ends_at is not distinct from w.until) desc, g.created_at
	), moved as (
		update public.member_grants g set ends_at = s.until
		from standing s
		where g.id = s.id and s.until is not null and s.until is distinct from s.ends_at
		returning g.member_id
	), given as (
		insert into public.member_grants (publication_id, member_id, tier_id, ends_at, reason)
		select p_publication_id, member_id, tier_id, until, 'From an imported file' from standing where id is null
		returning member_id
	)
	select (select array_agg(member_id) from (select member_id from moved union select member_id from given) touched),
		remarks || (select list from faulty)
	into more, remarks;
	changed := changed || coalesce(more, '{}');

	select array_agg(distinct id) into changed from unnest(changed) as id where id <> all (created);
	return jsonb_build_object(
		'created', cardinality(created),
		'changed', coalesce(cardinality(changed), 0),
		'unchanged', jsonb_array_length(sound) - cardinality(created) - coalesce(cardinality(changed), 0),
		'skipped', total - jsonb_array_length(sound),
		'remarks', remarks
	);
end $$;
grant execute on function private.import_member_rows(uuid, jsonb) to authenticated;
create function public.import_member_rows(p_publication_id uuid, p_rows jsonb) returns jsonb
language sql set search_path = ''
as $$ select private.import_member_rows(p_publication_id, p_rows) $$;
comment on function public.import_member_rows(uuid, jsonb) is 'Brings up to 1,000 lines of a file of members, all or none, and sends no mail: [{line, email, name, note, status, email_state, labels, joined_at, source, grants: [{tier, until}]}]. Sent twice it is the same as sent once. Answers {created, changed, unchanged, skipped, remarks: [{line, code, detail, skipped}]}. For admins: PT403 for others.';
grant execute on function public.import_member_rows(uuid, jsonb) to authenticated;
