-- What an archive brings beside texts, and the one function that brings it.

-- Members as other systems know them ------------------------------------------------------------

alter table public.members
	add column stripe_customer_id text check (char_length(stripe_customer_id) between 1 and 255);
comment on column public.members.stripe_customer_id is 'The customer in the Stripe account of the old site, kept until payments move too. Not readable through the API.';

create table public.member_labels (
	publication_id uuid not null,
	member_id uuid not null,
	label text not null
		check (char_length(btrim(label)) between 1 and 191 and label !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]')
		check (label ~ '[^\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]'),
	created_at timestamptz not null default now(),
	primary key (member_id, label),
	foreign key (publication_id, member_id) references public.members (publication_id, id) on delete cascade
);
comment on table public.member_labels is 'Words by which staff sort their members. Never shown to members.';
comment on column public.member_labels.label is 'As staff wrote it; case counts.';
create index member_labels_label_idx on public.member_labels (publication_id, label, created_at desc, member_id desc);
create index member_labels_member_idx on public.member_labels (publication_id, member_id);

grant select, delete on public.member_labels to authenticated;
grant insert (publication_id, member_id, label) on public.member_labels to authenticated;
grant select, insert, update, delete on public.member_labels to service_role;
alter table public.member_labels enable row level security;

create policy "admins see labels" on public.member_labels
	for select to authenticated
	using (publication_id = any ((select private.staff_pubs('admin'))::uuid[]));
create policy "admins label members" on public.member_labels
	for insert to authenticated
	with check (publication_id = any ((select private.staff_pubs('admin'))::uuid[]));
create policy "admins take labels off" on public.member_labels
	for delete to authenticated
	using (publication_id = any ((select private.staff_pubs('admin'))::uuid[]));

-- One item of an archive ------------------------------------------------------------------------

-- Each of these writes one item and tells {target, outcome, reason, revision, at, notes}. They run in
-- a subtransaction of import_item: what the database refuses is reported and leaves nothing behind.

create function private.import_targets(run public.imports, p_kind text, p_source_ids jsonb) returns uuid[]
language sql stable set search_path = ''
as $$
	select coalesce(array_agg(i.target_id order by wish.n), '{}')
	from jsonb_array_elements_text(p_source_ids) with ordinality as wish (source_id, n)
	join public.import_items i on i.publication_id = run.publication_id and i.source = run.source
		and i.kind = p_kind and i.source_id = wish.source_id and i.target_id is not null
$$;
comment on function private.import_targets(public.imports, text, jsonb) is 'The rows that items of an archive became, in the order they are named.';

create function private.import_tier(run public.imports, item jsonb, known public.import_items) returns jsonb
language plpgsql set search_path = ''
as $$
declare
	target uuid := (select id from public.tiers where publication_id = run.publication_id and slug = item ->> 'slug');
begin
	-- Only its slug is of interest: what a tier is called is for the owner to say.
	if target is not null then
		return jsonb_build_object('outcome', 'unchanged', 'target', target);
	end if;
	insert into public.tiers (publication_id, slug, name, description)
	values (run.publication_id, item ->> 'slug', item ->> 'name', item ->> 'description')
	returning id into target;
	return jsonb_build_object('outcome', 'created', 'target', target);
end $$;

create function private.import_author(run public.imports, item jsonb, known public.import_items) returns jsonb
language plpgsql set search_path = ''
as $$
declare
	target uuid := (
		select s.user_id from public.publication_staff s
		join auth.users u on u.id = s.user_id and u.email_confirmed_at is not null
		where s.publication_id = run.publication_id and u.email = private.email_address(item ->> 'email')
	);
