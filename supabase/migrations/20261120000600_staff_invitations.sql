create table public.staff_invitations (
	id uuid primary key default private.uuid_v7(),
	publication_id uuid not null references public.publications (id) on delete cascade,
	email text not null check (email is not distinct from private.email_address(email)),
	role text not null check (role in ('author', 'editor', 'admin', 'owner')),
	token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
	invited_by uuid not null default auth.uid() references auth.users (id) on delete cascade,
	created_at timestamptz not null default now(),
	expires_at timestamptz not null default now() + interval '7 days',
	accepted_at timestamptz
);
comment on table public.staff_invitations is 'Invitations to work on a publication: bound to an address, used once, gone after a week. Revoking deletes the row.';
comment on column public.staff_invitations.token_hash is 'SHA-256 in hex of the token in the mail. Never readable through the API.';
create unique index staff_invitations_pending_key on public.staff_invitations (publication_id, email) where accepted_at is null;
create index staff_invitations_publication_idx on public.staff_invitations (publication_id, created_at desc);
create index staff_invitations_invited_by_idx on public.staff_invitations (invited_by);

grant select (id, publication_id, email, role, invited_by, created_at, expires_at, accepted_at) on public.staff_invitations to authenticated;
grant insert (publication_id, email, role, token_hash) on public.staff_invitations to authenticated;
grant delete on public.staff_invitations to authenticated;
grant select, insert, update, delete on public.staff_invitations to service_role;
alter table public.staff_invitations enable row level security;

create function private.check_invitation() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	if exists (
		select from public.publication_staff s
		join auth.users u on u.id = s.user_id
		where s.publication_id = new.publication_id and u.email = new.email
	) then
		raise exception 'already_staff' using errcode = 'PT409';
	end if;
	-- Every invitation is a mail to a stranger.
	if private.take_try('invite_mailbox', new.publication_id || ' ' || private.mailbox_of(new.email)) > 0
		or private.take_try('invited_mailbox', private.mailbox_of(new.email)) > 0
		or private.take_try('invite', new.publication_id::text) > 0 then
		raise exception 'too_many_invitations' using errcode = 'PT429';
	end if;
	-- What one person can have sent, from however many publications: in a day, and to one mailbox.
	if auth.uid() is not null then
		if private.take_try('invitations', auth.uid()::text) > 0 then
			raise exception 'too_many_invitations' using errcode = 'PT429';
		elsif private.take_mail(new.email) > 0 then
			raise exception 'too_many_mails' using errcode = 'PT429';
		end if;
	end if;
	return null;
end $$;
create trigger audit after insert or delete on public.staff_invitations
	for each row execute function private.audit();
-- After the row and its policy: before them, the two errors would answer strangers too.
create trigger check_invitation after insert on public.staff_invitations
	for each row execute function private.check_invitation();

create policy "admins see invitations" on public.staff_invitations
	for select to authenticated
	using (publication_id = any ((select private.staff_pubs('admin'))::uuid[]));
create policy "admins invite up to their own role" on public.staff_invitations
	for insert to authenticated
	with check (
		publication_id = any ((select private.staff_pubs('owner'))::uuid[])
		or (role <> 'owner' and publication_id = any ((select private.staff_pubs('admin'))::uuid[]))
	);
create policy "admins revoke up to their own role" on public.staff_invitations
	for delete to authenticated
	using (
		publication_id = any ((select private.staff_pubs('owner'))::uuid[])
		or (role <> 'owner' and publication_id = any ((select private.staff_pubs('admin'))::uuid[]))
	);

create function public.create_staff_invitation(p_publication_id uuid, p_email text, p_role text, p_token_hash text) returns uuid
language plpgsql set search_path = ''
as $$
declare
	address text := private.check_address(p_email);
	new_id uuid;
begin
	delete from public.staff_invitations
	where publication_id = p_publication_id and email = address and accepted_at is null;
	insert into public.staff_invitations (publication_id, email, role, token_hash)
	values (p_publication_id, address, p_role, p_token_hash)
	returning id into new_id;
	return new_id;
end $$;
comment on function public.create_staff_invitation(uuid, text, text, text) is 'Invites an address, replacing a pending invitation to it. 22023 bad_address; PT409 already_staff; PT429 too_many_invitations: to this mailbox, by the caller or from the publication within a day; PT429 too_many_mails: to this mailbox or by the caller within an hour; 42501 not an admin, or a role above one''s own.';
grant execute on function public.create_staff_invitation(uuid, text, text, text) to authenticated;

create function private.staff_invitation_preview(p_token text)
returns table (publication_name text, publication_slug text, role text, email_hint text, expires_at timestamptz, state text)
language sql stable security definer set search_path = ''
as $$
	select p.name, p.slug, i.role,
		left(i.email, 1) || '…@' || split_part(i.email, '@', 2),
		i.expires_at,
		case when i.accepted_at is not null then 'used' when i.expires_at <= now() then 'expired' else 'open' end
	from public.staff_invitations i
	join public.publications p on p.id = i.publication_id
	where i.token_hash = private.hash_token(p_token)
$$;
grant execute on function private.staff_invitation_preview(text) to anon, authenticated;
create function public.staff_invitation_preview(p_token text)
returns table (publication_name text, publication_slug text, role text, email_hint text, expires_at timestamptz, state text)
language sql stable set search_path = ''
as $$ select * from private.staff_invitation_preview(p_token) $$;
comment on function public.staff_invitation_preview(text) is 'What the page of an invitation shows to anybody who has its token. Returns no row for an unknown token. state is open, used or expired.';
grant execute on function public.staff_invitation_preview(text) to anon, authenticated;

create function private.accept_staff_invitation(p_token text) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
	me uuid := (select auth.uid());
	invitation public.staff_invitations;
begin
	select * into invitation from public.staff_invitations
	where token_hash = private.hash_token(p_token) for update;
	if not found then
		raise exception 'invitation_not_found' using errcode = 'PT404';
	elsif invitation.accepted_at is not null then
		raise exception 'invitation_used' using errcode = 'PT410';
	elsif invitation.expires_at <= now() then
		raise exception 'invitation_expired' using errcode = 'PT410';
	elsif not exists (
		select from auth.users where id = me and email = invitation.email and email_confirmed_at is not null
	) then
		raise exception 'invitation_other_address' using errcode = 'PT403';
	elsif not exists (
		-- An invitation is worth no more than its sender is worth today.
		select from public.publication_staff s
		where s.publication_id = invitation.publication_id and s.user_id = invitation.invited_by
			and private.role_rank(s.role) >= greatest(private.role_rank('admin'), private.role_rank(invitation.role))
	) then
		raise exception 'invitation_void' using errcode = 'PT410';
	end if;
	insert into public.publication_staff (publication_id, user_id, role)
	values (invitation.publication_id, me, invitation.role)
	on conflict do nothing;
	update public.staff_invitations set accepted_at = now() where id = invitation.id;
	return invitation.publication_id;
end $$;
grant execute on function private.accept_staff_invitation(text) to authenticated;
create function public.accept_staff_invitation(p_token text) returns uuid
language sql set search_path = ''
as $$ select private.accept_staff_invitation(p_token) $$;
comment on function public.accept_staff_invitation(text) is 'Joins the staff. PT404 invitation_not_found; PT410 invitation_used, invitation_expired, invitation_void; PT403 invitation_other_address.';
grant execute on function public.accept_staff_invitation(text) to authenticated;
