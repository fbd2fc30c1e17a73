create table public.profiles (
	id uuid primary key default private.uuid_v7(),
	user_id uuid unique references auth.users (id) on delete set null
		check (user_id is null or user_id = id),
	publication_id uuid references public.publications (id) on delete cascade,
	name text not null default '' check (char_length(name) <= 80 and name !~ '[[:cntrl:]]'),
	bio text not null default '' check (char_length(bio) <= 500),
	claim_email text check (claim_email is not distinct from private.email_address(claim_email)),
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	check (num_nonnulls(user_id, publication_id) <= 1)
);
comment on table public.profiles is 'A person as readers see them. Somebody with a login has the id of their user; the others are bylines an import brought to one publication.';
comment on column public.profiles.publication_id is 'Set on imported bylines only: the publication that brought them.';
comment on column public.profiles.claim_email is 'Address an imported byline is claimed with when its owner joins the staff. Never readable through the API.';
create index profiles_publication_idx on public.profiles (publication_id) where publication_id is not null;

grant select (id, publication_id, name, bio, created_at, updated_at) on public.profiles to anon, authenticated;
grant update (name, bio) on public.profiles to authenticated;
grant select, insert, update, delete on public.profiles to service_role;
alter table public.profiles enable row level security;

create trigger touch before update on public.profiles
	for each row execute function private.touch_updated_at();

create function private.create_profile() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
	-- Anybody can sign up with somebody else's address and send a name along: nothing of that is taken.
	-- A provider that has verified the address may suggest a name. Clients cannot write raw_app_meta_data.
	wish text := case
		when new.raw_app_meta_data ->> 'provider' not in ('email', 'phone')
			and new.raw_user_meta_data ->> 'email_verified' = 'true'
		then left(btrim(regexp_replace(
			coalesce(new.raw_user_meta_data ->> 'name', new.raw_user_meta_data ->> 'full_name', ''),
			'[\u0001-\u001f\u007f-\u009f\u2028\u2029[:cntrl:]]', ' ', 'g'
		)), 80)
	end;
begin
	insert into public.profiles (id, user_id, name)
	-- The checks below would refuse a name that cannot be seen, and with it the account.
	values (new.id, new.id, case when wish ~ '[^\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]' then wish else '' end);
	return null;
end $$;
create trigger create_profile after insert on auth.users
	for each row execute function private.create_profile();
