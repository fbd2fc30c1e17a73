-- Versions of what a publication shows, former addresses of publications, and the job that moves
-- what time alone moves.

create table public.publication_versions (
	publication_id uuid primary key references public.publications (id) on delete cascade,
	version bigint not null default 1,
	bumped_in xid8
) with (fillfactor = 50);
comment on table public.publication_versions is 'One number a publication, raised whenever anything its pages show changes. Caches and ETags hold on to it.';
comment on column public.publication_versions.bumped_in is 'The transaction of the last raise, so that one transaction raises once.';

grant select (publication_id, version) on public.publication_versions to anon, authenticated;
grant select on public.publication_versions to service_role;
alter table public.publication_versions enable row level security;
create policy "everybody sees versions of publications they see" on public.publication_versions
	for select to anon, authenticated
	using (exists (select from public.publications p where p.id = publication_versions.publication_id));

create function private.raise_version(p_publication_id uuid) returns void
language sql security definer set search_path = ''
as $$
	insert into public.publication_versions as v (publication_id, bumped_in)
	-- No row is left behind for a publication that is being deleted.
	select id, pg_current_xact_id() from public.publications where id = p_publication_id
	on conflict (publication_id) do update
		set version = v.version + 1, bumped_in = excluded.bumped_in
		where v.bumped_in is distinct from excluded.bumped_in
$$;

create function private.on_visible_change() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
	whole jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
begin
	perform private.raise_version(coalesce(whole ->> 'publication_id', whole ->> 'id')::uuid);
	return null;
end $$;
comment on function private.on_visible_change() is 'Deferred to the commit: while the transaction works, nobody waits for its lock on the version, and nobody caches old rows under the new number.';

create constraint trigger raise_version after insert or update on public.publications
	deferrable initially deferred for each row execute function private.on_visible_change();
create constraint trigger raise_version after insert or update or delete on public.posts
	deferrable initially deferred for each row execute function private.on_visible_change();
create constraint trigger raise_version after update on public.post_contents
	deferrable initially deferred for each row execute function private.on_visible_change();
create constraint trigger raise_version after insert or update or delete on public.post_authors
	deferrable initially deferred for each row execute function private.on_visible_change();
create constraint trigger raise_version after insert or update or delete on public.tags
	deferrable initially deferred for each row execute function private.on_visible_change();
create constraint trigger raise_version after insert or update or delete on public.post_tags
	deferrable initially deferred for each row execute function private.on_visible_change();
create constraint trigger raise_version after update on public.media
	deferrable initially deferred for each row execute function private.on_visible_change();

create function private.on_byline_change() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	perform private.raise_version(publication_id)
	from (select distinct publication_id from public.post_authors where profile_id = new.id) signed;
	return null;
end $$;
create constraint trigger raise_version after update of name, bio on public.profiles
	deferrable initially deferred for each row execute function private.on_byline_change();

-- Former addresses of publications ------------------------------------------------------------

create table public.publication_redirects (
	slug text primary key,
	publication_id uuid not null references public.publications (id) on delete cascade,
	created_at timestamptz not null default now()
);
comment on table public.publication_redirects is 'Former addresses of publications, answered with 301. Kept by a trigger; nobody else can take one.';
create index publication_redirects_publication_idx on public.publication_redirects (publication_id);

grant select on public.publication_redirects to anon, authenticated, service_role;
grant insert, update, delete on public.publication_redirects to service_role;
alter table public.publication_redirects enable row level security;
create policy "everybody follows the old address of a publication they see" on public.publication_redirects
	for select to anon, authenticated
	using (exists (select from public.publications p where p.id = publication_redirects.publication_id));

create function private.keep_address() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	if exists (select from public.publication_redirects where slug = new.slug and publication_id <> new.id) then
		raise exception 'the address % was another publication''s', new.slug
			using errcode = '23505', constraint = 'publications_slug_key';
	end if;
	delete from public.publication_redirects where slug = new.slug;
	if tg_op = 'UPDATE' and old.slug <> new.slug then
		-- Every former address stays taken, so their number is bounded.
		if (select count(*) from public.publication_redirects where publication_id = new.id) >= 10 then
			raise exception 'too_many_addresses' using errcode = 'PT429';
		end if;
		insert into public.publication_redirects (slug, publication_id) values (old.slug, new.id);
	end if;
	return null;
end $$;
create trigger keep_address after insert or update of slug on public.publications
	for each row execute function private.keep_address();
grant update (slug) on public.publications to authenticated;

-- What there is to read -----------------------------------------------------------------------

-- These say what policies show to everybody: the filter is theirs, so that staff get the same numbers.

