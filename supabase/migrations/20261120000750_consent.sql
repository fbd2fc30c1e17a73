-- What is remembered about an address, whether it is a member or not: whether its owner wants mail,
-- what stops mail to it, and bans. These rows outlive the member, so that deleting a member and adding
-- the address again, or an old file, gives nothing back that the person or the staff took away.
-- An address stands here as a keyed hash only, so nothing has to be erased when a person leaves.

create extension if not exists pgcrypto with schema extensions;

create table private.hash_key (
	id smallint primary key default 1 check (id = 1),
	key bytea not null default extensions.gen_random_bytes(32) check (octet_length(key) = 32)
);
comment on table private.hash_key is 'The key of the hashes of addresses and people; exactly one row. It must be kept: with another key, every choice and ban would be forgotten.';
comment on column private.hash_key.key is '32 random bytes, made when the database is. No function returns it.';
insert into private.hash_key default values;
alter table private.hash_key enable row level security;

-- These functions run for each member that is added. They are in PL/pgSQL, which keeps their plans: a
-- function in SQL is planned again at each call, and an import would take twice as long.

create function private.keyed_hash(p_text text) returns bytea
language plpgsql stable security definer set search_path = ''
as $$
begin
	return extensions.hmac(convert_to(p_text, 'UTF8'), (select key from private.hash_key), 'sha256');
end $$;
comment on function private.keyed_hash(text) is 'HMAC-SHA-256 of a text under the key of this installation: 32 bytes. Without the key nobody can try out addresses against it.';

create function private.address_hash(p_email text) returns bytea
language plpgsql stable set search_path = ''
as $$
begin
	return private.keyed_hash('address:' || lower(btrim(p_email)));
end $$;
comment on function private.address_hash(text) is 'The key under which an address is remembered. Upper and lower case are the same address; a tag (+news) makes another one.';

create function private.person_hash(p_user_id uuid) returns bytea
language plpgsql stable set search_path = ''
as $$
begin
	return private.keyed_hash('user:' || p_user_id);
end $$;
comment on function private.person_hash(uuid) is 'The key under which a login is remembered, also after its address has changed.';

-- Mail -------------------------------------------------------------------------------------------

create table private.mail_choices (
	publication_id uuid not null references public.publications (id) on delete cascade,
	address_hash bytea not null check (octet_length(address_hash) = 32),
	choice text not null check (choice in ('yes', 'no')),
	act text not null check (act in ('join', 'account', 'left', 'erased', 'file', 'archive', 'operator')),
	at timestamptz not null default now(),
	primary key (publication_id, address_hash)
);
comment on table private.mail_choices is 'What the owner of an address said about mail from a publication. A yes is always the act of the person; a no can also be brought by an import. No row: they never said anything.';
comment on column private.mail_choices.address_hash is 'private.address_hash of the address.';
comment on column private.mail_choices.choice is 'yes or no.';
comment on column private.mail_choices.act is 'How it was said. join: the form to join; account: the account page; left: they left the publication; erased: they deleted their account; file, archive: an import brought the no; operator: written in SQL.';
alter table private.mail_choices enable row level security;

create table private.mail_stops (
	publication_id uuid not null references public.publications (id) on delete cascade,
	address_hash bytea not null check (octet_length(address_hash) = 32),
	kind text not null check (kind in ('hold', 'bounce', 'complaint')),
	source text not null check (source in ('staff', 'file', 'archive', 'operator')),
	made_by uuid,
	note text not null default '' check (char_length(note) <= 500 and note !~ '[[:cntrl:]]'),
	at timestamptz not null default now(),
	primary key (publication_id, address_hash, kind)
);
comment on table private.mail_stops is 'What stops mail to an address, whatever its owner chose. Each stop is lifted by itself.';
comment on column private.mail_stops.address_hash is 'private.address_hash of the address.';
comment on column private.mail_stops.kind is 'hold: set by staff, lifted by staff. bounce: mail came back; lifted by staff with a note, or when the address confirms a mail. complaint: reported as spam; only a yes of the person ends it.';
comment on column private.mail_stops.source is 'staff; file, archive: an import; operator: written in SQL.';
comment on column private.mail_stops.made_by is 'Who of the staff set it. No foreign key: the stop outlives the login.';
comment on column private.mail_stops.note is 'Why, in the words of the staff. Emptied when the member is deleted.';
alter table private.mail_stops enable row level security;

