create table public.import_items (
	publication_id uuid not null references public.publications (id) on delete cascade,
	source text not null check (source in ('ghost')),
	kind text not null check (kind in ('author', 'tag', 'post')),
	source_id text not null check (char_length(source_id) between 1 and 191),
	target_id uuid not null,
	digest text not null check (digest ~ '^[0-9a-f]{64}$'),
	revision bigint,
	imported_at timestamptz not null default now(),
	primary key (publication_id, source, kind, source_id)
);
comment on table public.import_items is 'What came from where: lets a second run find its own rows and change nothing.';
comment on column public.import_items.target_id is 'The profile, tag or post it became. No foreign key: what was deleted in the desk stays deleted.';
comment on column public.import_items.digest is 'SHA-256 of the normalised source item.';
comment on column public.import_items.revision is 'Of a post: its revision after the import, so that what was edited since is left alone.';

grant select, insert, update, delete on public.import_items to service_role;
alter table public.import_items enable row level security;
