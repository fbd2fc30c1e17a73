import { describe, expect, it } from 'vitest';
import { plainText } from '../../content/index.ts';
import { exportOf, fileAt, itemsOf } from '../../importers/items.fixture.ts';
import type { OpenFile } from '../../importers/json-rows.ts';
import { Files } from './files.ts';
import { normalise } from './ghost.ts';
import type { ImportRecord, PostRecord } from './records.ts';

const file = fileAt('tests/fixtures/ghost/export.json');

async function read(
	siteUrl: string | null = null,
	open: OpenFile = file,
	files: Files | null = null
): Promise<ImportRecord[]> {
	const records: ImportRecord[] = [];
	for (const item of await itemsOf(open))
		records.push(...(await normalise(item, { publication: 'pub', siteUrl, files })));
	return records;
}
const records = await read();

const ofKind = <K extends ImportRecord['kind']>(kind: K) =>
	records.filter((record): record is Extract<ImportRecord, { kind: K }> => record.kind === kind);

function post(title: string, among = records): PostRecord {
	const found = among.find((record) => record.kind === 'post' && record.title === title);
	if (found?.kind !== 'post') throw new Error(`no post ${title}`);
	return found;
}

/** Posts made of nothing but what a test is about. */
function made(...posts: object[]): Promise<ImportRecord[]> {
	const rows = posts.map((row, i) => ({ id: `p${i}`, slug: `s${i}`, title: 't', ...row }));
	return read(null, exportOf({ posts: rows }));
}

const codes = (record: ImportRecord) => record.notes.map((note) => note.code);

describe('normalise', () => {
	it('brings what posts name before the posts that name it', () => {
		expect([...new Set(records.map((record) => record.kind))]).toEqual([
			'tier',
			'author',
			'tag',
			'post'
		]);
		expect(ofKind('post')).toHaveLength(27);
	});

	it('brings authors, and nobody who signed nothing', () => {
		expect(ofKind('author').map(({ name, email, bio }) => [name, email, bio])).toEqual([
			['Olive Owner', 'owner@example.test', 'Grows olives.'],
			['Ben Writer', 'ben@example.test', '']
		]);
	});

	it('keeps the order of authors', () => {
		const [olive, ben] = ofKind('author').map((author) => author.sourceId);
		expect(post('Two hands').authors).toEqual([ben, olive]);
	});

	it('knows internal tags', () => {
		expect(ofKind('tag').map(({ slug, isInternal }) => [slug, isInternal])).toEqual([
			['news', false],
			['guides', false],
			['hash-internal', true]
		]);
	});

	it('brings the tiers that are paid for', () => {
		expect(ofKind('tier').map((tier) => tier.slug)).toEqual(['default-product']);
		expect(post('For one tier')).toMatchObject({
			visibility: 'tiers',
			tiers: ofKind('tier').map((tier) => tier.sourceId)
		});
	});

	it.each([
		['Old dated post', { status: 'published', publishedAt: '2015-03-04T05:06:07.000Z' }],
		['Scheduled post', { status: 'published', publishedAt: '2030-01-01T10:00:00.000Z' }],
		['A draft', { status: 'draft', publishedAt: null }],
		['By mail only', { status: 'draft' }],
		['About us', { postKind: 'page' }],
		['Paywalled for members', { visibility: 'members' }],
		['Paid only', { visibility: 'paid', excerpt: null }],
		['Featured with SEO fields', { excerpt: 'A custom excerpt' }],
		['Image cards', { coverAlt: 'Alt text', coverCaption: 'A caption' }],
		['The archive', { slug: 'archive-2' }]
	])('reads %j', (title, expected) => {
		expect(post(title)).toMatchObject(expected);
	});

	it('puts the paywall where Ghost had it', () => {
		expect(post('Paywalled for members').doc.content.map((block) => block.type)).toEqual([
			'paragraph',
			'paywall',
			'paragraph'
		]);
	});

	it('leaves out what Ghost did not show everybody', () => {
		expect(plainText(post('HTML card').doc)).toBe('Raw HTML');
		expect(codes(post('HTML card'))).toContain('gated');
	});

	it('takes plain text where there is no HTML', () => {
		expect(plainText(post('Plain').doc)).toBe('First part.\n\nSecond <part>.');
		expect(codes(post('Plain'))).toEqual(['from_plain_text']);
	});

	it('shows pictures from the old site when it is told where that is', async () => {
		const without = post('Image cards').doc.content[0];
		expect(without).toMatchObject({
			type: 'image',
			attrs: { src: null, alt: 'alt 1' },
			content: [{ type: 'caption', content: [{ type: 'text', text: 'Regular image' }] }]
		});
		const withSite = post('Image cards', await read('https://old.example')).doc.content[0];
		expect(withSite).toMatchObject({
			attrs: { src: 'https://old.example/content/images/2026/11/photo-1.jpg' }
		});
	});

	it.each([
		['an unknown status', { status: 'archived' }, { status: 'draft' }, 'unknown_status'],
		[
			'an unknown access',
			{ status: 'draft', visibility: 'filter' },
			{ visibility: 'paid' },
			'unknown_visibility'
		],
		[
			'no date',
			{ status: 'published', created_at: '2020-01-01 00:00:00' },
			{ publishedAt: '2020-01-01T00:00:00.000Z' },
			'no_date'
		],
		[
			'no date at all',
			{ status: 'published', published_at: 9e14 },
			{ status: 'draft', publishedAt: null },
			'no_date'
		],
		[
			'a long title',
			{ status: 'draft', title: 'x'.repeat(400) },
			{ title: `${'x'.repeat(299)}…` },
			'shortened'
		],
		[
			'lines in a title',
			{ status: 'draft', title: ' a\n\u0000b ', html: '<p>a</p>' },
			{ title: 'a b' },
			undefined
		],
		['a reserved slug', { status: 'draft', slug: 'rss' }, { slug: 'rss-2' }, 'new_slug'],
		['an unusable slug', { status: 'draft', slug: 'a/b c' }, { slug: 'a-b-c' }, 'new_slug'],
		[
			'an empty slug',
			{ status: 'draft', slug: '', title: 'Über uns' },
			{ slug: 'uber-uns' },
			'new_slug'
		],
		['an old page', { status: 'draft', page: true }, { postKind: 'page' }, 'no_text'],
		['injected code', { status: 'draft', codeinjection_head: '<script>' }, {}, 'code_left_out']
	])('comes to terms with %s', async (_, row, expected, code) => {
		const [record] = await made(row);
		expect(record).toMatchObject(expected);
		if (code) expect(record && codes(record)).toContain(code);
		else expect(record?.notes).toEqual([]);
	});

	it('names a text that cannot be taken and goes on', async () => {
		const [long, other] = await made(
			{ html: `<p>${'x'.repeat(2_100_000)}</p>` },
			{ html: '<p>a</p>' }
		);
		expect(long?.problem).toMatch(/too long/);
		expect(other?.problem).toBeUndefined();
	});
});