begin
	if target is not null then
		return jsonb_build_object('outcome', 'unchanged', 'target', target, 'notes', '[{"code": "on_staff", "count": 1}]'::jsonb);
	end if;
	if known.target_id is null then
		insert into public.profiles (publication_id, name, bio, claim_email)
		values (run.publication_id, item ->> 'name', item ->> 'bio', private.email_address(item ->> 'email'))
		returning id into target;
		return jsonb_build_object('outcome', 'created', 'target', target);
	end if;
	update public.profiles set name = item ->> 'name', bio = item ->> 'bio', claim_email = private.email_address(item ->> 'email')
	where id = known.target_id and publication_id = run.publication_id
	returning id into target;
	if target is null then
		return jsonb_build_object('outcome', 'skipped', 'reason', 'deleted since the last import');
	end if;
	return jsonb_build_object('outcome', 'changed', 'target', target);
end $$;

create function private.import_tag(run public.imports, item jsonb, known public.import_items) returns jsonb
language plpgsql set search_path = ''
as $$
declare
	present public.tags;
	free text := item ->> 'slug';
begin
	if known.target_id is null then
		select * into present from public.tags where publication_id = run.publication_id and slug = free;
		if found then
			return jsonb_build_object('outcome', 'unchanged', 'target', present.id, 'at', present.updated_at,
				'notes', '[{"code": "already_there", "count": 1}]'::jsonb);
		end if;
		insert into public.tags (publication_id, slug, name, description, is_internal)
		values (run.publication_id, free, item ->> 'name', item ->> 'description', (item ->> 'isInternal')::boolean)
		returning * into present;
		return jsonb_build_object('outcome', 'created', 'target', present.id, 'at', present.updated_at);
	end if;
	select * into present from public.tags where id = known.target_id and publication_id = run.publication_id;
	if not found then
		return jsonb_build_object('outcome', 'skipped', 'reason', 'deleted in the desk since the last import');
	elsif present.updated_at <> known.imported_at then
		return jsonb_build_object('outcome', 'skipped', 'reason', 'edited in the desk since the last import');
	end if;
	update public.tags
	set slug = free, name = item ->> 'name', description = item ->> 'description', is_internal = (item ->> 'isInternal')::boolean
	where id = present.id
	returning * into present;
	return jsonb_build_object('outcome', 'changed', 'target', present.id, 'at', present.updated_at);
end $$;

create function private.free_post_slug(p_publication_id uuid, wish text, own uuid) returns text
language plpgsql stable set search_path = ''
as $$
declare
	candidate text := wish;
	n integer := 1;
begin
	while exists (select from public.posts where publication_id = p_publication_id and slug = candidate and id is distinct from own) loop
		n := n + 1;
		candidate := rtrim(left(wish, 190 - char_length(n::text)), '-') || '-' || n;
	end loop;
	return candidate;
end $$;
comment on function private.free_post_slug(uuid, text, uuid) is 'The slug itself, or the first of slug-2, slug-3, … that no other post has.';

create function private.import_post_relations(run public.imports, item jsonb, p_post_id uuid) returns jsonb
language plpgsql set search_path = ''
as $$
declare
	authors uuid[] := (
		select coalesce(array_agg(wish.id order by wish.n), '{}')
		from unnest(private.import_targets(run, 'author', item -> 'authors')) with ordinality as wish (id, n)
		where exists (select from public.profiles p where p.id = wish.id)
	);
	tags uuid[] := private.import_targets(run, 'tag', item -> 'tags');
	tiers uuid[] := private.import_targets(run, 'tier', item -> 'tiers');
	brought uuid[] := (
		select coalesce(array_agg(target_id), '{}') from public.import_items
		where publication_id = run.publication_id and source = run.source and kind in ('author', 'tag') and target_id is not null
	);
	gone integer := jsonb_array_length(item -> 'authors') - cardinality(authors);
