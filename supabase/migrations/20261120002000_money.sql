-- Tiers as the desk works on them, and what the desk knows about money.

-- Tiers ----------------------------------------------------------------------------------------

create function public.save_tier(
	p_publication_id uuid, p_slug text, p_name text, p_description text, p_benefits text[], p_trial_days integer,
	p_currency text, p_month integer default null, p_year integer default null, p_id uuid default null
) returns uuid
language plpgsql set search_path = ''
as $$
declare
	saved uuid := p_id;
begin
	if p_id is null then
		insert into public.tiers (publication_id, slug, name, description, benefits, trial_days, position)
		values (
			p_publication_id, p_slug, p_name, p_description, p_benefits, p_trial_days,
			-- The last place there is can be taken already: then this tier shares it.
			(select least(coalesce(max(t.position), 0) + 1, 32767) from public.tiers t where t.publication_id = p_publication_id)
		)
		returning id into saved;
	else
		update public.tiers set name = p_name, description = p_description, benefits = p_benefits, trial_days = p_trial_days
		where id = p_id and publication_id = p_publication_id;
		if not found then
			raise exception 'tier_not_found' using errcode = 'PT404';
		end if;
	end if;
	perform public.set_tier_price(saved, 'month', p_currency, p_month);
	perform public.set_tier_price(saved, 'year', p_currency, p_year);
	return saved;
end $$;
comment on function public.save_tier(uuid, text, text, text, text[], integer, text, integer, integer, uuid) is 'Adds a tier (null id) at the end, or changes one, with both its prices at once: in the smallest unit of the currency, null for none. Under the caller''s rights. Answers its id. PT404 tier_not_found.';
grant execute on function public.save_tier(uuid, text, text, text, text[], integer, text, integer, integer, uuid) to authenticated;

create function public.order_tiers(p_publication_id uuid, p_tier_ids uuid[]) returns void
language sql set search_path = ''
as $$
	update public.tiers t set position = o.position
	from unnest(p_tier_ids) with ordinality as o (id, position)
	where t.id = o.id and t.publication_id = p_publication_id and t.position is distinct from o.position
$$;
comment on function public.order_tiers(uuid, uuid[]) is 'Puts tiers into this order, under the caller''s rights. Those that are not named stay where they are.';
grant execute on function public.order_tiers(uuid, uuid[]) to authenticated;

-- Who had a tier keeps their past, and the books their names: such a tier is archived, not deleted.
create function private.keep_tier_of_members() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	-- A publication that ends takes its tiers with it.
	if not exists (select from public.publications p where p.id = old.publication_id) then
		return old;
	end if;
	if exists (select from public.member_grants g where g.tier_id = old.id)
		or exists (select from public.subscriptions s where s.publication_id = old.publication_id and s.tier_id = old.id)
		or exists (select from public.invoices i where i.publication_id = old.publication_id and i.tier_id = old.id)
		or exists (select from public.ledger_entries l where l.publication_id = old.publication_id and l.tier_id = old.id)
	then
		raise exception 'tier_was_had' using errcode = 'PT409';
	end if;
	return old;
end $$;
create trigger keep_tier_of_members before delete on public.tiers
	for each row execute function private.keep_tier_of_members();

create function private.tier_holders(p_publication_id uuid)
returns table (tier_id uuid, paying integer, given integer, ever boolean)
language sql stable security definer set search_path = ''
as $$
	-- The rule is asked once a status, and only those with a grace one by one: a call for each of a hundred
	-- thousand subscriptions takes a second.
	with statuses as materialized (
		select distinct s.status from public.subscriptions s where s.publication_id = p_publication_id
	), open_statuses as (
		select coalesce(array_agg(d.status), '{}') as list from statuses d where private.gives_access(d.status, null)
	), holding as (
		select s.tier_id, s.member_id, true as pays
		from public.subscriptions s
		where s.publication_id = p_publication_id and s.tier_id is not null
			and (s.status = any ((select o.list from open_statuses o)::text[])
				or (s.grace_until is not null and private.gives_access(s.status, s.grace_until)))
		union all
		select g.tier_id, g.member_id, false
		from public.member_grants g
		where g.publication_id = p_publication_id and (g.ends_at is null or g.ends_at > now())
	), members as (
		select h.tier_id, h.member_id, bool_or(h.pays) as pays
		from holding h
		join public.members m on m.id = h.member_id and m.status = 'active'
		group by h.tier_id, h.member_id
	), counts as (
		select m.tier_id, count(*) filter (where m.pays) as paying, count(*) filter (where not m.pays) as given
		from members m
		group by m.tier_id
	)
	select t.id, coalesce(c.paying, 0)::integer, coalesce(c.given, 0)::integer,
		exists (select from public.member_grants g where g.tier_id = t.id)
			or exists (select from public.subscriptions s where s.publication_id = t.publication_id and s.tier_id = t.id)
			or exists (select from public.invoices i where i.publication_id = t.publication_id and i.tier_id = t.id)
			or exists (select from public.ledger_entries l where l.publication_id = t.publication_id and l.tier_id = t.id)
	from public.tiers t
	left join counts c on c.tier_id = t.id
	where t.publication_id = p_publication_id
		and p_publication_id = any ((select private.staff_pubs('admin'))::uuid[])
