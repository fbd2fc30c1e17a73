import { createClient } from '@supabase/supabase-js';
import { beforeAll, describe, expect, test } from 'vitest';
import { rates } from '../../src/lib/limits.ts';
import { anon, freshEmail, makeActor, one, type Actor } from '../support/actors.ts';
import { freshNetwork } from '../support/networks.ts';
import { db, sql, stack, visitorFrom } from '../support/clients.ts';
import {
	hashOf,
	makeGrant,
	makeMember,
	makePost,
	makePublication,
	makeStaff,
	makeTier,
	stopMail
} from '../support/factories.ts';
import { linkIn, nextMail } from '../support/inbox.ts';
import { refusal, undone } from '../support/transactions.ts';
import { forgetSharedTries } from '../support/tries.ts';

let publication: string;
let slug: string;
beforeAll(async () => {
	publication = await makePublication();
	slug = await slugOf(publication);
});

async function slugOf(id: string): Promise<string> {
	return one(await sql<{ slug: string }[]>`select slug from publications where id = ${id}`).slug;
}

const ask = (email: string, more: { name?: string; path?: string; to?: string } = {}) =>
	visitorFrom(freshNetwork()).rpc('request_to_join', {
		p_publication_id: more.to ?? publication,
		p_email: email,
		...(more.name !== undefined && { p_name: more.name }),
		...(more.path !== undefined && { p_return_path: more.path })
	});

/** What was written to an address, oldest first. */
async function lettersTo(email: string) {
	return sql<
		{ kind: string }[]
	>`select kind from private.outbox where to_email = ${email} order by id`;
}

/** A token of a request, as the mail would carry it. */
async function makeRequest(email: string, state: 'open' | 'expired' = 'open'): Promise<string> {
	const token = `${crypto.randomUUID()}${crypto.randomUUID()}`.replaceAll('-', '');
	await sql`
		insert into private.join_requests (publication_id, email, name, return_path, token_hash, expires_at)
		values (${publication}, ${email}, 'Ada', ${`/@${slug}/a-post`}, ${hashOf(token)},
			now() + ${state === 'open' ? 1 : -1}::integer * interval '1 hour')`;
	return token;
}
const confirm = (token: string) => db(anon).rpc('confirm_join', { p_token: token });

interface MemberRow {
	id: string;
	status: string;
	source: string;
	name: string;
	email: string;
	email_state: string;
	user_id: string | null;
}
async function memberOf(email: string, of = publication): Promise<MemberRow | undefined> {
	const [row] = await sql<MemberRow[]>`
		select id, status, source, name, email, email_state, user_id from members
		where publication_id = ${of} and email = ${email}`;
	return row;
}

/** Lets time go by for what was counted of an address, which is a mailbox, here. */
async function pass(email: string, interval: string, of = publication): Promise<void> {
	const here = `${of} ${email}`;
	const keys = [`join_again:${here}`, `join_mailbox:${here}`].map(hashOf);
	await sql`
		update private.tries set ends_at = ends_at - ${interval}::text::interval where key in ${sql(keys)}`;
}