describe('a text without HTML', () => {
	it('is taken from what the editor stores', async () => {
		const lexical = JSON.stringify({
			root: {
				children: [
					{ type: 'paragraph', children: [{ type: 'extended-text', text: 'Words', format: 1 }] },
					{ type: 'paywall' },
					{ type: 'nobody-knows', children: [{ type: 'text', text: 'More' }] }
				]
			}
		});
		const [record] = await made({ status: 'draft', lexical });
		expect(record).toMatchObject({ doc: { content: [{}, { type: 'paywall' }, {}] } });
		expect(record?.kind === 'post' && plainText(record.doc)).toBe('Words\n\nMore');
		expect(record && codes(record)).toEqual(['from_source', 'card_unknown']);
	});

	it('or stored before', async () => {
		const mobiledoc = JSON.stringify({
			version: '0.3.1',
			markups: [['a', ['href', '__GHOST_URL__/s1/']], ['em']],
			atoms: [['soft-return', '', {}]],
			cards: [['image', { src: '__GHOST_URL__/content/images/a.jpg', alt: 'A', caption: 'C' }]],
			sections: [
				[1, 'h2', [[0, [], 0, 'Title']]],
				[
					1,
					'p',
					[
						[0, [0, 1], 1, 'both'],
						[0, [], 1, ' link'],
						[1, [], 0, 0],
						[0, [], 0, 'end']
					]
				],
				[3, 'ol', [[[0, [], 0, 'one']], [[0, [], 0, 'two']]]],
				[10, 0]
			]
		});
		const [record] = await made({ status: 'draft', mobiledoc }, { slug: 's1' });
		const link = { type: 'link', attrs: { href: '/@pub/s1' } };
		expect(record?.kind === 'post' && record.doc.content).toMatchObject([
			{ type: 'heading' },
			{
				type: 'paragraph',
				content: [
					{ text: 'both', marks: [link, { type: 'italic' }] },
					{ text: ' link', marks: [link] },
					{ type: 'hardBreak' },
					{ text: 'end' }
				]
			},
			{ type: 'orderedList' },
			{ type: 'image', attrs: { alt: 'A' }, content: [{ type: 'caption' }] }
		]);
	});
});

describe('what searches and other sites are told', () => {
	it('comes along, and an address that is none does not', async () => {
		const meta = { post_id: 'p0', meta_title: 'M', meta_description: 'D' };
		const row = {
			id: 'p0',
			slug: 'a',
			status: 'draft',
			html: '<p>a</p>',
			canonical_url: 'https://first.example/a'
		};
		const open = exportOf({
			posts: [row, { ...row, id: 'p1', canonical_url: 'javascript:x' }],
			posts_meta: [meta]
		});
		expect(await read(null, open)).toMatchObject([
			{ metaTitle: 'M', metaDescription: 'D', canonicalUrl: 'https://first.example/a' },
			{ metaTitle: null, canonicalUrl: null, notes: [{ code: 'no_address' }] }
		]);
	});
});

describe('pictures and files', () => {
	const path = '/content/images/2026/11/photo-1.jpg';
	const files = (asked: string[]) =>
		new Files(
			{ read: async (address) => (asked.push(address), new Uint8Array(1)) },
			{
				find: async () => null,
				keep: async (address) => ({
					id: `id of ${address}`,
					src: `/media/x${address}`
				})
			}
		);

	it('are brought once each, before the post that shows them', async () => {
		const asked: string[] = [];
		const posts = ['1', '2'].map((id) => ({
			...{ id, slug: `s${id}`, feature_image: `__GHOST_URL__${path}` },
			html: `<img src="__GHOST_URL__/content/images/size/w600/2026/11/photo-1.jpg" alt="a">`
		}));
		const all = await read(null, exportOf({ posts }), files(asked));
		expect(asked).toEqual([path]);
		expect(all.map(({ kind }) => kind)).toEqual(['file', 'post', 'post']);
		expect(all[1]).toMatchObject({
			coverMediaId: `id of ${path}`,
			doc: { content: [{ type: 'image', attrs: { src: `/media/x${path}` } }] }
		});
	});
});
