-- posts holds what everybody may see of a published post. Its text lives in post_contents, behind
-- the access rule, so that no list, count, search or select * can carry it out.

create table public.posts (
	id uuid primary key default private.uuid_v7(),
	publication_id uuid not null references public.publications (id) on delete cascade,
	kind text not null default 'post' check (kind in ('post', 'page')),
	status text not null default 'draft' check (status in ('draft', 'published', 'deleted')),
	visibility text not null default 'public' check (visibility in ('public', 'members', 'paid', 'tiers')),
	slug text not null
		check (char_length(slug) between 1 and 191)
		check (slug = lower(slug) and slug !~ '[[:space:][:cntrl:]/\\?#%&<>"''`^{}|@:;,=+$!*()~.]' and slug !~ '\[|\]')
		-- Paths of the reading side.
		check (slug <> all (array['archive', 'author', 'feed', 'join', 'media', 'page', 'rss', 'search', 'sitemap', 'subjects', 'tag'])),
	title text not null default '' check (char_length(title) <= 300 and title !~ '[[:cntrl:]]'),
	subtitle text not null default '' check (char_length(subtitle) <= 500 and subtitle !~ '[[:cntrl:]]'),
	excerpt text check (char_length(excerpt) between 1 and 500),
	summary text,
	teaser jsonb,
	tier_ids uuid[] not null default '{}',
	cover_media_id uuid,
	cover_alt text not null default '' check (char_length(cover_alt) <= 500),
	cover_caption text not null default '' check (char_length(cover_caption) <= 500),
	meta_title text check (char_length(meta_title) between 1 and 300 and meta_title !~ '[[:cntrl:]]'),
	meta_description text check (char_length(meta_description) between 1 and 500 and meta_description !~ '[[:cntrl:]]'),
	canonical_url text check (char_length(canonical_url) <= 2000 and canonical_url ~ '^https?://[^[:space:][:cntrl:]<>"]+$'),
	word_count integer not null default 0 check (word_count >= 0),
	published_at timestamptz,
	deleted_at timestamptz,
	deleted_status text check (deleted_status in ('draft', 'published')),
	created_by uuid default auth.uid() references auth.users (id) on delete set null,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	unique (publication_id, slug),
	unique (publication_id, id),
	check (status <> 'published' or published_at is not null),
	check ((status = 'deleted') = (deleted_at is not null and deleted_status is not null))
);
comment on table public.posts is 'What everybody may see of a post. Never put a piece of its text here except what summary and teaser derive.';
comment on column public.posts.status is 'Published with a published_at to come means scheduled: the policies let it appear at its time, no job does.';
comment on column public.posts.visibility is 'Who reads the whole text: everybody, members, members with any tier, or members with one of its tiers.';
comment on column public.posts.canonical_url is 'Where the text first appeared, when that was elsewhere.';
comment on column public.posts.deleted_at is 'Since when it lies among the deleted ones, from where it can be restored for thirty days.';
comment on column public.posts.deleted_status is 'What it was before, and becomes again.';
comment on column public.posts.excerpt is 'Written by hand. May stand in lists and feeds whatever the visibility is.';
comment on column public.posts.summary is 'Derived: the excerpt, else the start of what everybody may read, else null.';
comment on column public.posts.teaser is 'Derived: the document up to its paywall mark; null without one.';
comment on column public.posts.tier_ids is 'Derived from post_tiers, for policies.';
create index posts_list_idx on public.posts (publication_id, status, published_at desc, id desc);
create index posts_desk_idx on public.posts (publication_id, updated_at desc, id desc);
create index posts_created_by_idx on public.posts (created_by);

create table public.post_contents (
	post_id uuid primary key,
	publication_id uuid not null,
	doc jsonb not null default '{"type": "doc", "content": [{"type": "paragraph"}]}'
		-- A missing key is null, and a check lets null pass.
		check (coalesce(jsonb_typeof(doc) = 'object' and doc ->> 'type' = 'doc' and jsonb_typeof(doc -> 'content') = 'array', false))
		check (octet_length(doc::text) <= 3000000),
	schema_version smallint not null default 1 check (schema_version >= 1),
	revision bigint not null default 0,
	saved_at timestamptz not null default now(),
	saved_by uuid references auth.users (id) on delete set null,
	status text not null,
	visibility text not null,
	tier_ids uuid[] not null,
	published_at timestamptz,
	constraint post_contents_post_id_fkey foreign key (publication_id, post_id)
		references public.posts (publication_id, id) on delete cascade
);
comment on table public.post_contents is 'The text of a post: its document, the only truth; HTML is rendered from it and stored nowhere.';
comment on column public.post_contents.schema_version is 'Version of the node types the document is made of.';
comment on column public.post_contents.revision is 'Counts saves. A save names the revision it was based on and is refused when that is not the current one.';
comment on column public.post_contents.status is 'This and the next three are copied from posts by a trigger: a policy must not have to look elsewhere.';
create index post_contents_publication_idx on public.post_contents (publication_id);
create index post_contents_saved_by_idx on public.post_contents (saved_by);