describe('asking to join', () => {
	test('mails a token whose hash alone is kept', async () => {
		const email = freshEmail();
		// Read before the transaction ends: a sent mail keeps no token.
		const { letter, request } = await undone(async (own) => {
			await forgetSharedTries(own);
			await own`select public.request_to_join(${publication}, ${` ${email.toUpperCase()} `}, ' Ada ', ${`/@${slug}/a`})`;
			const [letter] = await own<{ kind: string; data: { token: string; slug: string } }[]>`
				select kind, data from private.outbox where to_email = ${email}`;
			const [request] = await own`select * from private.join_requests where email = ${email}`;
			return { letter, request };
		});
		expect(letter).toMatchObject({ kind: 'confirm_join', data: { slug } });
		expect(letter?.data.token).toMatch(/^[0-9a-f]{64}$/);
		expect(request).toMatchObject({
			name: 'Ada',
			return_path: `/@${slug}/a`,
			used_at: null,
			token_hash: hashOf(letter?.data.token ?? '')
		});
		expect(await memberOf(email)).toBeUndefined();
	});

	test.each(['active', 'left', 'banned', 'nobody'] as const)(
		'answers the same for who is %s',
		async (status) => {
			const email = freshEmail();
			if (status !== 'nobody') await makeMember(publication, email, status);
			const { data, error, status: http } = await ask(email);
			expect({ data, error, http }).toEqual({ data: expect.any(String), error: null, http: 200 });
			const kinds = (await lettersTo(email)).map(({ kind }) => kind);
			const expected = {
				active: ['already_member'],
				left: ['confirm_join'],
				banned: [],
				nobody: ['confirm_join']
			};
			expect(kinds).toEqual(expected[status]);
		}
	);

	test.each(['active', 'banned', 'nobody'])('is limited alike for who is %s', async (status) => {
		const [email, of] = [freshEmail(), await makePublication()];
		if (status !== 'nobody') await makeMember(of, email, status);
		for (let n = 0; n < rates.join_mailbox.tries; n++) {
			expect(await refusal(ask(email, { to: of }))).toBeNull();
			await pass(email, '61 seconds', of);
		}
		expect(await refusal(ask(email, { to: of }))).toBe('PT429');
		await pass(email, '1 hour', of);
		expect(await refusal(ask(email, { to: of }))).toBeNull();
	});

	test('twice in a minute sends one mail', async () => {
		const email = freshEmail();
		await ask(email);
		expect(await refusal(ask(email))).toBeNull();
		expect(await lettersTo(email)).toHaveLength(1);
	});

	test('is limited for an address across publications', async () => {
		const email = freshEmail();
		for (let n = 0; n < rates.mails_to_mailbox.tries; n++) {
			await sql`select private.take_try('mails_to_mailbox', ${email})`;
		}
		expect(await refusal(ask(email, { to: await makePublication() }))).toBe('PT429');
	});

	test.each([
		['no address', { email: 'nobody' }, '22023'],
		['a line break in the name', { name: 'a\nb' }, '22023'],
		['a long name', { name: 'a'.repeat(121) }, '22023'],
		['a path elsewhere', { path: '/@somebody-else/post' }, '22023'],
		['a path of another host', { path: '//evil.test' }, '22023'],
		['a backslash', { path: '\\' }, '22023'],
		['an unknown publication', { to: '01900000-0000-7000-8000-000000000000' }, 'PT404']
	] as const)(
		'refuses %s',
		async (_, { ...wish }: { email?: string; name?: string; path?: string; to?: string }, code) => {
			expect(await refusal(ask(wish.email ?? freshEmail(), wish))).toBe(code);
		}
	);

	test('refuses a closed publication', async () => {
		expect(await refusal(ask(freshEmail(), { to: await makePublication('closed') }))).toBe('PT404');
	});
});

describe('confirming', () => {
	test('makes a member who gets the letters, a welcome and the way back', async () => {
		const email = freshEmail();
		const { data, error } = await confirm(await makeRequest(email));
		expect(error).toBeNull();
		expect(data).toEqual([
			{
				publication_slug: slug,
				publication_name: slug,
				name: 'Ada',
				return_path: `/@${slug}/a-post`
			}
		]);
		expect(await memberOf(email)).toMatchObject({
			status: 'active',
			source: 'join',
			email_state: 'subscribed'
		});
		expect((await lettersTo(email)).map(({ kind }) => kind)).toEqual(['welcome']);
	});

	test('works once, and ends the other requests of the address', async () => {
		const email = freshEmail();
		const [first, second] = [await makeRequest(email), await makeRequest(email)];
		expect(await refusal(confirm(first))).toBeNull();
		for (const token of [first, second]) {
			expect((await confirm(token)).error).toMatchObject({ code: 'PT410', message: 'join_used' });
		}
	});

	test('twice at once makes one member', async () => {
		const email = freshEmail();
		const token = await makeRequest(email);
		const codes = await Promise.all([refusal(confirm(token)), refusal(confirm(token))]);
		expect(codes.sort()).toEqual(['PT410', null]);
	});

	test('comes too late after a day', async () => {
		const { error } = await confirm(await makeRequest(freshEmail(), 'expired'));
		expect(error).toMatchObject({ code: 'PT410', message: 'join_expired' });
	});

	test('with an unknown token says so', async () => {
		expect((await confirm('0'.repeat(64))).error).toMatchObject({
			code: 'PT404',
			message: 'join_not_found'
		});
	});

	test('takes back who left and who had stopped the letters', async () => {
		const email = freshEmail();
		const id = await makeMember(publication, email, 'left');
		await stopMail(id, 'unsubscribed');
		await confirm(await makeRequest(email));
		expect(await memberOf(email)).toMatchObject({
			id,
			status: 'active',
			email_state: 'subscribed'
		});
	});

	test('does not end a ban', async () => {
		const email = freshEmail();
		const token = await makeRequest(email);
		await makeMember(publication, email, 'banned');
		expect((await confirm(token)).error).toMatchObject({ code: 'PT403', message: 'banned' });
		expect(await memberOf(email)).toMatchObject({ status: 'banned' });
	});

	test('can be looked at without using it', async () => {
		const token = await makeRequest(freshEmail('quite-long'));
		const look = async () => (await db(anon).rpc('join_request_preview', { p_token: token })).data;
		expect(await look()).toMatchObject([{ state: 'open', email_hint: 'q…@example.test' }]);
		expect(await look()).toMatchObject([{ state: 'open' }]);
		await confirm(token);
		expect(await look()).toMatchObject([{ state: 'used' }]);
	});
});