$$;
grant execute on function private.tier_holders(uuid) to authenticated;
create function public.tier_holders(p_publication_id uuid)
returns table (tier_id uuid, paying integer, given integer, ever boolean)
language sql stable set search_path = ''
as $$ select * from private.tier_holders(p_publication_id) $$;
comment on function public.tier_holders(uuid) is 'For admins, nobody for others: of each tier, how many active members have it by a subscription that gives access, how many only because it was given, and whether anybody ever had it.';
grant execute on function public.tier_holders(uuid) to authenticated;

-- What the money page tells ----------------------------------------------------------------------

-- Words, as docs/glossary.md has them. A subscription to one of our tiers is paying while it is active
-- or past due, from the end of its trial if it had one. One that nobody pays for any more without its
-- having ended (unpaid, paused) is lost from the beginning of the period that was not paid. Months are
-- those of the publication's time zone. What was paid in test mode counts as long as nothing is live,
-- so that a publication can be looked at before it opens.

create index subscriptions_began_idx on public.subscriptions (publication_id, livemode, started_at);
create index ledger_entries_month_idx on public.ledger_entries (publication_id, livemode, at, id);
create index ledger_entries_back_idx on public.ledger_entries (publication_id, livemode, at desc, id desc) where kind <> 'payment';
create index invoices_unpaid_idx on public.invoices (publication_id, livemode, issued_at desc) where status in ('open', 'uncollectible');

create function private.money_is_live(p_publication_id uuid) returns boolean
language sql stable security definer set search_path = ''
as $$
	select case
		when p_publication_id <> all ((select private.staff_pubs('owner'))::uuid[]) then null
		when exists (select from public.ledger_entries l where l.publication_id = p_publication_id and l.livemode)
			or exists (select from public.subscriptions s where s.publication_id = p_publication_id and s.livemode) then true
		when exists (select from public.ledger_entries l where l.publication_id = p_publication_id)
			or exists (select from public.subscriptions s where s.publication_id = p_publication_id) then false
	end
$$;
grant execute on function private.money_is_live(uuid) to authenticated;
create function public.money_is_live(p_publication_id uuid) returns boolean
language sql stable set search_path = ''
as $$ select private.money_is_live(p_publication_id) $$;
comment on function public.money_is_live(uuid) is 'For owners: whether the figures of the money page are of live payments (true) or of test ones, since there are no others (false). Null when nothing was sold at all, and for everybody else.';
grant execute on function public.money_is_live(uuid) to authenticated;

-- The months of a report, oldest first, the present one last: as many as were asked for, but none from
-- before the first sale; null: all.
create function private.money_span(p_publication_id uuid, p_livemode boolean, p_months integer)
returns table (month date, starts timestamptz, ends timestamptz)
language sql stable set search_path = ''
as $$
	with place as (
		select p.time_zone, date_trunc('month', now() at time zone p.time_zone) as this_month,
			date_trunc('month', least(
				(select min(l.at) from public.ledger_entries l where l.publication_id = p.id and l.livemode = p_livemode),
				(select min(s.started_at) from public.subscriptions s where s.publication_id = p.id and s.livemode = p_livemode),
				now()
			) at time zone p.time_zone) as first_month
		from public.publications p
		where p.id = p_publication_id
	)
	select m::date, m at time zone place.time_zone, (m + interval '1 month') at time zone place.time_zone
	from place, generate_series(
		greatest(place.first_month, place.this_month - make_interval(months => case when p_months < 1 then 0 else p_months - 1 end)),
		place.this_month, interval '1 month'
	) as m
$$;

create function private.money_members(p_publication_id uuid, p_months integer default null)
returns table (month date, at_start integer, began integer, lost integer, at_end integer)
language plpgsql stable security definer set search_path = ''
as $$
declare
	is_live boolean := private.money_is_live(p_publication_id);
begin
	-- Null also for whoever is no owner.
	if is_live is null then
		return;
	end if;
	return query
	with months as materialized (
		select s.month, s.starts, s.ends from private.money_span(p_publication_id, is_live, p_months) s
	), zone as (
		select p.time_zone as name, (select min(m.starts) from months m) as first_moment
		from public.publications p where p.id = p_publication_id
	), paying as (
		select greatest(s.started_at, s.trial_end) as begins,
			coalesce(s.ended_at, case when s.status not in ('active', 'past_due') then coalesce(s.current_period_start, s.started_at) end) as ends
		from public.subscriptions s
		where s.publication_id = p_publication_id and s.livemode = is_live and s.tier_id is not null
			and s.status not in ('incomplete', 'incomplete_expired', 'trialing')
	), known as (
		select p.begins, p.ends from paying p
		where p.begins <= now() and (p.ends is null or p.ends > p.begins)
	), begun as (
		select date_trunc('month', k.begins at time zone z.name)::date as month, count(*) as n
		from known k, zone z where k.begins >= z.first_moment group by 1
	), over as (
		select date_trunc('month', k.ends at time zone z.name)::date as month, count(*) as n
		from known k, zone z where k.ends >= z.first_moment and k.ends <= now() group by 1
	), before as (
		select count(*) as n from known k, zone z
		where k.begins < z.first_moment and (k.ends is null or k.ends >= z.first_moment)
	), steps as (
		select m.month, coalesce(b.n, 0) as began, coalesce(o.n, 0) as lost
		from months m
		left join begun b on b.month = m.month
		left join over o on o.month = m.month
	), running as (
		select s.month, s.began, s.lost, (select n from before) + sum(s.began - s.lost) over (order by s.month) as at_end
		from steps s
	)
	select r.month, (r.at_end - r.began + r.lost)::integer, r.began::integer, r.lost::integer, r.at_end::integer
	from running r
	order by r.month;