create table public.post_revisions (
	post_id uuid not null references public.posts (id) on delete cascade,
	revision bigint not null,
	publication_id uuid not null,
	title text not null,
	doc jsonb not null,
	schema_version smallint not null,
	saved_by uuid references auth.users (id) on delete set null,
	saved_at timestamptz not null,
	primary key (post_id, revision)
);
comment on table public.post_revisions is 'Every saved state of a document, written by a trigger.';
create index post_revisions_saved_by_idx on public.post_revisions (saved_by);

create table public.post_authors (
	post_id uuid not null,
	profile_id uuid not null references public.profiles (id) on delete cascade,
	publication_id uuid not null,
	position smallint not null default 0,
	primary key (post_id, profile_id),
	foreign key (publication_id, post_id) references public.posts (publication_id, id) on delete cascade
);
comment on table public.post_authors is 'Who signs a post, in order.';
create index post_authors_profile_idx on public.post_authors (profile_id);

create table public.post_tiers (
	post_id uuid not null,
	tier_id uuid not null,
	publication_id uuid not null,
	primary key (post_id, tier_id),
	foreign key (publication_id, post_id) references public.posts (publication_id, id) on delete cascade,
	foreign key (publication_id, tier_id) references public.tiers (publication_id, id) on delete cascade
);
comment on table public.post_tiers is 'Which tiers a post with visibility tiers is for.';
create index post_tiers_tier_idx on public.post_tiers (tier_id);

create table public.redirects (
	publication_id uuid not null,
	slug text not null,
	post_id uuid not null,
	created_at timestamptz not null default now(),
	primary key (publication_id, slug),
	foreign key (publication_id, post_id) references public.posts (publication_id, id) on delete cascade
);
comment on table public.redirects is 'Former addresses of posts, answered with 301. Kept by a trigger.';
create index redirects_post_idx on public.redirects (post_id);

-- Grants ---------------------------------------------------------------------------------------

-- Who began a post and who saved it last is no business of readers: staff learn it from
-- post_revisions and post_is_mine.
grant select (
	id, publication_id, kind, status, visibility, slug, title, subtitle, excerpt, summary, teaser, tier_ids,
	cover_media_id, cover_alt, cover_caption, meta_title, meta_description, canonical_url, word_count,
	published_at, deleted_at, deleted_status, created_at, updated_at
) on public.posts to anon, authenticated;
grant select on public.posts to service_role;
grant insert (publication_id, kind, title, subtitle, slug) on public.posts to authenticated;
grant update (kind, status, visibility, slug, title, subtitle, excerpt, cover_media_id, cover_alt, cover_caption, meta_title, meta_description, canonical_url, word_count, published_at)
	on public.posts to authenticated;
grant delete on public.posts to authenticated;
grant insert, update, delete on public.posts to service_role;

grant select (
	post_id, publication_id, doc, schema_version, revision, saved_at, status, visibility, tier_ids, published_at
) on public.post_contents to anon, authenticated;
grant select on public.post_contents to service_role;
grant update (doc, schema_version, saved_at) on public.post_contents to authenticated;
grant insert, update, delete on public.post_contents to service_role;

grant select on public.post_revisions to authenticated, service_role;

grant select on public.post_authors, public.post_tiers to anon, authenticated, service_role;
grant insert, delete on public.post_authors, public.post_tiers to authenticated;
grant update (position) on public.post_authors to authenticated;
grant insert, update, delete on public.post_authors, public.post_tiers to service_role;

grant select on public.redirects to anon, authenticated, service_role;
grant insert, update, delete on public.redirects to service_role;

alter table public.posts enable row level security;
alter table public.post_contents enable row level security;
alter table public.post_revisions enable row level security;
alter table public.post_authors enable row level security;
alter table public.post_tiers enable row level security;
alter table public.redirects enable row level security;

