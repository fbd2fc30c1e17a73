import { createHash, randomUUID } from 'node:crypto';
import { one } from './actors.ts';
import { sql } from './clients.ts';
import type { PostState } from './matrix.ts';

/** A word nobody else in this run uses: for slugs, names and texts to search for. */
export function fresh(prefix: string): string {
	return `${prefix}-${randomUUID().slice(0, 13)}`;
}

export async function makePublication(status: 'live' | 'closed' = 'live'): Promise<string> {
	const slug = fresh('pub');
	const rows = await sql<{ id: string }[]>`
		insert into publications ${sql({ slug, name: slug, status })} returning id`;
	return one(rows).id;
}

/** A publication of its own with the staff of another, for tests that end it or leave it. */
export async function makeTwin(of: string, status: 'live' | 'closed' = 'live'): Promise<string> {
	const id = await makePublication(status);
	await sql`
		insert into publication_staff (publication_id, user_id, role)
		select ${id}, user_id, role from publication_staff where publication_id = ${of}`;
	return id;
}

export async function makeStaff(publication: string, user: string, role: string): Promise<void> {
	await sql`insert into publication_staff ${sql({ publication_id: publication, user_id: user, role })}`;
}

export async function makeMember(
	publication: string,
	email: string,
	status = 'active'
): Promise<string> {
	const rows = await sql<{ id: string }[]>`
		insert into members ${sql({ publication_id: publication, email, status })} returning id`;
	return one(rows).id;
}

/** What the owner of a member's address says about its mail, or what stops it, past the API. */
export async function stopMail(member: string, why: MailStop): Promise<void> {
	if (why === 'unsubscribed' || why === 'left') {
		await sql`
			select private.choose_mail(publication_id, email, 'no', ${why === 'left' ? 'left' : 'account'})
			from members where id = ${member}`;
		if (why === 'left') await sql`update members set status = 'left' where id = ${member}`;
		return;
	}
	await sql`
		select private.add_no(publication_id, array[address_hash], ${why}, 'operator')
		from members where id = ${member}`;
}
export type MailStop = 'unsubscribed' | 'left' | 'held' | 'bounced' | 'complained';

export async function makeTier(publication: string, archived = false): Promise<string> {
	const slug = fresh('tier');
	const rows = await sql<{ id: string }[]>`
		insert into tiers (publication_id, slug, name, archived_at)
		values (${publication}, ${slug}, ${slug}, ${archived ? sql`now()` : null}) returning id`;
	return one(rows).id;
}

/** @param endsInDays negative for a grant that has ended; without it, one without end */
export async function makeGrant(
	publication: string,
	member: string,
	tier: string,
	endsInDays: number | null = null
): Promise<string> {
	const rows = await sql<{ id: string }[]>`
		insert into member_grants (publication_id, member_id, tier_id, ends_at)
		values (${publication}, ${member}, ${tier}, now() + ${endsInDays}::integer * interval '1 day')
		returning id`;
	return one(rows).id;
}

interface SubscriptionOptions {
	publication: string;
	member: string;
	/** Null: at a price that is none of ours. */
	tier: string | null;
	/** Stripe's word. */
	status?: string;
	/** Negative: the grace is over. */
	graceInDays?: number;
}

/** A subscription as it stands here after Stripe was asked: five a month, begun a day ago. */
export async function makeSubscription(options: SubscriptionOptions): Promise<string> {
	const day = 86_400_000;
	const { graceInDays } = options;
	const row = {
		publication_id: options.publication,
		member_id: options.member,
		tier_id: options.tier,
		// Not the installation's own account, whose subscriptions are compared with those of the local Stripe.
		account: 'acct_of_tests',
		livemode: false,
		stripe_subscription_id: fresh('sub'),
		stripe_customer_id: fresh('cus'),
		status: options.status ?? 'active',
		interval: 'month',
		currency: 'gbp',
		amount: 500,
		started_at: new Date(Date.now() - day),
		current_period_end: new Date(Date.now() + 30 * day),
		grace_until: graceInDays === undefined ? null : new Date(Date.now() + graceInDays * day),
		ticket: 1
	};
	return one(await sql<{ id: string }[]>`insert into subscriptions ${sql(row)} returning id`).id;
}

export async function makePrice(publication: string, tier: string): Promise<string> {
	const price = { interval: 'month', currency: 'gbp', amount: 500 };
	const rows = await sql<{ id: string }[]>`
		insert into tier_prices ${sql({ publication_id: publication, tier_id: tier, ...price })} returning id`;
	return one(rows).id;
}

/** A paid invoice of five pounds, of nobody in particular. */
export async function makeInvoice(publication: string): Promise<string> {
	const row = {
		publication_id: publication,
		livemode: false,
		stripe_invoice_id: fresh('in'),
		status: 'paid',
		currency: 'gbp',
		amount_due: 500,
		amount_paid: 500,
		issued_at: new Date(),
		ticket: 1
	};
	return one(await sql<{ id: string }[]>`insert into invoices ${sql(row)} returning id`).id;
}