begin
	-- What staff added was not brought by an import, and stays.
	delete from public.post_authors where post_id = p_post_id and profile_id = any (brought) and profile_id <> all (authors);
	delete from public.post_tags where post_id = p_post_id and tag_id = any (brought) and tag_id <> all (tags);
	delete from public.post_tiers where post_id = p_post_id and tier_id <> all (tiers);
	insert into public.post_authors (post_id, profile_id, publication_id, position)
	select p_post_id, a.id, run.publication_id, min(a.n) - 1 from unnest(authors) with ordinality as a (id, n)
	group by a.id
	on conflict (post_id, profile_id) do update set position = excluded.position;
	insert into public.post_tags (post_id, tag_id, publication_id, position)
	select p_post_id, t.id, run.publication_id, min(t.n) - 1 from unnest(tags) with ordinality as t (id, n)
	where exists (select from public.tags known where known.id = t.id)
	group by t.id
	on conflict (post_id, tag_id) do update set position = excluded.position;
	insert into public.post_tiers (post_id, tier_id, publication_id)
	select p_post_id, t.id, run.publication_id from (select distinct unnest(tiers) as id) t
	where exists (select from public.tiers known where known.id = t.id)
	on conflict do nothing;
	return case when gone > 0 then jsonb_build_array(jsonb_build_object('code', 'author_missing', 'count', gone)) else '[]' end;
end $$;

create function private.import_post(run public.imports, item jsonb, known public.import_items) returns jsonb
language plpgsql set search_path = ''
as $$
declare
	target uuid := known.target_id;
	present record;
	wish text := item ->> 'slug';
	chosen text;
	notes jsonb;
begin
	if target is null then
		chosen := private.free_post_slug(run.publication_id, wish, null);
		insert into public.posts (publication_id, kind, slug, created_by, created_at)
		values (
			run.publication_id, item ->> 'postKind', chosen, null,
			coalesce((item ->> 'createdAt')::timestamptz, (item ->> 'publishedAt')::timestamptz, now())
		)
		returning id into target;
	else
		select p.slug, p.status, p.updated_at, c.revision into present
		from public.posts p join public.post_contents c on c.post_id = p.id
		where p.id = target and p.publication_id = run.publication_id;
		if not found or present.status = 'deleted' then
			return jsonb_build_object('outcome', 'skipped', 'reason', 'deleted in the desk since the last import');
		elsif present.updated_at <> known.imported_at or present.revision <> known.revision then
			return jsonb_build_object('outcome', 'skipped', 'reason', 'edited in the desk since the last import');
		end if;
		-- A post that got a number at its slug keeps it; only a new slug at the source is a new one here.
		chosen := case
			when starts_with(present.slug, wish) and substr(present.slug, char_length(wish) + 1) ~ '^(-[0-9]+)?$' then present.slug
			else private.free_post_slug(run.publication_id, wish, target)
		end;
	end if;

	-- Who may read comes before there is something to read.
	notes := private.import_post_relations(run, item, target);
	update public.posts
	set kind = item ->> 'postKind', visibility = item ->> 'visibility', slug = chosen,
		title = item ->> 'title', excerpt = item ->> 'excerpt', word_count = (item ->> 'wordCount')::integer,
		cover_media_id = (
			select id from public.media where publication_id = run.publication_id and id = (item ->> 'coverMediaId')::uuid
		),
		cover_alt = item ->> 'coverAlt', cover_caption = item ->> 'coverCaption',
		meta_title = item ->> 'metaTitle', meta_description = item ->> 'metaDescription', canonical_url = item ->> 'canonicalUrl'
	where id = target;
	update public.post_contents
	set doc = item -> 'doc', schema_version = (item ->> 'schemaVersion')::smallint
	where post_id = target;
	update public.posts
	set status = item ->> 'status', published_at = (item ->> 'publishedAt')::timestamptz
	where id = target;

	insert into public.redirects (publication_id, slug, post_id)
	select run.publication_id, old.slug, target
	from (select distinct jsonb_array_elements_text(item -> 'formerSlugs' || to_jsonb(wish)) as slug) old
	where old.slug <> chosen
		and not exists (select from public.posts p where p.publication_id = run.publication_id and p.slug = old.slug)
	on conflict (publication_id, slug) do nothing;

	if chosen <> wish then
		notes := notes || jsonb_build_array(jsonb_build_object('code', 'new_slug', 'count', 1, 'detail', wish || ' is ' || chosen));
	end if;
	select p.updated_at, c.revision into present
	from public.posts p join public.post_contents c on c.post_id = p.id where p.id = target;
	return jsonb_build_object(
		'outcome', case when known.target_id is null then 'created' else 'changed' end,
		'target', target, 'at', present.updated_at, 'revision', present.revision, 'notes', notes
	);
