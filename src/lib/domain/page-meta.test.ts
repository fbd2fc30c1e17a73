import { describe, expect, it } from 'vitest';
import type { ShownPost } from '$lib/server/db/posts';
import type { Publication } from '$lib/server/db/publications';
import { bylineMeta, homeMeta, listMeta, postMeta } from './page-meta';
import { scriptJson } from './structured-data';

const publication: Publication = {
	id: '01900000-0000-7000-8000-0000000000a0',
	slug: 'tide-table',
	name: 'The Tide Table',
	description: 'Essays on coasts.',
	language: 'en-GB',
	timeZone: 'Europe/London',
	accent: { hue: 352, chroma: 0.165 }
};
const author = { id: '01900000-0000-7000-8000-000000000002', name: 'Joan Pellow', bio: 'Walks.' };
const absolute = (path: string) => `https://press.example${path}`;

function post(changes: Partial<ShownPost> = {}): ShownPost {
	return {
		id: '01900000-0000-7000-8000-0000000000f1',
		kind: 'post',
		slug: 'last-boat',
		title: 'The Last Boat',
		subtitle: 'And its mate.',
		summary: 'What everybody may read.',
		visibility: 'public',
		publishedAt: '2026-11-14T06:40:00+00:00',
		updatedAt: '2026-11-15T06:40:00+00:00',
		minutes: 2,
		tierIds: [],
		words: 480,
		authors: [author],
		subjects: [{ slug: 'ferries', name: 'Ferries' }],
		cover: { src: '/media/1/a.png', alt: 'A chart', caption: '', width: 800, height: 600 },
		metaTitle: null,
		metaDescription: null,
		canonicalUrl: null,
		...changes
	};
}
const meta = (changes?: Parameters<typeof post>[0]) =>
	postMeta(post(changes), publication, absolute);

describe('what a post says of itself', () => {
	it('is its title, its summary and its cover, at absolute addresses', () => {
		expect(meta()).toMatchObject({
			title: 'The Last Boat · The Tide Table',
			heading: 'The Last Boat',
			description: 'What everybody may read.',
			canonical: 'https://press.example/@tide-table/last-boat',
			type: 'article',
			image: {
				url: 'https://press.example/media/1/a.png',
				alt: 'A chart',
				width: 800,
				height: 600
			},
			published: '2026-11-14T06:40:00.000Z',
			modified: '2026-11-15T06:40:00.000Z'
		});
	});

	it('is what was written for it, where something was', () => {
		expect(
			meta({
				metaTitle: 'For engines',
				metaDescription: 'In short.',
				canonicalUrl: 'https://elsewhere.example/boat'
			})
		).toMatchObject({
			title: 'For engines · The Tide Table',
			heading: 'For engines',
			description: 'In short.',
			canonical: 'https://elsewhere.example/boat'
		});
	});

	it('falls back to the subtitle, and to nothing', () => {
		expect(meta({ summary: null }).description).toBe('And its mate.');
		expect(meta({ summary: null, subtitle: '' }).description).toBeNull();
		expect(meta({ title: '' }).heading).toBe('Untitled');
	});

	it('tells search engines that a closed post is closed', () => {
		expect(meta().data).toMatchObject({ '@type': 'BlogPosting', isAccessibleForFree: true });
		expect(meta().data).not.toHaveProperty('hasPart');
		for (const visibility of ['members', 'paid', 'tiers'] as const) {
			expect(meta({ visibility }).data).toMatchObject({
				isAccessibleForFree: false,
				hasPart: { isAccessibleForFree: false, cssSelector: '.closed' }
			});
		}
	});

	it('names its authors with the pages they have here', () => {
		expect(meta().data?.author).toEqual([
			{
				'@type': 'Person',
				name: 'Joan Pellow',
				url: `https://press.example/@tide-table/author/joan-pellow-${author.id}`
			}
		]);
	});

	it('is less for a page', () => {
		expect(meta({ kind: 'page' })).toMatchObject({ type: 'website', published: null, data: null });
	});
});

describe('what a list says of itself', () => {
	it('is canonical where it begins, and kept out of indexes where it goes on', () => {
		const first = homeMeta(publication, { isFirst: true }, absolute);
		expect(first).toMatchObject({
			canonical: 'https://press.example/@tide-table',
			isIndexed: true
		});
		const later = homeMeta(publication, { isFirst: false }, absolute);
		expect(later).toMatchObject({ canonical: null, isIndexed: false, data: null });
	});

	it('has the description of its subject, or none', () => {
		const list = {
			title: 'Coasts',
			description: '',
			path: '/@tide-table/tag/coasts',
			isIndexed: true
		};
		expect(listMeta(list, publication, absolute)).toMatchObject({
			title: 'Coasts · The Tide Table',
			description: null,
			canonical: 'https://press.example/@tide-table/tag/coasts'
		});
	});

	it('says whose it is', () => {
		const at = { path: '/x', isFirst: true };
		expect(bylineMeta(author, at, publication, absolute)).toMatchObject({
			type: 'profile',
			description: 'Walks.',
			data: { '@type': 'ProfilePage', mainEntity: { name: 'Joan Pellow', description: 'Walks.' } }
		});
	});
});

describe('data in a page', () => {
	it('cannot leave its element, and is what was given', () => {
		const data = { '@type': 'Thing', name: '</script><!--<script>alert(1)</script>&amp;' };
		const text = scriptJson(data);
		expect(text).not.toMatch(/[<>&]/);
		expect(JSON.parse(text)).toEqual({ '@context': 'https://schema.org', ...data });
	});
});
