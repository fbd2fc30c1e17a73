import { describe, expect, it } from 'vitest';
import { exportOf, fileAt, fileOf, itemsOf } from './items.fixture.ts';
import { surveyGhost } from './ghost-source.ts';

describe('a Ghost export', () => {
	it('gives what posts name before the posts, and nothing there is no use for', async () => {
		const items = await itemsOf(fileAt('tests/fixtures/ghost/export.json'));
		expect([...new Set(items.map(({ kind }) => kind))]).toEqual(['tier', 'author', 'tag', 'post']);
		expect(items.filter(({ kind }) => kind === 'post')).toHaveLength(27);
		expect(JSON.stringify(items)).not.toContain('$2b$');
	});

	it('is the same in pieces of any size, which cut letters in two', async () => {
		const text = JSON.stringify({
			data: { posts: [{ id: 'a', title: '“Çà” 🗞', slug: 'ça', html: '<p>é</p>' }] }
		});
		const whole = await itemsOf(fileOf(text, 100_000));
		for (const size of [1, 2, 3, 7]) expect(await itemsOf(fileOf(text, size))).toEqual(whole);
		expect(whole[0]).toMatchObject({ kind: 'post', row: { title: '“Çà” 🗞' } });
	});

	it('of an old kind is read too', async () => {
		const text = JSON.stringify({
			meta: {},
			data: { posts: [{ id: 1, title: 'a', page: 1 }], tags: null }
		});
		expect(await itemsOf(fileOf(`\ufeff${text}`))).toMatchObject([
			{ kind: 'post', row: { id: '1', slug: '', page: true } }
		]);
	});

	it('says which other posts a text links to, wherever the address stands', async () => {
		const html =
			'<a href="__GHOST_URL__/2020/01/b/?x#y">b</a> <a href="https://old.example/c/">c</a>';
		const posts = [
			{ id: '1', slug: 'a', html },
			{ id: '2', slug: 'b', html: '', lexical: '{"url":"__GHOST_URL__/a/"}' },
			{ id: '3', slug: 'c', html: '<p>/d</p>' }
		];
		const items = await itemsOf(exportOf({ posts }));
		const found = items.map((item) => item.kind === 'post' && item.neighbours);
		expect(found).toEqual([['b', 'c'], ['a'], []]);
	});

	const deep = `{"db":${'['.repeat(200)}${']'.repeat(200)}}`;
	const large = `{"data":{"posts":[{"id":"1","html":"${'x'.repeat(17_000_000)}"}]}}`;
	it.each([
		['nothing', '', /^it is empty$/],
		[
			'half a file',
			'{"db": [{"data": {"posts": [{"id": "1", "html": "<p',
			/^it breaks off in db\.0\.data\.posts\.0 \(byte 51\)$/
		],
		[
			'a file that ends between two rows',
			'{"data": {"posts": [{"id": "1"}',
			/^it breaks off in data\.posts\.0 /
		],
		['another encoding', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), /^it is not UTF-8 text$/],
		['UTF-16', new Uint8Array([0xff, 0xfe, 0x7b, 0x00]), /^it is not UTF-8 text/],
		['no JSON', 'id,email\n', /^it is not complete JSON/],
		['JSON with a slip', '{"data" "posts"}', /^it is not JSON at byte 8/],
		['brackets that do not fit', '{"data": [}', /^it is not JSON at byte 10/],
		['two files in one', '{}{}', /^it is not JSON at byte 2/],
		['other JSON', '[1]', /^it is JSON, but not an export of Ghost/],
		['no posts', '{"data": {}}', /^it is JSON, but not an export of Ghost/],
		['a post without an id', '{"data": {"posts": [{"id":"1"},{}]}}', /: posts\.1\.id: /],
		['a nest', deep, /^it is nested more than 100 levels deep$/],
		[
			'a row without end',
			large,
			/^db?.* is larger than 16 MB|^data\.posts\.0.* is larger than 16 MB/
		]
	])('is refused for %s, with the place', async (_, text, message) => {
		await expect(surveyGhost(fileOf(text, 60_000))).rejects.toThrow(message);
	});

	it('sets no prototype', async () => {
		const text = '{"data":{"posts":[{"id":"1","__proto__":{"slug":"polluted"}}]}}';
		expect(await itemsOf(fileOf(text))).toMatchObject([{ row: { slug: '' } }]);
		expect('slug' in {}).toBe(false);
	});
});
