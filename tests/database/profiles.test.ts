import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { anon, freshEmail, makeActor, one, type Actor } from '../support/actors.ts';
import { db, rest, sql } from '../support/clients.ts';
import { makeByline, makePost, makePublication, makeStaff } from '../support/factories.ts';
import { refusal } from '../support/transactions.ts';

async function nameAfterSignUp(metadata: object): Promise<string> {
	const id = randomUUID();
	await sql`
		insert into auth.users (id, email, email_confirmed_at, raw_user_meta_data)
		values (${id}, ${freshEmail()}, now(), ${JSON.stringify(metadata)}::text::jsonb)`;
	return one(await sql<{ name: string }[]>`select name from profiles where id = ${id}`).name;
}

describe('a new login has a profile', () => {
	test.each([
		['no name', {}, ''],
		['the name a provider sent', { full_name: ' Ada Lovelace ' }, 'Ada Lovelace'],
		['a name without line breaks', { name: 'Ada\r\nLovelace' }, 'Ada  Lovelace'],
		['a name of 80 letters at most', { name: 'a'.repeat(500) }, 'a'.repeat(80)]
	])('with %s', async (_, metadata, name) => {
		expect(await nameAfterSignUp(metadata)).toBe(name);
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

	test.each(['id', 'user_id', 'publication_id', 'claim_email', 'is_byline', 'created_at'])(
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

test('a name is public from the first published post on', async () => {
	const publication = await makePublication();
	const author = await makeActor('author');
	await makeStaff(publication, author.id, 'author');
	const post = await makePost({ publication, by: author.id });
	const seen = async () => (await db(anon).from('profiles').select('id').eq('id', author.id)).data;
	expect(await seen()).toEqual([]);
	await sql`update posts set status = 'published', published_at = now() where id = ${post}`;
	expect(await seen()).toEqual([{ id: author.id }]);
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
