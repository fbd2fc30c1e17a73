-- What the Edge Functions say to the database about payments, and how it takes it in. Snapshots come
-- from supabase/functions/_shared/stripe/snapshot.ts; times in them are Stripe's, in seconds.

create function private.at(seconds jsonb) returns timestamptz
language sql immutable set search_path = ''
as $$ select case when jsonb_typeof(seconds) = 'number' then to_timestamp(seconds::numeric::double precision) end $$;
comment on function private.at(jsonb) is 'A moment as Stripe tells it, or null.';

-- Events ---------------------------------------------------------------------------------------

create function private.begin_stripe_event(p_event_id text, p_account text, p_livemode boolean) returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
	insert into private.stripe_mode as m (account, livemode) values (p_account, p_livemode)
	on conflict (account) do update set livemode = excluded.livemode where m.livemode <> excluded.livemode;
	return jsonb_build_object(
		'seen', exists (
			select from private.stripe_events
			where account = p_account and livemode = p_livemode and event_id = p_event_id
		),
		'ticket', nextval('private.stripe_tickets')
	);
end $$;
grant execute on function private.begin_stripe_event(text, text, boolean) to service_role;

create function public.begin_stripe_event(p_event_id text, p_account text, p_livemode boolean) returns jsonb
language sql set search_path = ''
as $$ select private.begin_stripe_event(p_event_id, p_account, p_livemode) $$;
comment on function public.begin_stripe_event(text, text, boolean) is 'Whether an event was taken in already, and a ticket for asking Stripe. The mode is that of the function''s own key. For stripe-webhook and reconcile-payments.';
grant execute on function public.begin_stripe_event(text, text, boolean) to service_role;

create function private.ignore_stripe_event(p_event jsonb, p_reason text) returns void
language sql security definer set search_path = ''
as $$
	insert into private.stripe_events (event_id, account, livemode, type, object_id, created, outcome, reason)
	values (
		p_event ->> 'id', p_event ->> 'account', (p_event ->> 'livemode')::boolean, p_event ->> 'type',
		p_event ->> 'object_id', private.at(p_event -> 'created'), 'ignored', p_reason
	)
	on conflict do nothing
$$;
grant execute on function private.ignore_stripe_event(jsonb, text) to service_role;

create function public.ignore_stripe_event(p_event jsonb, p_reason text) returns void
language sql set search_path = ''
as $$ select private.ignore_stripe_event(p_event, p_reason) $$;
comment on function public.ignore_stripe_event(jsonb, text) is 'Writes down that an event changes nothing here, and why. For stripe-webhook and reconcile-payments.';
grant execute on function public.ignore_stripe_event(jsonb, text) to service_role;

-- Snapshots ------------------------------------------------------------------------------------

create function private.keep_subscription(
	p_ticket bigint, p_account text, p_livemode boolean, p jsonb,
	out kept public.subscriptions, out newer boolean, out reason text
)
language plpgsql security definer set search_path = ''
as $$
declare
	customer private.stripe_customers;
	price record;
