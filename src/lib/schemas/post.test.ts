import { describe, expect, it } from 'vitest';
import {
	encodeCursor,
	postListQuery,
	postSettings,
	publishForm,
	savePost,
	undoForm
} from './post.ts';

describe('savePost', () => {
	const text = { revision: 3, title: 'Fog', subtitle: '', doc: { type: 'doc' } };

	it('takes what the editor sends', () => {
		expect(savePost.parse(text)).toEqual(text);
	});

	it.each([{ revision: -1 }, { revision: '3' }, { title: 'a\nb' }, { subtitle: 'x'.repeat(501) }])(
		'refuses %j',
		(change) => {
			expect(savePost.safeParse({ ...text, ...change }).success).toBe(false);
		}
	);
});

describe('postSettings', () => {
	const form = { slug: 'fog', visibility: 'public', excerpt: '' };

	it('keeps null for what was left empty', () => {
		const empty = { cover: '', meta_title: ' ', meta_description: '', canonical_url: '' };
		expect(postSettings.parse({ ...form, ...empty })).toMatchObject({
			tier: [],
			tag: [],
			author: [],
			excerpt: null,
			cover: null,
			meta_title: null,
			meta_description: null,
			canonical_url: null
		});
	});

	it.each(['Nebel-über-Wasser', 'туман', ''])('takes the address %j', (slug) => {
		expect(postSettings.parse({ ...form, slug }).slug).toBe(slug.toLowerCase());
	});

	it.each(['a b', 'a/b', '../x', 'feed', 'Search', 'a.b', 'a\u200bb', 'a\u0007b', 'x'.repeat(192)])(
		'refuses the address %j',
		(slug) => {
			expect(postSettings.safeParse({ ...form, slug }).success).toBe(false);
		}
	);

	it('says how many subjects there may be', () => {
		const tag = Array.from({ length: 10_000 }, () => '0193b7c1-0000-7000-8000-000000000001');
		expect(postSettings.safeParse({ ...form, tag }).error?.issues).toMatchObject([
			{ path: ['tag'], message: 'A post has 100 subjects at most. Please choose fewer.' }
		]);
	});

	it.each([
		['https://a.test/x', 'https://a.test/x'],
		['HTTPS://Ä.test', 'https://xn--4ca.test/'],
		['https://a.test/"><b>', 'https://a.test/%22%3E%3Cb%3E']
	])('writes the origin %j as browsers do', (canonical_url, written) => {
		expect(postSettings.parse({ ...form, canonical_url }).canonical_url).toBe(written);
	});

	it.each(['javascript:alert(1)', 'a.test', '//a.test', 'https://', 'https://a b'])(
		'refuses the origin %j',
		(canonical_url) => {
			expect(postSettings.safeParse({ ...form, canonical_url }).success).toBe(false);
		}
	);
});

it('publishes now when nothing else is said', () => {
	expect(publishForm.parse({})).toEqual({ when: 'now', date: '', time: '', turn: 'first' });
});

describe('undoForm', () => {
	const id = '0193b7c1-0000-7000-8000-000000000001';

	it('reads what posts were', () => {
		const was = [`${id}~draft~`, `${id}~published~2026-11-14T06:40:00+00:00`];
		expect(undoForm.parse({ was }).was).toEqual([
			{ id, status: 'draft', publishedAt: null },
			{ id, status: 'published', publishedAt: '2026-11-14T06:40:00+00:00' }
		]);
	});

	it.each(['', id, `${id}~gone~`, `${id}~draft~today`])('refuses %j', (was) => {
		expect(undoForm.safeParse({ was: [was] }).success).toBe(false);
	});
});

describe('postListQuery', () => {
	const id = '0193b7c1-0000-7000-8000-000000000001';
	const updatedAt = '2026-11-20T08:00:00.123456+00:00';
	const nothing = {
		...{ state: null, tag: null, author: null, access: null, q: null, from: null, until: null }
	};

	it.each([null, '2026-11-14T06:40:00+00:00'])('finds its place again, published at %j', (at) => {
		const cursor = { publishedAt: at, updatedAt, id };
		const query = { state: 'draft', from: encodeCursor(cursor), q: '  fog ' };
		expect(postListQuery.parse(query)).toEqual({
			...nothing,
			state: 'draft',
			from: cursor,
			q: 'fog'
		});
	});

	it.each(['', 'x', `~${updatedAt}~1`, `")~${updatedAt}~${id}`])('starts anew at %j', (from) => {
		expect(postListQuery.parse({ state: 'gone', from, tag: 'x', access: 'y', q: ' ' })).toEqual(
			nothing
		);
	});
});