describe('somebody signed in', () => {
	const join = (actor: Actor, to = publication) =>
		db(actor).rpc('join_publication', { p_publication_id: to });
	const leave = (actor: Actor) =>
		db(actor).rpc('leave_publication', { p_publication_id: publication });

	test('joins, leaves and comes back', async () => {
		const reader = await makeActor();
		expect(await refusal(join(reader))).toBeNull();
		expect(await memberOf(reader.email)).toMatchObject({
			status: 'active',
			source: 'join',
			user_id: reader.id
		});
		expect(await refusal(leave(reader))).toBeNull();
		expect(await memberOf(reader.email)).toMatchObject({ status: 'left' });
		expect(await refusal(leave(reader))).toBe('PT404');
		expect(await refusal(join(reader))).toBeNull();
		expect(await memberOf(reader.email)).toMatchObject({ status: 'active' });
		expect((await lettersTo(reader.email)).filter(({ kind }) => kind === 'welcome')).toHaveLength(
			1
		);
	});

	test('does not join with an address that is not proven', async () => {
		const reader = await makeActor();
		await sql`update auth.users set email_confirmed_at = null where id = ${reader.id}`;
		expect((await join(reader)).error).toMatchObject({
			code: 'PT403',
			message: 'address_unconfirmed'
		});
	});

	test('does not join a closed publication', async () => {
		expect(await refusal(join(await makeActor(), await makePublication('closed')))).toBe('PT404');
	});

	test('gets round no ban by joining or leaving', async () => {
		const reader = await makeActor();
		await makeMember(publication, reader.email, 'banned');
		expect(await refusal(join(reader))).toBe('PT403');
		expect(await refusal(leave(reader))).toBe('PT403');
		expect(await memberOf(reader.email)).toMatchObject({ status: 'banned' });
	});

	test('chooses letters, for themselves only', async () => {
		const [reader, other] = await Promise.all([makeActor(), makeActor()]);
		await Promise.all([join(reader), join(other)]);
		const choose = (state: string) =>
			db(reader).rpc('set_email_choice', { p_publication_id: publication, p_state: state });
		expect(await refusal(choose('unsubscribed'))).toBeNull();
		expect(await refusal(choose('loud'))).toBe('22023');
		expect(await memberOf(reader.email)).toMatchObject({ email_state: 'unsubscribed' });
		expect(await memberOf(other.email)).toMatchObject({ email_state: 'subscribed' });
	});

	test('does not leave while a subscription renews', async () => {
		const reader = await makeActor();
		await join(reader);
		const member = await memberOf(reader.email);
		const id = await subscribe(member?.id ?? '', await makeTier(publication));
		expect((await leave(reader)).error).toMatchObject({
			code: 'PT409',
			message: 'has_subscription'
		});
		await sql`update subscriptions set cancel_at_period_end = true where id = ${id}`;
		expect(await refusal(leave(reader))).toBeNull();
	});
});

/** A subscription as Stripe would have it. */
async function subscribe(
	member: string,
	tier: string,
	status = 'active',
	of = publication
): Promise<string> {
	const rows = await sql<{ id: string }[]>`
		insert into subscriptions (publication_id, member_id, tier_id, livemode, stripe_subscription_id, stripe_customer_id,
			status, interval, currency, amount, current_period_end, started_at, ticket)
		values (${of}, ${member}, ${tier}, false, ${`sub_${crypto.randomUUID()}`}, ${`cus_${crypto.randomUUID()}`},
			${status}, 'month', 'gbp', 600, now() + interval '20 days', now(), 1)
		returning id`;
	return one(rows).id;
}

