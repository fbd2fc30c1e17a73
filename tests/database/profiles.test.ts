import { randomUUID } from 'node:crypto';
import { createClient } from '@supabase/supabase-js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anon, freshEmail, makeActor, one, type Actor } from '../support/actors.ts';
import { db, rest, sql, stack } from '../support/clients.ts';
import { makeByline, makePost, makePublication, makeStaff } from '../support/factories.ts';
import { refusal } from '../support/transactions.ts';

async function nameAfterSignUp(by: object, metadata: object): Promise<string> {
	const id = randomUUID();
	await sql`
		insert into auth.users (id, email, raw_app_meta_data, raw_user_meta_data)
		values (${id}, ${freshEmail()}, ${JSON.stringify(by)}::text::jsonb, ${JSON.stringify(metadata)}::text::jsonb)`;
	await sql`update auth.users set email_confirmed_at = now() where id = ${id}`;
	return one(await sql<{ name: string }[]>`select name from profiles where id = ${id}`).name;
}

describe('a new login has a profile', () => {
	test.each([
		['no name', {}, ''],
		['the name a provider sent', { full_name: ' Ada Lovelace ' }, 'Ada Lovelace'],
		['a name without line breaks', { name: 'Ada\r\nLovelace' }, 'Ada  Lovelace'],
		['a name of 80 letters at most', { name: 'a'.repeat(500) }, 'a'.repeat(80)]
	])('with %s', async (_, metadata, name) => {
		const sent = { email_verified: true, ...metadata };
		expect(await nameAfterSignUp({ provider: 'google' }, sent)).toBe(name);
	});

	test.each([
		['somebody who only typed the address', { provider: 'email' }, true],
		['somebody who says nothing of where they come from', {}, true],
		['a provider that has not verified the address', { provider: 'github' }, false]
	])('and no name from %s', async (_, by, verified) => {
		const sent = { name: 'A stranger', email_verified: verified };
		expect(await nameAfterSignUp(by, sent)).toBe('');
	});

	test('whose owner finds nothing of whoever signed up with their address before', async () => {
		const email = freshEmail();
		const { error } = await createClient(stack.apiUrl, stack.publishableKey).auth.signUp({
			email,
			password: 'a stranger’s password',
			options: { data: { name: 'A stranger', full_name: 'A stranger', email_verified: true } }
		});
		expect(error).toBeNull();
		await sql`update auth.users set email_confirmed_at = now() where email = ${email}`;
		const rows = await sql`
			select p.name, p.bio from profiles p join auth.users u on u.id = p.id where u.email = ${email}`;
		expect(rows).toEqual([{ name: '', bio: '' }]);
	});
});

describe('people change themselves', () => {
	const change = (actor: Actor, values: object, id = actor.id) =>
		refusal(db(actor).from('profiles').update(values).eq('id', id));

	test('in name and bio', async () => {
		const me = await makeActor();
		expect(await change(me, { name: 'Me', bio: 'Myself.' })).toBeNull();
		expect(await sql`select name, bio from profiles where id = ${me.id}`).toEqual([
			{ name: 'Me', bio: 'Myself.' }
		]);
	});

	test.each(['id', 'user_id', 'publication_id', 'claim_email', 'created_at'])(
		'and not in %s',
		async (column) => {
			const me = await makeActor();
			expect(await change(me, { [column]: null })).toBe('42501');
		}
	);

	test.each([
		['a name of 81 letters', { name: 'a'.repeat(81) }],
		['a name with a control character', { name: 'a\u0007b' }],
		['a bio of 501 letters', { bio: 'a'.repeat(501) }]
	])('but not into %s', async (_, values) => {
		expect(await change(await makeActor(), values)).toBe('23514');
	});
});

describe('what nobody reads of a profile', () => {
	test.each([
		'select=claim_email',
		'select=user_id',
		'select=*',
		'select=id&claim_email=like.*',
		'select=id&user_id=not.is.null',
		'select=id&order=claim_email'
	])('%s', async (query) => {
		const publication = await makePublication();
		const [owner, email] = [await makeActor('owner'), freshEmail()];
		await makeStaff(publication, owner.id, 'owner');
		await makeByline(publication, email);
		const answers = await Promise.all(
			[anon, owner].map((actor) =>
				rest(actor, `profiles?${query}&publication_id=eq.${publication}`)
			)
		);
		expect(answers.map(({ text }) => text)).toEqual([
			expect.stringContaining('42501'),
			expect.stringContaining('42501')
		]);
	});
});