end $$;
grant execute on function private.money_members(uuid, integer) to authenticated;
create function public.money_members(p_publication_id uuid, p_months integer default null)
returns table (month date, at_start integer, began integer, lost integer, at_end integer)
language sql stable set search_path = ''
as $$ select * from private.money_members(p_publication_id, p_months) $$;
comment on function public.money_members(uuid, integer) is 'For owners, nothing for others: of each of the last months (null: of all), the paying subscriptions at its start, those that began and those that were lost in it, and those at its end or, in the present month, now.';
grant execute on function public.money_members(uuid, integer) to authenticated;

create function private.money_revenue(p_publication_id uuid, p_months integer default null)
returns table (month date, currency text, tier_id uuid, paid bigint, refunded bigint, disputed bigint)
language plpgsql stable security definer set search_path = ''
as $$
declare
	is_live boolean := private.money_is_live(p_publication_id);
begin
	if is_live is null then
		return;
	end if;
	return query
	select m.month, l.currency, l.tier_id,
		coalesce(sum(l.amount) filter (where l.kind = 'payment'), 0)::bigint,
		coalesce(sum(l.amount) filter (where l.kind in ('refund', 'refund_failed')), 0)::bigint,
		coalesce(sum(l.amount) filter (where l.kind in ('dispute', 'dispute_won')), 0)::bigint
	from private.money_span(p_publication_id, is_live, p_months) m
	join public.ledger_entries l on l.publication_id = p_publication_id and l.livemode = is_live
		and l.at >= m.starts and l.at < m.ends
	group by m.month, l.currency, l.tier_id
	order by m.month, l.currency, l.tier_id;
end $$;
grant execute on function private.money_revenue(uuid, integer) to authenticated;
create function public.money_revenue(p_publication_id uuid, p_months integer default null)
returns table (month date, currency text, tier_id uuid, paid bigint, refunded bigint, disputed bigint)
language sql stable set search_path = ''
as $$ select * from private.money_revenue(p_publication_id, p_months) $$;
comment on function public.money_revenue(uuid, integer) is 'The money of the last months (null: of all months) by currency and tier, in the smallest unit, before Stripe''s fees. Owners get rows; others get none. Refunded and disputed amounts are negative, and include what came in again. Paid, refunded and disputed add up to the revenue. A movement counts in the month in which Stripe made it, also when it undoes an earlier one. Months and tiers without movements have no row.';
grant execute on function public.money_revenue(uuid, integer) to authenticated;

create function private.money_now(p_publication_id uuid)
returns table (currency text, paying integer, past_due integer, trialing integer, ending integer, mrr bigint)
language plpgsql stable security definer set search_path = ''
as $$
declare
	is_live boolean := private.money_is_live(p_publication_id);
begin
	if is_live is null then
		return;
	end if;
	return query
	select s.currency,
		(count(*) filter (where s.status <> 'trialing'))::integer,
		(count(*) filter (where s.status = 'past_due'))::integer,
		(count(*) filter (where s.status = 'trialing'))::integer,
		(count(*) filter (where s.status <> 'trialing' and (s.cancel_at_period_end or s.cancel_at is not null)))::integer,
		coalesce(round(sum(
			s.amount * case s.interval when 'month' then 12 when 'year' then 1 when 'week' then 52 else 365 end / s.interval_count::numeric
		) filter (where s.status <> 'trialing') / 12), 0)::bigint
	from public.subscriptions s
	where s.publication_id = p_publication_id and s.livemode = is_live and s.tier_id is not null
		and s.status in ('active', 'past_due', 'trialing')
	group by s.currency
	order by s.currency;
end $$;
grant execute on function private.money_now(uuid) to authenticated;
create function public.money_now(p_publication_id uuid)
returns table (currency text, paying integer, past_due integer, trialing integer, ending integer, mrr bigint)
language sql stable set search_path = ''
as $$ select * from private.money_now(p_publication_id) $$;
comment on function public.money_now(uuid) is 'For owners, nothing for others: by currency, the subscriptions that pay (active or past due), how many of them are past due or will end, those on trial, and what recurs in a month (MRR): the amounts of the paying ones, a year as a twelfth, before tax, added up exactly and rounded once to the smallest unit.';
grant execute on function public.money_now(uuid) to authenticated;