-- Reading a document ---------------------------------------------------------------------------

create function private.teaser_of(doc jsonb) returns jsonb
language sql immutable set search_path = ''
as $$
	with blocks as (
		select block, n from jsonb_array_elements(doc -> 'content') with ordinality as b (block, n)
	), mark as (
		select min(n) as n from blocks where block ->> 'type' = 'paywall'
	)
	select case when mark.n is not null then jsonb_build_object(
		'type', 'doc',
		'content', coalesce((select jsonb_agg(block order by blocks.n) from blocks where blocks.n < mark.n), '[]')
	) end
	from mark
$$;
comment on function private.teaser_of(jsonb) is 'The document up to its first paywall mark on the top level; null when it has none, so that a closed post without a mark shows nothing of its text.';

create function private.opening_of(doc jsonb) returns text
language sql immutable set search_path = ''
as $$
	with paragraphs as (
		select n, (
			-- More than is shown, since white space collapses, and not a whole book.
			select left(string_agg(case piece ->> 'type' when 'text' then piece ->> 'text' else ' ' end, '' order by m), 2000)
			from jsonb_array_elements(case when jsonb_typeof(block -> 'content') = 'array' then block -> 'content' else '[]' end)
				with ordinality as p (piece, m)
		) as line
		from jsonb_array_elements(doc -> 'content') with ordinality as b (block, n)
		where block ->> 'type' = 'paragraph'
		order by n limit 6
	), text as (
		select btrim(regexp_replace(string_agg(line, ' ' order by n), '\s+', ' ', 'g')) as whole from paragraphs
	)
	select case
		when whole = '' then null
		when char_length(whole) <= 240 then whole
		else regexp_replace(left(whole, 240), '[\s,;:.]+\S*$', '') || '…'
	end
	from text
$$;
comment on function private.opening_of(jsonb) is 'The first 240 characters of a document''s paragraphs, cut at a word; null without any.';

-- The limits of a document ---------------------------------------------------------------------

create table private.document_limits (
	name text primary key,
	most integer not null check (most > 0),
	message text not null
);
comment on table private.document_limits is 'How much of what a document may hold. A copy of `documents` in src/lib/limits.ts; a test compares the two.';
comment on column private.document_limits.most is 'The most there may be: a number of things, of levels or of characters.';
comment on column private.document_limits.message is 'What is said of a document that is over the limit; %s stands for the limit.';
alter table private.document_limits enable row level security;

insert into private.document_limits (name, most, message) values
	('jsonDepth', 130, 'The text is nested too deep.'),
	('depth', 60, 'The text is nested more than %s levels deep.'),
	('nodes', 50000, 'The text has more than %s parts.'),
	('marks', 100000, 'The text has more than %s marks, such as bold words and links.'),
	('attributes', 30, 'The text has a part with more than %s attributes.'),
	('textLength', 500000, 'The text has a piece of more than %s characters.'),
	('footnotes', 1000, 'The text has more than %s notes.'),
	('formulas', 1000, 'The text has more than %s formulas.'),
	('formulaLength', 4000, 'The text has a formula of more than %s characters.'),
	('htmlBlocks', 500, 'The text has more than %s blocks of HTML.'),
	('htmlLength', 200000, 'The text has a block of HTML with more than %s characters.'),
	('allHtmlLength', 500000, 'The text has more than %s characters in blocks of HTML.');

create function private.document_fault(p_doc jsonb) returns text
language plpgsql stable set search_path = ''
as $$
declare
	most_depth integer := (select most from private.document_limits where name = 'depth');
	most_nodes integer := (select most from private.document_limits where name = 'nodes');
	too_deep record := (select l from private.document_limits l where l.name = 'jsonDepth');
	found jsonb;
