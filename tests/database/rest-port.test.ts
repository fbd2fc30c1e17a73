import { beforeAll, describe, expect, test } from 'vitest';
import { freshEmail, makeActor, type Actor } from '../support/actors.ts';
import { anyTable, db, sql, stack } from '../support/clients.ts';
import {
	documentOf,
	fresh,
	makeMember,
	makePost,
	makePublication,
	makeStaff
} from '../support/factories.ts';
import { refusal } from '../support/transactions.ts';

let publication: string;
let owner: Actor;
let post: string;
beforeAll(async () => {
	[publication, owner] = await Promise.all([makePublication(), makeActor('owner')]);
	await makeStaff(publication, owner.id, 'owner');
	post = await makePost({ publication, by: owner.id });
});

const long = (letters: number) => 'a'.repeat(letters);

// Whoever has the publishable key can pass by the app and its checks.
describe('the database itself refuses', () => {
	const posts: [string, Record<string, unknown>][] = [
		['a title of 2 MB', { title: long(2_000_000) }],
		['a title with a line break', { title: 'One\nTwo' }],
		['a subtitle of 501 letters', { subtitle: long(501) }],
		['an excerpt of 501 letters', { excerpt: long(501) }],
		['an empty excerpt', { excerpt: '' }],
		['a title for search engines of 301 letters', { meta_title: long(301) }],
		['a description of 501 letters', { meta_description: long(501) }],
		['a script for an origin', { canonical_url: 'javascript:alert(1)' }],
		['an origin that breaks out of its attribute', { canonical_url: 'https://a.test/"><b>' }],
		['a caption of 501 letters', { cover_caption: long(501) }],
		['a status of its own', { status: 'live' }],
		['a visibility of its own', { visibility: 'friends' }],
		['a kind of its own', { kind: 'article' }],
		['fewer than no words', { word_count: -1 }],
		['an address with a slash', { slug: 'a/b' }],
		['an address with a space', { slug: 'a b' }],
		['an address in capitals', { slug: 'Hello' }],
		['an address with markup', { slug: '<b>' }],
		['an address of dots', { slug: '..' }],
		['no address', { slug: '' }],
		['an address of 192 letters', { slug: long(192) }],
		['an address of the reading side', { slug: 'feed' }]
	];
	test.each(posts)('%s', async (_, values) => {
		expect(await refusal(anyTable(owner).from('posts').update(values).eq('id', post))).toBe(
			'23514'
		);
	});

	const documents: [string, unknown][] = [
		['a document of another type', { type: 'page', content: [] }],
		['a document without content', { type: 'doc' }],
		['a list for a document', []],
		['a text for a document', 'text'],
		['a document of more than 4 MB', documentOf(long(4_200_000))]
	];
	test.each(documents)('%s', async (_, doc) => {
		const update = anyTable(owner).from('post_contents').update({ doc }).eq('post_id', post);
		expect(await refusal(update)).toBe('23514');
	});

	const tags: [string, object][] = [
		['a tag without a name', { name: ' ' }],
		['a tag of 192 letters', { name: long(192) }],
		['a tag with a slash in its address', { slug: 'a/b' }]
	];
	test.each(tags)('%s', async (_, values) => {
		const row = { publication_id: publication, slug: fresh('tag'), name: 'Tag', ...values };
		expect(await refusal(db(owner).from('tags').insert(row))).toBe('23514');
	});

	const members: [string, object][] = [
		['an address in capitals', { email: 'Reader@example.test' }],
		['an address without a host', { email: 'reader@' }],
		['an address with a line break', { email: 'reader@example.test\nbcc:all@example.test' }],
		['a name of 121 letters', { name: long(121) }]
	];
	test.each(members)('a member with %s', async (_, values) => {
		const row = { publication_id: publication, email: freshEmail(), ...values };
		expect(await refusal(db(owner).from('members').insert(row))).toBe('23514');
	});

	test('a member with a status of its own', async () => {
		const id = await makeMember(publication, freshEmail());
		expect(await refusal(db(owner).from('members').update({ status: 'vip' }).eq('id', id))).toBe(
			'23514'
		);
	});

	const tiers: [string, object][] = [
		['a tier without a name', { name: '' }],
		['a tier of 81 letters', { name: long(81) }],
		['a tier with a description of 301 letters', { description: long(301) }],
		['a tier with a dot in its address', { slug: 'a.b' }]
	];
	test.each(tiers)('%s', async (_, values) => {
		const row = { publication_id: publication, slug: fresh('tier'), name: 'Tier', ...values };
		expect(await refusal(db(owner).from('tiers').insert(row))).toBe('23514');
	});

	const installation: [string, object][] = [
		['an installation without a name', { name: '' }],
		['another rule who may create', { publications_by: 'friends' }]
	];
	test.each(installation)('%s', async (_, values) => {
		const operator = await makeActor('operator');
		await sql`insert into private.operators ${sql({ user_id: operator.id })}`;
		expect(await refusal(db(operator).from('installation').update(values).eq('id', 1))).toBe(
			'23514'
		);
	});
});

describe('a request gets nothing', () => {
	const ask = async (table: string, headers: Record<string, string>) =>
		(await fetch(`${stack.apiUrl}/rest/v1/${table}?select=id`, { headers })).status;

	test.each([
		['without a key', {}],
		['with a key of somebody', { apikey: 'sb_publishable_somebody' }]
	])('%s', async (_, headers) => {
		expect(await ask('publications', headers)).toBe(401);
	});

	test.each([
		['that is not signed', 'none', ''],
		['that somebody else signed', 'HS256', 'c2lnbmF0dXJl']
	])('by a token %s', async (_, alg, signature) => {
		const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
		const token = `${part({ alg })}.${part({ role: 'service_role' })}.${signature}`;
		const headers = { apikey: stack.publishableKey, authorization: `Bearer ${token}` };
		expect(await ask('members', headers)).toBe(401);
	});
});
