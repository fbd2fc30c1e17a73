-- Payments: what Stripe holds, as far as access, the desk and the books need it here. Stripe has the
-- truth; these rows are copies of what was fetched from it, and are written by the Edge Functions only.

-- Our things in Stripe ---------------------------------------------------------------------------

-- Each names the account (empty: the installation's own) and the mode, since the same installation
-- may be tried out in test mode before it takes money.

create table private.stripe_products (
	publication_id uuid not null,
	tier_id uuid not null,
	account text not null default '',
	livemode boolean not null,
	product_id text not null check (char_length(product_id) between 1 and 255),
	name text not null,
	primary key (tier_id, account, livemode),
	unique (account, livemode, product_id),
	foreign key (publication_id, tier_id) references public.tiers (publication_id, id) on delete cascade
);
comment on table private.stripe_products is 'The Stripe product of a tier, made by us. Found by this row, never by name or metadata.';
comment on column private.stripe_products.name is 'As Stripe was told last: a tier that was renamed is told again.';
create index stripe_products_tier_idx on private.stripe_products (publication_id, tier_id);
alter table private.stripe_products enable row level security;

create table private.stripe_prices (
	publication_id uuid not null,
	tier_price_id uuid not null,
	account text not null default '',
	livemode boolean not null,
	price_id text not null check (char_length(price_id) between 1 and 255),
	primary key (tier_price_id, account, livemode),
	unique (account, livemode, price_id),
	foreign key (publication_id, tier_price_id) references public.tier_prices (publication_id, id) on delete cascade
);
comment on table private.stripe_prices is 'The Stripe price of a price of ours. A subscription to any other price is none of ours.';
create index stripe_prices_price_idx on private.stripe_prices (publication_id, tier_price_id);
alter table private.stripe_prices enable row level security;

create table private.stripe_customers (
	publication_id uuid not null references public.publications (id) on delete cascade,
	member_id uuid,
	account text not null default '',
	livemode boolean not null,
	customer_id text not null check (char_length(customer_id) between 1 and 255),
	subject_hashes bytea[] not null default '{}',
	created_at timestamptz not null default now(),
	deleted_at timestamptz,
	primary key (account, livemode, customer_id),
	foreign key (publication_id, member_id) references public.members (publication_id, id) on delete set null (member_id)
);
comment on table private.stripe_customers is 'The Stripe customer of a member: one, made by us. Outlives the member, so that late refunds still find their publication.';
comment on column private.stripe_customers.subject_hashes is 'private.subjects_of(the address) when the customer was made: whose trial is used when a subscription begins, also if the member is gone by then.';
comment on column private.stripe_customers.deleted_at is 'Since when Stripe has it no more: whoever buys again gets another.';
create unique index stripe_customers_member_idx on private.stripe_customers (member_id, account, livemode) where deleted_at is null;
create index stripe_customers_publication_idx on private.stripe_customers (publication_id, member_id);
alter table private.stripe_customers enable row level security;

create table private.stripe_portals (
	publication_id uuid not null references public.publications (id) on delete cascade,
	account text not null default '',
	livemode boolean not null,
	configuration_id text not null check (char_length(configuration_id) between 1 and 255),
	digest text not null,
	primary key (publication_id, account, livemode)
);
comment on table private.stripe_portals is 'How Stripe''s billing portal looks for a publication: what its members may switch to is kept there.';
comment on column private.stripe_portals.digest is 'SHA-256 of what Stripe was told last: when something else is to be said, it is told again.';
alter table private.stripe_portals enable row level security;

create table private.stripe_mode (
	account text primary key default '',
	livemode boolean not null
);
comment on table private.stripe_mode is 'The mode of the key the Edge Functions have. What was bought while trying things out gives no access once money is real.';
alter table private.stripe_mode enable row level security;

-- Events ---------------------------------------------------------------------------------------

create sequence private.stripe_tickets;
comment on sequence private.stripe_tickets is 'Drawn before Stripe is asked for an object. Of two answers the one with the higher ticket was asked for later, whichever comes first.';

create table private.stripe_events (
	event_id text not null check (char_length(event_id) between 1 and 255),
	account text not null default '',
	livemode boolean not null,
	type text not null,
	object_id text,
	created timestamptz not null,
	received_at timestamptz not null default now(),
	outcome text not null check (outcome in ('applied', 'ignored')),
	reason text check (char_length(reason) <= 100),
	primary key (account, livemode, event_id),
	check ((outcome = 'ignored') = (reason is not null))
);
comment on table private.stripe_events is 'Every event of Stripe with a true signature, once. Written in the transaction of its effect; kept for ninety days, and Stripe repeats one for three.';
comment on column private.stripe_events.type is 'Stripe''s word: invoice.paid.';
comment on column private.stripe_events.object_id is 'The Stripe object it is about.';
comment on column private.stripe_events.created is 'When it happened at Stripe.';
comment on column private.stripe_events.received_at is 'When its effect was written here.';
comment on column private.stripe_events.outcome is 'ignored: it is none of ours, or changes nothing here.';
comment on column private.stripe_events.reason is 'Why it was ignored, in one word.';
create index stripe_events_received_idx on private.stripe_events (received_at);
alter table private.stripe_events enable row level security;

create table private.foreign_subscriptions (
	account text not null default '',
	livemode boolean not null,
	stripe_subscription_id text not null,
	ticket bigint not null,
	primary key (account, livemode, stripe_subscription_id)
);
comment on table private.foreign_subscriptions is 'Subscriptions of our customers that were at a price of nobody when they were asked for, and were never known here: an older answer, in which the price was ours, must not bring them in.';
comment on column private.foreign_subscriptions.ticket is 'Of the newest such answer.';
alter table private.foreign_subscriptions enable row level security;

create table private.reconciliations (
	id uuid primary key default private.uuid_v7(),
	account text not null default '',
	livemode boolean not null,
	whole boolean not null,
	started_at timestamptz not null default now(),
	lease_until timestamptz not null,
	progress jsonb not null default '{}',
	report jsonb not null default '{}',
	finished_at timestamptz
);
comment on table private.reconciliations is 'Runs of reconcile-payments: what was missed, and what it repaired.';
comment on column private.reconciliations.whole is 'Whether all subscriptions are compared, and not only missed events made up for.';
comment on column private.reconciliations.lease_until is 'Until then a function is at it; later another may take it up where it stands.';
comment on column private.reconciliations.progress is 'Where to go on, as the function left it.';
comment on column private.reconciliations.report is 'What was found and done. Names objects of Stripe and no people.';
create unique index reconciliations_open_idx on private.reconciliations (account, livemode) where finished_at is null;
create index reconciliations_started_idx on private.reconciliations (account, livemode, started_at desc);
alter table private.reconciliations enable row level security;

-- Copies ---------------------------------------------------------------------------------------

create table public.subscriptions (
	id uuid primary key default private.uuid_v7(),
	publication_id uuid not null references public.publications (id) on delete cascade,
	member_id uuid,
	tier_id uuid,
	tier_price_id uuid,
	account text not null default '',
	livemode boolean not null,
	stripe_subscription_id text not null check (char_length(stripe_subscription_id) between 1 and 255),
	stripe_customer_id text not null,
	status text not null check (char_length(status) between 1 and 40),
	interval text not null check (interval in ('day', 'week', 'month', 'year')),
	interval_count smallint not null default 1 check (interval_count > 0),
	currency text not null check (currency ~ '^[a-z]{3}$'),
	amount bigint not null check (amount >= 0),
	current_period_start timestamptz,
	current_period_end timestamptz,
	trial_end timestamptz,
	cancel_at timestamptz,
	cancel_at_period_end boolean not null default false,
	canceled_at timestamptz,
	ended_at timestamptz,
	unpaid_since timestamptz,
	grace_until timestamptz,
	started_at timestamptz not null,
	ticket bigint not null,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	unique (account, livemode, stripe_subscription_id),
	unique (publication_id, id),
	foreign key (publication_id, member_id) references public.members (publication_id, id) on delete set null (member_id),
	foreign key (publication_id, tier_id) references public.tiers (publication_id, id),
	foreign key (publication_id, tier_price_id) references public.tier_prices (publication_id, id)
);
comment on table public.subscriptions is 'A Stripe subscription to one of our tiers, as it was when it was last fetched.';
comment on column public.subscriptions.tier_id is 'Null when it was moved to a price that is none of ours: it then gives no access.';
comment on column public.subscriptions.account is 'The Stripe account it is in; empty: the installation''s own.';
comment on column public.subscriptions.livemode is 'Whether its money is real.';
comment on column public.subscriptions.interval_count is 'It is paid every so many intervals.';
comment on column public.subscriptions.cancel_at_period_end is 'It is cancelled already, and runs until what was paid for is over.';
comment on column public.subscriptions.status is 'Stripe''s word, whatever it is: a word nobody knows gives no access.';
comment on column public.subscriptions.amount is 'For one interval of so many units, before tax, in the smallest unit of the currency.';
comment on column public.subscriptions.unpaid_since is 'While past due: when the first invoice was made of those not paid since the last paid one.';
comment on column public.subscriptions.grace_until is 'While past due: until when it still gives access, unpaid_since and the publication''s grace_days. So it does not depend on when we heard of it, and a month that follows unpaid gives no new grace.';
comment on column public.subscriptions.ticket is 'Drawn before Stripe was asked: an answer with a lower one is older than what stands here and changes nothing.';
create index subscriptions_member_idx on public.subscriptions (member_id);
create index subscriptions_publication_idx on public.subscriptions (publication_id, status, started_at desc);
create index subscriptions_of_member_idx on public.subscriptions (publication_id, member_id);
create index subscriptions_tier_idx on public.subscriptions (publication_id, tier_id);
create index subscriptions_price_idx on public.subscriptions (publication_id, tier_price_id);

grant select (
	id, publication_id, member_id, tier_id, tier_price_id, livemode, status, interval, interval_count, currency, amount,
	current_period_start, current_period_end, trial_end, cancel_at, cancel_at_period_end, canceled_at,
	ended_at, unpaid_since, grace_until, started_at, created_at, updated_at
) on public.subscriptions to authenticated;
grant select, insert, update, delete on public.subscriptions to service_role;
alter table public.subscriptions enable row level security;
create trigger touch before update on public.subscriptions
	for each row execute function private.touch_updated_at();

create function private.move_grace() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	update public.subscriptions set grace_until = unpaid_since + make_interval(days => new.grace_days)
	where publication_id = new.id and unpaid_since is not null;
	return null;
end $$;
create trigger move_grace after update of grace_days on public.publications
	for each row when (old.grace_days <> new.grace_days) execute function private.move_grace();

create policy "admins see subscriptions" on public.subscriptions
	for select to authenticated
	using (publication_id = any ((select private.staff_pubs('admin'))::uuid[]));

create table public.invoices (
	id uuid primary key default private.uuid_v7(),
	publication_id uuid not null references public.publications (id) on delete cascade,
	member_id uuid,
	subscription_id uuid,
	tier_id uuid,
	account text not null default '',
	livemode boolean not null,
	stripe_invoice_id text not null check (char_length(stripe_invoice_id) between 1 and 255),
	number text,
	status text not null check (char_length(status) between 1 and 40),
	reason text not null default '',
	currency text not null check (currency ~ '^[a-z]{3}$'),
	amount_due bigint not null,
	amount_paid bigint not null,
	amount_refunded bigint not null default 0,
	amount_disputed bigint not null default 0,
	dispute_status text,
	attempts smallint not null default 0,
	next_attempt_at timestamptz,
	action_required boolean not null default false,
	failure text,
	hosted_url text,
	issued_at timestamptz not null,
	paid_at timestamptz,
	period_start timestamptz,
	period_end timestamptz,
	ticket bigint not null,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	unique (account, livemode, stripe_invoice_id),
	unique (publication_id, id),
	foreign key (publication_id, member_id) references public.members (publication_id, id) on delete set null (member_id),
	foreign key (publication_id, subscription_id) references public.subscriptions (publication_id, id) on delete set null (subscription_id),
	foreign key (publication_id, tier_id) references public.tiers (publication_id, id)
);
comment on table public.invoices is 'A Stripe invoice for one of our subscriptions, as it was when it was last fetched. Outlives the member: the books keep it, without a name or an address.';
comment on column public.invoices.number is 'As it is printed on the invoice.';
comment on column public.invoices.status is 'Stripe''s word: draft, open, paid, void or uncollectible.';
comment on column public.invoices.amount_paid is 'Before what went back.';
comment on column public.invoices.amount_refunded is 'Of what was paid; refunds that failed do not count.';
comment on column public.invoices.amount_disputed is 'Of what was paid, what a bank has taken back and not returned.';
comment on column public.invoices.attempts is 'How often it was tried to take the money.';
comment on column public.invoices.next_attempt_at is 'When Stripe tries again by itself.';
comment on column public.invoices.action_required is 'Whether the payer''s bank wants to hear from the payer.';
comment on column public.invoices.reason is 'Stripe''s billing_reason.';
comment on column public.invoices.amount_due is 'These are in the smallest unit of the currency, tax included.';
comment on column public.invoices.dispute_status is 'Stripe''s word for the newest dispute about it, if there is one.';
comment on column public.invoices.failure is 'Why the last try to take the money failed, in Stripe''s words for the payer.';
comment on column public.invoices.hosted_url is 'Stripe''s page of the invoice, where it can be paid and printed.';
create index invoices_publication_idx on public.invoices (publication_id, issued_at desc, id desc);
create index invoices_member_idx on public.invoices (publication_id, member_id);
create index invoices_subscription_idx on public.invoices (publication_id, subscription_id);
create index invoices_tier_idx on public.invoices (publication_id, tier_id);

grant select (
	id, publication_id, member_id, subscription_id, tier_id, livemode, number, status, reason, currency,
	amount_due, amount_paid, amount_refunded, amount_disputed, dispute_status, attempts, next_attempt_at,
	action_required, failure, hosted_url, issued_at, paid_at, period_start, period_end, created_at, updated_at
) on public.invoices to authenticated;
grant select, insert, update, delete on public.invoices to service_role;
alter table public.invoices enable row level security;
create trigger touch before update on public.invoices
	for each row execute function private.touch_updated_at();

create policy "owners see invoices" on public.invoices
	for select to authenticated
	using (publication_id = any ((select private.staff_pubs('owner'))::uuid[]));

create table public.ledger_entries (
	id bigint generated always as identity primary key,
	publication_id uuid not null references public.publications (id) on delete cascade,
	member_id uuid,
	tier_id uuid,
	invoice_id uuid,
	account text not null default '',
	livemode boolean not null,
	source text not null check (char_length(source) between 1 and 300),
	kind text not null check (kind in ('payment', 'refund', 'refund_failed', 'dispute', 'dispute_won')),
	currency text not null check (currency ~ '^[a-z]{3}$'),
	amount bigint not null check (amount <> 0 and (amount > 0) = (kind in ('payment', 'refund_failed', 'dispute_won'))),
	at timestamptz not null,
	created_at timestamptz not null default now(),
	unique (account, livemode, source),
	foreign key (publication_id, member_id) references public.members (publication_id, id) on delete set null (member_id),
	foreign key (publication_id, tier_id) references public.tiers (publication_id, id),
	foreign key (publication_id, invoice_id) references public.invoices (publication_id, id)
);
comment on table public.ledger_entries is 'Money that came and went, one row a movement, never changed and never removed.';
comment on column public.ledger_entries.source is 'The Stripe object that moved it, and for what undoes a movement also the word why: heard of twice, it is written once.';
comment on column public.ledger_entries.amount is 'In the smallest unit of the currency; what went away is negative. Before Stripe''s fees.';
comment on column public.ledger_entries.at is 'When Stripe moved it.';
create index ledger_entries_publication_idx on public.ledger_entries (publication_id, at desc, id desc);
create index ledger_entries_member_idx on public.ledger_entries (publication_id, member_id);
create index ledger_entries_invoice_idx on public.ledger_entries (publication_id, invoice_id);
create index ledger_entries_tier_idx on public.ledger_entries (publication_id, tier_id);

grant select (
	id, publication_id, member_id, tier_id, invoice_id, livemode, kind, currency, amount, at, created_at
) on public.ledger_entries to authenticated;
grant select, insert on public.ledger_entries to service_role;
alter table public.ledger_entries enable row level security;

create policy "owners see the ledger" on public.ledger_entries
	for select to authenticated
	using (publication_id = any ((select private.staff_pubs('owner'))::uuid[]));

-- Who may read ---------------------------------------------------------------------------------

create function private.gives_access(status text, grace_until timestamptz) returns boolean
language sql stable set search_path = ''
as $$ select status in ('active', 'trialing') or (status = 'past_due' and coalesce(grace_until > now(), false)) $$;
comment on function private.gives_access(text, timestamptz) is 'Whether a subscription in this state opens its tier: active, trialing, or past due before the end of its grace. Everything else does not, and so does a status nobody knows.';

create or replace function private.entitlements() returns table (publication_id uuid, tier_id uuid)
language sql stable security definer set search_path = ''
as $$
	select m.publication_id, g.tier_id
	from public.members m
	join public.member_grants g on g.member_id = m.id
	where m.user_id = (select auth.uid())
		and m.status = 'active'
		and (g.ends_at is null or g.ends_at > now())
	union all
	select m.publication_id, s.tier_id
	from public.members m
	join public.subscriptions s on s.member_id = m.id
	where m.user_id = (select auth.uid())
		and m.status = 'active'
		and s.tier_id is not null
		and private.gives_access(s.status, s.grace_until)
		and not exists (
			select from private.stripe_mode o where o.account = s.account and o.livemode <> s.livemode
		)
$$;