create function private.email_state(p_publication_id uuid, p_address_hash bytea) returns text
language plpgsql stable set search_path = ''
as $$
declare
	stops text[] := array(
		select s.kind from private.mail_stops s where s.publication_id = p_publication_id and s.address_hash = p_address_hash
	);
begin
	return case
		when 'complaint' = any (stops) then 'complained'
		when exists (
			select from private.mail_choices c
			where c.publication_id = p_publication_id and c.address_hash = p_address_hash and c.choice <> 'yes'
		) then 'unsubscribed'
		when 'bounce' = any (stops) then 'bounced'
		-- A kind that nobody knows stops mail too.
		when stops <> '{}' then 'held'
		else 'subscribed'
	end;
end $$;
comment on function private.email_state(uuid, bytea) is 'The one place that decides whether mail may go to an address, and names the strongest reason if not: complained, unsubscribed, bounced, held. Only subscribed allows mail.';

create function private.choose_mail(p_publication_id uuid, p_email text, p_choice text, p_act text) returns void
language plpgsql set search_path = ''
as $$
declare
	hash bytea := private.address_hash(p_email);
begin
	insert into private.mail_choices as c (publication_id, address_hash, choice, act)
	values (p_publication_id, hash, p_choice, p_act)
	on conflict (publication_id, address_hash) do update
	set choice = excluded.choice, act = excluded.act, at = now()
	-- Who has left and then says no to mail has still left.
	where (c.choice, c.act) <> (excluded.choice, excluded.act)
		and (excluded.choice = 'yes' or excluded.act = 'erased' or c.act not in ('left', 'erased') or c.choice = 'yes');
	if p_choice = 'yes' then
		delete from private.mail_stops
		where publication_id = p_publication_id and address_hash = hash and kind = 'complaint';
	end if;
end $$;
comment on function private.choose_mail(uuid, text, text, text) is 'Records what a person says about mail from a publication. For acts of the person only: a yes also takes back a complaint. Holds and bounces stay.';

create function private.add_no(p_publication_id uuid, p_address_hashes bytea[], p_state text, p_source text) returns bytea[]
language plpgsql set search_path = ''
as $$
declare
	added bytea[];
begin
	if p_state = 'unsubscribed' then
		with written as (
			insert into private.mail_choices as c (publication_id, address_hash, choice, act)
			select p_publication_id, h, 'no', p_source from unnest(p_address_hashes) h
			on conflict (publication_id, address_hash) do update
			set choice = 'no', act = excluded.act, at = now() where c.choice = 'yes'
			returning c.address_hash
		)
		select array_agg(address_hash) into added from written;
	elsif p_state <> 'subscribed' then
		with written as (
			insert into private.mail_stops (publication_id, address_hash, kind, source)
			select p_publication_id, h, case p_state when 'bounced' then 'bounce' when 'complained' then 'complaint' else 'hold' end, p_source
			from unnest(p_address_hashes) h
			on conflict do nothing
			returning address_hash
		)
		select array_agg(address_hash) into added from written;
	end if;
	return coalesce(added, '{}');
end $$;
comment on function private.add_no(uuid, bytea[], text, text) is 'Adds what another source says against mail, by a word of members.email_state, and returns the hashes for which that was new. It never takes anything away: subscribed changes nothing.';

create function private.apply_mail_records() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	update public.members m
	set email_state = t.state
	from (
		select d.publication_id, d.address_hash, private.email_state(d.publication_id, d.address_hash) as state
		from (select distinct publication_id, address_hash from touched) d
	) t
	where m.publication_id = t.publication_id and m.address_hash = t.address_hash and m.email_state <> t.state;
	return null;
end $$;
create trigger apply_on_insert after insert on private.mail_choices
	referencing new table as touched for each statement execute function private.apply_mail_records();