/** Five pounds that came in. */
export async function makeLedgerEntry(publication: string): Promise<string> {
	const row = {
		publication_id: publication,
		livemode: false,
		source: fresh('ch'),
		kind: 'payment'
	};
	const money = { currency: 'gbp', amount: 500, at: new Date() };
	return one(
		await sql<
			{ id: string }[]
		>`insert into ledger_entries ${sql({ ...row, ...money })} returning id`
	).id;
}

export async function makeTag(publication: string, internal = false): Promise<string> {
	const slug = fresh('tag');
	const rows = await sql<{ id: string }[]>`
		insert into tags ${sql({ publication_id: publication, slug, name: slug, is_internal: internal })}
		returning id`;
	return one(rows).id;
}

export async function makeMedia(publication: string, by: string | null): Promise<string> {
	const file = { publication_id: publication, filename: 'a.png', mime: 'image/png', bytes: 9 };
	const rows = await sql<{ id: string }[]>`
		insert into media ${sql({ ...file, created_by: by })} returning id`;
	return one(rows).id;
}

/** An imported byline: a profile without a login. */
export async function makeByline(publication: string, claimEmail?: string): Promise<string> {
	const byline = { publication_id: publication, name: fresh('byline') };
	const rows = await sql<{ id: string }[]>`
		insert into profiles ${sql({ ...byline, claim_email: claimEmail ?? null })} returning id`;
	return one(rows).id;
}

interface PostOptions {
	publication: string;
	/** Who began it; null for an imported one. */
	by: string | null;
	state?: PostState;
	/** For the state `tiers`. */
	tier?: string;
	doc?: object;
	cover?: string;
}

/** The columns of `posts` that make a state. */
function columnsOf(state: PostState) {
	const hour = 3_600_000;
	const closed = state === 'members' || state === 'paid' || state === 'tiers';
	return {
		status: state === 'draft' ? 'draft' : 'published',
		visibility: closed ? state : 'public',
		published_at:
			state === 'draft' ? null : new Date(Date.now() + (state === 'scheduled' ? hour : -hour))
	};
}

/** Makes a post in a state of the reading matrix, with a first revision. */
export async function makePost(options: PostOptions): Promise<string> {
	const { publication, by, state = 'draft', tier } = options;
	const post = {
		publication_id: publication,
		created_by: by,
		slug: fresh('post'),
		title: `A ${state} post`,
		cover_media_id: options.cover ?? null,
		...columnsOf(state)
	};
	const { id } = one(await sql<{ id: string }[]>`insert into posts ${sql(post)} returning id`);
	const doc = JSON.stringify(options.doc ?? documentOf('Some text.'));
	await sql`update post_contents set doc = ${doc}::text::jsonb where post_id = ${id}`;
	if (tier) {
		const row = { post_id: id, tier_id: tier, publication_id: publication };
		await sql`insert into post_tiers ${sql(row)}`;
	}
	if (state === 'deleted') await sql`update posts set status = 'deleted' where id = ${id}`;
	return id;
}

/** A draft of somebody who is not on the staff any more, or still is. */
export async function makeOwnDraft(publication: string, by: string): Promise<string> {
	const staff = { publication_id: publication, user_id: by };
	const joined = await sql`
		insert into publication_staff ${sql({ ...staff, role: 'author' })}
		on conflict do nothing returning user_id`;
	const post = await makePost({ publication, by });
	if (joined.length > 0) {
		await sql`delete from publication_staff where publication_id = ${publication} and user_id = ${by}`;
	}
	return post;
}

interface InvitationOptions {
	publication: string;
	email: string;
	by: string;
	role?: string;
	/** What the mail would carry. */
	token?: string;
	expired?: boolean;
}

export async function makeInvitation(options: InvitationOptions): Promise<string> {
	const rows = await sql<{ id: string }[]>`
		insert into staff_invitations (publication_id, email, invited_by, role, token_hash, expires_at)
		values (
			${options.publication}, ${options.email}, ${options.by}, ${options.role ?? 'author'},
			${hashOf(options.token ?? randomUUID())},
			now() + ${options.expired ? -1 : 1}::integer * interval '1 minute'
		) returning id`;
	return one(rows).id;
}

/** Makes the invitations so far yesterday's, since only so many go out in a day. */
export async function ageInvitations(publication: string): Promise<void> {
	await sql`
		delete from private.tries where key in (
			select encode(sha256(convert_to(kept, 'UTF8')), 'hex') from (
				select 'invite:' || ${publication} as kept
				union all
				select 'invitations:' || user_id from publication_staff where publication_id = ${publication}
			) counted
		)`;
}

/** What is stored of a token. */
export function hashOf(token: string): string {
	return createHash('sha256').update(token).digest('hex');
}

export const paywall = { type: 'paywall' };

export function paragraph(text: string): object {
	return { type: 'paragraph', content: [{ type: 'text', text }] };
}

export function image(mediaId: string): object {
	return { type: 'image', attrs: { mediaId, src: `/media/${mediaId}/a.png`, alt: '' } };
}

/** A document of these blocks; a string is a paragraph. */
export function documentOf(...blocks: (string | object)[]): object {
	return {
		type: 'doc',
		content: blocks.map((block) => (typeof block === 'string' ? paragraph(block) : block))
	};
}