describe('the address of one membership', () => {
	const request = (actor: Actor, email: string) =>
		db(actor).rpc('request_address_change', { p_publication_id: publication, p_email: email });
	async function tokenFor(member: string, email: string): Promise<string> {
		const token = `${crypto.randomUUID()}${crypto.randomUUID()}`.replaceAll('-', '');
		await sql`
			insert into private.address_changes (publication_id, member_id, email, token_hash)
			values (${publication}, ${member}, ${email}, ${hashOf(token)})`;
		return token;
	}
	const move = (token: string) => db(anon).rpc('confirm_address_change', { p_token: token });

	test('moves once the new one has confirmed, and the access with it', async () => {
		const [reader, next] = await Promise.all([makeActor(), makeActor()]);
		const member = await makeMember(publication, reader.email);
		expect(await refusal(request(reader, next.email))).toBeNull();
		expect((await lettersTo(next.email)).map(({ kind }) => kind)).toEqual(['change_address']);
		expect(await memberOf(reader.email)).toMatchObject({ user_id: reader.id });
		const token = await tokenFor(member, next.email);
		expect((await move(token)).data).toEqual([{ publication_slug: slug, publication_name: slug }]);
		expect(await memberOf(next.email)).toMatchObject({ id: member, user_id: next.id });
		expect((await lettersTo(reader.email)).map(({ kind }) => kind)).toEqual(['address_changed']);
		expect((await move(token)).error).toMatchObject({ message: 'change_used' });
	});

	test('is not another member’s', async () => {
		const [reader, other] = [await makeActor(), freshEmail()];
		const member = await makeMember(publication, reader.email);
		await makeMember(publication, other);
		expect(await refusal(request(reader, other))).toBeNull();
		expect((await move(await tokenFor(member, other))).error).toMatchObject({
			code: 'PT409',
			message: 'address_taken'
		});
		expect(await memberOf(reader.email)).toMatchObject({ id: member });
	});

	test('is changed by members only, five times an hour', async () => {
		const reader = await makeActor();
		expect(await refusal(request(reader, freshEmail()))).toBe('PT404');
		await makeMember(publication, reader.email);
		expect(await refusal(request(reader, reader.email))).toBe('PT409');
		for (let n = 0; n < 5; n++) expect(await refusal(request(reader, freshEmail()))).toBeNull();
		expect(await refusal(request(reader, freshEmail()))).toBe('PT429');
	});
});