begin
	newer := false;
	select * into customer from private.stripe_customers c
	where c.account = p_account and c.livemode = p_livemode and c.customer_id = p ->> 'customer';
	if not found then
		reason := 'foreign_customer';
		return;
	end if;
	select * into kept from public.subscriptions s
	where s.account = p_account and s.livemode = p_livemode and s.stripe_subscription_id = p ->> 'id';

	-- Ours is the first item at a price of this publication; what else is sold with it opens nothing.
	select i.value as item, t.id, t.tier_id into price
	from jsonb_array_elements(p -> 'items') with ordinality i (value, n)
	left join private.stripe_prices sp
		on sp.account = p_account and sp.livemode = p_livemode
		and sp.price_id = i.value ->> 'price' and sp.publication_id = customer.publication_id
	left join public.tier_prices t on t.id = sp.tier_price_id
	order by t.id is null, i.n
	limit 1;
	if kept.id is null and price.tier_id is null then
		insert into private.foreign_subscriptions as f (account, livemode, stripe_subscription_id, ticket)
		values (p_account, p_livemode, p ->> 'id', p_ticket)
		on conflict (account, livemode, stripe_subscription_id) do update set ticket = greatest(f.ticket, excluded.ticket);
		reason := 'foreign_price';
		return;
	elsif kept.id is null and exists (
		select from private.foreign_subscriptions f
		where f.account = p_account and f.livemode = p_livemode and f.stripe_subscription_id = p ->> 'id' and f.ticket > p_ticket
	) then
		reason := 'foreign_price';
		return;
	end if;

	insert into public.subscriptions as s (
		publication_id, member_id, tier_id, tier_price_id, account, livemode,
		stripe_subscription_id, stripe_customer_id, status, interval, interval_count, currency, amount,
		current_period_start, current_period_end, trial_end, cancel_at, cancel_at_period_end,
		canceled_at, ended_at, unpaid_since, grace_until, started_at, ticket
	)
	select customer.publication_id, customer.member_id, price.tier_id, price.id, p_account, p_livemode,
		p ->> 'id', p ->> 'customer', p ->> 'status', price.item ->> 'interval', (price.item ->> 'interval_count')::smallint,
		price.item ->> 'currency', (price.item ->> 'amount')::bigint,
		private.at(price.item -> 'period_start'), private.at(price.item -> 'period_end'),
		private.at(p -> 'trial_end'), private.at(p -> 'cancel_at'), (p ->> 'cancel_at_period_end')::boolean,
		private.at(p -> 'canceled_at'), private.at(p -> 'ended_at'), private.at(p -> 'unpaid_since'),
		private.at(p -> 'unpaid_since') + make_interval(days => publication.grace_days),
		private.at(p -> 'started_at'), p_ticket
	from public.publications publication where publication.id = customer.publication_id
	on conflict (account, livemode, stripe_subscription_id) do update set
		-- Whose it is stays as it was: a customer of Stripe never changes hands.
		tier_id = excluded.tier_id, tier_price_id = excluded.tier_price_id, status = excluded.status,
		interval = excluded.interval, interval_count = excluded.interval_count,
		currency = excluded.currency, amount = excluded.amount,
		current_period_start = excluded.current_period_start, current_period_end = excluded.current_period_end,
		trial_end = excluded.trial_end, cancel_at = excluded.cancel_at,
		cancel_at_period_end = excluded.cancel_at_period_end, canceled_at = excluded.canceled_at,
		ended_at = excluded.ended_at, unpaid_since = excluded.unpaid_since, grace_until = excluded.grace_until,
		started_at = excluded.started_at, ticket = excluded.ticket
	where s.ticket < excluded.ticket
	returning s.* into kept;
	newer := found;
	if not newer then
		select * into kept from public.subscriptions s
		where s.account = p_account and s.livemode = p_livemode and s.stripe_subscription_id = p ->> 'id';
	end if;
end $$;
comment on function private.keep_subscription(bigint, text, boolean, jsonb) is 'Takes in a subscription as it was fetched with this ticket, unless what stands here was fetched later. Says why when it is none of ours.';

