/** A piece of a definition that is replaced by another; everything else of it stays. */
interface Edit {
	from: string;
	to: string;
}

/** A hole put into the database. What is not SQL is undone by what the catalogue says it was. */
export type Mutation = {
	name: string;
	/** The test files that ought to notice, of tests/database; the others run if they do not. */
	noticedBy: string[];
} & (
	| { sql: string; undo: string }
	| { drop: 'policy' | 'trigger' | 'index'; item: string; on?: string }
	/** The definitions are as the catalogue prints them, with its brackets and casts. */
	| { edit: 'policy' | 'function'; item: string; on?: string; change: Edit }
);

/** Each of them is a mistake somebody could make in a migration. */
export const mutations: Mutation[] = [
	{
		name: 'a policy is missing',
		noticedBy: ['reading'],
		drop: 'policy',
		item: 'everybody reads published public texts',
		on: 'public.post_contents'
	},
	{
		name: 'scheduled posts are readable before their time',
		noticedBy: ['reading'],
		edit: 'policy',
		item: 'members read what they may, staff more',
		on: 'public.post_contents',
		change: { from: '(published_at <= now())', to: 'true' }
	},
	{
		name: 'visitors see drafts',
		noticedBy: ['reading'],
		sql: 'alter policy "everybody sees published posts" on public.posts using (true)',
		undo: `alter policy "everybody sees published posts" on public.posts using (
			status = 'published' and published_at <= now()
			and publication_id <> all ((select private.closed_pubs())::uuid[]))`
	},
	{
		name: 'banned members still read',
		noticedBy: ['reading'],
		edit: 'function',
		item: 'private.member_pubs()',
		change: { from: "and status = 'active'", to: '' }
	},
	{
		name: 'tiers that were given never end',
		noticedBy: ['reading'],
		edit: 'function',
		item: 'private.entitlements()',
		change: { from: '(g.ends_at is null or g.ends_at > now())', to: 'true' }
	},
	{
		name: 'tiers of banned members count',
		noticedBy: ['reading'],
		edit: 'function',
		item: 'private.entitlements()',
		change: { from: "and m.status = 'active'", to: '' }
	},
	{
		name: 'subscriptions of banned members count',
		noticedBy: ['reading'],
		edit: 'function',
		item: 'private.entitlements()',
		change: { from: "and m.status = 'active'\n\t\tand s.tier_id", to: 'and s.tier_id' }
	},
	{
		name: 'a subscription gives its tier whatever became of it',
		noticedBy: ['reading'],
		edit: 'function',
		item: 'private.gives_access(text,timestamptz)',
		change: { from: "status in ('active', 'trialing')", to: 'true' }
	},
	{
		name: 'admins are told of the money',
		noticedBy: ['money'],
		edit: 'function',
		item: 'private.money_is_live(uuid)',
		change: { from: "staff_pubs('owner')", to: "staff_pubs('admin')" }
	},
	{
		name: 'everybody is told who has a tier',
		noticedBy: ['money'],
		edit: 'function',
		item: 'private.tier_holders(uuid)',
		change: {
			from: "p_publication_id = any ((select private.staff_pubs('admin'))::uuid[])",
			to: 'true'
		}
	},
	{
		name: 'a tier goes with those who have it',
		noticedBy: ['tiers'],
		edit: 'function',
		item: 'private.keep_tier_of_members()',
		change: { from: "raise exception 'tier_was_had' using errcode = 'PT409'", to: 'null' }
	},
	{
		name: 'an older answer of Stripe overwrites a newer one',
		noticedBy: ['payments'],
		edit: 'function',
		item: 'private.keep_subscription(bigint,text,boolean,jsonb)',
		change: { from: 'where s.ticket < excluded.ticket', to: '' }
	},
	{
		name: 'an event of Stripe has its effect twice',
		noticedBy: ['payments'],
		edit: 'function',
		item: 'private.apply_stripe(jsonb,bigint,jsonb)',
		change: { from: "return jsonb_build_object('outcome', 'seen')", to: 'null' }
	},
	{
		name: 'what was bought from Stripe in test mode counts for ever',
		noticedBy: ['payments'],
		edit: 'function',
		item: 'private.entitlements()',
		change: { from: 'o.livemode <> s.livemode', to: 'false' }
	},
	{
		name: 'anybody may say what Stripe said',
		noticedBy: ['catalogue'],
		sql: 'grant execute on function public.apply_stripe(jsonb, bigint, jsonb), private.apply_stripe(jsonb, bigint, jsonb) to authenticated',
		undo: 'revoke execute on function public.apply_stripe(jsonb, bigint, jsonb), private.apply_stripe(jsonb, bigint, jsonb) from authenticated'
	},
	{
		name: 'trials give nothing',
		noticedBy: ['reading'],
		edit: 'function',
		item: 'private.gives_access(text,timestamptz)',
		change: { from: ", 'trialing'", to: '' }
	},
	{
		name: 'grace never ends',
		noticedBy: ['reading'],
		edit: 'function',
		item: 'private.gives_access(text,timestamptz)',
		change: { from: 'grace_until > now()', to: 'grace_until is not null' }
	},
	{
		name: 'a price of nobody opens what is for anybody who pays',
		noticedBy: ['reading'],
		edit: 'function',
		item: 'private.entitlements()',
		change: { from: 'and s.tier_id is not null', to: '' }
	},
	{
		name: 'admins see the money',
		noticedBy: ['permissions'],
		edit: 'policy',
		item: 'owners see the ledger',
		on: 'public.ledger_entries',
		change: { from: "'owner'", to: "'admin'" }
	},
	{
		name: 'any tier opens the posts of all',
		noticedBy: ['reading'],
		edit: 'policy',
		item: 'members read what they may, staff more',
		on: 'public.post_contents',
		change: { from: '(tier_ids && ( SELECT private.my_tiers() AS my_tiers))', to: 'true' }
	},
	{
		name: 'closed publications are open',
		noticedBy: ['reading'],
		edit: 'function',
		item: 'private.closed_pubs()',
		change: { from: "where status = 'closed'", to: 'where false' }
	},
	{
		name: 'files behind the paywall mark are open',
		noticedBy: ['media'],
		edit: 'policy',
		item: 'everybody sees what a text they may read shows',
		on: 'public.post_media',
		change: { from: '(in_teaser AND', to: '(true AND' }
	},
	{
		name: 'the bytes of closed files are open',
		noticedBy: ['media'],
		sql: `alter policy "media: read what the row allows" on storage.objects using (bucket_id = 'media')`,
		undo: `alter policy "media: read what the row allows" on storage.objects using (
			bucket_id = 'media' and exists (select from public.media m where m.path = objects.name))`
	},
	{
		name: 'the teaser holds the whole text',
		noticedBy: ['post-texts'],
		edit: 'function',
		item: 'private.teaser_of(jsonb)',
		change: { from: 'where blocks.n < mark.n', to: '' }
	},
	{
		name: 'a text that becomes closed leaves its start in the lists',
		noticedBy: ['post-texts'],
		edit: 'function',
		item: 'private.on_post_change()',
		change: { from: '(old.visibility, old.excerpt)', to: '(new.visibility, old.excerpt)' }
	},
	{
		name: 'the later of two who save overwrites the other',
		noticedBy: ['post-texts'],
		edit: 'function',
		item: 'public.save_post(uuid,bigint,jsonb,smallint,integer,text,text)',
		change: { from: 'and revision = p_base_revision', to: '' }
	},
	{
		name: 'the hash of an invitation is readable',
		noticedBy: ['staff-invitations'],
		sql: 'grant select (token_hash) on public.staff_invitations to authenticated',
		undo: 'revoke select (token_hash) on public.staff_invitations from authenticated'
	},
	{
		name: 'an invitation works for any address',
		noticedBy: ['staff-invitations'],
		edit: 'function',
		item: 'private.accept_staff_invitation(text)',
		change: { from: 'and email = invitation.email', to: '' }
	},
	{
		name: 'an invitation outlives the role of its sender',
		noticedBy: ['staff-invitations'],
		edit: 'function',
		item: 'private.accept_staff_invitation(text)',
		change: { from: 'and private.role_rank(s.role) >=', to: 'and 4 >=' }
	},
	{
		name: 'authors change roles',
		noticedBy: ['permissions'],
		edit: 'policy',
		item: 'admins change roles up to their own',
		on: 'public.publication_staff',
		change: { from: "'admin'", to: "'author'" }
	},
	{
		name: 'admins invite owners',
		noticedBy: ['permissions'],
		edit: 'policy',
		item: 'admins invite up to their own role',
		on: 'public.staff_invitations',
		change: { from: "(role <> 'owner'::text)", to: 'true' }
	},
	{
		name: 'a helper of policies runs with the rights of its caller',
		noticedBy: ['posts'],
		sql: 'alter function private.own_posts() security invoker',
		undo: 'alter function private.own_posts() security definer'
	},
	{
		name: 'the last owner may leave',
		noticedBy: ['staff.test'],
		drop: 'trigger',
		item: 'keep_an_owner',
		on: 'public.publication_staff'
	},
	{
		name: 'two owners may leave at once',
		noticedBy: ['staff.test'],
		edit: 'function',
		item: 'private.keep_an_owner()',
		change: { from: 'for no key update', to: '' }
	},
	{
		name: 'a member is linked by an address nobody confirmed',
		noticedBy: ['members'],
		edit: 'function',
		item: 'private.link_member()',
		change: { from: 'and u.email_confirmed_at is not null', to: '' }
	},
	{
		name: 'codes may be tried for ever',
		noticedBy: ['sign-in'],
		edit: 'function',
		item: 'private.take_code_try(text,text)',
		change: { from: "or private.take_try('code_tries', begun.id_hash) > 0", to: '' }
	},
	{
		name: 'a sign-in mail asked of Auth is never refused',
		noticedBy: ['sign-in'],
		edit: 'function',
		item: 'private.may_send_auth_mail(text,text[])',
		change: { from: 'return false;', to: 'return true;' }
	},
	{
		name: 'anybody may name a network',
		noticedBy: ['server-token'],
		edit: 'function',
		item: 'private.visitor_network()',
		change: { from: 'return null;', to: 'null;' }
	},
	{
		name: 'a source may use up the mails of a mailbox',
		noticedBy: ['sign-in', 'joining'],
		edit: 'function',
		item: 'private.take_mail(text)',
		change: { from: "source || ' ' || mailbox", to: 'gen_random_uuid()::text' }
	},
	{
		name: 'a proof of work may be used twice',
		noticedBy: ['join-check'],
		edit: 'function',
		item: 'private.take_join_try(uuid,text,text,integer[],boolean)',
		change: { from: "or private.take_try('join_proof', p_challenge) > 0", to: '' }
	},
	{
		name: 'a no to mail is forgotten when the address is added again',
		noticedBy: ['consent'],
		edit: 'function',
		item: 'private.apply_remembered()',
		change: {
			from: 'new.email_state := private.email_state(new.publication_id, new.address_hash);',
			to: "new.email_state := 'subscribed';"
		}
	},
	{
		name: 'a no does not move to the new address',
		noticedBy: ['consent'],
		edit: 'function',
		item: 'private.apply_remembered()',
		change: {
			from: 'perform private.carry_mail_records(new.publication_id, old.address_hash, new.address_hash);',
			to: 'null;'
		}
	},
	{
		name: 'staff bring back who has left',
		noticedBy: ['consent', 'members'],
		edit: 'function',
		item: 'private.apply_remembered()',
		change: { from: "new.status := 'left';", to: 'null;' }
	},
	{
		name: 'a ban ends with the member',
		noticedBy: ['consent', 'members'],
		drop: 'trigger',
		item: 'keep_bans',
		on: 'public.members'
	},
	{
		name: 'what others made stands among the own memberships',
		noticedBy: ['memberships'],
		edit: 'function',
		item: 'private.my_memberships(integer)',
		change: { from: "m.status <> 'left' and m.accepted_at is not null", to: "m.status <> 'left'" }
	},
	{
		name: 'a document has no limit',
		noticedBy: ['documents'],
		drop: 'trigger',
		item: 'check_document',
		on: 'public.post_contents'
	},
	{
		name: 'a moment may be endless',
		noticedBy: ['values'],
		sql: 'alter table public.posts drop constraint posts_moments_check',
		undo: 'select private.limit_moments()'
	},
	{
		name: 'calls embed any number of tables',
		noticedBy: ['calls'],
		sql: 'drop policy "calls ask for little" on public.posts',
		undo: 'select private.limit_calls()'
	},
	{
		name: 'a cover shows a file that its writer may not see',
		noticedBy: ['references', 'media'],
		drop: 'trigger',
		item: 'check_cover',
		on: 'public.posts'
	},
	{
		name: 'a text shows a file that its writer may not see',
		noticedBy: ['references', 'media'],
		edit: 'function',
		item: 'private.media_in_sight(uuid,uuid[])',
		change: { from: '(select auth.uid()) is null', to: 'true' }
	},
	{
		name: 'anybody creates publications',
		noticedBy: ['installation'],
		edit: 'function',
		item: 'private.create_publication(text,text,text,text,text,smallint,real)',
		change: { from: 'if not public.may_create_publication()', to: 'if false' }
	},
	{
		name: 'a change of staff is not in the log',
		noticedBy: ['audit-log'],
		drop: 'trigger',
		item: 'audit',
		on: 'public.publication_staff'
	},
	{
		name: 'a table is without row level security',
		noticedBy: ['access-posts'],
		sql: 'alter table public.tags disable row level security',
		undo: 'alter table public.tags enable row level security'
	},
	{
		name: 'a private function may be run by everybody',
		noticedBy: ['catalogue'],
		sql: 'grant execute on function private.entitlements() to public',
		undo: 'revoke execute on function private.entitlements() from public'
	},
	{
		name: 'a row may move to another publication',
		noticedBy: ['catalogue'],
		sql: 'grant update (publication_id) on public.tags to authenticated',
		undo: 'revoke update (publication_id) on public.tags from authenticated'
	},
	{
		name: 'a foreign key is without its index',
		noticedBy: ['catalogue'],
		drop: 'index',
		item: 'public.post_tags_tag_idx'
	}
];
