create table public.members (
	id uuid primary key default private.uuid_v7(),
	publication_id uuid not null references public.publications (id) on delete cascade,
	email text not null check (email is not distinct from private.email_address(email)),
	user_id uuid references auth.users (id) on delete set null,
	name text not null default '' check (char_length(name) <= 120 and name !~ '[[:cntrl:]]'),
	status text not null default 'active' check (status in ('active', 'banned', 'left')),
	email_state text not null default 'subscribed' check (email_state in ('subscribed', 'unsubscribed', 'held', 'bounced', 'complained')),
	address_hash bytea not null default '' check (octet_length(address_hash) = 32),
	accepted_at timestamptz,
	source text not null default 'desk' check (source in ('desk', 'join', 'import')),
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	unique (publication_id, email),
	unique (publication_id, user_id),
	unique (publication_id, address_hash),
	unique (publication_id, id)
);
comment on table public.members is 'An address that belongs to a publication, with or without a login behind it.';
comment on column public.members.user_id is 'Set by a trigger from a confirmed address, never by a client. Not readable: it would tell staff which addresses have an account.';
comment on column public.members.status is 'Banned and left end all access at once, whatever tiers were given.';
comment on column public.members.email_state is 'Whether newsletters may be sent, and if not, why not. Derived from private.mail_choices and private.mail_stops by triggers; nothing else can change it.';
comment on column public.members.address_hash is 'private.address_hash(email), set by a trigger: the key to what is remembered about the address. Not readable through the API.';
comment on column public.members.accepted_at is 'When the person first said that the membership is theirs. Null: others made it, and the account page shows it apart. It changes neither access nor mail.';
comment on column public.members.source is 'How the address came here: by staff, by its owner, by an import.';
create index members_user_idx on public.members (user_id) where user_id is not null;
create index members_email_idx on public.members (email);
create index members_newest_idx on public.members (publication_id, created_at desc, id desc);

grant select (id, publication_id, email, name, status, email_state, source, created_at, updated_at) on public.members to authenticated;
grant insert (publication_id, email, name) on public.members to authenticated;
grant update (name, status) on public.members to authenticated;
grant delete on public.members to authenticated;
grant select, insert, update, delete on public.members to service_role;
alter table public.members enable row level security;

create trigger touch before update on public.members
	for each row execute function private.touch_updated_at();

-- A member is linked to a login only through an address that login has confirmed.
create function private.link_member() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	new.user_id := (
		select u.id from auth.users u
		where u.email = new.email and u.email_confirmed_at is not null
		limit 1
	);
	return new;
end $$;
create trigger link_member before insert or update of email on public.members
	for each row execute function private.link_member();

create function private.link_members_of_user() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	-- An address that was given up takes its memberships with it.
	update public.members set user_id = null
	where user_id = new.id and (email is distinct from new.email or new.email_confirmed_at is null);
	if new.email_confirmed_at is not null then
		update public.members set user_id = new.id
		where email = new.email and user_id is distinct from new.id;
	end if;
	return null;
end $$;
create trigger link_members_on_insert after insert on auth.users
	for each row execute function private.link_members_of_user();
create trigger link_members_on_change after update of email, email_confirmed_at on auth.users
	for each row execute function private.link_members_of_user();

create policy "admins see members" on public.members
	for select to authenticated
	using (publication_id = any ((select private.staff_pubs('admin'))::uuid[]));
create policy "admins add members" on public.members
	for insert to authenticated
	with check (publication_id = any ((select private.staff_pubs('admin'))::uuid[]));
create policy "admins change members" on public.members
	for update to authenticated
	using (publication_id = any ((select private.staff_pubs('admin'))::uuid[]))
	with check (publication_id = any ((select private.staff_pubs('admin'))::uuid[]));
create policy "admins remove members" on public.members
	for delete to authenticated
	using (publication_id = any ((select private.staff_pubs('admin'))::uuid[]));

create table public.tiers (
	id uuid primary key default private.uuid_v7(),
	publication_id uuid not null references public.publications (id) on delete cascade,
	slug text not null check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
	name text not null check (char_length(btrim(name)) between 1 and 80 and name !~ '[[:cntrl:]]'),
	description text not null default '' check (char_length(description) <= 300),
	position smallint not null default 0,
	archived_at timestamptz,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	unique (publication_id, slug),
	unique (publication_id, id)
);
comment on table public.tiers is 'What a publication sells: a name for a set of closed posts.';
comment on column public.tiers.archived_at is 'Not on offer since then; whoever has the tier keeps it.';

grant select on public.tiers to anon, authenticated, service_role;
grant insert (publication_id, slug, name, description, position) on public.tiers to authenticated;
grant update (slug, name, description, position, archived_at) on public.tiers to authenticated;
grant delete on public.tiers to authenticated;
grant insert, update, delete on public.tiers to service_role;
alter table public.tiers enable row level security;

