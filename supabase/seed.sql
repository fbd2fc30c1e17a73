-- The demonstration: two publications whose staff do not know each other, with posts in every
-- visibility and members in every state. Loaded into an empty local database, never into a hosted
-- one: everybody in here has the same password, "pamphlet-demo".

-- The public token of local development; `npm run dev` and the tests start the web server with it.
select private.add_server_token('local', 'local-server-token-everybody-knows');

-- Tools of this file ---------------------------------------------------------------------------

create function pg_temp.add_user(id uuid, email text, name text, bio text default '') returns void
language plpgsql
as $$
begin
	-- Hosted Auth reads the token columns as strings and fails on null.
	insert into auth.users (
		instance_id, id, aud, role, email, encrypted_password, email_confirmed_at,
		confirmation_token, recovery_token, email_change, email_change_token_new, email_change_token_current,
		phone_change, phone_change_token, reauthentication_token,
		raw_app_meta_data, raw_user_meta_data, created_at, updated_at
	) values (
		'00000000-0000-0000-0000-000000000000', $1, 'authenticated', 'authenticated', $2,
		extensions.crypt('pamphlet-demo', extensions.gen_salt('bf', 6)), now(),
		'', '', '', '', '', '', '', '',
		'{"provider": "email", "providers": ["email"]}', '{}', now(), now()
	);
	insert into auth.identities (id, user_id, provider, provider_id, identity_data, last_sign_in_at, created_at, updated_at)
	values (
		gen_random_uuid(), $1, 'email', $1::text,
		jsonb_build_object('sub', $1, 'email', $2, 'email_verified', true, 'phone_verified', false), now(), now(), now()
	);
	update public.profiles set name = $3, bio = $4 where profiles.id = $1;
end $$;

create function pg_temp.inline_nodes(source text) returns jsonb
language sql
as $$
	select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
		'type', 'text',
		'text', coalesce(part[1], part[2], part[3], part[4], part[6]),
		'marks', case
			when part[1] is not null then '[{"type": "bold"}]'
			when part[2] is not null then '[{"type": "italic"}]'
			when part[3] is not null then '[{"type": "code"}]'
			when part[4] is not null then jsonb_build_array(jsonb_build_object('type', 'link', 'attrs', jsonb_build_object('href', part[5])))
		end
	)) order by n), '[]')
	from regexp_matches(
		source, '\*\*([^*]+)\*\*|\*([^*]+)\*|`([^`]+)`|\[([^]]+)\]\(([^)]+)\)|([^*`[]+)', 'g'
	) with ordinality as parts (part, n)
$$;

create function pg_temp.paragraphs(lines text, item_mark text, wrapper text default null) returns jsonb
language sql
as $$
	select jsonb_agg(
		case when wrapper is null then paragraph
			else jsonb_build_object('type', wrapper, 'content', jsonb_build_array(paragraph)) end
		order by n
	)
	from regexp_split_to_table(lines, '\n') with ordinality as l (line, n),
		lateral (
			select jsonb_build_object('type', 'paragraph', 'content', pg_temp.inline_nodes(regexp_replace(line, item_mark, ''))) as paragraph
		) p
$$;

create function pg_temp.block_node(block text) returns jsonb
language sql
as $$
	select case
		when block = '%% paywall' then '{"type": "paywall"}'
		when block = '---' then '{"type": "horizontalRule"}'
		when block like '<%' then jsonb_build_object('type', 'html', 'attrs', jsonb_build_object('html', block))
		when block like '```%' then jsonb_build_object(
			'type', 'codeBlock',
			'attrs', jsonb_build_object('language', nullif(substring(block from '^```(\w*)'), '')),
			'content', jsonb_build_array(jsonb_build_object('type', 'text', 'text', regexp_replace(block, '^```\w*\n|\n```$', '', 'g')))
		)
		when block ~ '^##+ ' then jsonb_build_object(
			'type', 'heading',
			'attrs', jsonb_build_object('level', length(substring(block from '^#+'))),
			'content', pg_temp.inline_nodes(regexp_replace(block, '^#+ ', ''))
		)
		when block like '> %' then jsonb_build_object('type', 'blockquote', 'content', pg_temp.paragraphs(block, '^> '))
		when block like '- %' then jsonb_build_object('type', 'bulletList', 'content', pg_temp.paragraphs(block, '^- ', 'listItem'))
		when block ~ '^\d+\. ' then jsonb_build_object(
			'type', 'orderedList', 'attrs', '{"start": 1}'::jsonb, 'content', pg_temp.paragraphs(block, '^\d+\. ', 'listItem')
		)
		else jsonb_build_object('type', 'paragraph', 'content', pg_temp.inline_nodes(block))
	end
$$;

