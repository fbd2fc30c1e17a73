import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freeSlug, isPostSlug, reservedPostSlugs, reservedSlugs, slugify } from './slugs.ts';

function listInMigration(file: string): string[] {
	const sql = readFileSync(`supabase/migrations/${file}`, 'utf8');
	const list = /slug <> all \(array\[([^\]]*)\]/.exec(sql)?.[1] ?? '';
	return [...list.matchAll(/'([^']+)'/g)].map((match) => match[1] ?? '');
}

describe('slugify', () => {
	it.each([
		['Hello, World!', 'hello-world'],
		['  Ärger im Café  ', 'arger-im-cafe'],
		['Straße & Øre, Ǣ', 'strasse-ore-ae'],
		["It’s Don't", 'its-dont'],
		['ＦＵＬＬ　ｗｉｄｔｈ', 'full-width'],
		['日本語 の 記事', '日本語-の-記事'],
		['が', 'が'],
		['Привет, мир', 'привет-мир'],
		['हिन्दी', 'हिन्दी'],
		['🙂', ''],
		['--a__b--', 'a-b']
	])('turns %j into %j', (text, slug) => {
		expect(slugify(text)).toBe(slug);
	});

	it('keeps a to z and digits only when it has to serve as a host name', () => {
		expect(slugify('Über 日本 2', { ascii: true })).toBe('uber-2');
	});

	it('cuts long titles between words', () => {
		expect(slugify('word '.repeat(40))).toBe(Array(16).fill('word').join('-'));
		expect(slugify('x'.repeat(200))).toBe('x'.repeat(80));
	});

	it('makes only what the database takes, and leaves its own work alone', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (text) => {
				const slug = slugify(text);
				expect(slug === '' || isPostSlug(slug)).toBe(true);
				expect(slugify(slug)).toBe(slug);
			}),
			{ numRuns: 2000, examples: [['⓫'], ['\uffa0'], ['a\u200bb']] }
		);
	});
});

describe('freeSlug', () => {
	it('counts until one is free', () => {
		const taken = new Set(['a', 'a-2']);
		expect(freeSlug('a', (slug) => taken.has(slug))).toBe('a-3');
		expect(freeSlug('b', (slug) => taken.has(slug))).toBe('b');
	});

	it('stays within the longest length', () => {
		const long = 'x'.repeat(191);
		expect(freeSlug(long, (slug) => slug === long)).toBe(`${'x'.repeat(189)}-2`);
	});
});

describe('reserved words', () => {
	it('are the ones the database refuses', () => {
		expect([...reservedSlugs].sort()).toEqual(
			listInMigration('20261120000200_publications.sql').sort()
		);
		expect([...reservedPostSlugs].sort()).toEqual(
			listInMigration('20261120000800_posts.sql').sort()
		);
	});
});
