create table public.imports (
	id uuid primary key default private.uuid_v7(),
	publication_id uuid not null references public.publications (id) on delete cascade,
	source text not null check (source in ('ghost')),
	status text not null default 'running' check (status in ('running', 'paused', 'done', 'cancelled')),
	dry_run boolean not null default false,
	file_name text not null default '' check (char_length(file_name) <= 200),
	options jsonb not null default '{}' check (jsonb_typeof(options) = 'object' and octet_length(options::text) <= 4000),
	total integer check (total >= 0),
	counts jsonb not null default '{}',
	created_by uuid default auth.uid() references auth.users (id) on delete set null,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	unique (publication_id, id)
);
comment on table public.imports is 'An archive that is being brought into a publication, or was.';
comment on column public.imports.status is 'Items are taken while it is running; a paused one goes on, a cancelled one keeps what it brought.';
comment on column public.imports.dry_run is 'Decides and tells, and writes nothing but this row.';
comment on column public.imports.file_name is 'What the archive is called where it lies; the file itself is not kept.';
comment on column public.imports.options is 'What was chosen for it, such as the address of the old site.';
comment on column public.imports.total is 'How many items the archive holds; null before it was read through.';
comment on column public.imports.counts is 'Items by kind and outcome, as {"post": {"created": 3}}. Kept by import_batch.';
create index imports_created_by_idx on public.imports (created_by);

grant select, delete on public.imports to authenticated;
grant insert (publication_id, source, dry_run, file_name, options, total) on public.imports to authenticated;
grant update (status, total) on public.imports to authenticated;
grant select, insert, update, delete on public.imports to service_role;
alter table public.imports enable row level security;

create trigger touch before update on public.imports
	for each row execute function private.touch_updated_at();

create policy "admins see imports" on public.imports
	for select to authenticated
	using (publication_id = any ((select private.staff_pubs('admin'))::uuid[]));
create policy "admins begin imports" on public.imports
	for insert to authenticated
	with check (publication_id = any ((select private.staff_pubs('admin'))::uuid[]));
create policy "admins pause, resume and end imports" on public.imports
	for update to authenticated
	using (publication_id = any ((select private.staff_pubs('admin'))::uuid[]))
	with check (publication_id = any ((select private.staff_pubs('admin'))::uuid[]));
create policy "admins forget imports" on public.imports
	for delete to authenticated
	using (publication_id = any ((select private.staff_pubs('admin'))::uuid[]));

create table public.import_items (
	publication_id uuid not null references public.publications (id) on delete cascade,
	source text not null check (source in ('ghost')),
	kind text not null check (kind in ('tier', 'author', 'tag', 'post', 'member', 'file')),
	source_id text not null check (char_length(source_id) between 1 and 500),
	import_id uuid,
	label text not null default '' check (char_length(label) <= 300),
	outcome text not null check (outcome in ('created', 'changed', 'unchanged', 'skipped')),
	reason text check (char_length(reason) <= 500),
	notes jsonb not null default '[]',
	target_id uuid,
	digest text check (digest ~ '^[0-9a-f]{64}$'),
	revision bigint,
	imported_at timestamptz not null default now(),
	primary key (publication_id, source, kind, source_id),
	foreign key (publication_id, import_id) references public.imports (publication_id, id) on delete set null (import_id)
);
comment on table public.import_items is 'What came from where: progress and report of an import, and what lets a second run find its own rows and change nothing. Written by import_batch only.';
comment on column public.import_items.import_id is 'The last import that met it.';
comment on column public.import_items.label is 'What a report calls it.';
comment on column public.import_items.outcome is 'What that import did with it.';
comment on column public.import_items.reason is 'Why it was skipped.';
comment on column public.import_items.notes is 'What did not come over as it was, as [{"code", "count", "detail"}].';
comment on column public.import_items.target_id is 'The row it became; null while it became none. No foreign key: what was deleted in the desk stays deleted.';
comment on column public.import_items.digest is 'SHA-256 of the normalised source item; null while it became no row.';
comment on column public.import_items.revision is 'Of a post: its revision after the import, so that what was edited since is left alone.';
create index import_items_import_idx on public.import_items (publication_id, import_id, kind, outcome);

grant select on public.import_items to authenticated;
grant select, insert, update, delete on public.import_items to service_role;
alter table public.import_items enable row level security;
create policy "admins read reports of imports" on public.import_items
	for select to authenticated
	using (publication_id = any ((select private.staff_pubs('admin'))::uuid[]));