end $$;

create function private.import_member(run public.imports, item jsonb, known public.import_items) returns jsonb
language plpgsql set search_path = ''
as $$
declare
	address text := private.check_address(item ->> 'email');
	present public.members;
	notes jsonb := '[]';
	outcome text := 'created';
	tier uuid;
	wanted text;
begin
	select * into present from public.members where publication_id = run.publication_id and email = address;
	if known.target_id is not null and (present.id is null or present.id <> known.target_id) then
		return jsonb_build_object('outcome', 'skipped', 'reason', 'deleted in the desk since the last import');
	end if;
	if present.id is null then
		insert into public.members (publication_id, email, name, source, stripe_customer_id, created_at)
		values (
			run.publication_id, address, item ->> 'name', 'import', item ->> 'stripeCustomerId',
			coalesce((item ->> 'createdAt')::timestamptz, now())
		)
		returning * into present;
	else
		outcome := 'changed';
		if known.target_id is null then
			notes := '[{"code": "member_there", "count": 1}]';
		end if;
		update public.members
		set name = case when name = '' then item ->> 'name' else name end,
			stripe_customer_id = coalesce(item ->> 'stripeCustomerId', stripe_customer_id)
		where id = present.id;
	end if;
	perform private.add_no(run.publication_id, array[present.address_hash], item ->> 'emailState', 'archive');

	insert into public.member_labels (publication_id, member_id, label)
	select run.publication_id, present.id, label from (select distinct jsonb_array_elements_text(item -> 'labels') as label) l
	on conflict do nothing;

	for wanted in select jsonb_array_elements_text(item -> 'grants') loop
		-- Archives name tiers by their names, and some do not name the one they mean.
		tier := (
			select id from public.tiers
			where publication_id = run.publication_id and (wanted = '' or lower(name) = lower(wanted))
			order by archived_at is not null, position, created_at, id limit 1
		);
		if tier is null then
			notes := notes || '[{"code": "no_tier", "count": 1}]';
		elsif not exists (select from public.member_grants where member_id = present.id and tier_id = tier) then
			insert into public.member_grants (publication_id, member_id, tier_id, reason)
			values (run.publication_id, present.id, tier, 'Complimentary in the imported archive');
		end if;
	end loop;
	return jsonb_build_object('outcome', outcome, 'target', present.id, 'notes', notes);
end $$;

create function private.import_file_item(run public.imports, known public.import_items) returns jsonb
language sql stable set search_path = ''
as $$
	select case
		when run.dry_run then '{"outcome": "created"}'
		-- The row was made by import_file; the item only says that its bytes have arrived.
		when exists (select from public.media m where m.publication_id = run.publication_id and m.id = known.target_id)
			then jsonb_build_object('outcome', 'created', 'target', known.target_id)
		else '{"outcome": "skipped", "reason": "the file was not kept"}'
	end
$$;

create function private.import_item(run public.imports, item jsonb) returns jsonb
language plpgsql set search_path = ''
as $$
declare
	known public.import_items;
	sum text := encode(sha256(convert_to((item - array['label', 'notes'])::text, 'UTF8')), 'hex');
	verdict jsonb;
