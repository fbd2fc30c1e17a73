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
	-- Whoever watches the version must not see somebody at work on a draft.
	if tg_table_name in ('posts', 'post_contents')
		and whole ->> 'status' <> 'published'
		and (tg_op <> 'UPDATE' or to_jsonb(old) ->> 'status' <> 'published') then
		return null;
	elsif tg_table_name in ('post_authors', 'post_tags')
		and not exists (select from public.posts where id = (whole ->> 'post_id')::uuid and status = 'published') then
		return null;
	end if;
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

-- Words and addresses that can be seen ---------------------------------------------------------

-- What [[:cntrl:]] and [[:space:]] hold differs from locale to locale, so these name the characters:
-- the schemas of the app have the same lists, and a test holds the two together.

alter table public.publications
	add constraint publications_name_plain check (name !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'),
	add constraint publications_name_seen
		check (name ~ '[^\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]');
alter table public.posts
	add constraint posts_lines_plain
		check (title || subtitle || coalesce(meta_title, '') || coalesce(meta_description, '') !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'),
	-- Small letters, figures, hyphens and underlines of any script: no signs, nothing invisible.
	add constraint posts_slug_plain
		check (slug is nfc normalized and slug !~ '[\u0001-\u002c\u002e\u002f\u003a-\u005e\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f\u2ff0-\u3004\u3008-\u3020\u3030\u3164\ue000-\uf8ff\ufe00-\ufe1f\ufe30-\ufe6f\ufeff\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffa0\uffe0-\uffff\U0001d173-\U0001d17a\U0001f000-\U0001faff\U000e0000-\U0010ffff]');
alter table public.tags
	add constraint tags_name_plain check (name !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'),
	add constraint tags_name_seen
		check (name ~ '[^\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]'),
	add constraint tags_slug_plain
		check (slug is nfc normalized and slug !~ '[\u0001-\u002c\u002e\u002f\u003a-\u005e\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f\u2ff0-\u3004\u3008-\u3020\u3030\u3164\ue000-\uf8ff\ufe00-\ufe1f\ufe30-\ufe6f\ufeff\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffa0\uffe0-\uffff\U0001d173-\U0001d17a\U0001f000-\U0001faff\U000e0000-\U0010ffff]');

alter table public.profiles
	add constraint profiles_name_plain check (name !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'),
	add constraint profiles_name_seen check (name = '' or name ~ '[^\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]');
alter table public.members
	add constraint members_name_plain check (name !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]');
alter table public.tiers
	add constraint tiers_name_plain check (name !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'),
	add constraint tiers_name_seen check (name ~ '[^\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]');

-- How many may stand at a post -----------------------------------------------------------------

create function private.limit_post_tags() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	if exists (
		select from public.post_tags t where t.post_id in (select post_id from added)
		group by t.post_id having count(*) > 100
	) then
		raise exception 'too_many_tags' using errcode = '23514';
	end if;
	return null;
end $$;
create trigger limit_post_tags after insert on public.post_tags
	referencing new table as added for each statement execute function private.limit_post_tags();

create function private.limit_post_authors() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	if exists (
		select from public.post_authors a where a.post_id in (select post_id from added)
		group by a.post_id having count(*) > 50
	) then
		raise exception 'too_many_authors' using errcode = '23514';
	end if;
	return null;
end $$;
create trigger limit_post_authors after insert on public.post_authors
	referencing new table as added for each statement execute function private.limit_post_authors();

-- Settings of a post, and copies of it ---------------------------------------------------------

create function public.change_post(
	p_post_id uuid, p_settings jsonb, p_tag_ids uuid[], p_tier_ids uuid[] default null, p_author_ids uuid[] default null
) returns void
language plpgsql set search_path = ''
as $$
declare
	home uuid;
begin
	select publication_id into home from public.posts where id = p_post_id for update;
	if not found then
		raise exception 'post_not_found' using errcode = 'PT404';
	end if;
	update public.posts
	set kind = coalesce(p_settings ->> 'kind', kind),
		visibility = coalesce(p_settings ->> 'visibility', visibility),
		slug = coalesce(p_settings ->> 'slug', slug),
		excerpt = p_settings ->> 'excerpt',
		cover_media_id = (p_settings ->> 'cover_media_id')::uuid,
		cover_alt = coalesce(p_settings ->> 'cover_alt', ''),
		cover_caption = coalesce(p_settings ->> 'cover_caption', ''),
		meta_title = p_settings ->> 'meta_title',
		meta_description = p_settings ->> 'meta_description',
		canonical_url = p_settings ->> 'canonical_url'
	where id = p_post_id;

	delete from public.post_tags where post_id = p_post_id and tag_id <> all (p_tag_ids);
	update public.post_tags set position = array_position(p_tag_ids, tag_id) - 1
	where post_id = p_post_id and position <> array_position(p_tag_ids, tag_id) - 1;
	insert into public.post_tags (post_id, tag_id, publication_id, position)
	select p_post_id, wish.id, home, min(wish.n) - 1
	from unnest(p_tag_ids) with ordinality as wish (id, n)
	where not exists (select from public.post_tags t where t.post_id = p_post_id and t.tag_id = wish.id)
	group by wish.id;

	if p_tier_ids is not null then
		delete from public.post_tiers where post_id = p_post_id and tier_id <> all (p_tier_ids);
		insert into public.post_tiers (post_id, tier_id, publication_id)
		select distinct p_post_id, wish.id, home from unnest(p_tier_ids) as wish (id)
		where not exists (select from public.post_tiers t where t.post_id = p_post_id and t.tier_id = wish.id);
	end if;

	if p_author_ids is not null then
		delete from public.post_authors where post_id = p_post_id and profile_id <> all (p_author_ids);
		update public.post_authors set position = array_position(p_author_ids, profile_id) - 1
		where post_id = p_post_id and position <> array_position(p_author_ids, profile_id) - 1;
		insert into public.post_authors (post_id, profile_id, publication_id, position)
		select p_post_id, wish.id, home, min(wish.n) - 1
		from unnest(p_author_ids) with ordinality as wish (id, n)
		where not exists (select from public.post_authors a where a.post_id = p_post_id and a.profile_id = wish.id)
		group by wish.id;
	end if;
end $$;
comment on function public.change_post(uuid, jsonb, uuid[], uuid[], uuid[]) is 'All settings of a post at once, or none, under the caller''s rights: tags and authors in their order; tiers and authors stay as they are where they are null. PT404: no such post, or not the caller''s to change.';
grant execute on function public.change_post(uuid, jsonb, uuid[], uuid[], uuid[]) to authenticated;

create function public.duplicate_post(p_post_id uuid) returns uuid
language plpgsql set search_path = ''
as $$
declare
	copy uuid;
begin
	insert into public.posts (publication_id, kind, title, subtitle, slug)
	select p.publication_id, p.kind, left(p.title, 293) || ' (copy)', p.subtitle,
		'untitled-' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 8)
	from public.posts p where p.id = p_post_id and p.status <> 'deleted'
	returning id into copy;
	if copy is null then
		raise exception 'post_not_found' using errcode = 'PT404';
	end if;
	update public.posts made
	set visibility = p.visibility, excerpt = p.excerpt, word_count = p.word_count,
		cover_media_id = p.cover_media_id, cover_alt = p.cover_alt, cover_caption = p.cover_caption
	from public.posts p where made.id = copy and p.id = p_post_id;
	update public.post_contents made
	set doc = c.doc, schema_version = c.schema_version
	from public.post_contents c where made.post_id = copy and c.post_id = p_post_id;
	if not found then
		raise exception 'post_not_found' using errcode = 'PT404';
	end if;
	insert into public.post_tags (post_id, tag_id, publication_id, position)
	select copy, tag_id, publication_id, position from public.post_tags where post_id = p_post_id;
	insert into public.post_tiers (post_id, tier_id, publication_id)
	select copy, tier_id, publication_id from public.post_tiers where post_id = p_post_id;
	return copy;
end $$;
comment on function public.duplicate_post(uuid) is 'A new draft of the caller with the words, text, cover, tags and access of a post they may read, under their own rights. PT404: there is no such post for them.';
grant execute on function public.duplicate_post(uuid) to authenticated;

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
		-- A moment without a year, from before there was a check, would fail the list of the others.
		and p.published_at >= '0001-01-02 00:00:00+00'
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
