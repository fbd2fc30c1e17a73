import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../content/index.ts';
import { digestOf, targetId } from './digest.ts';
import { normalise } from './ghost.ts';
import { readGhostExport } from './ghost-export.ts';
import type { ImportRecord, PostRecord } from './records.ts';

const file = readGhostExport(readFileSync('tests/fixtures/ghost/export.json'));
const read = (siteUrl: string | null = null) => [
	...normalise(file, { publication: 'pub', siteUrl })
];
const records = read();

const ofKind = <K extends ImportRecord['kind']>(kind: K) =>
	records.filter((record): record is Extract<ImportRecord, { kind: K }> => record.kind === kind);

function post(title: string, among = records): PostRecord {
	const found = among.find((record) => record.kind === 'post' && record.title === title);
	if (found?.kind !== 'post') throw new Error(`no post ${title}`);
	return found;
}

/** Posts made of nothing but what a test is about. */
function made(...posts: object[]): ImportRecord[] {
	const rows = posts.map((row, i) => ({ id: `p${i}`, slug: `s${i}`, title: 't', ...row }));
	const text = JSON.stringify({ data: { posts: rows } });
	const data = readGhostExport(new TextEncoder().encode(text));
	return [...normalise(data, { publication: 'pub', siteUrl: null })];
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

	it('brings the tiers posts are for, and no others', () => {
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

	it('shows pictures from the old site when it is told where that is', () => {
		const without = post('Image cards').doc.content[0];
		expect(without).toMatchObject({
			type: 'image',
			attrs: { src: null, alt: 'alt 1' },
			content: [{ type: 'caption', content: [{ type: 'text', text: 'Regular image' }] }]
		});
		const withSite = post('Image cards', read('https://old.example')).doc.content[0];
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
	])('comes to terms with %s', (_, row, expected, code) => {
		const [record] = made(row);
		expect(record).toMatchObject(expected);
		if (code) expect(record && codes(record)).toContain(code);
		else expect(record?.notes).toEqual([]);
	});

	it('names a text that cannot be taken and goes on', () => {
		const [long, other] = made({ html: `<p>${'x'.repeat(2_100_000)}</p>` }, { html: '<p>a</p>' });
		expect(long?.problem).toMatch(/too long/);
		expect(other?.problem).toBeUndefined();
	});
});

describe('what a second run compares', () => {
	it('is the same for the same source, and another for a changed one', () => {
		const again = read();
		expect(again.map(digestOf)).toEqual(records.map(digestOf));
		const changed = made({ html: '<p>a</p>' }, { html: '<p>b</p>', id: 'p0', slug: 's0' });
		expect(new Set(changed.map(digestOf)).size).toBe(2);
	});

	it('does not depend on what the report says', () => {
		const [record] = records;
		expect(
			record && digestOf({ ...record, label: 'x', notes: [{ code: 'gated', count: 1 }] })
		).toBe(record && digestOf(record));
	});

	it('gives each item one id, and the same item of two publications two', () => {
		const id = targetId('pub-1', 'ghost', 'post', 'a');
		expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
		expect(targetId('pub-1', 'ghost', 'post', 'a')).toBe(id);
		expect(targetId('pub-2', 'ghost', 'post', 'a')).not.toBe(id);
	});
});