-- Light markup as a document. Blocks stand apart by an empty line: a paragraph, ## a heading, > a
-- quotation, - or 1. a list, ``` code, --- a rule, %% paywall, or a line of HTML. In a line: *italic*,
-- **bold**, `code`, [a link](/path).
create function pg_temp.document(source text) returns jsonb
language sql
as $$
	select jsonb_build_object('type', 'doc', 'content', jsonb_agg(pg_temp.block_node(block) order by n))
	from regexp_split_to_table(btrim(source, E'\n'), '\n\n+') with ordinality as blocks (block, n)
$$;

create function pg_temp.word_count(source text) returns integer
language sql
as $$
	select count(*)::integer
	from regexp_matches(regexp_replace(source, '<[^>]+>|\]\([^)]*\)|%% paywall', ' ', 'g'), '\S*[[:alnum:]]\S*', 'g')
$$;

-- signed_by names people of the publication as readers see them. Who has a login also began the post.
create function pg_temp.add_post(
	publication text, slug text, title text, subtitle text, signed_by text, source text,
	published_at timestamptz default null, visibility text default 'public', subjects text[] default '{}',
	kind text default 'post', excerpt text default null, tiers text[] default '{}', id uuid default private.uuid_v7()
) returns void
language plpgsql
as $$
declare
	pub uuid := (select p.id from public.publications p where p.slug = publication);
	author public.profiles := (
		select p from public.profiles p
		where p.name = signed_by
			and (p.publication_id = pub or exists (
				select from public.publication_staff s where s.publication_id = pub and s.user_id = p.id
			))
	);
begin
	insert into public.posts (id, publication_id, kind, visibility, slug, title, subtitle, excerpt, word_count, created_by, created_at)
	values (
		add_post.id, pub, add_post.kind, add_post.visibility, add_post.slug, add_post.title, add_post.subtitle, add_post.excerpt,
		pg_temp.word_count(source), author.user_id, coalesce(add_post.published_at, now()) - interval '12 days'
	);
	-- Whoever has a login and began a post signs it already.
	insert into public.post_authors (post_id, profile_id, publication_id) values (add_post.id, author.id, pub) on conflict do nothing;
	update public.post_contents set doc = pg_temp.document(source) where post_id = add_post.id;
	insert into public.post_tags (post_id, tag_id, publication_id, position)
	select add_post.id, t.id, pub, s.n
	from unnest(subjects) with ordinality as s (name, n)
	join public.tags t on t.publication_id = pub and t.name = s.name;
	insert into public.post_tiers (post_id, tier_id, publication_id)
	select add_post.id, t.id, pub from public.tiers t where t.publication_id = pub and t.slug = any (tiers);
	if add_post.published_at is not null then
		update public.posts p set status = 'published', published_at = add_post.published_at where p.id = add_post.id;
	end if;
end $$;

-- tier: null for a free member. lasts: how long from now; null without end, negative when it is over.
-- joined: whether they joined themselves; otherwise the staff added them.
create function pg_temp.add_member(
	publication text, email text, name text, since timestamptz, status text default 'active',
	tier text default null, lasts interval default null, reason text default '', joined boolean default true
) returns void
language sql
as $$
	with member as (
		insert into public.members (publication_id, email, name, status, created_at, source, accepted_at)
		select p.id, $2, $3, $5, $4, case when $9 then 'join' else 'desk' end, case when $9 then $4 end
		from public.publications p where p.slug = $1
		returning id, publication_id
	)
	insert into public.member_grants (publication_id, member_id, tier_id, ends_at, reason, created_at)
	select m.publication_id, m.id, t.id, now() + $7, $8, $4
	from member m join public.tiers t on t.publication_id = m.publication_id and t.slug = $6
$$;

-- People ---------------------------------------------------------------------------------------

-- The first account of an installation becomes its operator.
select pg_temp.add_user('01900000-0000-7000-8000-000000000001', 'marit@tidetable.example', 'Marit Thorsby', 'Edits The Tide Table from the old pilot house at Harwick. Before that she drew harbour plans for an insurer, who found them too interesting.');
select pg_temp.add_user('01900000-0000-7000-8000-000000000002', 'anselm@tidetable.example', 'Anselm Crake', 'Looks after the money, the moorings and the semicolons. Has waited professionally, as a terminal clerk, for nineteen years.');
select pg_temp.add_user('01900000-0000-7000-8000-000000000003', 'devi@tidetable.example', 'Devi Rathnam', 'Writes about weather and the people who kept notes of it. Her grandmother’s rain gauge is still in use.');
select pg_temp.add_user('01900000-0000-7000-8000-000000000004', 'joan@tidetable.example', 'Joan Pellow', 'Reports on land that is on its way out. Lives eleven feet above the sea, for now.');
select pg_temp.add_user('01900000-0000-7000-8000-000000000005', 'reader@tidetable.example', 'Ruth Amberley');
select pg_temp.add_user('01900000-0000-7000-8000-000000000006', 'wilf@tranter.example', 'Wilf Tranter');
select pg_temp.add_user('01900000-0000-7000-8000-000000000007', 'oona@prentis.example', 'Oona Prentis');
select pg_temp.add_user('01900000-0000-7000-8000-000000000008', 'agnes@dunmore.example', 'Agnes Dunmore');
select pg_temp.add_user('01900000-0000-7000-8000-000000000009', 'post@oldacre.example', 'Peter Oldacre');
select pg_temp.add_user('01900000-0000-7000-8000-000000000011', 'ola@fieldnotes.example', 'Ola Vinter', 'Keeps a hedge, a notebook and a publication, in that order.');
select pg_temp.add_user('01900000-0000-7000-8000-000000000012', 'bram@fieldnotes.example', 'Bram Oduya', 'Counts birds for a water board and everything else for pleasure.');
select pg_temp.add_user('01900000-0000-7000-8000-000000000013', 'ines@fieldnotes.example', 'Ines Salgado', 'Draws what will not keep still.');

-- Publications ---------------------------------------------------------------------------------

update public.installation set name = 'Quayside Press';

insert into public.publications (id, slug, name, description, language, time_zone, accent_hue, accent_chroma, created_at) values
	(
		'01900000-0000-7000-8000-0000000000a0', 'tide-table', 'The Tide Table',
		'Essays on coasts, ferries, weather and work. Alternate Saturdays.',
		'en-GB', 'Europe/London', 352, 0.165, '2025-04-19 06:40+01'
	),
	(
		'01900000-0000-7000-8000-0000000000b0', 'field-notes', 'Field Notes',
		'What was seen, by whom, in which light. Whenever the ink is dry.',
		'en', 'Europe/Stockholm', 145, 0.1, '2026-03-01 09:00+01'
	);

insert into public.publication_staff (publication_id, user_id, role) values
	('01900000-0000-7000-8000-0000000000a0', '01900000-0000-7000-8000-000000000001', 'owner'),
	('01900000-0000-7000-8000-0000000000a0', '01900000-0000-7000-8000-000000000002', 'admin'),
	('01900000-0000-7000-8000-0000000000a0', '01900000-0000-7000-8000-000000000003', 'editor'),
	('01900000-0000-7000-8000-0000000000a0', '01900000-0000-7000-8000-000000000004', 'author'),
	('01900000-0000-7000-8000-0000000000b0', '01900000-0000-7000-8000-000000000011', 'owner'),
	('01900000-0000-7000-8000-0000000000b0', '01900000-0000-7000-8000-000000000012', 'editor'),
	('01900000-0000-7000-8000-0000000000b0', '01900000-0000-7000-8000-000000000013', 'author');

-- Writers who sign and have no login.
insert into public.profiles (publication_id, name, bio) values
	('01900000-0000-7000-8000-0000000000a0', 'Hesper Calloway', 'Writes about transport that floats. She was a purser on the Orrin boats for two seasons and is the author of A Fair Wind and a Permit.'),
	('01900000-0000-7000-8000-0000000000a0', 'Colm Garrity', 'Mate of the salvage tug Perseverance, retired. Still carries a marlinspike to weddings.'),
	('01900000-0000-7000-8000-0000000000a0', 'Tobias Venn', 'Sold houses on the Skerrow side for twenty years, some of them twice.');

insert into public.tiers (publication_id, slug, name, description, position, trial_days, benefits) values
	(
		'01900000-0000-7000-8000-0000000000a0', 'member', 'Member', 'All of it, and a say in what comes next.', 1, 0,
		array['Every essay in full, the morning it is finished', 'The whole archive', 'Letters: read them, and be printed']
	),
	(
		'01900000-0000-7000-8000-0000000000a0', 'patron', 'Patron', 'For those who would rather it existed than not.', 2, 0,
		array['Everything a member has', 'The printed almanac, posted each December', 'Your name in it, or your boat’s']
	),
	(
		'01900000-0000-7000-8000-0000000000b0', 'supporter', 'Supporter', 'The notebooks, page by page.', 1, 14,
		array['Every notebook, scanned', 'A print of the season’s best drawing']
	);

-- The member's month was a pound less until the spring; who came before pays that still.
insert into public.tier_prices (publication_id, tier_id, interval, currency, amount, created_at, archived_at)
select t.publication_id, t.id, p.interval, p.currency, p.amount, p.since, p.until
from public.tiers t
join (values
	('member', 'month', 'gbp', 500, now() - interval '14 months', now() - interval '7 months'),
	('member', 'month', 'gbp', 600, now() - interval '7 months', null),
	('member', 'year', 'gbp', 6000, now() - interval '14 months', null),
	('patron', 'month', 'gbp', 1500, now() - interval '14 months', null),
	('patron', 'year', 'gbp', 15000, now() - interval '14 months', null),
	('supporter', 'month', 'sek', 5900, now() - interval '8 months', null),
	('supporter', 'year', 'sek', 59000, now() - interval '8 months', null)
) as p (tier, interval, currency, amount, since, until) on p.tier = t.slug;

insert into public.tags (publication_id, slug, name, description, is_internal) values
	('01900000-0000-7000-8000-0000000000a0', 'coasts', 'Coasts', 'Where the land stops, and who is told.', false),
	('01900000-0000-7000-8000-0000000000a0', 'ferries', 'Ferries', 'Boats that come back the same day.', false),
	('01900000-0000-7000-8000-0000000000a0', 'letters', 'Letters', 'From the pilot house, and to it.', false),
	('01900000-0000-7000-8000-0000000000a0', 'maps', 'Maps', 'What was drawn, and what was left off.', false),
	('01900000-0000-7000-8000-0000000000a0', 'weather', 'Weather', 'Wind, fog and the people who write them down.', false),
	('01900000-0000-7000-8000-0000000000a0', 'work', 'Work', 'How it is done, by those who do it.', false),
	('01900000-0000-7000-8000-0000000000a0', 'for-the-almanac', 'For the almanac', 'Pieces that may go into the December printing.', true),
	('01900000-0000-7000-8000-0000000000b0', 'hedges', 'Hedges', '', false),
	('01900000-0000-7000-8000-0000000000b0', 'birds', 'Birds', '', false),
	('01900000-0000-7000-8000-0000000000b0', 'water', 'Water', '', false);

-- The first five have a login; a member needs none.
select pg_temp.add_member('tide-table', 'reader@tidetable.example', 'Ruth Amberley', '2025-05-02');
select pg_temp.add_member('tide-table', 'wilf@tranter.example', 'Wilf Tranter', '2025-05-17', 'active', 'patron', null, 'Without end, for the mark on the engine casing');
select pg_temp.add_member('tide-table', 'oona@prentis.example', 'Oona Prentis', '2025-09-06', 'active', 'member', '1 year', 'Letter of the year');
select pg_temp.add_member('tide-table', 'agnes@dunmore.example', 'Agnes Dunmore', '2025-11-08', 'active', 'member', '-20 days', 'A year from the harbour office');
select pg_temp.add_member('tide-table', 'post@oldacre.example', 'Peter Oldacre', '2025-10-30', 'banned', 'member', '1 year', 'Prize, before the letters about the vicar');
select pg_temp.add_member('tide-table', 'lorne@skaife.example', 'Lorne Skaife', '2025-11-02', 'left');
select pg_temp.add_member('tide-table', 'harbour.office@harwick.example', 'The Harbour Office', '2025-06-14', 'active', 'member', null, 'They lend us the log');
select pg_temp.add_member('tide-table', 'e.rook@harwick.example', 'Elspeth Rook', '2025-06-28');
select pg_temp.add_member('tide-table', 'library@skerrow.example', 'Skerrow Reading Room', '2026-01-10');
select pg_temp.add_member('tide-table', 'odile@quayside.example', 'Odile Farrant', '2026-02-07');
select pg_temp.add_member('field-notes', 'marcus@hedgelaying.example', 'Marcus Thorne', '2026-03-14');
select pg_temp.add_member('field-notes', 'signe@lindqvist.example', 'Signe Lindqvist', '2026-04-02', 'active', 'supporter', null, 'Lent us the telescope');
select pg_temp.add_member('field-notes', 'reader@tidetable.example', 'Ruth Amberley', '2026-09-12', joined => false);

-- A year of readers ----------------------------------------------------------------------------

-- Invented, and the same at each start but for the dates, which count back from today. Their payments
-- belong to the account "demo": what looks after the installation's own account at Stripe never meets them.

create temp table demo_readers as
with people as (
	select n,
		case when n <= 300 then 'tide-table' else 'field-notes' end as publication,
		case when n > 300 then 'supporter' when n % 8 = 3 then 'patron' else 'member' end as tier,
		case when n % 3 = 0 then 'year' else 'month' end as interval,
		case when n <= 300 then n % 5 in (1, 3) else n % 2 = 0 end as pays,
		-- Each publication grew, and faster of late.
		case when n <= 300 then 395 * (1 - n / 300.0) ^ 0.8 else 230 * (1 - (n - 300) / 30.0) ^ 0.8 end as days_ago,
		(array[
			'Ada', 'Bertram', 'Clemency', 'Dorothea', 'Edmund', 'Flora', 'Gideon', 'Hester', 'Ivor', 'Judith', 'Kenelm',
			'Lettice', 'Magnus', 'Nora', 'Osric', 'Prudence', 'Quentin', 'Rowena', 'Silas', 'Thea', 'Una', 'Vernon',
			'Winifred', 'Ximena', 'Yorick', 'Zelda', 'Anneke', 'Brannoc', 'Cosima', 'Dunstan', 'Elowen'
		])[n % 31 + 1] as first_name,
		(array[
			'Aldworth', 'Birdsall', 'Carrow', 'Dunnet', 'Eskdale', 'Farrowby', 'Gannel', 'Haverill', 'Inskip', 'Jessop',
			'Kestle', 'Lanyon', 'Marram', 'Nankervis', 'Orford', 'Penhale', 'Quayle', 'Reculver', 'Sandray', 'Thurlow',
			'Ulverstone', 'Vellan', 'Wrangle', 'Yarmer', 'Zennor', 'Blakeney', 'Cley', 'Morston', 'Stiffkey'
		])[n % 29 + 1] as last_name,
		(array['harwick', 'skerrow', 'saltby', 'orrin', 'leeward', 'landfall', 'slackwater'])[n % 7 + 1] as place
	from generate_series(1, 330) as n
)
select p.n, pub.id as publication_id, private.uuid_v7() as member_id, t.id as tier_id, p.interval, p.pays, t.trial_days,
	p.first_name || ' ' || p.last_name as name,
	lower(p.first_name || '.' || p.last_name) || '@' || p.place || '.example' as email,
	least(
		date_trunc('day', now() - p.days_ago * interval '1 day') + ((p.n * 53) % 720 + 360) * interval '1 minute',
		now() - interval '40 minutes'
	) as joined_at
from people p
join public.publications pub on pub.slug = p.publication
join public.tiers t on t.publication_id = pub.id and t.slug = p.tier;

insert into public.members (id, publication_id, email, name, status, source, created_at, accepted_at)
select r.member_id, r.publication_id, r.email, r.name,
	case when r.n = 150 then 'banned' when r.n % 29 = 0 and not r.pays then 'left' else 'active' end,
	case when r.n % 4 = 0 then 'import' else 'join' end, r.joined_at,
	case when r.n % 4 > 0 then r.joined_at end
from demo_readers r;

insert into public.member_grants (publication_id, member_id, tier_id, ends_at, reason, created_at)
select r.publication_id, r.member_id, r.tier_id,
	case when r.n % 2 = 0 then now() + r.n % 90 * interval '1 day' end,
	(array['Wrote the letter about the bell', 'Won at the regatta', 'Reads proofs for us'])[r.n % 3 + 1],
	r.joined_at + interval '20 minutes'
from demo_readers r
where r.n % 37 = 5 and not r.pays;

-- What they said about mail, and what stops it.
insert into private.mail_choices (publication_id, address_hash, choice, act, at)
select m.publication_id, m.address_hash, said.choice, said.act, case said.choice when 'yes' then m.accepted_at else now() end
from public.members m
cross join lateral (
	select 'no' as choice, 'left' as act where m.status = 'left'
	union all
	select 'no', 'account' where m.status <> 'left' and abs(hashtext(m.email)) % 12 = 0
	union all
	select 'yes', 'join' where m.status <> 'left' and abs(hashtext(m.email)) % 12 <> 0
) said
where m.accepted_at is not null;
-- Their history says that they joined on that day. That is enough.
delete from public.member_events where kind = 'subscribed' and at = now();

insert into private.mail_stops (publication_id, address_hash, kind, source, note)
select m.publication_id, m.address_hash, stop.kind, stop.source, stop.note
from public.members m
join (values
	('library@skerrow.example', 'bounce', 'operator', 'The reading room closed its mailbox for the winter'),
	('harbour.office@harwick.example', 'hold', 'staff', 'They print the posts and pin them to the wall'),
	('odile@quayside.example', 'complaint', 'operator', '')
) as stop (email, kind, source, note) using (email);

-- Who pays, and since when. A few have a story that began when it had to, for the desk to show it today.
create temp table demo_subscriptions as
with begun as (
	select r.*, private.uuid_v7() as subscription_id, story.kind as story,
		coalesce(now() - story.began, least(r.joined_at + r.n % 9 * interval '1 day', now() - interval '30 minutes')) as started_at
	from demo_readers r
	left join (values
		(13, 'declined', interval '4 months 3 days'),
		(26, 'wants confirming', interval '2 months 1 day'),
		(41, 'unpaid', interval '6 months 15 days'),
		(23, 'refunded', interval '5 months 9 days'),
		(28, 'refunded in part', interval '8 months 6 days'),
		(31, 'dispute lost', interval '7 months 20 days'),
		(38, 'dispute won', interval '9 months 12 days'),
		(328, null, interval '3 days'),
		(330, null, interval '9 days')
	) as story (n, kind, began) using (n)
	where r.pays
), ending as (
	select b.*, b.started_at + b.trial_days * interval '1 day' as paid_from,
		('1 ' || b.interval)::interval as period,
		case when b.story is null and b.n % 7 in (1, 5) then case b.interval
			when 'year' then b.started_at + interval '1 year'
			else b.started_at + b.trial_days * interval '1 day' + (2 + b.n % 4) * interval '1 month'
		end end as ends_at
	from begun b
)
select e.*, p.id as tier_price_id, p.currency, p.amount,
	case
		when e.ends_at < now() then 'canceled'
		when e.paid_from > now() then 'trialing'
		when e.story in ('declined', 'wants confirming') then 'past_due'
		when e.story = 'unpaid' then 'unpaid'
		else 'active'
	end as status
from ending e
join lateral (
	select p.id, p.currency, p.amount from public.tier_prices p
	where p.tier_id = e.tier_id and p.interval = e.interval and (p.archived_at is null or p.archived_at > e.started_at)
	order by p.created_at limit 1
) p on true;

-- What was to be paid, period by period, and whether it was.
create temp table demo_invoices as
with periods as (
	select s.*, private.uuid_v7() as invoice_id, k, s.paid_from + k * s.period as issued_at,
		lead(k) over (partition by s.n order by k) is null as is_last,
		lead(k, 2) over (partition by s.n order by k) is null and lead(k) over (partition by s.n order by k) is not null as is_last_but_one
	from demo_subscriptions s, generate_series(0, 24) as k
	where s.paid_from + k * s.period < coalesce(least(s.ends_at, now()), now())
)
select p.*,
	not (p.is_last and p.status in ('past_due', 'unpaid')) as is_paid,
	case when p.is_last_but_one and p.story = 'refunded' then p.amount
		when p.is_last_but_one and p.story = 'refunded in part' then p.amount / 2 else 0 end as refunded,
	case when p.is_last_but_one and p.story = 'dispute lost' then p.amount else 0 end as disputed
from periods p;

insert into private.stripe_customers (publication_id, member_id, account, livemode, customer_id, created_at)
select s.publication_id, s.member_id, 'demo', false, 'cus_demo_' || s.n, s.started_at from demo_subscriptions s;

insert into public.subscriptions (
	id, publication_id, member_id, tier_id, tier_price_id, account, livemode, stripe_subscription_id, stripe_customer_id,
	status, interval, currency, amount, current_period_start, current_period_end, trial_end,
	cancel_at_period_end, canceled_at, ended_at, grace_until, started_at, ticket, created_at
)
select s.subscription_id, s.publication_id, s.member_id, s.tier_id, s.tier_price_id, 'demo', false, 'sub_demo_' || s.n, 'cus_demo_' || s.n,
	s.status, s.interval, s.currency, s.amount,
	coalesce(last.issued_at, s.started_at), coalesce(last.issued_at + s.period, s.paid_from),
	case when s.trial_days > 0 then s.paid_from end,
	s.ends_at is not null and s.status = 'active',
	case when s.ends_at < now() then s.ends_at - interval '9 days' when s.ends_at is not null then now() - interval '2 days' end,
	case when s.ends_at < now() then s.ends_at end,
	case when s.status in ('past_due', 'unpaid') then last.issued_at + interval '7 days' end,
	s.started_at, 0, s.started_at
from demo_subscriptions s
left join demo_invoices last on last.n = s.n and last.is_last;

insert into public.invoices (
	id, publication_id, member_id, subscription_id, tier_id, account, livemode, stripe_invoice_id, number, status, reason, currency,
	amount_due, amount_paid, amount_refunded, amount_disputed, dispute_status, attempts, next_attempt_at, action_required, failure,
	issued_at, paid_at, period_start, period_end, ticket, created_at
)
select i.invoice_id, i.publication_id, i.member_id, i.subscription_id, i.tier_id, 'demo', false, 'in_demo_' || i.n || '_' || i.k,
	'DEMO-' || lpad(i.n::text, 4, '0') || '-' || lpad((i.k + 1)::text, 4, '0'),
	case when i.is_paid then 'paid' else 'open' end, case when i.k = 0 then 'subscription_create' else 'subscription_cycle' end, i.currency,
	i.amount, case when i.is_paid then i.amount else 0 end, i.refunded, i.disputed,
	case when i.disputed > 0 then 'lost' when i.is_last_but_one and i.story = 'dispute won' then 'won' end,
	case when i.is_paid then 1 when i.status = 'unpaid' then 4 when i.story = 'wants confirming' then 1 else 2 end,
	case when not i.is_paid and i.story = 'declined' then now() + interval '2 days' end,
	not i.is_paid and i.story = 'wants confirming',
	case when not i.is_paid then case i.story
		when 'declined' then 'Your card has insufficient funds.'
		when 'unpaid' then 'Your card has expired.'
		else '' end end,
	i.issued_at, case when i.is_paid then i.issued_at + interval '2 minutes' end, i.issued_at, i.issued_at + i.period, 0, i.issued_at
from demo_invoices i;

insert into public.ledger_entries (publication_id, member_id, tier_id, invoice_id, account, livemode, source, kind, currency, amount, at)
select i.publication_id, i.member_id, i.tier_id, i.invoice_id, 'demo', false, move.source || '_demo_' || i.n || '_' || i.k || move.again,
	move.kind, i.currency, move.amount, i.issued_at + move.later
from demo_invoices i, lateral (values
	('ch', '', 'payment', i.amount, interval '2 minutes', i.is_paid),
	('re', '', 'refund', -i.refunded, interval '3 days', i.refunded > 0),
	('dp', '', 'dispute', -i.amount, interval '5 days', i.is_last_but_one and i.story in ('dispute lost', 'dispute won')),
	('dp', ' won', 'dispute_won', i.amount, interval '20 days', i.is_last_but_one and i.story = 'dispute won')
) as move (source, again, kind, amount, later, happened)
where move.happened
order by i.issued_at + move.later;

drop table demo_invoices, demo_subscriptions, demo_readers;

-- The Tide Table -------------------------------------------------------------------------------

select pg_temp.add_post(
	publication => 'tide-table',
	slug => 'about',
	title => 'About',
	subtitle => 'Who we are, when we come out, and where to complain.',
	signed_by => 'Marit Thorsby',
	published_at => '2025-04-19 06:40+01',
	kind => 'page',
	source => $text$
The Tide Table comes out on alternate Saturdays, at or near high water. It is edited in the old pilot house at Harwick by Marit Thorsby and Anselm Crake, and paid for by its readers. There are no advertisements, no sponsors, and no owner but the two of us.

We print essays about coasts, ferries, weather and work. They are as long as they need to be and have been read aloud once, to the stove, before you see them.

## What we promise

- Each number has two or three essays that anybody may read, and one or two that members pay for.
- A correction is printed where the mistake was, with the date, and the mistake stays legible under it.
- Letters are read by one of us. Most are answered; all are kept, in a tea chest.

## Writing for us

Send a page, not a pitch. Tell us what you saw and what it weighed. We pay on the day a piece is accepted, and we have never yet taken out a sentence without asking.

> If it can only be said from the shore, let somebody ashore say it.
> From the first editorial, No. 1
$text$
);

select pg_temp.add_post(
	publication => 'tide-table',
	id => '01900000-0000-7000-8000-0000000000a1',
	slug => 'the-last-boat-out-of-harwick',
	title => 'The Last Boat Out of Harwick',
	subtitle => 'For a hundred and nine years one crossing kept two towns on speaking terms. Then somebody built a bridge, and they found they had nothing left to say.',
	signed_by => 'Hesper Calloway',
	published_at => '2026-11-14 06:40+00',
	visibility => 'paid',
	subjects => array['Ferries', 'Work', 'For the almanac'],
	source => $text$
On the final evening the *Maid of Orrin* carried eleven passengers, a hearse and three thousand eggs. Nobody made a speech. The mate cast off, as he had every night since he was nineteen, by saying “Right, then” to no one in particular, and the gap between hull and slip opened to a foot, a yard, a width past jumping.

I had come to write about the end of something, and found that it had ended already. The bridge had opened in April. Since then the boat had run half-empty on an order nobody could find the authority to cancel, tying up at both ends beside car parks that had been sold. (The order is S.R. & O. 1919, No. 774. The council’s solicitor describes it as “extant, in the way that certain fish are extant”.) “You could call it a service,” said Elspeth Rook, who sold the tickets. “Or you could call it a habit with a funnel.”

What follows is an account of that habit: who it carried, what it cost, and why two towns four miles apart, now joined by a road you can drive in six minutes, have never known less about one another.

## Four miles, ninety minutes

A timetable is a kind of promise, and the one pinned up at Harwick was unusually frank. It gave sailing times to the minute and arrival times to the nearest cup of tea. Everything turned on the ebb, which runs through the Sound at five knots and does not care what is printed.

The company drew its year as a string diagram, ports up the side and hours along the foot. A steep line is a fast boat. A flat one is a boat arguing with the water.

> “You could call it a service. Or you could call it a habit with a funnel.”
> Elspeth Rook, ticket office

### What she was licensed to carry

The licence ran to nine pages. Most of it concerned livestock. Under “deck cargo, customary”, a clerk in 1926 had listed what actually went across, and it was never amended:

- the doctor, at any hour, without a ticket;
- bread for Skerrow, and the news with it;
- coffins, which travelled free going home and at the parcel rate going out;
- eggs, to the number that could be stowed without comment.

The harbour master’s log puts numbers to it. I have typed out four of its years, choosing them for the handwriting.

<table><caption>Crossings made and lost, from the Harwick log</caption><thead><tr><th scope="col">Year</th><th scope="col">Sailings</th><th scope="col">Lost to fog</th><th scope="col">Lost to wind</th><th scope="col">Passengers</th></tr></thead><tbody><tr><td>1926</td><td>1,402</td><td>61</td><td>38</td><td>88,310</td></tr><tr><td>1954</td><td>2,190</td><td>47</td><td>52</td><td>141,077</td></tr><tr><td>1987</td><td>2,268</td><td>19</td><td>44</td><td>97,640</td></tr><tr><td>2025</td><td>1,096</td><td>8</td><td>71</td><td>12,215</td></tr></tbody></table>

**How to read the tide.** “Springs” have nothing to do with the season. They come twice a month, with the new moon and the full, and they are when the Sound is at its least reasonable.

Nobody at the bridge office keeps such a log. A camera counts axles. When I asked how many people crossed, a courteous man sent me a spreadsheet and, at my request, the one line that produced its total:

```sql
-- people are estimated; axles are certain
select date_trunc('day', seen_at) as day,
       round(sum(axles) / 2.0 * 1.34) as people
  from bridge_sensor
 where direction = 'north'
 group by 1 order by 1;