describe('a name is public', () => {
	const publicNames = async (people: string[]) => {
		const { data } = await db(anon).from('profiles').select('id').in('id', people);
		return new Set(data?.map(({ id }) => id));
	};

	/** The definition: signs something that is published now, in a live publication. */
	const signing = async (people: string[]) => {
		const rows = await sql<{ id: string }[]>`
			select distinct a.profile_id as id from post_authors a
			join posts p on p.id = a.post_id
			join publications home on home.id = p.publication_id
			where a.profile_id = any (${people}) and p.status = 'published' and p.published_at <= now()
				and home.status = 'live'`;
		return new Set(rows.map(({ id }) => id));
	};

	test('while its owner signs something that everybody sees, whatever is done', async () => {
		const publications = [await makePublication(), await makePublication()];
		const writer = await makeActor('writer');
		await Promise.all(publications.map((id) => makeStaff(id, writer.id, 'author')));
		const bylines = await Promise.all(publications.map((id) => makeByline(id)));
		const people = [writer.id, ...bylines];
		const posts = await Promise.all(
			publications.flatMap((publication) =>
				[1, 2].map(async () => ({ publication, id: await makePost({ publication, by: null }) }))
			)
		);
		const set = (n: number, values: object) =>
			sql`update posts set ${sql(values)} where id = ${posts[n]?.id ?? ''}`;
		const operations: ((n: number) => PromiseLike<unknown>)[] = [
			(n) => set(n, { status: 'published', published_at: new Date(0) }),
			(n) => set(n, { status: 'published', published_at: new Date(Date.now() + 3_600_000) }),
			// A schedule that has come: time passes in no other way here.
			(n) => set(n, { published_at: new Date(0) }),
			(n) => set(n, { status: 'draft' }),
			(n) => set(n, { status: 'deleted' }),
			(n) => sql`delete from post_authors where post_id = ${posts[n]?.id ?? ''}`,
			(n) => {
				const { id = '', publication = '' } = posts[n] ?? {};
				const byline = bylines[publications.indexOf(publication)] ?? '';
				const rows = [writer.id, byline].map((profile_id) => ({
					...{ post_id: id, publication_id: publication, profile_id }
				}));
				return sql`insert into post_authors ${sql(rows)} on conflict do nothing`;
			},
			(n) =>
				sql`update publications set status = 'closed' where id = ${posts[n]?.publication ?? ''}`,
			(n) => sql`update publications set status = 'live' where id = ${posts[n]?.publication ?? ''}`
		];
		const step = fc.record({
			operation: fc.nat(operations.length - 1),
			post: fc.nat(posts.length - 1)
		});
		let seen = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
				for (const { operation, post } of steps) {
					await operations[operation]?.(post);
					const names = await publicNames(people);
					seen += names.size;
					expect(names).toEqual(await signing(people));
				}
			}),
			{ numRuns: 12 }
		);
		expect(seen).toBeGreaterThan(0);
	});
});

describe('an imported byline', () => {
	/** A post signed by a byline that waits for an address. */
	async function signedBy(email: string) {
		const publication = await makePublication();
		const byline = await makeByline(publication, email);
		await sql`update profiles set bio = 'Writes.' where id = ${byline}`;
		const post = await makePost({ publication, by: null, state: 'public' });
		await sql`insert into post_authors ${sql({ post_id: post, profile_id: byline, publication_id: publication, position: 2 })}`;
		return { publication, byline, post };
	}

	const authorsOf = (post: string) =>
		sql`select profile_id, position from post_authors where post_id = ${post}`;

	test('goes over to whoever joins the staff with its address', async () => {
		const writer = await makeActor();
		const { publication, byline, post } = await signedBy(writer.email);
		await makeStaff(publication, writer.id, 'author');
		expect(await authorsOf(post)).toEqual([{ profile_id: writer.id, position: 2 }]);
		expect(await sql`select from profiles where id = ${byline}`).toHaveLength(0);
		const { data } = await db(anon).from('profiles').select('bio').eq('id', writer.id);
		expect(data).toEqual([{ bio: 'Writes.' }]);
	});

	test('stays with another address, an unconfirmed one, or elsewhere', async () => {
		const [other, unconfirmed, elsewhere] = await Promise.all([
			makeActor(),
			makeActor(),
			makeActor()
		]);
		await sql`update auth.users set email_confirmed_at = null where id = ${unconfirmed.id}`;
		const first = await signedBy(unconfirmed.email);
		await makeStaff(first.publication, other.id, 'author');
		await makeStaff(first.publication, unconfirmed.id, 'author');
		expect(await authorsOf(first.post)).toEqual([{ profile_id: first.byline, position: 2 }]);
		const second = await signedBy(elsewhere.email);
		await makeStaff(first.publication, elsewhere.id, 'author');
		expect(await authorsOf(second.post)).toEqual([{ profile_id: second.byline, position: 2 }]);
	});
});