begin
	select * into known from public.import_items
	where publication_id = run.publication_id and source = run.source
		and kind = item ->> 'kind' and source_id = item ->> 'sourceId';
	if item ? 'problem' then
		verdict := jsonb_build_object('outcome', 'skipped', 'reason', left(item ->> 'problem', 500));
	elsif known.digest = sum and known.import_id = run.id then
		-- Sent again after a break: what this import did with it stands.
		verdict := jsonb_build_object('outcome', known.outcome, 'reason', known.reason, 'notes', known.notes, 'again', true);
	elsif known.digest = sum then
		verdict := '{"outcome": "unchanged"}';
	else
		begin
			case item ->> 'kind'
				when 'tier' then verdict := private.import_tier(run, item, known);
				when 'author' then verdict := private.import_author(run, item, known);
				when 'tag' then verdict := private.import_tag(run, item, known);
				when 'post' then verdict := private.import_post(run, item, known);
				when 'member' then verdict := private.import_member(run, item, known);
				when 'file' then verdict := private.import_file_item(run, known);
			end case;
		exception when integrity_constraint_violation or data_exception or program_limit_exceeded then
			verdict := jsonb_build_object('outcome', 'skipped', 'reason', left('refused by the database (' || sqlerrm || ')', 500));
		end;
	end if;
	if verdict ? 'again' then
		return verdict;
	end if;

	-- What was left out keeps what is known of its row, if it ever became one.
	verdict := verdict || jsonb_build_object('notes', case
		when verdict ->> 'outcome' in ('created', 'changed') then coalesce(item -> 'notes', '[]') || coalesce(verdict -> 'notes', '[]')
		else coalesce(verdict -> 'notes', '[]')
	end);
	insert into public.import_items as i (
		publication_id, source, kind, source_id, import_id, label, outcome, reason, notes, target_id, digest, revision, imported_at
	)
	values (
		run.publication_id, run.source, item ->> 'kind', item ->> 'sourceId', run.id, left(item ->> 'label', 300),
		verdict ->> 'outcome', verdict ->> 'reason', verdict -> 'notes', (verdict ->> 'target')::uuid,
		case when verdict ? 'target' then sum end, (verdict ->> 'revision')::bigint, coalesce((verdict ->> 'at')::timestamptz, now())
	)
	on conflict (publication_id, source, kind, source_id) do update
	set import_id = excluded.import_id, label = excluded.label, outcome = excluded.outcome, reason = excluded.reason,
		notes = excluded.notes,
		target_id = case when verdict ? 'target' then excluded.target_id else i.target_id end,
		digest = case when verdict ? 'target' then excluded.digest else i.digest end,
		revision = case when verdict ? 'target' then excluded.revision else i.revision end,
		imported_at = case when verdict ? 'target' then excluded.imported_at else i.imported_at end;
	return verdict;
end $$;
comment on function private.import_item(public.imports, jsonb) is 'Brings one item of an archive, or says why not.';

create function private.running_import(p_import_id uuid) returns public.imports
language plpgsql security definer set search_path = ''
as $$
declare
	run public.imports;
begin
	select * into run from public.imports where id = p_import_id for update;
	-- The operator's key has no person behind it: the role says who came.
	if not found or not (
		current_setting('role', true) = 'service_role'
		or run.publication_id = any (private.staff_pubs('admin'))
	) then
		raise exception 'import_not_found' using errcode = 'PT404';
	elsif run.status <> 'running' then
		raise exception 'import_not_running' using errcode = 'PT409';
	end if;
	-- Two imports of one publication take turns: they would make the same rows.
	perform pg_advisory_xact_lock(hashtextextended('import ' || run.publication_id, 0));
	return run;
end $$;
comment on function private.running_import(uuid) is 'An import that the caller may go on with, locked until the end of the transaction. PT404 import_not_found, PT409 import_not_running.';

create function private.import_batch(p_import_id uuid, p_items jsonb) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
	run public.imports := private.running_import(p_import_id);
	item jsonb;
	verdict jsonb;
	answer jsonb := '[]';
