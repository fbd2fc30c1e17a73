create table public.publication_staff (
	publication_id uuid not null references public.publications (id) on delete cascade,
	user_id uuid not null references auth.users (id) on delete cascade,
	role text not null check (role in ('author', 'editor', 'admin', 'owner')),
	created_at timestamptz not null default now(),
	primary key (publication_id, user_id),
	-- The same person for the API, which embeds names from profiles and does not see auth.users.
	constraint publication_staff_profile_fkey foreign key (user_id) references public.profiles (id) on delete cascade
);
comment on table public.publication_staff is 'Who works on a publication, and as what.';
create index publication_staff_user_idx on public.publication_staff (user_id);

grant select, delete on public.publication_staff to authenticated;
grant update (role) on public.publication_staff to authenticated;
grant select, insert, update, delete on public.publication_staff to service_role;
alter table public.publication_staff enable row level security;

create function private.role_rank(role text) returns smallint
language sql immutable parallel safe set search_path = ''
as $$ select array_position(array['author', 'editor', 'admin', 'owner'], role)::smallint $$;
comment on function private.role_rank(text) is 'Author 1, editor 2, admin 3, owner 4; null for an unknown role, which compares as "no".';

create function private.staff_pubs(min_role text) returns uuid[]
language plpgsql stable security definer set search_path = ''
as $$
begin
	return (
		select coalesce(array_agg(publication_id), '{}')
		from public.publication_staff
		where user_id = (select auth.uid()) and private.role_rank(role) >= private.role_rank(min_role)
	);
end $$;
comment on function private.staff_pubs(text) is 'Publications where the caller is staff with at least this role. Policies wrap it as = any((select …)::uuid[]), so that it runs once a statement.';
grant execute on function private.staff_pubs(text) to authenticated;

create function private.colleagues() returns uuid[]
language plpgsql stable security definer set search_path = ''
as $$
begin
	return (
		select coalesce(array_agg(distinct theirs.user_id), '{}')
		from public.publication_staff mine
		join public.publication_staff theirs using (publication_id)
		where mine.user_id = (select auth.uid())
	);
end $$;
comment on function private.colleagues() is 'Everybody who works on a publication of the caller.';
grant execute on function private.colleagues() to authenticated;

create function private.keep_an_owner() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	if old.role = 'owner' and (tg_op = 'DELETE' or new.role <> 'owner') then
		-- The lock makes two owners who leave at once take turns, and the second sees the first gone.
		-- No row: the publication itself is being deleted.
		perform from public.publications where id = old.publication_id for no key update;
		if found and not exists (
			select from public.publication_staff
			where publication_id = old.publication_id and role = 'owner' and user_id <> old.user_id
		) then
			raise exception 'last_owner' using errcode = 'PT409', hint = 'Make somebody else an owner first.';
		end if;
	end if;
	return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger keep_an_owner before update of role or delete on public.publication_staff
	for each row execute function private.keep_an_owner();
create trigger audit after insert or update or delete on public.publication_staff
	for each row execute function private.audit();

create policy "staff see their colleagues" on public.publication_staff
	for select to authenticated
	using (publication_id = any ((select private.staff_pubs('author'))::uuid[]));
create policy "admins change roles up to their own" on public.publication_staff
	for update to authenticated
	using (
		publication_id = any ((select private.staff_pubs('owner'))::uuid[])
		or (role <> 'owner' and publication_id = any ((select private.staff_pubs('admin'))::uuid[]))
	)
	with check (
		publication_id = any ((select private.staff_pubs('owner'))::uuid[])
		or (role <> 'owner' and publication_id = any ((select private.staff_pubs('admin'))::uuid[]))
	);
create policy "admins remove up to their own role, anybody leaves" on public.publication_staff
	for delete to authenticated
	using (
		user_id = (select auth.uid())
		or publication_id = any ((select private.staff_pubs('owner'))::uuid[])
		or (role <> 'owner' and publication_id = any ((select private.staff_pubs('admin'))::uuid[]))
	);

-- Policies of the tables that came before staff.
create policy "everybody sees live publications" on public.publications
	for select to anon using (status = 'live');
create policy "everybody sees live publications, staff their own" on public.publications
	for select to authenticated
	using (status = 'live' or id = any ((select private.staff_pubs('author'))::uuid[]));
