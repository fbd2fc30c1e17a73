-- What a tier promises and what it costs.

create function private.short_lines(lines text[], most integer, longest integer) returns boolean
language sql immutable set search_path = ''
as $$
	-- An empty array has no dimension; one of several would reach JavaScript as lists in a list.
	select cardinality(lines) <= most and coalesce(array_ndims(lines), 1) = 1 and not exists (
		select from unnest(lines) as line
		where line is null or char_length(btrim(line)) not between 1 and longest or line ~ '[[:cntrl:]]'
	)
$$;
comment on function private.short_lines(text[], integer, integer) is 'Whether a flat list has at most so many lines, none of them empty or longer than so many characters.';
grant execute on function private.short_lines(text[], integer, integer) to authenticated, service_role;

alter table public.tiers
	add column benefits text[] not null default '{}' check (private.short_lines(benefits, 12, 160)),
	add column trial_days smallint not null default 0 check (trial_days between 0 and 730);
comment on column public.tiers.benefits is 'What its readers get, a line each, in order.';
comment on column public.tiers.trial_days is 'Days before the first payment, for members who never subscribed here. Stripe takes at most 730.';
grant insert (benefits, trial_days), update (benefits, trial_days) on public.tiers to authenticated;

alter table public.publications
	add column grace_days smallint not null default 7 check (grace_days between 0 and 60),
	add column collects_tax boolean not null default false;
comment on column public.publications.grace_days is 'How long a member reads on after a payment failed, in days from the invoice.';
comment on column public.publications.collects_tax is 'Whether Stripe Tax reckons tax at checkout; it must be set up in the Stripe account first.';
grant update (grace_days, collects_tax) on public.publications to authenticated;

create table public.tier_prices (
	id uuid primary key default private.uuid_v7(),
	publication_id uuid not null,
	tier_id uuid not null,
	interval text not null check (interval in ('month', 'year')),
	currency text not null check (currency ~ '^[a-z]{3}$'),
	amount integer not null check (amount between 1 and 99999999),
	created_at timestamptz not null default now(),
	archived_at timestamptz,
	foreign key (publication_id, tier_id) references public.tiers (publication_id, id) on delete cascade,
	unique (publication_id, id)
);
comment on table public.tier_prices is 'What a tier costs. As in Stripe a price never changes: a new one takes its place, and who subscribed at the old one keeps it.';
comment on column public.tier_prices.currency is 'ISO 4217 in lower case, as Stripe writes it.';
comment on column public.tier_prices.amount is 'For one interval, in the smallest unit of the currency: 500 is five pounds, or five hundred yen.';
comment on column public.tier_prices.archived_at is 'Not on offer since then.';
create unique index tier_prices_on_offer on public.tier_prices (tier_id, interval) where archived_at is null;
create index tier_prices_tier_idx on public.tier_prices (publication_id, tier_id);

grant select on public.tier_prices to anon, authenticated, service_role;
grant insert (publication_id, tier_id, interval, currency, amount) on public.tier_prices to authenticated;
grant update (archived_at) on public.tier_prices to authenticated;
grant insert, update, delete on public.tier_prices to service_role;
alter table public.tier_prices enable row level security;
create trigger audit after insert or update or delete on public.tier_prices
	for each row execute function private.audit();

create function private.archive_price_for_good() returns trigger
language plpgsql set search_path = ''
as $$
begin
	if old.archived_at is not null and new.archived_at is distinct from old.archived_at then
		raise exception 'a price that was archived stays archived' using errcode = '23514', constraint = 'tier_prices_archived_for_good';
	end if;
	if new.archived_at is not null and old.archived_at is null then
		new.archived_at := now();
	end if;
	return new;
end $$;
create trigger archive_for_good before update on public.tier_prices
	for each row execute function private.archive_price_for_good();

create policy "everybody sees the prices on offer" on public.tier_prices
	for select to anon
	using (archived_at is null and publication_id <> all ((select private.closed_pubs())::uuid[]));
create policy "everybody sees the prices on offer, staff all" on public.tier_prices
	for select to authenticated
	using (
		(archived_at is null and publication_id <> all ((select private.closed_pubs())::uuid[]))
		or publication_id = any ((select private.staff_pubs('author'))::uuid[])
	);
create policy "admins set prices" on public.tier_prices
	for insert to authenticated
	with check (publication_id = any ((select private.staff_pubs('admin'))::uuid[]));
create policy "admins archive prices" on public.tier_prices
	for update to authenticated
	using (publication_id = any ((select private.staff_pubs('admin'))::uuid[]))
	with check (publication_id = any ((select private.staff_pubs('admin'))::uuid[]));

create function public.set_tier_price(p_tier_id uuid, p_interval text, p_currency text, p_amount integer) returns uuid
language plpgsql set search_path = ''
as $$
declare
	tier public.tiers;
	open_price public.tier_prices;
	price_id uuid;
begin
	-- Two people who set prices at once take turns.
	perform pg_advisory_xact_lock(hashtextextended('prices ' || p_tier_id, 0));
	select * into tier from public.tiers where id = p_tier_id;
	if not found then
		raise exception 'tier_not_found' using errcode = 'PT404';
	end if;
	select * into open_price from public.tier_prices
	where tier_id = p_tier_id and interval = p_interval and archived_at is null;
	if open_price.currency = p_currency and open_price.amount = p_amount then
		return open_price.id;
	end if;
	update public.tier_prices set archived_at = now() where id = open_price.id;
	if p_amount is not null then
		insert into public.tier_prices (publication_id, tier_id, interval, currency, amount)
		values (tier.publication_id, p_tier_id, p_interval, p_currency, p_amount)
		returning id into price_id;
	end if;
	return price_id;
end $$;
comment on function public.set_tier_price(uuid, text, text, integer) is 'Puts a price on offer in place of the one there is; a null amount takes it off. Under the caller''s rights. Answers its id, or null. PT404 tier_not_found.';
grant execute on function public.set_tier_price(uuid, text, text, integer) to authenticated;