begin
	if jsonb_typeof(p_items) <> 'array' or jsonb_array_length(p_items) > 500 then
		raise exception 'a batch is a list of at most 500 items' using errcode = '22023';
	end if;
	begin
		for item in select value from jsonb_array_elements(p_items) loop
			verdict := private.import_item(run, item);
			answer := answer || jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
				'outcome', verdict -> 'outcome', 'reason', verdict -> 'reason', 'notes', verdict -> 'notes'
			)));
		end loop;
		if run.dry_run then
			raise exception using errcode = 'PDRY0';
		end if;
	exception when sqlstate 'PDRY0' then
		-- All of it is taken back; what was found out stays in the answer.
		return answer;
	end;
	update public.imports
	set counts = (
		select coalesce(jsonb_object_agg(kinds.kind, kinds.outcomes), '{}')
		from (
			select each.kind, jsonb_object_agg(each.outcome, each.n) as outcomes
			from (
				select kind, outcome, count(*) as n from public.import_items
				where publication_id = run.publication_id and import_id = run.id
				group by kind, outcome
			) each
			group by each.kind
		) kinds
	)
	where id = run.id;
	return answer;
end $$;
grant execute on function private.import_batch(uuid, jsonb) to authenticated, service_role;

create function public.import_batch(p_import_id uuid, p_items jsonb) returns jsonb
language sql set search_path = ''
as $$ select private.import_batch(p_import_id, p_items) $$;
comment on function public.import_batch(uuid, jsonb) is 'Brings up to 500 items of an archive, all or none of them, and answers for each {outcome, reason, notes}. Sent twice it is the same as sent once. For admins of the publication and for operators. PT404: no such import, or not the caller''s; PT409 import_not_running: it was paused or ended.';
grant execute on function public.import_batch(uuid, jsonb) to authenticated, service_role;

create function private.import_file(
	p_import_id uuid, p_source_id text, p_filename text, p_mime text, p_bytes integer, p_width integer, p_height integer
) returns setof public.media
language plpgsql security definer set search_path = ''
as $$
declare
	run public.imports := private.running_import(p_import_id);
	file public.media;
begin
	if run.dry_run then
		raise exception 'import_is_dry_run' using errcode = 'PT409';
	end if;
	-- An earlier run may have broken off between this row and its bytes. Only whoever made a row may
	-- upload to it, so somebody else who goes on gets a row of their own.
	select m.* into file
	from public.import_items i join public.media m on m.id = i.target_id and m.publication_id = i.publication_id
	where i.publication_id = run.publication_id and i.source = run.source and i.kind = 'file' and i.source_id = p_source_id
		and (m.filename, m.mime, m.bytes) = (p_filename, p_mime, p_bytes)
		and m.created_by is not distinct from (select auth.uid());
	if not found then
		insert into public.media (publication_id, filename, mime, bytes, width, height)
		values (run.publication_id, p_filename, p_mime, p_bytes, p_width, p_height)
		returning * into file;
		insert into public.import_items (publication_id, source, kind, source_id, import_id, label, outcome, target_id)
		values (run.publication_id, run.source, 'file', p_source_id, run.id, right(p_source_id, 300), 'created', file.id)
		on conflict (publication_id, source, kind, source_id) do update
		set import_id = excluded.import_id, outcome = excluded.outcome, reason = null, notes = '[]',
			target_id = excluded.target_id, digest = null;
	end if;
	return next file;
end $$;
grant execute on function private.import_file(uuid, text, text, text, integer, integer, integer) to authenticated, service_role;

create function public.import_file(
	p_import_id uuid, p_source_id text, p_filename text, p_mime text, p_bytes integer, p_width integer, p_height integer
) returns setof public.media
language sql set search_path = ''
as $$ select * from private.import_file(p_import_id, p_source_id, p_filename, p_mime, p_bytes, p_width, p_height) $$;
comment on function public.import_file(uuid, text, text, text, integer, integer, integer) is 'The row of one file of an archive, by its path there: made in one step with what says that it was made, so that a second run finds it again. Its bytes (p_bytes of them) are uploaded next, and its item is sent with a batch. For admins of the publication and for operators. PT404 import_not_found; PT409 import_not_running or import_is_dry_run; 23514: not a file that can be kept.';
grant execute on function public.import_file(uuid, text, text, text, integer, integer, integer) to authenticated, service_role;