create policy "admins change the settings" on public.publications
	for update to authenticated
	using (id = any ((select private.staff_pubs('admin'))::uuid[]))
	with check (id = any ((select private.staff_pubs('admin'))::uuid[]));
create policy "owners delete" on public.publications
	for delete to authenticated
	using (id = any ((select private.staff_pubs('owner'))::uuid[]));

create policy "people change themselves" on public.profiles
	for update to authenticated
	using (id = (select auth.uid())) with check (id = (select auth.uid()));

create policy "admins read the log" on public.audit_log
	for select to authenticated
	using (publication_id = any ((select private.staff_pubs('admin'))::uuid[]));

-- Creating a publication makes its first owner in the same transaction.
create function private.create_publication(
	name text, slug text, description text, language text, time_zone text, accent_hue smallint, accent_chroma real
) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
	new_id uuid;
begin
	if not public.may_create_publication() then
		raise exception 'publication_not_allowed' using errcode = '42501';
	end if;
	-- Addresses are one name space for everybody: nobody takes them by the hundred.
	if not private.is_operator() and (
		select count(*) from public.publication_staff s where s.user_id = (select auth.uid()) and s.role = 'owner'
	) >= 20 then
		raise exception 'too_many_publications' using errcode = 'PT429';
	end if;
	insert into public.publications (name, slug, description, language, time_zone, accent_hue, accent_chroma)
	values ($1, $2, $3, $4, $5, $6, $7)
	returning id into new_id;
	insert into public.publication_staff (publication_id, user_id, role)
	values (new_id, (select auth.uid()), 'owner');
	return new_id;
end $$;
grant execute on function private.create_publication(text, text, text, text, text, smallint, real) to authenticated;

create function public.create_publication(
	name text, slug text, description text default '', language text default 'en', time_zone text default 'Etc/UTC',
	accent_hue smallint default 252, accent_chroma real default 0.12
) returns uuid
language sql set search_path = ''
as $$ select private.create_publication($1, $2, $3, $4, $5, $6, $7) $$;
comment on function public.create_publication(text, text, text, text, text, smallint, real) is 'Creates a publication with the caller as its owner. 42501: not allowed here; 23505: the address is taken; 23514: a value is out of range; PT429 too_many_publications: the caller owns twenty.';
grant execute on function public.create_publication(text, text, text, text, text, smallint, real) to authenticated;

create function public.transfer_publication(p_publication_id uuid, p_to_user uuid) returns void
language plpgsql set search_path = ''
as $$
begin
	-- Under the caller's own rights: only an owner's policy lets the first update through.
	update public.publication_staff set role = 'owner'
	where publication_id = p_publication_id and user_id = p_to_user;
	if not found or p_to_user = (select auth.uid()) then
		raise exception 'staff_not_found' using errcode = 'PT404';
	end if;
	update public.publication_staff set role = 'admin'
	where publication_id = p_publication_id and user_id = (select auth.uid());
end $$;
comment on function public.transfer_publication(uuid, uuid) is 'Makes a colleague the owner and the caller an admin, both or neither. PT404: no such colleague, or the caller is not an owner.';
grant execute on function public.transfer_publication(uuid, uuid) to authenticated;

create function private.staff_directory(p_publication_id uuid)
returns table (user_id uuid, name text, email text, role text, created_at timestamptz)
language sql stable security definer set search_path = ''
as $$
	select s.user_id, p.name, u.email::text, s.role, s.created_at
	from public.publication_staff s
	join public.profiles p on p.id = s.user_id
	join auth.users u on u.id = s.user_id
	where s.publication_id = p_publication_id
		and p_publication_id = any (private.staff_pubs('admin'))
	order by private.role_rank(s.role) desc, s.created_at
$$;
grant execute on function private.staff_directory(uuid) to authenticated;
create function public.staff_directory(p_publication_id uuid)
returns table (user_id uuid, name text, email text, role text, created_at timestamptz)
language sql stable set search_path = ''
as $$ select * from private.staff_directory(p_publication_id) $$;
comment on function public.staff_directory(uuid) is 'Staff with their addresses, highest role first; empty unless the caller is an admin there.';
grant execute on function public.staff_directory(uuid) to authenticated;