create trigger apply_on_update after update on private.mail_choices
	referencing new table as touched for each statement execute function private.apply_mail_records();
create trigger apply_on_insert after insert on private.mail_stops
	referencing new table as touched for each statement execute function private.apply_mail_records();
create trigger apply_on_delete after delete on private.mail_stops
	referencing old table as touched for each statement execute function private.apply_mail_records();

create function private.wants_mail(p_publication_id uuid, p_address_hash bytea) returns boolean
language sql stable set search_path = ''
as $$ select private.email_state(p_publication_id, p_address_hash) not in ('complained', 'unsubscribed') $$;
comment on function private.wants_mail(uuid, bytea) is 'Whether the person has nothing against mail; a hold or a bounce may still stop it.';

create function private.has_left(p_publication_id uuid, p_address_hash bytea) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
	return exists (
		select from private.mail_choices
		where publication_id = p_publication_id and address_hash = p_address_hash and choice = 'no' and act in ('left', 'erased')
	);
end $$;
comment on function private.has_left(uuid, bytea) is 'Whether the person left the publication or deleted their account, and has not come back since.';

-- Bans -------------------------------------------------------------------------------------------

create table private.bans (
	publication_id uuid not null references public.publications (id) on delete cascade,
	subject_hash bytea not null check (octet_length(subject_hash) = 32),
	ban uuid not null,
	at timestamptz not null default now(),
	primary key (publication_id, subject_hash)
);
comment on table private.bans is 'Addresses and logins that are banned from a publication. A ban has a row for each address and login of the person, and outlives the member.';
comment on column private.bans.subject_hash is 'private.address_hash of an address, or private.person_hash of a login.';
comment on column private.bans.ban is 'The same for all rows of one ban: they are lifted together.';
create index bans_subject_idx on private.bans (subject_hash);
create index bans_ban_idx on private.bans (publication_id, ban);
alter table private.bans enable row level security;

create function private.subjects_of(p_email text) returns bytea[]
language plpgsql stable security definer set search_path = ''
as $$
begin
	return array[private.address_hash(p_email)] || array(
		select private.person_hash(u.id) from auth.users u
		where u.email = lower(btrim(p_email)) and u.email_confirmed_at is not null
	);
end $$;
comment on function private.subjects_of(text) is 'Under what a person is remembered: the hash of the address, and the hash of the login that has confirmed it.';

create function private.is_banned(p_publication_id uuid, p_email text) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
	-- Most publications have banned nobody, and then no hash is needed.
	return exists (select from private.bans where publication_id = p_publication_id) and exists (
		select from private.bans
		where publication_id = p_publication_id and subject_hash = any (private.subjects_of(p_email))
	);
end $$;
comment on function private.is_banned(uuid, text) is 'Whether an address, or the login behind it, is banned from a publication, as a member or not.';

create function private.keep_bans() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
	subjects bytea[] := private.subjects_of(new.email);
begin
	if tg_op = 'UPDATE' then
		subjects := subjects || private.subjects_of(old.email);
	end if;
	if new.status = 'banned' then
		insert into private.bans (publication_id, subject_hash, ban)
		select new.publication_id, s, coalesce(
			(select b.ban from private.bans b where b.publication_id = new.publication_id and b.subject_hash = any (subjects) order by b.at limit 1),
			new.id
		)
		from unnest(subjects) s
		on conflict do nothing;
	elsif tg_op = 'UPDATE' and old.status = 'banned' then
		delete from private.bans where publication_id = new.publication_id and ban in (
			select b.ban from private.bans b where b.publication_id = new.publication_id and b.subject_hash = any (subjects)
		);
	end if;
	return null;
end $$;
comment on function private.keep_bans() is 'Writes a ban for each address and login of the member, and lifts all of it when staff lift it.';
create trigger keep_bans after insert or update of status, email on public.members
	for each row when (new.status = 'banned') execute function private.keep_bans();
create trigger lift_bans after update of status on public.members
	for each row when (old.status = 'banned' and new.status <> 'banned') execute function private.keep_bans();