create function private.keep_invoice(
	p_ticket bigint, p_subscription public.subscriptions, p jsonb,
	out kept public.invoices, out newer boolean
)
language plpgsql security definer set search_path = ''
as $$
begin
	insert into public.invoices as i (
		publication_id, member_id, subscription_id, tier_id, account, livemode, stripe_invoice_id, number,
		status, reason, currency, amount_due, amount_paid, amount_refunded, amount_disputed, dispute_status,
		attempts, next_attempt_at, action_required, failure, hosted_url, issued_at, paid_at,
		period_start, period_end, ticket
	)
	select p_subscription.publication_id, p_subscription.member_id, p_subscription.id,
		(
			select t.tier_id from private.stripe_prices sp join public.tier_prices t on t.id = sp.tier_price_id
			where sp.account = p_subscription.account and sp.livemode = p_subscription.livemode
				and sp.price_id = p ->> 'price' and sp.publication_id = p_subscription.publication_id
		),
		p_subscription.account, p_subscription.livemode, p ->> 'id', p ->> 'number',
		p ->> 'status', p ->> 'reason', p ->> 'currency', (p ->> 'amount_due')::bigint,
		(p ->> 'amount_paid')::bigint, (p ->> 'amount_refunded')::bigint, (p ->> 'amount_disputed')::bigint,
		p ->> 'dispute_status', (p ->> 'attempts')::smallint, private.at(p -> 'next_attempt_at'),
		(p ->> 'action_required')::boolean, p ->> 'failure', p ->> 'hosted_url',
		private.at(p -> 'issued_at'), private.at(p -> 'paid_at'),
		private.at(p -> 'period_start'), private.at(p -> 'period_end'), p_ticket
	on conflict (account, livemode, stripe_invoice_id) do update set
		tier_id = excluded.tier_id, number = excluded.number, status = excluded.status, reason = excluded.reason,
		currency = excluded.currency, amount_due = excluded.amount_due, amount_paid = excluded.amount_paid,
		amount_refunded = excluded.amount_refunded, amount_disputed = excluded.amount_disputed,
		dispute_status = excluded.dispute_status, attempts = excluded.attempts,
		next_attempt_at = excluded.next_attempt_at, action_required = excluded.action_required,
		failure = excluded.failure, hosted_url = excluded.hosted_url, issued_at = excluded.issued_at,
		paid_at = excluded.paid_at, period_start = excluded.period_start, period_end = excluded.period_end,
		ticket = excluded.ticket
	where i.ticket < excluded.ticket
	returning i.* into kept;
	newer := found;
	if not newer then
		select * into kept from public.invoices i
		where i.account = p_subscription.account and i.livemode = p_subscription.livemode and i.stripe_invoice_id = p ->> 'id';
	end if;
	-- Movements of money are facts: they are true in an old answer too.
	insert into public.ledger_entries (
		publication_id, member_id, tier_id, invoice_id, account, livemode, source, kind, currency, amount, at
	)
	select kept.publication_id, kept.member_id, kept.tier_id, kept.id, kept.account, kept.livemode,
		e ->> 'source', e ->> 'kind', e ->> 'currency', (e ->> 'amount')::bigint, private.at(e -> 'at')
	from jsonb_array_elements(p -> 'entries') e
	on conflict (account, livemode, source) do nothing;
end $$;
comment on function private.keep_invoice(bigint, public.subscriptions, jsonb) is 'Takes in an invoice as it was fetched with this ticket, unless what stands here was fetched later, and the money that moved because of it.';

-- Mails ----------------------------------------------------------------------------------------

create function private.mail_about_payment(p_event_type text, s public.subscriptions, i public.invoices) returns void
language plpgsql security definer set search_path = ''
as $$
declare
	member record;
begin
	select m.email, t.name as tier_name, jsonb_build_object('name', m.name, 'tier_name', t.name) as data into member
	from public.members m join public.tiers t on t.id = s.tier_id
	where m.id = s.member_id and m.status = 'active';
	if not found then
		return;
	end if;

	-- Nobody is welcomed weeks later, when a forgotten subscription is found again.
	if s.status in ('active', 'trialing') and s.started_at > now() - interval '3 days' then
		perform private.enqueue_mail('welcome', member.email, s.publication_id, member.data,
			'welcome:' || s.stripe_subscription_id);
	end if;

	if s.status = 'trialing' and s.cancel_at is null and not s.cancel_at_period_end
		and (p_event_type = 'customer.subscription.trial_will_end' or s.trial_end between now() and now() + interval '3 days') then
		perform private.enqueue_mail('trial_ending', member.email, s.publication_id,
			member.data || jsonb_build_object('trial_end', s.trial_end, 'amount', s.amount, 'currency', s.currency, 'interval', s.interval),
			'trial_ending:' || s.stripe_subscription_id || ':' || extract(epoch from s.trial_end)::bigint);
	end if;

	-- Whether the first payment came through, Checkout says itself.
	if i.status = 'open' and i.attempts > 0 and i.reason <> 'subscription_create'
		and s.status in ('active', 'past_due', 'unpaid') and i.issued_at > now() - interval '60 days' then
		perform private.enqueue_mail('payment_failed', member.email, s.publication_id,
			member.data || jsonb_build_object(
				'amount', i.amount_due - i.amount_paid, 'currency', i.currency, 'grace_until', s.grace_until,
				'action_required', i.action_required, 'invoice_url', i.hosted_url
			),
			'payment_failed:' || i.stripe_invoice_id);
	end if;
