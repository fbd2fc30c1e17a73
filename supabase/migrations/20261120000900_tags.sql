create table public.tags (
	id uuid primary key default private.uuid_v7(),
	publication_id uuid not null references public.publications (id) on delete cascade,
	slug text not null check (char_length(slug) between 1 and 191 and slug = lower(slug) and slug !~ '[[:space:][:cntrl:]/\\?#%]'),
	name text not null check (char_length(btrim(name)) between 1 and 191 and name !~ '[[:cntrl:]]'),
	description text not null default '' check (char_length(description) <= 500),
	is_internal boolean not null default false,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	unique (publication_id, slug),
	unique (publication_id, id)
);
comment on table public.tags is 'Subjects of posts.';
comment on column public.tags.is_internal is 'For staff only: sorts the desk, shows nowhere.';

create table public.post_tags (
	post_id uuid not null,
	tag_id uuid not null,
	publication_id uuid not null,
	position smallint not null default 0,
	primary key (post_id, tag_id),
	foreign key (publication_id, post_id) references public.posts (publication_id, id) on delete cascade,
	foreign key (publication_id, tag_id) references public.tags (publication_id, id) on delete cascade
);
comment on table public.post_tags is 'Tags of a post; the first is its main subject.';
create index post_tags_tag_idx on public.post_tags (tag_id);

grant select on public.tags, public.post_tags to anon, authenticated, service_role;
grant insert (publication_id, slug, name, description, is_internal) on public.tags to authenticated;
grant update (slug, name, description, is_internal) on public.tags to authenticated;
grant delete on public.tags to authenticated;
grant insert, delete on public.post_tags to authenticated;
grant update (position) on public.post_tags to authenticated;
grant insert, update, delete on public.tags, public.post_tags to service_role;
alter table public.tags enable row level security;
alter table public.post_tags enable row level security;

create trigger touch before update on public.tags
	for each row execute function private.touch_updated_at();
create trigger keep_publication before update of publication_id on public.tags
	for each row execute function private.keep_publication();

create policy "everybody sees public tags" on public.tags
	for select to anon
	using (not is_internal and publication_id <> all ((select private.closed_pubs())::uuid[]));
create policy "everybody sees public tags, staff all" on public.tags
	for select to authenticated
	using (
		(not is_internal and publication_id <> all ((select private.closed_pubs())::uuid[]))
		or publication_id = any ((select private.staff_pubs('author'))::uuid[])
	);
create policy "editors add tags" on public.tags
	for insert to authenticated
	with check (publication_id = any ((select private.staff_pubs('editor'))::uuid[]));
create policy "editors change tags" on public.tags
	for update to authenticated
	using (publication_id = any ((select private.staff_pubs('editor'))::uuid[]))
	with check (publication_id = any ((select private.staff_pubs('editor'))::uuid[]));
create policy "editors delete tags" on public.tags
	for delete to authenticated
	using (publication_id = any ((select private.staff_pubs('editor'))::uuid[]));

create policy "everybody sees the public tags of a post they see" on public.post_tags
	for select to anon, authenticated
	using (
		exists (select from public.posts p where p.id = post_tags.post_id)
		and exists (select from public.tags t where t.id = post_tags.tag_id)
	);
create policy "authors tag their own posts, editors all" on public.post_tags
	for insert to authenticated
	with check (
		publication_id = any ((select private.staff_pubs('editor'))::uuid[])
		or (publication_id = any ((select private.staff_pubs('author'))::uuid[]) and post_id = any ((select private.own_posts())::uuid[]))
	);
create policy "authors order the tags of their own posts, editors of all" on public.post_tags
	for update to authenticated
	using (
		publication_id = any ((select private.staff_pubs('editor'))::uuid[])
		or (publication_id = any ((select private.staff_pubs('author'))::uuid[]) and post_id = any ((select private.own_posts())::uuid[]))
	)
	with check (
		publication_id = any ((select private.staff_pubs('editor'))::uuid[])
		or (publication_id = any ((select private.staff_pubs('author'))::uuid[]) and post_id = any ((select private.own_posts())::uuid[]))
	);
create policy "authors untag their own posts, editors all" on public.post_tags
	for delete to authenticated
	using (
		publication_id = any ((select private.staff_pubs('editor'))::uuid[])
		or (publication_id = any ((select private.staff_pubs('author'))::uuid[]) and post_id = any ((select private.own_posts())::uuid[]))
	);