create function private.carry_bans() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	insert into private.bans (publication_id, subject_hash, ban)
	select distinct on (b.publication_id, s) b.publication_id, s, b.ban
	from private.bans b
	cross join unnest(array[private.person_hash(new.id), private.address_hash(new.email)]) s
	where b.subject_hash in (private.person_hash(new.id), private.address_hash(old.email))
	order by b.publication_id, s, b.at
	on conflict do nothing;
	return null;
end $$;
comment on function private.carry_bans() is 'Bans follow a login to its new address.';
create trigger carry_bans after update of email on auth.users
	for each row when (old.email is distinct from new.email and old.email_confirmed_at is not null and new.email_confirmed_at is not null)
	execute function private.carry_bans();

-- Members ----------------------------------------------------------------------------------------

create function private.carry_mail_records(p_publication_id uuid, p_from bytea, p_to bytea) returns void
language sql set search_path = ''
as $$
	insert into private.mail_choices as c (publication_id, address_hash, choice, act, at)
	select publication_id, p_to, choice, act, at from private.mail_choices
	where publication_id = p_publication_id and address_hash = p_from and choice = 'no'
	on conflict (publication_id, address_hash) do update
	set choice = excluded.choice, act = excluded.act, at = excluded.at
	-- Who has left has said more than no to mail.
	where c.choice = 'yes' or (excluded.act in ('left', 'erased') and c.act not in ('left', 'erased'));
	-- That mail came back says something about the old address only.
	insert into private.mail_stops (publication_id, address_hash, kind, source, made_by, note, at)
	select publication_id, p_to, kind, source, made_by, note, at from private.mail_stops
	where publication_id = p_publication_id and address_hash = p_from and kind <> 'bounce'
	on conflict do nothing;
$$;
comment on function private.carry_mail_records(uuid, bytea, bytea) is 'Copies every no of an address to the one a member moves to. A yes is not copied: it was said for another address.';

create function private.apply_remembered() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
	moved boolean := tg_op = 'UPDATE' and new.email <> old.email;
begin
	if tg_op = 'INSERT' or moved then
		new.address_hash := private.address_hash(new.email);
	elsif new.address_hash <> old.address_hash then
		raise exception 'address_hash_is_derived' using errcode = 'PT409';
	end if;
	if tg_op = 'INSERT' and new.email_state <> 'subscribed' then
		perform private.add_no(new.publication_id, array[new.address_hash], new.email_state, 'operator');
	elsif moved then
		perform private.carry_mail_records(new.publication_id, old.address_hash, new.address_hash);
	elsif tg_op = 'UPDATE' and new.email_state <> old.email_state and new.email_state <> private.email_state(new.publication_id, new.address_hash) then
		raise exception 'email_state_is_derived' using errcode = 'PT409';
	end if;
	if tg_op = 'INSERT' or moved then
		new.email_state := private.email_state(new.publication_id, new.address_hash);
		if private.is_banned(new.publication_id, new.email) then
			new.status := 'banned';
		end if;
	end if;
	if new.status = 'active' and (tg_op = 'INSERT' or old.status <> 'active')
		and private.has_left(new.publication_id, new.address_hash) then
		if tg_op = 'UPDATE' and old.status = 'left' then
			raise exception 'member_left' using errcode = 'PT409';
		end if;
		new.status := 'left';
	end if;
	return new;
end $$;
comment on function private.apply_remembered() is 'What is remembered about an address applies to its member: a no to mail, a ban, and that the person left. PT409 member_left: only the person can come back; email_state_is_derived: write to private.mail_choices or private.mail_stops instead.';
create trigger apply_remembered before insert or update of email, status, email_state, address_hash on public.members
	for each row execute function private.apply_remembered();

create function private.forget_stop_notes() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	update private.mail_stops s set note = '', made_by = null
	from gone g
	where s.publication_id = g.publication_id and s.address_hash = g.address_hash and (s.note <> '' or s.made_by is not null);
	return null;
end $$;
comment on function private.forget_stop_notes() is 'What staff wrote about a member goes with the member; that mail is stopped stays.';
create trigger forget_stop_notes after delete on public.members
	referencing old table as gone for each statement execute function private.forget_stop_notes();