create function public.publication_subjects(p_publication_id uuid)
returns table (slug text, name text, description text, posts bigint)
language sql stable set search_path = ''
as $$
	-- The planner takes the policies for far more selective than they are: each part is made once.
	with shown as materialized (
		select p.id from public.posts p
		where p.publication_id = p_publication_id
			and p.kind = 'post' and p.status = 'published' and p.published_at <= now()
	), tagged as materialized (
		select pt.tag_id, pt.post_id from public.post_tags pt
		where pt.tag_id = any (array(
			select t.id from public.tags t where t.publication_id = p_publication_id and not t.is_internal
		))
	), counted as materialized (
		select tagged.tag_id, count(*) as posts from tagged where tagged.post_id in (select id from shown) group by tagged.tag_id
	)
	select t.slug, t.name, t.description, counted.posts
	from counted join public.tags t on t.id = counted.tag_id
	order by lower(t.name), t.slug
$$;
comment on function public.publication_subjects(uuid) is 'Public tags with at least one published post, and how many each has.';
grant execute on function public.publication_subjects(uuid) to anon, authenticated;

create function public.publication_years(p_publication_id uuid)
returns table (year integer, posts bigint, newest timestamptz, oldest timestamptz)
language sql stable set search_path = ''
as $$
	select extract(year from p.published_at at time zone pub.time_zone)::integer, count(*), max(p.published_at), min(p.published_at)
	from public.posts p
	join public.publications pub on pub.id = p.publication_id
	where p.publication_id = p_publication_id
		and p.kind = 'post' and p.status = 'published' and p.published_at <= now()
	group by 1
	order by 1 desc
$$;
comment on function public.publication_years(uuid) is 'Years with published posts, as the calendar of the publication''s time zone has them, and the first and last moment of each.';
grant execute on function public.publication_years(uuid) to anon, authenticated;

create function public.publication_bylines(p_publication_id uuid)
returns table (id uuid, name text, bio text, posts bigint)
language sql stable set search_path = ''
as $$
	select a.id, a.name, a.bio, count(*)
	from public.post_authors pa
	join public.posts p on p.id = pa.post_id
	join public.profiles a on a.id = pa.profile_id
	where pa.publication_id = p_publication_id and a.name <> ''
		and p.kind = 'post' and p.status = 'published' and p.published_at <= now()
	group by a.id, a.name, a.bio
	order by lower(a.name), a.id
$$;
comment on function public.publication_bylines(uuid) is 'Who signs published posts, and how many.';
grant execute on function public.publication_bylines(uuid) to anon, authenticated;

-- What time moves ------------------------------------------------------------------------------

create table private.clockwork (
	id smallint primary key default 1 check (id = 1),
	last_run_at timestamptz not null default now()
);
comment on table private.clockwork is 'Until when run_due has done its work: after a downtime it goes on from there.';
insert into private.clockwork default values;
alter table private.clockwork enable row level security;

create function private.run_due() returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
	since timestamptz;
	appeared uuid[];
	purged integer;
	thinned integer;
begin
	-- The lock lets two runners take turns.
	select last_run_at into since from private.clockwork for update;

	-- Scheduled posts appear by policy; what was cached does not know yet.
	select coalesce(array_agg(id), '{}') into appeared from public.posts
	where status = 'published' and published_at > since and published_at <= now();
	perform private.raise_version(publication_id)
	from (select distinct publication_id from public.posts where id = any (appeared)) shown;

	delete from public.posts where status = 'deleted' and deleted_at < now() - interval '30 days';
	get diagnostics purged = row_count;

	-- Of revisions older than a month, the last of each day is enough.
	delete from public.post_revisions r
	where r.saved_at < now() - interval '30 days'
		and exists (
			select from public.post_revisions later
			where later.post_id = r.post_id and later.revision > r.revision
				and date_trunc('day', later.saved_at, 'UTC') = date_trunc('day', r.saved_at, 'UTC')
		);
	get diagnostics thinned = row_count;

	update private.clockwork set last_run_at = now();
	return jsonb_build_object('appeared', cardinality(appeared), 'purged', purged, 'thinned', thinned);
end $$;
comment on function private.run_due() is 'Moves what time moves: versions of publications whose scheduled posts appeared, posts deleted thirty days ago, old revisions. Safe to run at any moment, by any number of runners, and after any downtime. Called each minute by pg_cron where it exists, else by the local runner.';
create index post_revisions_saved_at_idx on public.post_revisions (saved_at);
create index posts_published_at_idx on public.posts (published_at) where status = 'published';
create index posts_deleted_at_idx on public.posts (deleted_at) where status = 'deleted';

do $$
begin
	if exists (select from pg_available_extensions where name = 'pg_cron') then
		create extension if not exists pg_cron;
		execute $cron$ select cron.schedule('pamphlet-run-due', '* * * * *', 'select private.run_due()') $cron$;
	end if;
end $$;