```

The figure in that query, `1.34`, is the number of souls assumed to be in a car. It has no source that anyone could give me; two people at the bridge office told me it came from the other. The ferry, by contrast, knew them by name.

---

I asked the mate what he would do with his evenings. He considered it for longer than the question deserved. Behind him the lights of Skerrow came up one at a time, as they do when you approach at nine knots and have never once done from the road.

%% paywall

“I thought I might go over to Skerrow,” he said at last. “I’ve never seen it. I’ve only ever been there.”

## The egg account

Of everything the company left behind, the egg account is the only paper that balances. It was begun in 1931 by a purser called Dunstan Hale, who disliked guessing, and it was kept by nine pursers after him in the same green ledger. I was the eighth. Each page has two columns. The left gives the eggs that were loaded at Harwick; the right, the eggs that were carried up the slip at Skerrow. The difference has a column of its own, headed *Weather*.

On most days the difference is nothing. On a bad day in February it is six. In ninety-four years it has been more than a dozen exactly once, on the night of 9 January 1952, when the glass fell so fast that Hale’s successor wrote the reading down twice, and after it: *all eggs lost, also the piano*. Nothing else in the ledger mentions a piano.

The bridge carries eggs too. They come by lorry from a depot two counties off, in grey trays, eleven thousand at a time, and are counted by a man who never sees them. Skerrow’s hens were sold the summer the bridge opened. It was not that anyone decided against them. It was that an egg which has come four miles by boat must be a particular egg, from a particular yard, and an egg that has come ninety by road may be anybody’s.

### Who talked

In the saloon there were two benches, and they faced each other. This was the whole of the arrangement. For an hour and a half, twice a week, whoever was going across sat opposite whoever else was, with nothing to look at but the weather and one another’s shopping.

1. Marriages between Harwick and Skerrow, in the ten years before the bridge: forty-one.
2. In the year and a half since: two, and one of those met in Leeds.
3. Disputes over the mooring fees, same periods: three, and twenty-six.

I do not say the bridge did this. I say that a thing which takes six minutes asks nothing of you, and that the two towns had been, without ever intending it, the sort of neighbours who ask.

> A bridge is for getting to the other side. The boat was for being between.
> Wilf Tranter, whose father was the doctor

## Right, then

We came alongside at Skerrow at ten to eight. The hearse went up first. The eggs went after it, on the shoulders of two boys who had been told to hurry and had decided against it, and at the top of the slip a woman counted them: three thousand, less none. She wrote it down. I saw her look for the column headed *Weather*, and draw a line through it, and close the book.

The mate made fast, bow and stern, with more turns than the evening called for. Then he walked up the slip, past the woman and the eggs and the last of the passengers, to where the road begins. He stood there for a while with his hands behind him, like a man at the edge of a swimming bath.

“Right, then,” he said.
$text$
);

select pg_temp.add_post(
	publication => 'tide-table',
	slug => 'a-short-history-of-being-told-to-wait',
	title => 'A Short History of Being Told to Wait',
	subtitle => 'Lay-bys, linkspans and the queue at lane four: what a terminal knows about patience.',
	signed_by => 'Anselm Crake',
	published_at => '2026-11-14 06:30+00',
	subjects => array['Work', 'Ferries'],
	source => $text$
Lane four is the one you do not want. It lies furthest from the kiosk, it floods at springs, and by a rule older than anybody who works here it is loaded last. In nineteen years as a terminal clerk I sent some two hundred thousand vehicles into it, and I should like to begin by apologising to all of them but one.

The first thing a terminal teaches you is that waiting is not the absence of something. It has parts. There is the wait before you know how long, which is the worst and rarely lasts four minutes. There is the wait when you know, and have told everyone in the car, and have therefore become responsible for it. And there is the wait after the boat is in sight, which is not waiting at all, though it can go on for an hour.

## The chalked board

Until 1974 the state of the crossing was written in chalk on a slate by the weighbridge. It could say five things: *Running*, *Running Late*, *Wind*, *Fog*, and *Ask*. People read it the way they now read a telephone, except that nobody read it twice, since it could be seen not to have changed.

The slate was replaced by an illuminated sign that could say anything. Within a month it was saying *Please Wait For Further Information*, and it said so, on and off, for eleven years. Complaints went up by half. I have the file. What people wrote was never that they had waited too long. It was that they had been told to.

> Nobody minds the sea. It is the tannoy they mind.
> Note in the complaints file, 1981, unsigned

## How a queue knows itself

A queue of cars is a village that lasts for ninety minutes. By the half hour it has a doctor. By the hour somebody has lent somebody a coat. I have seen a christening cake passed down the length of lane two and arrive with its icing whole, and I have seen lane three elect, without any sign of a procedure, a man to come and speak to me.

What breaks a queue is a car that goes round it. It need not even be a rude one. In the dry summer of 1995 we let an ambulance through to the head of lane one, quite properly, with its light going, and for the rest of that day not one person in lane one would look at another. They had each been shown that there was a way, and that it was for somebody else.

### Three things that help

- Say how long. If you do not know, say when you will know.
- Say it to one person, face to face, and let them carry it down the line. It will arrive improved.
- Never, on any account, say *only*.

## The one I do not apologise to

On a wet evening in March a man in a new car came to the window of my kiosk and asked what I would need to forget that he was in lane four. I told him that the boat held sixty, that he was the fifty-ninth, and that he would sail whatever lane I forgot him in.

He thought about it. “Then what is everybody waiting for?” he said.

It is the only good question I was ever asked at that window, and I have been working on the answer since. I believe it is this. They were waiting for one another. It takes sixty cars a certain time to become a boatload, and if you hurry it you have merely got sixty cars on a boat.
$text$
);

select pg_temp.add_post(
	publication => 'tide-table',
	slug => 'the-woman-who-named-the-winds-of-skerrow',
	title => 'The Woman Who Named the Winds of Skerrow',
	subtitle => 'She kept a ledger of 212 of them. The Met Office had use for eight.',
	signed_by => 'Devi Rathnam',
	published_at => '2026-11-14 06:20+00',
	visibility => 'members',
	subjects => array['Weather', 'For the almanac'],
	source => $text$
Isobel Mairi Strang was postmistress of Skerrow from 1923 to 1961, and in all that time she is not known to have said that it was windy. She said which.

Her ledger is a stock book, ruled for stamps. Where the denomination should go she wrote a name, and under *quantity* the hours it had blown. There are two hundred and twelve names. Some are plain: the Low Door, the Second Post, the Peat. Some need a neighbour to explain them, and the neighbours are gone. Nobody now can tell me what blew on the eleven days a year she put down to *Margaret’s Opinion*.

%% paywall

## What a name was for

A fisherman does not need to be told the force of a wind; he has a face. What he needs to know is what it will do next, and this, on Skerrow, is a matter of where it has been. The Low Door comes over the saddle of the hill and drops. It feels like nothing, and it will have the slates off the chapel by four. The Peat has come across the moss, smells of it, and never lasts.

So each of her names is a small forecast. “If you said the Second Post was getting up,” an old man told me on the pier, “you’d said bring the sheets in, and don’t start the hay, and your brother will be late. You’d said it in three words and you’d not had to mention your brother.”

## The eight

In 1938 a Mr Ainsley came from the Meteorological Office with an anemometer and a good raincoat. He stayed nine days. Mrs Strang lent him the ledger, and he returned it with a courteous letter. Of the two hundred and twelve, he wrote, eight could be shown to correspond to a direction and a speed, and he had given their bearings in a table which he enclosed.

She pasted the table in. Beneath it, in the column for remarks, is the only entry in the book that is not about the weather: *He never asked when.*

> A wind that is only a direction and a speed has not got here yet.
> I. M. Strang, in a letter to her sister

## Who keeps it now

The ledger is in the reading room, in a drawer, under the parish magazines. I copied forty pages of it there in October, with the window open, because I had come to like guessing. On the third afternoon something cold and rather tidy came in under the sash, lifted the top sheet, and put it down again a quarter of an inch to the left.

I looked for it for an hour. It is on page 61. She called it *the Clerk*.
$text$
);

select pg_temp.add_post(
	publication => 'tide-table',
	slug => 'knots-i-have-been-paid-to-untie',
	title => 'Knots I Have Been Paid to Untie',
	subtitle => 'Twenty-six years on the salvage tug, arranged by difficulty.',
	signed_by => 'Colm Garrity',
	published_at => '2026-11-14 06:10+00',
	subjects => array['Work'],
	source => $text$
Anybody can tie a knot. The trade is in the other direction. I was mate of the tug *Perseverance* for twenty-six years, and what follows is what I was paid to undo in that time, beginning with the easy ones so that you may get your hand in.

## Granny, wet

Found on every yacht. It was meant for a reef knot and it has been weeping about it ever since. Push, don’t pull. Shake it as you would a child’s mitten. Charge nothing; they have suffered enough.

## Clove hitch, frozen

Breathe on it. I am serious. A kettle makes ice of the next one along.

## Polypropylene round a propeller

This is not a knot any more, it is a stone. The heat of the shaft has melted it, and it will have to be cut, by somebody in the water, holding a bread knife. The bread knife is the important part. In 1999 a firm in Hull sold us a special tool for the job with a rechargeable battery. We used it to prop the galley door.

## The one on the *Lady Anne*

A coaster, dragging, off the Ness, with her tow line foul of her own anchor, and the anchor foul of a cable that belonged to the telephone company. Three ends, all of them under load, and two of them saying on the wireless that theirs was not the one to cut.

It took nineteen hours. I will tell you how it was done, since people ask. We did nothing at all for the first eleven. We lay off with the engine turning, and looked at it, and made a drawing, and somebody fried some bacon; and at slack water, for about the length of a hymn, none of the three was pulling. That was when.

> There is a moment when no one is pulling. Your whole job is to be there, with your sleeves up.

## Two brothers, one boat

I put this last because it was the hardest, and because it was not rope. Their father had left them a half each. They had not spoken since the funeral, and the boat lay between their two moorings with a line to both, so that she could not go anywhere at all.

I was sent for to cut her loose, by one of them. I went and had a look. Then I did what I had done on the *Lady Anne*. I lay off. I let it be known that I was waiting for slack water, and as neither of them liked to be thought ignorant, they each came down separately to look at the tide.

1. Nobody likes to hold a rope on his own.
2. Nobody lets go first.
3. Everybody has to eat.

I fried some bacon.
$text$
);

select pg_temp.add_post(
	publication => 'tide-table',
	slug => 'from-the-pilot-house-on-leaving-things-out',
	title => 'From the Pilot House: on leaving things out',
	subtitle => 'The editor explains why there is no map in the essay about maps.',
	signed_by => 'Marit Thorsby',
	published_at => '2026-11-14 06:00+00',
	subjects => array['Letters', 'Maps'],
	source => $text$
Several of you have written, some on the backs of charts, to ask why the essay about maps in our last number had no map in it. There was one. It was a good one, and it took a fortnight. I left it out on the Thursday, and I should like to say why.

A chart is mostly what is not there. The surveyor who first sounded Orrin Sound took four thousand depths and printed six hundred. The rest were not wrong; they were where you would already know, from the six hundred, what you were going to find. To put them in would have been to say that he did not trust you. It would also have hidden the rock.

When the map was set beside the essay, I found that I had stopped reading the essay. I looked at the map, found the pilot house, found my own window, and was perfectly content. It is a fault in a picture to be enough.

## What else is not in this number

- A second piece about the bridge. It was fair to everybody, and so it was about nobody.
- The last paragraph of *Knots*, in which the brothers make it up. Mr Garrity agreed before I had finished asking.
- A photograph of the *Maid of Orrin*. You have each got one by now, and yours is better lit.

Until the 28th, then. Reply to this if you like; it comes to us, and not to a machine.
$text$
);

select pg_temp.add_post(
	publication => 'tide-table',
	slug => 'what-the-marsh-owes-the-bank',
	title => 'What the Marsh Owes the Bank',
	subtitle => 'A village, a sea wall, and a loan that has outlived everybody who signed for it.',
	signed_by => 'Joan Pellow',
	published_at => '2026-10-31 06:40+00',
	visibility => 'members',
	subjects => array['Coasts'],
	source => $text$
The parish of Saltby has a hundred and four people, one bus, and a debt of eleven thousand pounds which it took out in 1887 and has been paying off ever since. Every April the clerk writes a cheque for £38 7s. 6d., converted. Every April a building society in Norwich, which is the heir of the heir of the bank that lent it, sends back a receipt with a picture of a family on it.

The money built a wall. The wall is a mile and a quarter long, eleven feet high, and made of clay dug from the field behind it, so that the higher it was raised the lower lay what it was meant to protect. I have walked it in most weathers. On the one side is the sea. On the other, a little further down, is Saltby.

%% paywall

## The terms

I asked to see the deed, and was shown it, in a room with a carpet, by a young man who had never been asked before. It is a beautiful piece of work. The vestry of Saltby binds itself *and those who shall dwell upon the said Level, so long as it be land*. In return, the bank shall have three and a half per cent, and a pew.

“So long as it be land,” said the young man. He read it again. One could see him begin to like it. “Well, that’s your exit clause, isn’t it?”

It is. The day the wall goes, the debt goes with it. There has been a meeting about this.

## The meeting

It was held in the chapel, since the hall was wet. Forty-three came. The man from the agency had brought slides, on which Saltby was shown in 2030, 2050 and 2080, in three shades of blue. He was gentle and he did not use the word *retreat*; he said *realignment*, and he had a way of opening his hands when he said it, as if letting go a bird.

When he had finished, Mrs Aldous, who is the clerk, and who has written thirty-one of the cheques, stood up.

> We have never missed a year. I would want that to be in the record, whatever colour you make us.

Then they voted on whether to mend the east sluice, and carried it, and went home along the top of the wall with torches, in single file, as there is only room for one.

## What is owed

I had thought this would be a piece about folly. It is not easy to keep it one. A loan is a story two parties agree to tell about the future, and for a hundred and thirty-nine years Saltby has gone on telling its half: that there will be an April, that somebody will be here, and that they will have thirty-eight pounds.

By my reckoning they will be clear in 2114. The third shade of blue comes in thirty-four years before that. When I put this to Mrs Aldous she was doing the flowers.

“Then we’ll want to pay a bit extra,” she said.
$text$
);

select pg_temp.add_post(
	publication => 'tide-table',
	slug => 'fog-considered-as-a-colleague',
	title => 'Fog, Considered as a Colleague',
	subtitle => 'It is never late, it takes no leave, and it has opinions about the timetable.',
	signed_by => 'Hesper Calloway',
	published_at => '2026-10-31 06:30+00',
	subjects => array['Weather', 'Ferries', 'Work'],
	source => $text$
I have worked with worse. In my two seasons as a purser on the Orrin boats I shared a rota with a man who whistled, a woman who had been right about something in 1978, and the fog, and of the three the fog was the one whose arrival made everybody lower their voices and be careful of each other.

## Punctuality

It comes in on the last of the flood, from the south, at a walking pace. You may see it at the Ness an hour before. First the far shore goes, and then the middle distance, politely, in the order in which you had stopped looking at it. By the time it has reached the linkspan the skipper has taken his hands out of his pockets.

## Manner with the public

Excellent. A passenger who has been told of an engine fault will ask to speak to somebody. A passenger who has been told of fog looks out of the window, sees that it is so, and buys a bun. I have sold more buns in fog than in any other weather, and I put this down to a feeling, which I share, that one ought to be holding something.

## Weaknesses

It repeats itself. It will not be hurried in a handover, and it leaves damp on the paperwork. It has never understood why the 17:10 is different from the 16:40.

> “She’s in,” the mate would say, meaning the fog; and then, as one does of a colleague, “and she’s in a mood.”

## Radar

We had one. It showed the Sound as a sort of green porridge with a bright place in it that might be Skerrow, or a gull. Skippers who trusted it were spoken of with pity. What they steered by was the horn, and the wait after the horn. From the old slip the echo comes back in three seconds. Off the Ness it comes in seven, and off the bank, where you must not be, it does not come back at all.

That is the thing I learned from it. Anyone can steer towards an answer. The skill is in noticing, in time, that there has not been one.

## Appraisal

Meets expectations. Would work with again.
$text$
);

select pg_temp.add_post(
	publication => 'tide-table',
	slug => 'lighthouse-four-bedrooms-no-chain',
	title => 'Lighthouse, Four Bedrooms, No Chain',
	subtitle => 'An estate agent’s guide to towers nobody is allowed to call home.',
	signed_by => 'Tobias Venn',
	published_at => '2026-10-31 06:20+00',
	subjects => array['Coasts', 'Work'],
	source => $text$
I have sold three lighthouses, one of them to the same couple twice. It is a small market. There are sixty-odd towers on this coast without a keeper, and in any year perhaps two come up, generally after a winter. I set down here what the particulars leave out.

## On curtains

There are none. There is nothing to hang them from, since a lighthouse has no wall that is not on its way to being another wall. Every buyer mentions it by the second landing. By the gallery they have understood that nobody can see in, and have gone rather quiet.

## On furniture

The largest object that will go up the stair of a rock tower is an upright chair. Whatever else you find at the top was either built there or came by the window, on a rope, on a calm day. I once valued a tower with a grand piano in the service room. No one could say how it had arrived, and it could not be left out of the sale, any more than the stairs could.

## On the neighbours

Gulls, as a rule. A light that is still lit brings also the Authority, which retains a right of way to the lamp at all hours, in perpetuity, in boots. They are very nice about it. They will ring first if there is a telephone, which there is not.

### What to ask at a viewing

1. Is it *discontinued*, or only *automatic*? A discontinued light is a house. An automatic one is a machine with a bedroom in it.
2. Who owns the path? Who owns it at high water?
3. Where does the foghorn stand, and does it know that it has been switched off?

## On not being allowed

The planning class for these buildings is neither dwelling nor industrial; it is *navigation, aid to*. You may own one, insure one, and spend your evenings there, but you may not, strictly, live in it. The officer who explained this to me was embarrassed. He suggested that my clients should think of themselves as keeping watch.

They are both past seventy. They have done as he said. When I row out in the spring they are always at the rail, one to each side; and I have noticed that as I leave they do not wave. They log me.
$text$
);

select pg_temp.add_post(
	publication => 'tide-table',
	slug => 'insuring-the-unsinkable',
	title => 'Insuring the Unsinkable',
	subtitle => 'What an underwriter hears when a captain says that nothing can go wrong.',
	signed_by => 'Marit Thorsby',
	published_at => '2026-10-17 06:40+01',
	visibility => 'paid',
	subjects => array['Work', 'Maps'],
	excerpt => 'For six years I drew harbour plans for people who bet against ships. They were the most hopeful people I have ever worked with.',
	source => $text$
For six years, before there was a Tide Table, I drew harbour plans for an insurer. My room was on the fourth floor, between Hulls and Cargo, and through the two doors I learned most of what I know about hope.

You would suppose that people who bet against ships are gloomy. They are not. Gloom is expensive: a gloomy underwriter loads the premium, and the business goes across the street. What they practised was a steady, well-informed, slightly bored confidence that on the whole, and taking one year with another, things come in to port.

## The sentence

There was one sentence that could disturb it. It was not “she is an old ship”, or “the master drinks”. It was “nothing can go wrong”. When a proposer said that, Mr Lessing in Hulls would put the cap on his pen.

“It’s not that I disbelieve it,” he told me. “It’s that I’ve just been told nobody’s looking.”

## The plan with nothing on it

My last drawing for them was of a new harbour in a country I had not been to. The developer had sent the survey. It was very clean. There were no wrecks on it, no rocks, no foul ground; between the quay and the open sea there was nothing but depths, all of them ample, in a pleasing sans-serif.

I took it in to Mr Lessing. He looked at it for some time, as you would at a tooth.

“Who lives there?” he said.

I said that it did not show anybody.

“No,” he said. “Well. Somebody will have dropped something.”
$text$
);

select pg_temp.add_post(
	publication => 'tide-table',
	slug => 'notes-for-the-almanac',
	title => 'Notes for the Almanac',
	subtitle => 'How we choose which tides to print, and whose birthdays.',
	signed_by => 'Marit Thorsby',
	published_at => '2026-10-03 06:40+01',
	visibility => 'tiers',
	subjects => array['Letters', 'For the almanac'],
	excerpt => 'The almanac goes to press in three weeks. Patrons get the first look at the moons.',
	tiers => array['patron'],
	source => $text$
The almanac goes to press in three weeks, and as every year there are more tides than pages. There will be 1,411 high waters at Harwick in 2027. We have room for 730. What follows is how the other half are let down.

The night tides go first, except at springs, and except in the herring weeks, when somebody may be up. Then the neaps of February, of which nobody has ever spoken well. That brings us to about eight hundred, and to the argument.

%% paywall

## The argument

Anselm holds that a table with gaps is not a table. I hold that a table without them is a telephone directory. We have had this conversation in November for five years, and have come to look forward to it. This year it was settled by the printer, who has got in a thinner paper.

## Birthdays

Each patron may have one line, on one day, to a maximum of nine words. Last year’s were mostly boats. This year we have so far two christenings, a divorce (“calm, at last, by evening”), and a gentleman at Skerrow who has reserved the 29th of February 2028, in case.

Send yours by the 24th. If you want an eclipse, say so soon; there is only the one.
$text$
);

select pg_temp.add_post(
	publication => 'tide-table',
	slug => 'how-to-lose-an-island',
	title => 'How to Lose an Island',
	subtitle => 'It was on the chart, it was in the lease, and it paid rates until 1962.',
	signed_by => 'Joan Pellow',
	published_at => '2025-05-17 06:40+01',
	subjects => array['Coasts', 'Maps'],
	source => $text$
The island of Ness Holm measured nine acres in 1804, six in 1861, and in 1911 “four, with thistles”. It had a house, a well, and a right to two seats on the Skerrow bench of the parish council. It paid rates. Then at some time in the spring of 1962, between one low water and another, it stopped.

No one saw it go, and this is the first thing to understand about losing an island: it is not an event. There was a wet place that had been a dry one. A man who had gone out to count sheep came back and said that he could not find the gate.

## The paper island

What happened next took thirty years. On paper, Ness Holm was in excellent health. It had an owner, who let it; a tenant, who did not complain; and a valuation, which in 1971 was revised upwards, with everything else on that side of the Sound. When the reorganised council wrote to ask whether the property had been connected to mains drainage, the owner replied, truthfully, that it had.

> I do not dispute the water. I say only that I have had no notice in writing.
> The tenant, to the Valuation Office, 1974

## Who may say that it is gone

I have put this question to five authorities.

- The Hydrographic Office can say that it is not shown. It cannot say that it is not there.
- The Land Registry can close a title if the owner applies. The owner had died, leaving it to a cousin in Winnipeg, who was pleased.
- The parish could decline to seat its members. It has never had the heart. The two chairs are still put out.
- The Crown owns the bed of the sea, and so may now own Ness Holm, but has not been told.
- The sheep were in my view the only ones in possession of the facts, and they had left.

## The last rates

In 1962, for the half year to Michaelmas, somebody paid £4 11s. on nine acres of tide. The receipt was in a drawer at the harbour office with a note pinned to it. I think about the note often. I have taken it for a rule, when I am asked, as one is, what anybody is supposed to do.

*Paid in full*, it says. *Let us not be the ones to say so first.*
$text$
);

select pg_temp.add_post(
	publication => 'tide-table',
	slug => 'mud-and-those-who-can-walk-on-it',
	title => 'Mud, and Those Who Can Walk on It',
	subtitle => 'There are four ways across the flats at Saltby. Three of them are still known.',
	signed_by => 'Joan Pellow',
	-- The Saturday of next week, whenever this is loaded: always still to come.
	published_at => (date_trunc('week', now() at time zone 'Europe/London') + interval '12 days 5 hours 52 minutes') at time zone 'Europe/London',
	visibility => 'members',
	subjects => array['Coasts', 'Work'],
	source => $text$
You do not walk on mud. You walk on the shells in it, and on the roots of the eelgrass, and on what your uncle told you; and between these you keep moving, because the one thing mud will not forgive is a person who has stopped to think.

There were once eleven families at Saltby with the right to gather samphire on the outer flats. There is one now, and she is sixty-eight, and in September she agreed to take me across on the condition that I did not write down the way.

%% paywall

## What you are looking for

It shines when it is safe. That is the wrong way about from what you would expect, and she let me find it out for myself, up to the knee, before she said so. The bright mud has water lying on it because there is something firm beneath for the water to lie upon. The dull mud has already drunk.

## What I may say

We went out by the second way and we came home by the third. The fourth, she told me, belonged to the Hale family, who had never shown it to anybody, and the last of them took it with him to Adelaide in 1951.

“So it’s lost,” I said.

“It’s not lost,” she said. “It’s out there. It’s us that’s lost.”
$text$
);

select pg_temp.add_post(
	publication => 'tide-table',
	slug => 'the-herring-clerks-daughter',
	title => 'The Herring Clerk’s Daughter',
	subtitle => 'He counted fish for the Crown. She counted what he left out.',
	signed_by => 'Devi Rathnam',
	visibility => 'members',
	subjects => array['Work', 'Weather'],
	source => $text$
Every barrel of herring landed at Harwick between 1889 and 1914 was seen by one man, who wrote down its weight, its brand and the name of the boat. His returns are in the national archive, in forty volumes. His daughter’s are in a biscuit tin.

She sat beside him, from the age of seven, and she wrote down the rest.

## To do

- Ask at the museum about the tin: may we photograph the page with the drawing?
- Find out what “a Lammas sky” was. Mrs Strang would have known.
- The ending. At present she gets married, and I do not believe it.
$text$
);

-- Field Notes ----------------------------------------------------------------------------------

select pg_temp.add_post(
	publication => 'field-notes',
	slug => 'a-hedge-counted',
	title => 'A Hedge, Counted',
	subtitle => 'Thirty metres, eleven months, one chair.',
	signed_by => 'Ola Vinter',
	published_at => '2026-11-08 09:00+01',
	subjects => array['Hedges'],
	source => $text$
The hedge runs thirty metres along the north side of the lane. I put a kitchen chair opposite the middle of it on the second of January and have sat there for an hour a week since. These are the totals, without opinions.

1. Species of woody plant: nine, of which one was a bicycle until June.
2. Nests: seven. Nests that came to anything: four.
3. Wrens: one, or one at a time.
4. People who asked what I was looking at: sixty-two.
5. People who then sat down: five.

## A note on method

Count what is there before you count what is missing. The second list is always longer, and you will have made most of it up.

> The hedge does not know that it is a line. It thinks it is the inside of something.
> Notebook 3, 14 May
$text$
);

select pg_temp.add_post(
	publication => 'field-notes',
	slug => 'eleven-ways-across-a-puddle',
	title => 'Eleven Ways Across a Puddle',
	subtitle => 'Observed from a bus stop, between the 8:04 and the 8:34.',
	signed_by => 'Ines Salgado',
	published_at => '2026-10-18 09:00+02',
	subjects => array['Water'],
	source => $text$
The puddle at the Norra stop is about two strides wide and has been there, to my knowledge, since the road was made. In half an hour, on a working day, I saw it crossed in eleven ways. I have drawn all of them and describe the best.

A boy ran at it, stopped at the edge as if he had remembered something, and walked through the middle with his hands in his pockets. A woman carrying a cello went round; she looked back at it afterwards, twice. Two men in the same jacket came from opposite sides and each gave way, and each gave way again, until a magpie went between them.

## The magpie

It did not jump. It measured the thing with one eye, and then with the other, and it took the crossing at the narrowest place, which none of us had noticed was there.
$text$
);

select pg_temp.add_post(
	publication => 'field-notes',
	slug => 'what-the-owl-left',
	title => 'What the Owl Left',
	subtitle => 'Forty pellets from one barn, taken apart on newspaper.',
	signed_by => 'Bram Oduya',
	published_at => '2026-09-20 09:00+02',
	visibility => 'members',
	subjects => array['Birds'],
	source => $text$
An owl pellet is a letter with the names taken out. I collected forty from the floor of the Lindqvist barn between March and August, and I opened them on forty sheets of newspaper, so that I should have something to read while they dried.

%% paywall

What came out, in order of surprise: voles, as expected, to the number of ninety-one. Shrews, twenty-six. A beetle’s wing case, the green of a good car. One leg ring from a racing pigeon registered in Ghent, which I posted back.

The owner wrote to thank me. He had supposed, he said, that she had simply found somewhere better.
$text$
);

select pg_temp.add_post(
	publication => 'field-notes',
	slug => 'the-borrowed-telescope',
	title => 'The Borrowed Telescope',
	subtitle => 'A draft about looking at things that belong to other people.',
	signed_by => 'Bram Oduya',
	subjects => array['Birds'],
	source => $text$
It came in a case lined with green baize, with a note that said to keep it away from the cat. We have no cat. I have been wondering what she had heard.
$text$
);
