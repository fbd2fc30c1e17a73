import { describe, expect, it } from 'vitest';
import { changePost, encodeCursor, postListQuery, savePost } from './post.ts';

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

describe('changePost', () => {
	const form = { slug: 'fog', visibility: 'public', excerpt: '' };

	it('keeps no empty excerpt', () => {
		expect(changePost.parse(form)).toEqual({ ...form, tier: [], excerpt: null });
	});

	it.each(['Nebel-über-Wasser', 'туман', ''])('takes the address %j', (slug) => {
		expect(changePost.parse({ ...form, slug }).slug).toBe(slug.toLowerCase());
	});

	it.each(['a b', 'a/b', '../x', 'feed', 'Search', 'a.b'])('refuses the address %j', (slug) => {
		expect(changePost.safeParse({ ...form, slug }).success).toBe(false);
	});
});

describe('postListQuery', () => {
	const id = '0193b7c1-0000-7000-8000-000000000001';
	const updatedAt = '2026-11-20T08:00:00.123456+00:00';

	it.each([null, '2026-11-14T06:40:00+00:00'])('finds its place again, published at %j', (at) => {
		const cursor = { publishedAt: at, updatedAt, id };
		expect(postListQuery.parse({ state: 'draft', from: encodeCursor(cursor) })).toEqual({
			state: 'draft',
			from: cursor
		});
	});

	it.each(['', 'x', `~${updatedAt}~1`, `")~${updatedAt}~${id}`])('starts anew at %j', (from) => {
		expect(postListQuery.parse({ state: 'gone', from })).toEqual({ state: null, from: null });
	});
});