begin
	-- The walk below copies a node once for each level above it, so the levels are bounded first.
	if jsonb_path_exists(p_doc, format('strict $.**{%s}', too_deep.most + 1)::jsonpath) then
		return too_deep.message;
	end if;
	with recursive node (value, depth) as (
		select p_doc, 0
		union all
		select child, node.depth + 1
		from node
		cross join jsonb_array_elements(
			case jsonb_typeof(node.value -> 'content') when 'array' then node.value -> 'content' else '[]' end
		) as child
		where node.depth <= most_depth and jsonb_typeof(child) = 'object'
	), counted as (
		-- Without an order, this ends the recursion after so many rows.
		select depth, value ->> 'type' as type, value ->> 'text' as text, value -> 'marks' as marks, value -> 'attrs' as attrs
		from node
		limit most_nodes + 1
	)
	select jsonb_build_object(
		'depth', max(depth),
		'nodes', count(*),
		'marks', sum(jsonb_array_length(marks)) filter (where jsonb_typeof(marks) = 'array'),
		'attributes', max((select count(*) from jsonb_object_keys(attrs))) filter (where jsonb_typeof(attrs) = 'object'),
		'textLength', max(char_length(text)),
		'footnotes', count(*) filter (where type = 'footnote'),
		'formulas', count(*) filter (where type in ('mathInline', 'mathBlock')),
		'formulaLength', max(char_length(attrs ->> 'latex')) filter (where type in ('mathInline', 'mathBlock')),
		'htmlBlocks', count(*) filter (where type = 'html'),
		'htmlLength', max(char_length(attrs ->> 'html')) filter (where type = 'html'),
		'allHtmlLength', sum(char_length(attrs ->> 'html')) filter (where type = 'html')
	) into found from counted;
	return (
		select format(l.message, l.most) from private.document_limits l where (found ->> l.name)::bigint > l.most order by l.name limit 1
	);
end $$;
comment on function private.document_fault(jsonb) is 'What is said of a document that is over one of private.document_limits; null for any other. Counts what `overLimit` in src/lib/content counts. Lengths are in characters. The bytes of a document are checked before.';

create function private.check_document() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
	fault text := private.document_fault(new.doc);
begin
	if fault is not null then
		raise exception '%', fault using errcode = '23514';
	end if;
	return new;
end $$;
comment on function private.check_document() is 'Refuses a document that would take too long to read, whoever writes it. A trigger and not a check, so that a row with an older document can still change otherwise.';
create trigger check_document before insert or update of doc on public.post_contents
	for each row execute function private.check_document();

-- Triggers -------------------------------------------------------------------------------------

create trigger touch before update on public.posts
	for each row execute function private.touch_updated_at();

create function private.keep_publication() returns trigger
language plpgsql set search_path = ''
as $$
begin
	if new.publication_id <> old.publication_id then
		raise exception 'publication_id cannot change' using errcode = '23514';
	end if;
	return new;
end $$;
comment on function private.keep_publication() is 'A row stays in its publication, whoever writes.';
create trigger keep_publication before update of publication_id on public.posts
	for each row execute function private.keep_publication();
create trigger keep_publication before update of publication_id on public.members
	for each row execute function private.keep_publication();
create trigger keep_publication before update of publication_id on public.tiers
	for each row execute function private.keep_publication();

create function private.stamp_deletion() returns trigger
language plpgsql set search_path = ''
as $$
begin
	if new.status = 'deleted' and old.status <> 'deleted' then
		new.deleted_at := now();
		new.deleted_status := old.status;
	elsif new.status <> 'deleted' then
		new.deleted_at := null;
		new.deleted_status := null;
	end if;
	return new;
end $$;
create trigger stamp_deletion before update of status on public.posts
	for each row execute function private.stamp_deletion();

create function private.begin_post() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	insert into public.post_contents (post_id, publication_id, status, visibility, tier_ids, published_at)
	values (new.id, new.publication_id, new.status, new.visibility, new.tier_ids, new.published_at);
	if new.created_by is not null then
		insert into public.post_authors (post_id, profile_id, publication_id)
		values (new.id, new.created_by, new.publication_id);
	end if;
	perform private.derive_public_text(new.id);
	return null;
end $$;
comment on function private.begin_post() is 'A post has a text, and whoever began it signs it.';
create trigger begin_post after insert on public.posts
	for each row execute function private.begin_post();