create trigger touch before update on public.tiers
	for each row execute function private.touch_updated_at();
create trigger audit after insert or update or delete on public.tiers
	for each row execute function private.audit();

create policy "everybody sees the tiers on offer" on public.tiers
	for select to anon
	using (archived_at is null and publication_id <> all ((select private.closed_pubs())::uuid[]));
create policy "everybody sees the tiers on offer, staff all" on public.tiers
	for select to authenticated
	using (
		(archived_at is null and publication_id <> all ((select private.closed_pubs())::uuid[]))
		or publication_id = any ((select private.staff_pubs('author'))::uuid[])
	);
create policy "admins add tiers" on public.tiers
	for insert to authenticated
	with check (publication_id = any ((select private.staff_pubs('admin'))::uuid[]));
create policy "admins change tiers" on public.tiers
	for update to authenticated
	using (publication_id = any ((select private.staff_pubs('admin'))::uuid[]))
	with check (publication_id = any ((select private.staff_pubs('admin'))::uuid[]));
create policy "admins delete tiers" on public.tiers
	for delete to authenticated
	using (publication_id = any ((select private.staff_pubs('admin'))::uuid[]));

create table public.member_grants (
	id uuid primary key default private.uuid_v7(),
	publication_id uuid not null,
	member_id uuid not null,
	tier_id uuid not null,
	ends_at timestamptz,
	reason text not null default '' check (char_length(reason) <= 200),
	created_by uuid default auth.uid() references auth.users (id) on delete set null,
	created_at timestamptz not null default now(),
	foreign key (publication_id, member_id) references public.members (publication_id, id) on delete cascade,
	foreign key (publication_id, tier_id) references public.tiers (publication_id, id) on delete cascade
);
comment on table public.member_grants is 'Access to a tier that was given, not sold. Ends by itself.';
comment on column public.member_grants.ends_at is 'Null: without end.';
create index member_grants_member_idx on public.member_grants (member_id);
create index member_grants_tier_idx on public.member_grants (tier_id);
create index member_grants_created_by_idx on public.member_grants (created_by);

grant select, delete on public.member_grants to authenticated;
grant insert (publication_id, member_id, tier_id, ends_at, reason) on public.member_grants to authenticated;
grant update (ends_at, reason) on public.member_grants to authenticated;
grant select, insert, update, delete on public.member_grants to service_role;
alter table public.member_grants enable row level security;
create trigger audit after insert or update or delete on public.member_grants
	for each row execute function private.audit();

create policy "admins see grants" on public.member_grants
	for select to authenticated
	using (publication_id = any ((select private.staff_pubs('admin'))::uuid[]));
create policy "admins give grants" on public.member_grants
	for insert to authenticated
	with check (publication_id = any ((select private.staff_pubs('admin'))::uuid[]));
create policy "admins change grants" on public.member_grants
	for update to authenticated
	using (publication_id = any ((select private.staff_pubs('admin'))::uuid[]))
	with check (publication_id = any ((select private.staff_pubs('admin'))::uuid[]));
create policy "admins take grants back" on public.member_grants
	for delete to authenticated
	using (publication_id = any ((select private.staff_pubs('admin'))::uuid[]));

-- What the caller may read. The one place that decides paid access; whatever else comes to give
-- access is joined here, to an active member, and everything not named denies.
create function private.entitlements() returns table (publication_id uuid, tier_id uuid)
language sql stable security definer set search_path = ''
as $$
	select m.publication_id, g.tier_id
	from public.members m
	join public.member_grants g on g.member_id = m.id
	where m.user_id = (select auth.uid())
		and m.status = 'active'
		and (g.ends_at is null or g.ends_at > now())
$$;
comment on function private.entitlements() is 'Tiers the caller may read now, each with its publication.';

create function private.member_pubs() returns uuid[]
language plpgsql stable security definer set search_path = ''
as $$
begin
	return (
		select coalesce(array_agg(publication_id), '{}') from public.members
		where user_id = (select auth.uid()) and status = 'active'
	);
end $$;
comment on function private.member_pubs() is 'Publications where the caller is an active member.';
grant execute on function private.member_pubs() to authenticated;

create function private.paid_pubs() returns uuid[]
language plpgsql stable security definer set search_path = ''
as $$
begin
	return (select coalesce(array_agg(distinct e.publication_id), '{}') from private.entitlements() e);
end $$;
comment on function private.paid_pubs() is 'Publications where the caller has any tier.';
grant execute on function private.paid_pubs() to authenticated;

create function private.my_tiers() returns uuid[]
language plpgsql stable security definer set search_path = ''
as $$
begin
	return (select coalesce(array_agg(distinct e.tier_id), '{}') from private.entitlements() e);
end $$;
comment on function private.my_tiers() is 'Tiers the caller may read.';
grant execute on function private.my_tiers() to authenticated;