describe('a new address of the login', () => {
	/** As Auth writes it once both addresses have confirmed. */
	async function change(actor: Actor, to: string): Promise<void> {
		await sql`update auth.users set email_change = ${to} where id = ${actor.id}`;
		await sql`update auth.users set email = ${to}, email_change = '' where id = ${actor.id}`;
	}

	test('takes the memberships along', async () => {
		const [reader, to] = [await makeActor(), freshEmail()];
		const member = await makeMember(publication, reader.email);
		await change(reader, to);
		expect(await memberOf(to)).toMatchObject({ id: member, user_id: reader.id });
		expect(await memberOf(reader.email)).toBeUndefined();
	});

	test('is what Auth writes once both addresses have confirmed, and not before', async () => {
		const [from, to] = [freshEmail(), freshEmail()];
		const keyed = (key: string) =>
			createClient(stack.apiUrl, key, { auth: { persistSession: false } });
		const password = 'four words in a row';
		await keyed(stack.secretKey).auth.admin.createUser({
			...{ email: from, password },
			email_confirm: true
		});
		const member = await makeMember(publication, from);
		const own = keyed(stack.publishableKey);
		await own.auth.signInWithPassword({ email: from, password });
		expect((await own.auth.updateUser({ email: to })).error).toBeNull();
		for (const email of [to, from]) {
			expect(await memberOf(to)).toBeUndefined();
			const link = new URL(linkIn(await nextMail(stack.inboxUrl, email), '/auth/move'));
			const { error } = await keyed(stack.publishableKey).auth.verifyOtp({
				token_hash: link.searchParams.get('token_hash') ?? '',
				type: 'email_change'
			});
			expect(error).toBeNull();
		}
		const moved = await memberOf(to);
		expect(moved).toMatchObject({ id: member });
		expect(moved?.user_id).not.toBeNull();
	});

	test('makes two memberships one, with all that both had', async () => {
		const [reader, to] = [await makeActor(), freshEmail()];
		const [tier, other] = await Promise.all([makeTier(publication), makeTier(publication)]);
		const [mine, theirs] = await Promise.all([
			makeMember(publication, reader.email),
			makeMember(publication, to)
		]);
		await makeGrant(publication, theirs, tier);
		const subscription = await subscribe(theirs, other);
		await sql`
			insert into member_labels (publication_id, member_id, label)
			values (${publication}, ${mine}, 'a'), (${publication}, ${theirs}, 'a'), (${publication}, ${theirs}, 'b')`;
		await stopMail(theirs, 'unsubscribed');
		await change(reader, to);
		expect(await memberOf(to)).toMatchObject({
			id: mine,
			user_id: reader.id,
			status: 'active',
			email_state: 'unsubscribed'
		});
		const labels =
			await sql`select label from member_labels where member_id = ${mine} order by label`;
		expect(labels.map((row) => row.label)).toEqual(['a', 'b']);
		expect(await sql`select member_id from subscriptions where id = ${subscription}`).toEqual([
			{ member_id: mine }
		]);
		const { data } = await db(reader).rpc('my_membership', { p_publication_id: publication });
		expect((data as { tiers: string[] }).tiers.sort()).toEqual([tier, other].sort());
	});

	test('keeps both customers at Stripe, of whom one buys again', async () => {
		const [reader, to] = [await makeActor(), freshEmail()];
		const [mine, theirs] = await Promise.all([
			makeMember(publication, reader.email),
			makeMember(publication, to)
		]);
		const customers = [mine, theirs].map((member_id) => ({
			publication_id: publication,
			member_id,
			livemode: false,
			customer_id: `cus_${crypto.randomUUID()}`
		}));
		await sql`insert into private.stripe_customers ${sql(customers)}`;
		await change(reader, to);
		const kept = await sql`
			select customer_id, deleted_at is null as buys from private.stripe_customers
			where member_id = ${mine} order by deleted_at nulls first`;
		expect(kept).toEqual([
			{ customer_id: customers[0]?.customer_id, buys: true },
			{ customer_id: customers[1]?.customer_id, buys: false }
		]);
	});

	test.each([
		['banned', 'active'],
		['active', 'banned']
	])('ends no ban: %s and %s', async (one, another) => {
		const [reader, to] = [await makeActor(), freshEmail()];
		await makeMember(publication, reader.email, one);
		await makeMember(publication, to, another);
		await change(reader, to);
		expect(await memberOf(to)).toMatchObject({ status: 'banned' });
	});

	test.each([
		['an operator wrote it', ''],
		['another one was being confirmed', 'elsewhere@example.test']
	])('leaves them behind when %s', async (_, pending) => {
		const [reader, to] = [await makeActor(), freshEmail()];
		await makeMember(publication, reader.email);
		await sql`update auth.users set email_change = ${pending} where id = ${reader.id}`;
		await sql`update auth.users set email = ${to} where id = ${reader.id}`;
		expect(await memberOf(reader.email)).toMatchObject({ user_id: null });
		expect(await memberOf(to)).toBeUndefined();
	});

	test('leaves them behind when the one being confirmed was written past the confirmation', async () => {
		const [reader, to] = [await makeActor(), freshEmail()];
		await makeMember(publication, reader.email);
		await sql`update auth.users set email_change = ${to} where id = ${reader.id}`;
		await sql`update auth.users set email = ${to} where id = ${reader.id}`;
		expect(await memberOf(reader.email)).toMatchObject({ user_id: null });
	});
});

