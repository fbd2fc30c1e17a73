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
			(select coalesce(max(t.position), 0) + 1 from public.tiers t where t.publication_id = p_publication_id)
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
	with holding as (
		select s.tier_id, s.member_id, true as pays
		from public.subscriptions s
		where s.publication_id = p_publication_id and s.tier_id is not null
			and private.gives_access(s.status, s.grace_until)
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