end $$;
comment on function private.mail_about_payment(text, public.subscriptions, public.invoices) is 'Has the mails sent that this state calls for. Each has a key, so the state may be seen any number of times.';

-- Taking in ------------------------------------------------------------------------------------

create function private.changed_fields(before jsonb, after jsonb) returns jsonb
language sql immutable set search_path = ''
as $$
	select coalesce(jsonb_object_agg(key, jsonb_build_array(before -> key, value)), '{}')
	from jsonb_each(after)
	where key not in ('id', 'ticket', 'created_at', 'updated_at') and value is distinct from coalesce(before -> key, 'null')
$$;
comment on function private.changed_fields(jsonb, jsonb) is 'What differs between two states of a row, as {field: [before, after]}.';

create function private.apply_stripe(p_event jsonb, p_ticket bigint, p_snapshot jsonb) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
	p_account constant text := p_snapshot ->> 'account';
	p_livemode constant boolean := (p_snapshot ->> 'livemode')::boolean;
	subscription_before jsonb;
	invoice_before jsonb;
	subscription record;
	invoice record;
begin
	-- All that one subscription causes takes turns. First of all, so that nobody waits for it with
	-- another lock in hand.
	perform pg_advisory_xact_lock(hashtextextended('stripe ' || p_account || (p_snapshot #>> '{subscription,id}'), 0));

	if p_event is not null then
		insert into private.stripe_events (event_id, account, livemode, type, object_id, created, outcome)
		values (
			p_event ->> 'id', p_account, p_livemode, p_event ->> 'type', p_event ->> 'object_id',
			private.at(p_event -> 'created'), 'applied'
		)
		on conflict do nothing;
		if not found then
			return jsonb_build_object('outcome', 'seen');
		end if;
	end if;

	select to_jsonb(s) into subscription_before from public.subscriptions s
	where s.account = p_account and s.livemode = p_livemode and s.stripe_subscription_id = p_snapshot #>> '{subscription,id}';
	subscription := private.keep_subscription(p_ticket, p_account, p_livemode, p_snapshot -> 'subscription');
	if subscription.reason is not null then
		update private.stripe_events set outcome = 'ignored', reason = subscription.reason
		where event_id = p_event ->> 'id' and account = p_account and livemode = p_livemode;
		return jsonb_build_object('outcome', 'ignored', 'reason', subscription.reason);
	end if;

	if jsonb_typeof(p_snapshot -> 'invoice') = 'object' then
		select to_jsonb(i) into invoice_before from public.invoices i
		where i.account = p_account and i.livemode = p_livemode and i.stripe_invoice_id = p_snapshot #>> '{invoice,id}';
		invoice := private.keep_invoice(p_ticket, subscription.kept, p_snapshot -> 'invoice');
	else
		select null::public.invoices as kept, false as newer into invoice;
	end if;

	if subscription.newer then
		perform private.mail_about_payment(p_event ->> 'type', subscription.kept, invoice.kept);
	end if;
	return jsonb_build_object(
		'outcome', 'applied',
		'new', subscription_before is null,
		'subscription', case when subscription.newer then private.changed_fields(subscription_before, to_jsonb(subscription.kept)) else '{}' end,
		'invoice', case when invoice.newer then private.changed_fields(invoice_before, to_jsonb(invoice.kept)) else '{}' end
	);
end $$;
grant execute on function private.apply_stripe(jsonb, bigint, jsonb) to service_role;

create function public.apply_stripe(p_event jsonb, p_ticket bigint, p_snapshot jsonb) returns jsonb
language sql set search_path = ''
as $$ select private.apply_stripe(p_event, p_ticket, p_snapshot) $$;
comment on function public.apply_stripe(jsonb, bigint, jsonb) is 'Takes in a subscription and perhaps an invoice of it, as they were fetched from Stripe with a ticket, and the event that was the occasion, in one transaction. Answers {outcome: applied, ignored or seen, reason, new, subscription and invoice: {field: [before, after]}}. For stripe-webhook and reconcile-payments.';
grant execute on function public.apply_stripe(jsonb, bigint, jsonb) to service_role;

-- What is ours in Stripe -----------------------------------------------------------------------

create function private.forget_stripe_customer(p_account text, p_livemode boolean, p_customer_id text) returns void
language sql security definer set search_path = ''
as $$
	update private.stripe_customers set deleted_at = now()
	where account = p_account and livemode = p_livemode and customer_id = p_customer_id and deleted_at is null
$$;
grant execute on function private.forget_stripe_customer(text, boolean, text) to service_role;

create function public.forget_stripe_customer(p_account text, p_livemode boolean, p_customer_id text) returns void
language sql set search_path = ''
as $$ select private.forget_stripe_customer(p_account, p_livemode, p_customer_id) $$;
comment on function public.forget_stripe_customer(text, boolean, text) is 'Says that Stripe has a customer no more: its member gets another when buying again. For the payment functions.';
grant execute on function public.forget_stripe_customer(text, boolean, text) to service_role;

create function private.stripe_offers(p_account text, p_livemode boolean, p_publication_id uuid, p_tier_id uuid) returns jsonb
language sql stable security definer set search_path = ''
as $$
	select coalesce(jsonb_agg(jsonb_build_object(
		'tier_id', t.id, 'name', t.name, 'product_id', sp.product_id, 'product_name', sp.name, 'prices', o.prices
	) order by t.position, t.id), '[]')
	from public.tiers t
	cross join lateral (
		select jsonb_agg(jsonb_build_object(
			'id', p.id, 'interval', p.interval, 'currency', p.currency, 'amount', p.amount, 'price_id', s.price_id
		) order by p.interval) as prices
		from public.tier_prices p
		left join private.stripe_prices s on s.tier_price_id = p.id and s.account = p_account and s.livemode = p_livemode
		where p.tier_id = t.id and p.archived_at is null
	) o
	left join private.stripe_products sp on sp.tier_id = t.id and sp.account = p_account and sp.livemode = p_livemode
	where t.publication_id = p_publication_id and t.archived_at is null and o.prices is not null
		and (p_tier_id is null or t.id = p_tier_id)
$$;
grant execute on function private.stripe_offers(text, boolean, uuid, uuid) to service_role;

create function public.stripe_offers(p_account text, p_livemode boolean, p_publication_id uuid, p_tier_id uuid default null) returns jsonb
language sql stable set search_path = ''
as $$ select private.stripe_offers(p_account, p_livemode, p_publication_id, p_tier_id) $$;
comment on function public.stripe_offers(text, boolean, uuid, uuid) is 'What a publication sells, or one tier of it, with what Stripe calls each: null where it has not been told yet. For checkout and billing-portal.';
grant execute on function public.stripe_offers(text, boolean, uuid, uuid) to service_role;

create function private.keep_stripe_product(p_account text, p_livemode boolean, p_tier_id uuid, p_product_id text, p_name text) returns text
language sql security definer set search_path = ''
as $$
	insert into private.stripe_products as s (publication_id, tier_id, account, livemode, product_id, name)
	select publication_id, id, p_account, p_livemode, p_product_id, p_name from public.tiers where id = p_tier_id
	-- Whoever came first has made it; a name is told of the one that counts.
	on conflict (tier_id, account, livemode) do update
		set name = case when s.product_id = excluded.product_id then excluded.name else s.name end
	returning product_id
$$;
grant execute on function private.keep_stripe_product(text, boolean, uuid, text, text) to service_role;

create function public.keep_stripe_product(p_account text, p_livemode boolean, p_tier_id uuid, p_product_id text, p_name text) returns text
language sql set search_path = ''
as $$ select private.keep_stripe_product(p_account, p_livemode, p_tier_id, p_product_id, p_name) $$;
comment on function public.keep_stripe_product(text, boolean, uuid, text, text) is 'Keeps the Stripe product of a tier, or its new name; answers the one that counts. For the payment functions.';
grant execute on function public.keep_stripe_product(text, boolean, uuid, text, text) to service_role;

create function private.keep_stripe_price(p_account text, p_livemode boolean, p_tier_price_id uuid, p_price_id text) returns text
language sql security definer set search_path = ''
as $$
	insert into private.stripe_prices as s (publication_id, tier_price_id, account, livemode, price_id)
	select publication_id, id, p_account, p_livemode, p_price_id from public.tier_prices where id = p_tier_price_id
	on conflict (tier_price_id, account, livemode) do update set price_id = s.price_id
	returning price_id
$$;
grant execute on function private.keep_stripe_price(text, boolean, uuid, text) to service_role;

create function public.keep_stripe_price(p_account text, p_livemode boolean, p_tier_price_id uuid, p_price_id text) returns text
language sql set search_path = ''
as $$ select private.keep_stripe_price(p_account, p_livemode, p_tier_price_id, p_price_id) $$;
comment on function public.keep_stripe_price(text, boolean, uuid, text) is 'Keeps the Stripe price of a price of ours; answers the one that counts. For the payment functions.';
grant execute on function public.keep_stripe_price(text, boolean, uuid, text) to service_role;

create function private.stripe_customer(p_account text, p_livemode boolean, p_member_id uuid) returns jsonb
language sql stable security definer set search_path = ''
as $$
	select jsonb_build_object(
		'customer_id', max(customer_id) filter (where deleted_at is null),
		'before', count(*) filter (where deleted_at is not null)
	)
	from private.stripe_customers
	where member_id = p_member_id and account = p_account and livemode = p_livemode
$$;
grant execute on function private.stripe_customer(text, boolean, uuid) to service_role;

create function public.stripe_customer(p_account text, p_livemode boolean, p_member_id uuid) returns jsonb
language sql stable set search_path = ''
as $$ select private.stripe_customer(p_account, p_livemode, p_member_id) $$;
comment on function public.stripe_customer(text, boolean, uuid) is 'The Stripe customer of a member, if there is one, and how many there were before that Stripe has no more. For the payment functions.';
grant execute on function public.stripe_customer(text, boolean, uuid) to service_role;

create function private.keep_stripe_customer(p_account text, p_livemode boolean, p_member_id uuid, p_customer_id text) returns text
language sql security definer set search_path = ''
as $$
	insert into private.stripe_customers as s (publication_id, member_id, account, livemode, customer_id, subject_hashes)
	select publication_id, id, p_account, p_livemode, p_customer_id, private.subjects_of(email) from public.members where id = p_member_id
	on conflict (member_id, account, livemode) where deleted_at is null do update set customer_id = s.customer_id
	returning customer_id
$$;
grant execute on function private.keep_stripe_customer(text, boolean, uuid, text) to service_role;

create function public.keep_stripe_customer(p_account text, p_livemode boolean, p_member_id uuid, p_customer_id text) returns text
language sql set search_path = ''
as $$ select private.keep_stripe_customer(p_account, p_livemode, p_member_id, p_customer_id) $$;
comment on function public.keep_stripe_customer(text, boolean, uuid, text) is 'Keeps the Stripe customer of a member before anything is sold to it; answers the one that counts, null when the member is gone. For checkout.';
grant execute on function public.keep_stripe_customer(text, boolean, uuid, text) to service_role;

create function private.subscription_lives(status text) returns boolean
language sql immutable set search_path = ''
as $$ select status not in ('canceled', 'incomplete_expired') $$;
comment on function private.subscription_lives(text) is 'Whether a subscription may still take money, now or later, whether it gives access or not.';

create function private.stripe_portal(p_account text, p_livemode boolean, p_publication_id uuid, p_member_id uuid) returns jsonb
language sql stable security definer set search_path = ''
as $$
	select jsonb_build_object(
		'configuration_id', (
			select configuration_id from private.stripe_portals
			where publication_id = p_publication_id and account = p_account and livemode = p_livemode
		),
		'digest', (
			select digest from private.stripe_portals
			where publication_id = p_publication_id and account = p_account and livemode = p_livemode
		),
		'subscription', (
			select jsonb_build_object(
				'id', s.stripe_subscription_id, 'customer_id', s.stripe_customer_id,
				'living', private.subscription_lives(s.status),
				'ends', s.cancel_at_period_end or s.cancel_at is not null
			)
			from public.subscriptions s
			where s.member_id = p_member_id and s.account = p_account and s.livemode = p_livemode
			order by private.subscription_lives(s.status) desc, s.started_at desc
			limit 1
		)
	)
$$;

grant execute on function private.stripe_portal(text, boolean, uuid, uuid) to service_role;

create function public.stripe_portal(p_account text, p_livemode boolean, p_publication_id uuid, p_member_id uuid) returns jsonb
language sql stable set search_path = ''
as $$ select private.stripe_portal(p_account, p_livemode, p_publication_id, p_member_id) $$;
comment on function public.stripe_portal(text, boolean, uuid, uuid) is 'How the billing portal of a publication was set up last, and the subscription a member would look after there. For billing-portal.';
grant execute on function public.stripe_portal(text, boolean, uuid, uuid) to service_role;

create function private.keep_stripe_portal(p_account text, p_livemode boolean, p_publication_id uuid, p_configuration_id text, p_digest text) returns text
language sql security definer set search_path = ''
as $$
	insert into private.stripe_portals (publication_id, account, livemode, configuration_id, digest)
	values (p_publication_id, p_account, p_livemode, p_configuration_id, p_digest)
	on conflict (publication_id, account, livemode) do update
		set configuration_id = excluded.configuration_id, digest = excluded.digest
	returning configuration_id
$$;
grant execute on function private.keep_stripe_portal(text, boolean, uuid, text, text) to service_role;

create function public.keep_stripe_portal(p_account text, p_livemode boolean, p_publication_id uuid, p_configuration_id text, p_digest text) returns text
language sql set search_path = ''
as $$ select private.keep_stripe_portal(p_account, p_livemode, p_publication_id, p_configuration_id, p_digest) $$;
comment on function public.keep_stripe_portal(text, boolean, uuid, text, text) is 'Keeps how the billing portal of a publication was set up. For billing-portal.';
grant execute on function public.keep_stripe_portal(text, boolean, uuid, text, text) to service_role;

-- Trials ---------------------------------------------------------------------------------------

create table private.used_trials (
	publication_id uuid not null references public.publications (id) on delete cascade,
	livemode boolean not null,
	subject_hash bytea not null check (octet_length(subject_hash) = 32),
	at timestamptz not null default now(),
	primary key (publication_id, livemode, subject_hash)
);
comment on table private.used_trials is 'Addresses and logins that have subscribed to a publication once, with a trial or without: the next subscription begins without one. Outlives the member and the login.';
comment on column private.used_trials.subject_hash is 'private.address_hash of an address, or private.person_hash of a login.';
create index used_trials_subject_idx on private.used_trials (subject_hash);
alter table private.used_trials enable row level security;

create function private.use_trial() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	insert into private.used_trials (publication_id, livemode, subject_hash)
	select new.publication_id, new.livemode, s
	from (
		select unnest(private.subjects_of(m.email)) from public.members m where m.id = new.member_id
		union
		select unnest(c.subject_hashes) from private.stripe_customers c
		where c.account = new.account and c.livemode = new.livemode and c.customer_id = new.stripe_customer_id
	) subjects (s)
	on conflict do nothing;
	-- Who buys says that the membership is theirs.
	update public.members set accepted_at = now() where id = new.member_id and accepted_at is null;
	return null;
end $$;
create trigger use_trial after insert on public.subscriptions
	for each row execute function private.use_trial();

create function private.carry_used_trials() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	insert into private.used_trials (publication_id, livemode, subject_hash)
	select t.publication_id, t.livemode, s
	from private.used_trials t
	cross join unnest(private.subjects_of(new.email)) s
	where t.subject_hash = any (private.subjects_of(old.email) || private.subjects_of(new.email))
		and t.publication_id = new.publication_id
	on conflict do nothing;
	return null;
end $$;
comment on function private.carry_used_trials() is 'A used trial follows a membership to its new address.';
create trigger carry_used_trials after update of email on public.members
	for each row when (old.email <> new.email) execute function private.carry_used_trials();

create function private.carry_used_trials_of_user() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	insert into private.used_trials (publication_id, livemode, subject_hash)
	select t.publication_id, t.livemode, s
	from private.used_trials t
	cross join unnest(array[private.person_hash(new.id), private.address_hash(new.email)]) s
	where t.subject_hash in (private.person_hash(new.id), private.address_hash(old.email))
	on conflict do nothing;
	return null;
end $$;
comment on function private.carry_used_trials_of_user() is 'Used trials follow a login to its new address.';
create trigger carry_used_trials after update of email on auth.users
	for each row when (old.email is distinct from new.email and old.email_confirmed_at is not null and new.email_confirmed_at is not null)
	execute function private.carry_used_trials_of_user();

-- What a visitor may buy, and look after -------------------------------------------------------

create function private.checkout_offer(p_tier_id uuid, p_interval text, p_livemode boolean) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
	offer record;
	member public.members;
begin
	select t.publication_id, t.trial_days, p.slug, p.language, p.collects_tax, tp.id as tier_price_id into offer
	from public.tiers t
	join public.publications p on p.id = t.publication_id and p.status = 'live'
	join public.tier_prices tp on tp.tier_id = t.id and tp.interval = p_interval and tp.archived_at is null
	where t.id = p_tier_id and t.archived_at is null;
	if not found then
		raise exception 'tier_not_for_sale' using errcode = 'PT404';
	end if;
	-- A member has a login through a confirmed address only.
	select * into member from public.members m
	where m.publication_id = offer.publication_id and m.user_id = (select auth.uid());
	if member.status = 'banned' then
		raise exception 'banned' using errcode = 'PT403';
	elsif member.status is distinct from 'active' then
		raise exception 'not_a_member' using errcode = 'PT403';
	end if;
	if exists (
		select from public.subscriptions s
		where s.member_id = member.id and s.livemode = p_livemode and private.subscription_lives(s.status)
	) then
		raise exception 'already_subscribed' using errcode = 'PT409';
	end if;
	-- Whoever gets an answer has Stripe asked several times over.
	perform private.require_try('checkout', (select auth.uid())::text);
	return jsonb_build_object(
		'publication_id', offer.publication_id, 'slug', offer.slug, 'language', offer.language,
		'collects_tax', offer.collects_tax, 'tier_price_id', offer.tier_price_id,
		'member_id', member.id, 'email', member.email, 'name', member.name,
		'trial_days', case
			when exists (select from public.subscriptions s where s.member_id = member.id and s.livemode = p_livemode)
				or exists (
					select from private.used_trials t
					where t.publication_id = offer.publication_id and t.livemode = p_livemode
						and t.subject_hash = any (private.subjects_of(member.email))
				) then 0
			else offer.trial_days
		end
	);
end $$;
grant execute on function private.checkout_offer(uuid, text, boolean) to authenticated;

create function public.checkout_offer(p_tier_id uuid, p_interval text, p_livemode boolean) returns jsonb
language sql set search_path = ''
as $$ select private.checkout_offer(p_tier_id, p_interval, p_livemode) $$;
comment on function public.checkout_offer(uuid, text, boolean) is 'What the caller would buy with a tier, and as which member. Tells callers about themselves only. PT404 tier_not_for_sale, PT403 banned or not_a_member, PT409 already_subscribed, PT429 too_many_requests: the seconds to wait are in the detail.';
grant execute on function public.checkout_offer(uuid, text, boolean) to authenticated;

create function private.billing_account(p_publication_id uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
	account jsonb;
begin
	-- Whoever left or was banned may still end what is being paid.
	select jsonb_build_object(
		'member_id', m.id, 'email', m.email, 'name', m.name,
		'slug', p.slug, 'publication_name', p.name, 'language', p.language
	) into account
	from public.members m join public.publications p on p.id = m.publication_id
	where m.publication_id = p_publication_id and m.user_id = (select auth.uid());
	if account is null then
		raise exception 'no_subscription' using errcode = 'PT404';
	end if;
	perform private.require_try('billing_portal', (select auth.uid())::text);
	return account;
end $$;
grant execute on function private.billing_account(uuid) to authenticated;

create function public.billing_account(p_publication_id uuid) returns jsonb
language sql set search_path = ''
as $$ select private.billing_account(p_publication_id) $$;
comment on function public.billing_account(uuid) is 'As which member the caller may look after what they pay to a publication. Tells callers about themselves only. PT404 no_subscription, PT429 too_many_requests: the seconds to wait are in the detail.';
grant execute on function public.billing_account(uuid) to authenticated;
