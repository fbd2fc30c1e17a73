create table public.publications (
	id uuid primary key default private.uuid_v7(),
	slug text not null unique
		check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$' and char_length(slug) >= 2)
		-- Addresses that would pass for the installation's own, or that mail and DNS claim.
		check (slug <> all (array[
			'account', 'admin', 'administrator', 'api', 'app', 'assets', 'auth', 'blog', 'cdn', 'desk',
			'docs', 'feed', 'ftp', 'help', 'hostmaster', 'imap', 'inbox', 'invitations', 'login', 'mail',
			'media', 'mx', 'ns1', 'ns2', 'official', 'pamphlet', 'pop', 'postmaster', 'root', 'security',
			'sign-in', 'sign-out', 'sign-up', 'smtp', 'static', 'status', 'stripe', 'support', 'webmaster', 'www'
		])),
	name text not null check (char_length(btrim(name)) between 1 and 80 and name !~ '[[:cntrl:]]'),
	description text not null default '' check (char_length(description) <= 300),
	language text not null default 'en' check (language ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$'),
	time_zone text not null default 'Etc/UTC' check (char_length(time_zone) <= 64),
	accent_hue smallint not null default 252 check (accent_hue between 0 and 359),
	accent_chroma real not null default 0.12 check (accent_chroma between 0.06 and 0.2201),
	status text not null default 'live' check (status in ('live', 'closed')),
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now()
);
comment on table public.publications is 'A publication: a name, an address, and staff who do not share it with others.';
comment on column public.publications.slug is 'The address: /@slug, and later slug.host.';
comment on column public.publications.language is 'BCP 47 tag of what is written here: lang and dir of its pages.';
comment on column public.publications.time_zone is 'IANA name; dates are shown and scheduled in it.';
comment on column public.publications.accent_hue is 'OKLCH hue of the accent, degrees. The page owns the lightness, so every accent keeps its contrast.';
comment on column public.publications.accent_chroma is 'OKLCH chroma of the accent.';
comment on column public.publications.status is 'A closed publication shows nothing to anybody but its staff.';

grant select on public.publications to anon, authenticated, service_role;
grant update (name, description, language, time_zone, accent_hue, accent_chroma) on public.publications to authenticated;
grant delete on public.publications to authenticated;
grant insert, update, delete on public.publications to service_role;
alter table public.publications enable row level security;

create trigger touch before update on public.publications
	for each row execute function private.touch_updated_at();

create function private.check_time_zone() returns trigger
language plpgsql set search_path = ''
as $$
begin
	-- Region and place, as in Europe/London. Postgres also has names that JavaScript does not know (Factory,
	-- localtime, posixrules) and whole copies of the list (posix/, right/, SystemV/).
	if new.time_zone !~ '^(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe|Indian|Mexico|Pacific|US)/'
		or not exists (select from pg_catalog.pg_timezone_names where name = new.time_zone) then
		raise exception 'unknown time zone %', new.time_zone using errcode = '23514', constraint = 'publications_time_zone_check';
	end if;
	return new;
end $$;
comment on function private.check_time_zone() is 'Takes the time zones that both Postgres and JavaScript know. A test compares the two lists.';
create trigger check_time_zone before insert or update of time_zone on public.publications
	for each row execute function private.check_time_zone();

-- Closed publications are few, so policies carry this short list instead of a copy on every row.
create function private.closed_pubs() returns uuid[]
language plpgsql stable security definer set search_path = ''
as $$
begin
	return (select coalesce(array_agg(id), '{}') from public.publications where status = 'closed');
end $$;
comment on function private.closed_pubs() is 'Publications that show nothing to the public.';
grant execute on function private.closed_pubs() to anon, authenticated;
create index publications_closed_idx on public.publications (id) where status = 'closed';