create function private.derive_public_text(p_post_id uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
	document jsonb := (select doc from public.post_contents where post_id = p_post_id);
	open_part jsonb := private.teaser_of(document);
begin
	update public.posts p
	set teaser = open_part,
		summary = coalesce(
			p.excerpt,
			private.opening_of(case when p.visibility = 'public' then document else open_part end)
		)
	where p.id = p_post_id;
end $$;
comment on function private.derive_public_text(uuid) is 'Sets teaser and summary from the document and the visibility: the one way text gets from post_contents into posts.';

create function private.on_post_change() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	if (old.status, old.visibility, old.tier_ids, old.published_at)
		is distinct from (new.status, new.visibility, new.tier_ids, new.published_at) then
		update public.post_contents
		set status = new.status, visibility = new.visibility, tier_ids = new.tier_ids, published_at = new.published_at
		where post_id = new.id;
	end if;
	if (old.visibility, old.excerpt) is distinct from (new.visibility, new.excerpt) then
		perform private.derive_public_text(new.id);
	end if;
	if old.slug <> new.slug then
		delete from public.redirects where publication_id = new.publication_id and slug = new.slug;
		if old.published_at is not null then
			insert into public.redirects (publication_id, slug, post_id)
			values (new.publication_id, old.slug, new.id)
			on conflict (publication_id, slug) do update set post_id = excluded.post_id, created_at = now();
		end if;
	end if;
	return null;
end $$;
create trigger on_post_change after update of status, visibility, tier_ids, published_at, excerpt, slug on public.posts
	for each row execute function private.on_post_change();
create trigger audit after insert or update of status, visibility, published_at, slug or delete on public.posts
	for each row execute function private.audit();

create function private.count_revision() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	new.revision := old.revision + 1;
	new.saved_at := clock_timestamp();
	new.saved_by := (select auth.uid());
	return new;
end $$;
create trigger count_revision before update of doc, saved_at on public.post_contents
	for each row when ((old.doc, old.saved_at) is distinct from (new.doc, new.saved_at))
	execute function private.count_revision();

create function private.keep_revision() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	insert into public.post_revisions (post_id, revision, publication_id, title, doc, schema_version, saved_by, saved_at)
	select new.post_id, new.revision, new.publication_id, p.title, new.doc, new.schema_version, new.saved_by, new.saved_at
	from public.posts p where p.id = new.post_id;
	perform private.derive_public_text(new.post_id);
	return null;
end $$;
create trigger keep_revision after update of doc, saved_at on public.post_contents
	for each row when (old.revision <> new.revision) execute function private.keep_revision();

create function private.copy_tiers() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
	changed uuid := case when tg_op = 'DELETE' then old.post_id else new.post_id end;
begin
	-- The lock makes two who change the tiers at once take turns, and the second sees the first's.
	perform from public.posts where id = changed for no key update;
	update public.posts
	set tier_ids = (
		select coalesce(array_agg(tier_id order by tier_id), '{}') from public.post_tiers where post_id = changed
	)
	where id = changed;
	return null;
end $$;
create trigger copy_tiers after insert or delete on public.post_tiers
	for each row execute function private.copy_tiers();

create function private.check_author() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
	-- Naming a stranger as author would publish that stranger's name.
	if not exists (
		select from public.publication_staff where publication_id = new.publication_id and user_id = new.profile_id
	) and not exists (
		select from public.profiles where id = new.profile_id and publication_id = new.publication_id
	) then
		raise exception 'author_not_staff' using errcode = '23514';
	end if;
	return null;
end $$;
-- After the row and its policy: before them, the error would tell strangers who is staff.
create trigger check_author after insert on public.post_authors
	for each row execute function private.check_author();

create function private.claim_bylines() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
	imported uuid := (
		select p.id from public.profiles p
		join auth.users u on u.email = p.claim_email and u.email_confirmed_at is not null
		where u.id = new.user_id and p.publication_id = new.publication_id and p.user_id is null
		limit 1
	);
begin
	if imported is not null then
		insert into public.post_authors (post_id, profile_id, publication_id, position)
		select post_id, new.user_id, publication_id, position from public.post_authors where profile_id = imported
		on conflict do nothing;
		update public.profiles mine
		set name = case when mine.name = '' then theirs.name else mine.name end,
			bio = case when mine.bio = '' then theirs.bio else mine.bio end
		from public.profiles theirs where mine.id = new.user_id and theirs.id = imported;
		delete from public.profiles where id = imported;
	end if;
	return null;
end $$;
comment on function private.claim_bylines() is 'Somebody who joins the staff with the address of an imported author takes over what that author signed.';
create trigger claim_bylines after insert on public.publication_staff
	for each row execute function private.claim_bylines();

-- Who may --------------------------------------------------------------------------------------

create function private.own_posts() returns uuid[]
language plpgsql stable security definer set search_path = ''
as $$
begin
	return (
		select coalesce(array_agg(id), '{}') from (
			select id from public.posts where created_by = (select auth.uid())
			union
			select post_id from public.post_authors where profile_id = (select auth.uid())
		) mine
	);
end $$;
comment on function private.own_posts() is 'Posts the caller began or signs.';
grant execute on function private.own_posts() to authenticated;

create policy "everybody sees published posts" on public.posts
	for select to anon
	using (status = 'published' and published_at <= now() and publication_id <> all ((select private.closed_pubs())::uuid[]));
create policy "everybody sees published posts, staff more" on public.posts
	for select to authenticated
	using (
		(
			status = 'published' and published_at <= now()
			and (
				publication_id <> all ((select private.closed_pubs())::uuid[])
				or publication_id = any ((select private.staff_pubs('author'))::uuid[])
			)
		)
		or publication_id = any ((select private.staff_pubs('editor'))::uuid[])
		or (
			publication_id = any ((select private.staff_pubs('author'))::uuid[])
			and (created_by = (select auth.uid()) or id = any ((select private.own_posts())::uuid[]))
		)
	);
create policy "staff begin posts" on public.posts
	for insert to authenticated
	with check (publication_id = any ((select private.staff_pubs('author'))::uuid[]));
create policy "authors change their own posts, editors all" on public.posts
	for update to authenticated
	using (
		publication_id = any ((select private.staff_pubs('editor'))::uuid[])
		or (publication_id = any ((select private.staff_pubs('author'))::uuid[]) and id = any ((select private.own_posts())::uuid[]))
	)
	with check (
		publication_id = any ((select private.staff_pubs('editor'))::uuid[])
		or (publication_id = any ((select private.staff_pubs('author'))::uuid[]) and id = any ((select private.own_posts())::uuid[]))
	);
create policy "authors delete their own posts, editors all" on public.posts
	for delete to authenticated
	using (
		publication_id = any ((select private.staff_pubs('editor'))::uuid[])
		or (publication_id = any ((select private.staff_pubs('author'))::uuid[]) and id = any ((select private.own_posts())::uuid[]))
	);

create policy "everybody reads published public texts" on public.post_contents
	for select to anon
	using (
		status = 'published' and published_at <= now() and visibility = 'public'
		and publication_id <> all ((select private.closed_pubs())::uuid[])
	);
create policy "members read what they may, staff more" on public.post_contents
	for select to authenticated
	using (
		(
			status = 'published' and published_at <= now()
			and (
				publication_id = any ((select private.staff_pubs('author'))::uuid[])
				or (
					publication_id <> all ((select private.closed_pubs())::uuid[])
					and (
						visibility = 'public'
						or (visibility = 'members' and publication_id = any ((select private.member_pubs())::uuid[]))
						or (visibility = 'paid' and publication_id = any ((select private.paid_pubs())::uuid[]))
						or (visibility = 'tiers' and tier_ids && (select private.my_tiers())::uuid[])
					)
				)
			)
		)
		or publication_id = any ((select private.staff_pubs('editor'))::uuid[])
		or (publication_id = any ((select private.staff_pubs('author'))::uuid[]) and post_id = any ((select private.own_posts())::uuid[]))
	);
create policy "authors save their own texts, editors all" on public.post_contents
	for update to authenticated
	using (
		publication_id = any ((select private.staff_pubs('editor'))::uuid[])
		or (publication_id = any ((select private.staff_pubs('author'))::uuid[]) and post_id = any ((select private.own_posts())::uuid[]))
	)
	with check (
		publication_id = any ((select private.staff_pubs('editor'))::uuid[])
		or (publication_id = any ((select private.staff_pubs('author'))::uuid[]) and post_id = any ((select private.own_posts())::uuid[]))
	);

create policy "authors see their own revisions, editors all" on public.post_revisions
	for select to authenticated
	using (
		publication_id = any ((select private.staff_pubs('editor'))::uuid[])
		or (publication_id = any ((select private.staff_pubs('author'))::uuid[]) and post_id = any ((select private.own_posts())::uuid[]))
	);

-- The rows around a post show themselves where the post does: its own policies answer the exists.
create policy "everybody sees who signs a post they see" on public.post_authors
	for select to anon, authenticated
	using (exists (select from public.posts p where p.id = post_authors.post_id));
-- A name is public exactly while its owner signs a post that the reader sees.
create policy "everybody sees who signs a post they see" on public.profiles
	for select to anon
	using (exists (select from public.post_authors a where a.profile_id = profiles.id));
create policy "people see themselves, colleagues and who signs a post they see" on public.profiles
	for select to authenticated
	using (
		id = (select auth.uid())
		or id = any ((select private.colleagues())::uuid[])
		or publication_id = any ((select private.staff_pubs('author'))::uuid[])
		or exists (select from public.post_authors a where a.profile_id = profiles.id)
	);

create policy "editors name authors" on public.post_authors
	for insert to authenticated
	with check (publication_id = any ((select private.staff_pubs('editor'))::uuid[]));
create policy "editors order authors" on public.post_authors
	for update to authenticated
	using (publication_id = any ((select private.staff_pubs('editor'))::uuid[]))
	with check (publication_id = any ((select private.staff_pubs('editor'))::uuid[]));
create policy "editors remove authors" on public.post_authors
	for delete to authenticated
	using (publication_id = any ((select private.staff_pubs('editor'))::uuid[]));

create policy "everybody sees which tiers a post they see is for" on public.post_tiers
	for select to anon, authenticated
	using (exists (select from public.posts p where p.id = post_tiers.post_id));
create policy "authors set the tiers of their own posts, editors of all" on public.post_tiers
	for insert to authenticated
	with check (
		publication_id = any ((select private.staff_pubs('editor'))::uuid[])
		or (publication_id = any ((select private.staff_pubs('author'))::uuid[]) and post_id = any ((select private.own_posts())::uuid[]))
	);
create policy "authors unset the tiers of their own posts, editors of all" on public.post_tiers
	for delete to authenticated
	using (
		publication_id = any ((select private.staff_pubs('editor'))::uuid[])
		or (publication_id = any ((select private.staff_pubs('author'))::uuid[]) and post_id = any ((select private.own_posts())::uuid[]))
	);

create policy "everybody follows the old address of a post they see" on public.redirects
	for select to anon, authenticated
	using (exists (select from public.posts p where p.id = redirects.post_id));

create function public.post_is_mine(p_post_id uuid) returns boolean
language sql stable set search_path = ''
as $$ select p_post_id = any (private.own_posts()) $$;
comment on function public.post_is_mine(uuid) is 'Whether the caller began or signs a post. Tells callers about themselves only.';
grant execute on function public.post_is_mine(uuid) to authenticated;

-- Saving ---------------------------------------------------------------------------------------

create function public.save_post(
	p_post_id uuid, p_base_revision bigint, p_doc jsonb, p_schema_version smallint, p_word_count integer,
	p_title text default null, p_subtitle text default null
) returns bigint
language plpgsql set search_path = ''
as $$
declare
	title_changed boolean;
	saved bigint;
begin
	select (title, subtitle) is distinct from (coalesce(p_title, title), coalesce(p_subtitle, subtitle))
	into title_changed from public.posts where id = p_post_id for update;
	if not found then
		raise exception 'post_not_found' using errcode = 'PT404';
	end if;
	update public.posts
	set title = coalesce(p_title, title), subtitle = coalesce(p_subtitle, subtitle), word_count = p_word_count
	where id = p_post_id;
	update public.post_contents
	set doc = p_doc, schema_version = p_schema_version,
		-- A new title is a new revision too: who still has the old one on the screen must not save it over.
		saved_at = case when title_changed then now() else saved_at end
	where post_id = p_post_id and revision = p_base_revision
	returning revision into saved;
	if not found then
		raise exception 'stale_revision' using errcode = 'PT409';
	end if;
	return saved;
end $$;
comment on function public.save_post(uuid, bigint, jsonb, smallint, integer, text, text) is 'Saves under the caller''s rights and returns the new revision. PT409 stale_revision: somebody saved since p_base_revision, nothing was written; PT404: no such post, or not the caller''s to change.';
grant execute on function public.save_post(uuid, bigint, jsonb, smallint, integer, text, text) to authenticated;

create function public.restore_post(p_post_id uuid) returns text
language plpgsql set search_path = ''
as $$
declare
	restored text;
begin
	update public.posts set status = deleted_status
	where id = p_post_id and status = 'deleted'
	returning status into restored;
	if not found then
		raise exception 'post_not_found' using errcode = 'PT404';
	end if;
	return restored;
end $$;
comment on function public.restore_post(uuid) is 'Undoes a deletion under the caller''s rights and returns the status the post has again. PT404: nothing of that id is deleted, or it is not the caller''s to restore.';
grant execute on function public.restore_post(uuid) to authenticated;
