create table public.media (
	id uuid primary key default private.uuid_v7(),
	publication_id uuid not null references public.publications (id) on delete cascade,
	path text not null unique generated always as (publication_id::text || '/' || id::text || '/' || filename) stored,
	filename text not null check (filename ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$' and filename !~ '\.\.'),
	mime text not null check (mime in (
		'image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif',
		'audio/mpeg', 'audio/mp4', 'audio/ogg', 'video/mp4', 'video/webm',
		'application/pdf', 'application/epub+zip', 'application/zip', 'text/plain', 'text/csv'
	)),
	bytes integer not null check (bytes between 1 and 20971520),
	width integer check (width between 1 and 20000),
	height integer check (height between 1 and 20000),
	alt text not null default '' check (char_length(alt) <= 500),
	created_by uuid default auth.uid() references auth.users (id) on delete set null,
	created_at timestamptz not null default now(),
	unique (publication_id, id)
);
comment on table public.media is 'Files of a publication. Their bytes lie in the private bucket media, and are served at /media/<id>/<filename> to whoever may see a post that shows them.';
comment on column public.media.path is 'Name of the object in the bucket.';
comment on column public.media.bytes is 'Size in bytes.';
create index media_newest_idx on public.media (publication_id, created_at desc);
create index media_created_by_idx on public.media (created_by);

alter table public.posts add foreign key (publication_id, cover_media_id)
	references public.media (publication_id, id) on delete set null (cover_media_id);
create index posts_cover_idx on public.posts (cover_media_id) where cover_media_id is not null;

create table public.post_media (
	post_id uuid not null,
	media_id uuid not null,
	publication_id uuid not null,
	in_teaser boolean not null,
	primary key (post_id, media_id),
	foreign key (publication_id, post_id) references public.posts (publication_id, id) on delete cascade,
	foreign key (publication_id, media_id) references public.media (publication_id, id) on delete cascade
);
comment on table public.post_media is 'Which text shows which file. Derived from the document by a trigger.';
comment on column public.post_media.in_teaser is 'Stands before the paywall mark, so everybody who sees the post may see it.';
create index post_media_media_idx on public.post_media (media_id);

-- Readers see files, and not who uploaded them.
grant select (id, publication_id, path, filename, mime, bytes, width, height, alt, created_at) on public.media to anon, authenticated;
grant select on public.post_media to anon, authenticated;
grant select on public.media, public.post_media to service_role;
grant insert (publication_id, filename, mime, bytes, width, height, alt) on public.media to authenticated;
grant update (alt) on public.media to authenticated;
grant delete on public.media to authenticated;
grant insert, update, delete on public.media, public.post_media to service_role;
alter table public.media enable row level security;
alter table public.post_media enable row level security;

create trigger keep_publication before update of publication_id on public.media
	for each row execute function private.keep_publication();

create function private.media_ids(doc jsonb) returns uuid[]
language sql immutable set search_path = ''
as $$
	select coalesce(array_agg(distinct (value #>> '{}')::uuid), '{}')
	from jsonb_path_query(doc, '$.**.mediaId') as value
	where jsonb_typeof(value) = 'string'
		and value #>> '{}' ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
$$;
comment on function private.media_ids(jsonb) is 'Files a document names.';

create function private.media_in_sight(p_publication_id uuid, p_ids uuid[]) returns uuid[]
language sql stable security definer set search_path = ''
as $$
	select coalesce(array_agg(m.id), '{}')
	from public.media m
	where m.publication_id = p_publication_id and m.id = any (p_ids)
		and (
			-- No user: an operator, or a job of the installation.
			(select auth.uid()) is null
			or m.publication_id = any ((select private.staff_pubs('editor'))::uuid[])
			or m.created_by = (select auth.uid())
			or m.id in (
				select shown.media_id
				from (
					select post_id, media_id from public.post_media where media_id = any (p_ids)
					union all
					select id, cover_media_id from public.posts where cover_media_id = any (p_ids)
				) shown
				join public.posts p on p.id = shown.post_id
				where (p.status = 'published' and p.published_at <= now())
					or p.id = any ((select private.own_posts())::uuid[])
			)
		)
$$;
comment on function private.media_in_sight(uuid, uuid[]) is 'Those of the files that belong to the publication and that the caller, who works there, may see. Repeats the policy on media for triggers that run as their owner; a test compares the two.';

create function private.derive_post_media() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
	-- Showing a file lets readers of the post see it, so nobody can show what they may not see. The
	-- files that the post shows already are in sight of its authors: ask before they are deleted.
	shown uuid[] := private.media_in_sight(new.publication_id, private.media_ids(new.doc));
	open_ids uuid[] := private.media_ids(private.teaser_of(new.doc));
begin
	delete from public.post_media where post_id = new.post_id;
	insert into public.post_media (post_id, media_id, publication_id, in_teaser)
	select new.post_id, id, new.publication_id, id = any (open_ids) from unnest(shown) as id;
	return null;
end $$;
create trigger derive_post_media after update of doc on public.post_contents
	for each row when (old.doc is distinct from new.doc) execute function private.derive_post_media();

create function private.check_cover() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	if private.media_in_sight(new.publication_id, array[new.cover_media_id]) = '{}' then
		-- The same answer as for a file that does not exist.
		raise exception 'there is no such file' using errcode = '23503', constraint = 'posts_publication_id_cover_media_id_fkey';
	end if;
	return new;
end $$;
comment on function private.check_cover() is 'A cover is shown to everybody who sees the post, so whoever sets it must be able to see the file.';
-- Before the row is written: afterwards the post itself would put the file in sight of its author.
create trigger check_cover before insert or update of cover_media_id on public.posts
	for each row when (new.cover_media_id is not null) execute function private.check_cover();

create policy "everybody sees what a text they may read shows" on public.post_media
	for select to anon, authenticated
	using (
		(in_teaser and exists (select from public.posts p where p.id = post_media.post_id))
		or exists (select from public.post_contents c where c.post_id = post_media.post_id)
	);

create policy "everybody sees files of posts they may see" on public.media
	for select to anon
	using (
		exists (select from public.post_media u where u.media_id = media.id)
		or exists (select from public.posts p where p.cover_media_id = media.id)
	);
create policy "everybody sees files of posts they may see, staff more" on public.media
	for select to authenticated
	using (
		publication_id = any ((select private.staff_pubs('editor'))::uuid[])
		or (created_by = (select auth.uid()) and publication_id = any ((select private.staff_pubs('author'))::uuid[]))
		or exists (select from public.post_media u where u.media_id = media.id)
		or exists (select from public.posts p where p.cover_media_id = media.id)
	);
create policy "staff add files" on public.media
	for insert to authenticated
	with check (publication_id = any ((select private.staff_pubs('author'))::uuid[]));
create policy "authors describe their own files, editors all" on public.media
	for update to authenticated
	using (
		publication_id = any ((select private.staff_pubs('editor'))::uuid[])
		or (created_by = (select auth.uid()) and publication_id = any ((select private.staff_pubs('author'))::uuid[]))
	)
	with check (
		publication_id = any ((select private.staff_pubs('editor'))::uuid[])
		or (created_by = (select auth.uid()) and publication_id = any ((select private.staff_pubs('author'))::uuid[]))
	);
create policy "authors delete their own files, editors all" on public.media
	for delete to authenticated
	using (
		publication_id = any ((select private.staff_pubs('editor'))::uuid[])
		or (created_by = (select auth.uid()) and publication_id = any ((select private.staff_pubs('author'))::uuid[]))
	);

create function private.is_own_media(p_path text) returns boolean
language sql stable security definer set search_path = ''
as $$ select exists (select from public.media where path = p_path and created_by = (select auth.uid())) $$;
comment on function private.is_own_media(text) is 'Whether the caller added the file whose bytes lie at this path. For policies on storage.objects: callers cannot read media.created_by.';
grant execute on function private.is_own_media(text) to authenticated;

-- The bucket is private; an object follows the rule of its row in media, which is written first.
insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values ('media', 'media', false, 20971520, array[
		'image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif',
		'audio/mpeg', 'audio/mp4', 'audio/ogg', 'video/mp4', 'video/webm',
		'application/pdf', 'application/epub+zip', 'application/zip', 'text/plain', 'text/csv'
	])
on conflict (id) do nothing;

create policy "media: read what the row allows" on storage.objects
	for select to anon, authenticated
	using (bucket_id = 'media' and exists (select from public.media m where m.path = objects.name));
create policy "media: upload one's own file" on storage.objects
	for insert to authenticated
	with check (
		bucket_id = 'media'
		and exists (
			select from public.media m
			where m.path = objects.name
				-- Whoever left may still see a published file of theirs, and must not replace it.
				and m.publication_id = any ((select private.staff_pubs('author'))::uuid[])
		)
		and (select private.is_own_media(objects.name))
	);
create policy "media: delete one's own file, editors all" on storage.objects
	for delete to authenticated
	using (
		bucket_id = 'media'
		and exists (
			select from public.media m
			where m.path = objects.name
				and (
					m.publication_id = any ((select private.staff_pubs('editor'))::uuid[])
					or (
						m.publication_id = any ((select private.staff_pubs('author'))::uuid[])
						and (select private.is_own_media(objects.name))
					)
				)
		)
	);
