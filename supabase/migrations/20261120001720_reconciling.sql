-- Making up for what was missed: each hour the events of the last days, each day all subscriptions.

create function private.reconciliation_due() returns boolean
language sql stable security definer set search_path = ''
as $$
	select exists (select from private.stripe_customers)
		and not exists (
			select from private.reconciliations
			where case when finished_at is null then lease_until > now() else started_at > now() - interval '1 hour' end
		)
$$;

create function private.begin_reconciliation(p_account text, p_livemode boolean, p_now boolean) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
	run private.reconciliations;
	before timestamptz;
begin
	perform pg_advisory_xact_lock(hashtextextended('reconciliation ' || p_account || p_livemode, 0));
	select * into run from private.reconciliations
	where account = p_account and livemode = p_livemode and finished_at is null;
	if run.lease_until > now() then
		return null;
	end if;
	select max(started_at) into before from private.reconciliations
	where account = p_account and livemode = p_livemode and finished_at is not null;
	if run.id is not null then
		-- Who asks for now wants how things stand now, and not the rest of an older run.
		update private.reconciliations
		set lease_until = now() + interval '3 minutes', whole = whole or p_now,
			progress = case when p_now then '{}' else progress end, report = case when p_now then '{}' else report end
		where id = run.id
		returning * into run;
	elsif not p_now and before > now() - interval '1 hour' then
		return null;
	else
		insert into private.reconciliations (account, livemode, whole, lease_until)
		values (
			p_account, p_livemode,
			p_now or not exists (
				select from private.reconciliations
				where account = p_account and livemode = p_livemode and whole and started_at > now() - interval '23 hours'
			),
			now() + interval '3 minutes'
		)
		returning * into run;
	end if;
	return jsonb_build_object(
		'id', run.id, 'whole', run.whole, 'progress', run.progress, 'report', run.report,
		-- Stripe repeats an event for three days, and lists those of thirty.
		'since', extract(epoch from greatest(least(coalesce(before, '-infinity'), now() - interval '4 days'), now() - interval '30 days'))::bigint
	);
end $$;
grant execute on function private.begin_reconciliation(text, boolean, boolean) to service_role;

create function public.begin_reconciliation(p_account text, p_livemode boolean, p_now boolean default false) returns jsonb
language sql set search_path = ''
as $$ select private.begin_reconciliation(p_account, p_livemode, p_now) $$;
comment on function public.begin_reconciliation(text, boolean, boolean) is 'Takes up a run for three minutes: one that was broken off, else a new one, once an hour or when asked for now. Null when another is at it or none is due. For reconcile-payments.';
grant execute on function public.begin_reconciliation(text, boolean, boolean) to service_role;

create function private.keep_reconciliation(p_id uuid, p_progress jsonb, p_report jsonb, p_state text) returns void
language plpgsql security definer set search_path = ''
as $$
begin
	update private.reconciliations
	set progress = p_progress, report = p_report,
		lease_until = case p_state when 'at it' then now() + interval '3 minutes' else now() end,
		finished_at = case p_state when 'finished' then now() end
	where id = p_id;
	if p_state = 'finished' then
		delete from private.stripe_events where received_at < now() - interval '90 days';
		delete from private.reconciliations where started_at < now() - interval '90 days';
	end if;
end $$;
grant execute on function private.keep_reconciliation(uuid, jsonb, jsonb, text) to service_role;

create function public.keep_reconciliation(p_id uuid, p_progress jsonb, p_report jsonb, p_state text) returns void
language sql set search_path = ''
as $$ select private.keep_reconciliation(p_id, p_progress, p_report, p_state) $$;
comment on function public.keep_reconciliation(uuid, jsonb, jsonb, text) is 'Writes down how far a run came: at it, set aside or finished. For reconcile-payments.';
grant execute on function public.keep_reconciliation(uuid, jsonb, jsonb, text) to service_role;

create function private.unseen_stripe_events(p_account text, p_livemode boolean, p_event_ids text[]) returns text[]
language sql stable security definer set search_path = ''
as $$
	select coalesce(array_agg(id order by n), '{}') from unnest(p_event_ids) with ordinality e (id, n)
	where not exists (
		select from private.stripe_events where account = p_account and livemode = p_livemode and event_id = e.id
	)
$$;
grant execute on function private.unseen_stripe_events(text, boolean, text[]) to service_role;

create function public.unseen_stripe_events(p_account text, p_livemode boolean, p_event_ids text[]) returns text[]
language sql stable set search_path = ''
as $$ select private.unseen_stripe_events(p_account, p_livemode, p_event_ids) $$;
comment on function public.unseen_stripe_events(text, boolean, text[]) is 'Which of these events were not taken in. For reconcile-payments.';
grant execute on function public.unseen_stripe_events(text, boolean, text[]) to service_role;