describe('one’s own', () => {
	test('membership, subscriptions, invoices and data are one’s own', async () => {
		const [reader, other] = await Promise.all([makeActor(), makeActor()]);
		const tier = await makeTier(publication);
		const member = await makeMember(publication, reader.email);
		const subscription = await subscribe(member, tier, 'past_due');
		await sql`update subscriptions set grace_until = now() + interval '3 days' where id = ${subscription}`;
		await sql`
			insert into invoices (publication_id, member_id, subscription_id, tier_id, livemode, stripe_invoice_id, number, status,
				currency, amount_due, amount_paid, hosted_url, issued_at, ticket)
			values (${publication}, ${member}, ${subscription}, ${tier}, false, ${`in_${crypto.randomUUID()}`}, 'A-1', 'open',
				'gbp', 600, 0, 'https://stripe.test/i', now(), 1)`;
		const { data } = await db(reader).rpc('my_membership', { p_publication_id: publication });
		expect(data).toMatchObject({
			status: 'active',
			tiers: [tier],
			subscription: {
				status: 'past_due',
				opens: true,
				renews: true,
				invoice_url: 'https://stripe.test/i'
			}
		});
		expect((await db(reader).rpc('my_subscriptions')).data).toHaveLength(1);
		expect((await db(reader).rpc('my_invoices')).data).toMatchObject([
			{ number: 'A-1', amount_due: 600 }
		]);
		const all = (await db(reader).rpc('my_data')).data;
		expect(all).toMatchObject({
			account: { email: reader.email },
			memberships: [{ email: reader.email, letters: 'subscribed' }],
			subscriptions: [{ status: 'past_due' }],
			invoices: [{ number: 'A-1' }]
		});
		expect(
			(await db(other).rpc('my_membership', { p_publication_id: publication })).data
		).toBeNull();
		expect((await db(other).rpc('my_subscriptions')).data).toEqual([]);
		expect((await db(other).rpc('my_invoices')).data).toEqual([]);
		expect(JSON.stringify((await db(other).rpc('my_data')).data)).not.toContain(reader.email);
	});
});

describe('deleting the account', () => {
	const remove = (actor: Actor) => db(actor).rpc('delete_account');

	test('takes login and memberships, and leaves the books without a name', async () => {
		const reader = await makeActor();
		const member = await makeMember(publication, reader.email);
		const subscription = await subscribe(member, await makeTier(publication), 'canceled');
		await sql`update subscriptions set ended_at = now() where id = ${subscription}`;
		expect(await refusal(remove(reader))).toBeNull();
		expect(await sql`select from auth.users where id = ${reader.id}`).toHaveLength(0);
		expect(await sql`select from profiles where id = ${reader.id}`).toHaveLength(0);
		expect(await memberOf(reader.email)).toBeUndefined();
		expect(await sql`select member_id from subscriptions where id = ${subscription}`).toEqual([
			{ member_id: null }
		]);
	});

	test('is refused while a subscription renews', async () => {
		const reader = await makeActor();
		await subscribe(await makeMember(publication, reader.email), await makeTier(publication));
		expect((await remove(reader)).error).toMatchObject({
			code: 'PT409',
			message: 'has_subscription'
		});
	});

	test('is refused to the last owner', async () => {
		const owner = await makeActor();
		const own = await makePublication();
		await sql`insert into publication_staff ${sql({ publication_id: own, user_id: owner.id, role: 'owner' })}`;
		expect((await remove(owner)).error).toMatchObject({ code: 'PT409', message: 'last_owner' });
		expect(await sql`select from auth.users where id = ${owner.id}`).toHaveLength(1);
	});

	test('keeps the name of who signed something', async () => {
		const author = await makeActor();
		await sql`update profiles set name = 'Ada' where id = ${author.id}`;
		await makeStaff(publication, author.id, 'author');
		await makePost({ publication, by: author.id, state: 'public' });
		expect(await refusal(remove(author))).toBeNull();
		expect(await sql`select name, user_id from profiles where id = ${author.id}`).toEqual([
			{ name: 'Ada', user_id: null }
		]);
	});

	test('keeps a banned address banned, without the address', async () => {
		const reader = await makeActor();
		const member = await makeMember(publication, reader.email, 'banned');
		await sql`update members set name = 'Ada', note = 'Rude' where id = ${member}`;
		expect(await refusal(remove(reader))).toBeNull();
		expect(await sql`select from member_events where member_id = ${member}`).toHaveLength(0);
		expect(await memberOf(reader.email)).toBeUndefined();
		// Asking answers as for everybody, and sends nothing.
		expect(await refusal(ask(reader.email))).toBeNull();
		expect(await lettersTo(reader.email)).toEqual([]);
		expect((await confirm(await makeRequest(reader.email))).error).toMatchObject({
			code: 'PT403',
			message: 'banned'
		});
		await makeMember(publication, reader.email);
		expect(await memberOf(reader.email)).toMatchObject({ status: 'banned' });
	});

	test('is for oneself: nobody else can', async () => {
		expect(await refusal(remove(anon))).toBe('42501');
	});
});