create function private.compare_stripe(
	p_account text, p_livemode boolean, p_ticket bigint, p_subscriptions jsonb, p_dry_run boolean
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
	listed jsonb;
	answer jsonb;
	found_out jsonb := '[]';
begin
	for listed in select value from jsonb_array_elements(p_subscriptions) order by value ->> 'id' loop
		begin
			answer := private.apply_stripe(null, p_ticket, jsonb_build_object(
				'account', p_account, 'livemode', p_livemode, 'subscription', listed, 'invoice', null
			));
			-- Done and undone, so that the answer is that of the real thing. What differs is left to
			-- whoever takes it in whole, with its invoice; until then it goes on to differ.
			if p_dry_run or answer -> 'subscription' <> '{}' then
				raise exception using errcode = 'PT000', message = 'undo';
			end if;
		exception
			when sqlstate 'PT000' then null;
			-- One that cannot be written must not hold up the others.
			when others then answer := jsonb_build_object('outcome', 'failed', 'reason', sqlstate);
		end;
		if answer ->> 'outcome' <> 'applied' or answer -> 'subscription' <> '{}' then
			found_out := found_out || (answer || jsonb_build_object('id', listed ->> 'id'));
		end if;
	end loop;
	return found_out;
end $$;
grant execute on function private.compare_stripe(text, boolean, bigint, jsonb, boolean) to service_role;

create function public.compare_stripe(p_account text, p_livemode boolean, p_ticket bigint, p_subscriptions jsonb, p_dry_run boolean) returns jsonb
language sql set search_path = ''
as $$ select private.compare_stripe(p_account, p_livemode, p_ticket, p_subscriptions, p_dry_run) $$;
comment on function public.compare_stripe(text, boolean, bigint, jsonb, boolean) is 'Holds many subscriptions, as they were listed with this ticket, against the copies. Answers what differs or is none of ours, each as apply_stripe would with its id, and leaves it as it is; the others are known to be true as of this ticket, unless it is a dry run. For reconcile-payments.';
grant execute on function public.compare_stripe(text, boolean, bigint, jsonb, boolean) to service_role;

create function private.unlisted_stripe_subscriptions(p_account text, p_livemode boolean, p_before_ticket bigint, p_listed text[]) returns text[]
language sql stable security definer set search_path = ''
as $$
	select coalesce(array_agg(stripe_subscription_id order by ticket), '{}') from public.subscriptions
	where account = p_account and livemode = p_livemode and private.subscription_lives(status)
		and ticket < p_before_ticket and stripe_subscription_id <> all (p_listed)
$$;
grant execute on function private.unlisted_stripe_subscriptions(text, boolean, bigint, text[]) to service_role;

create function public.unlisted_stripe_subscriptions(p_account text, p_livemode boolean, p_before_ticket bigint, p_listed text[]) returns text[]
language sql stable set search_path = ''
as $$ select private.unlisted_stripe_subscriptions(p_account, p_livemode, p_before_ticket, p_listed) $$;
comment on function public.unlisted_stripe_subscriptions(text, boolean, bigint, text[]) is 'Living subscriptions that were not fetched since this ticket and are not on the list. For reconcile-payments.';
grant execute on function public.unlisted_stripe_subscriptions(text, boolean, bigint, text[]) to service_role;

create function private.end_stripe_subscription(p_account text, p_livemode boolean, p_ticket bigint, p_subscription_id text) returns boolean
language plpgsql security definer set search_path = ''
as $$
begin
	perform pg_advisory_xact_lock(hashtextextended('stripe ' || p_account || p_subscription_id, 0));
	update public.subscriptions
	set status = 'canceled', ended_at = coalesce(ended_at, now()), unpaid_since = null, grace_until = null, ticket = p_ticket
	where account = p_account and livemode = p_livemode and stripe_subscription_id = p_subscription_id and ticket < p_ticket;
	return found;
end $$;
grant execute on function private.end_stripe_subscription(text, boolean, bigint, text) to service_role;

create function public.end_stripe_subscription(p_account text, p_livemode boolean, p_ticket bigint, p_subscription_id text) returns boolean
language sql set search_path = ''
as $$ select private.end_stripe_subscription(p_account, p_livemode, p_ticket, p_subscription_id) $$;
comment on function public.end_stripe_subscription(text, boolean, bigint, text) is 'Ends a subscription that Stripe was asked for with this ticket and does not have. For reconcile-payments.';
grant execute on function public.end_stripe_subscription(text, boolean, bigint, text) to service_role;

create or replace function private.wake_due() returns void
language plpgsql security definer set search_path = ''
as $$
begin
	if exists (select from private.outbox where state in ('pending', 'sending') and due_at <= now()) then
		perform private.wake('send-mail');
	end if;
	if private.reconciliation_due() then
		perform private.wake('reconcile-payments');
	end if;
end $$;
