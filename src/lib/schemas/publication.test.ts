import { describe, expect, it } from 'vitest';
import { chosenAccent, publicationForm, publicationSlug, swatchValue } from './publication.ts';

const form = {
	name: 'The Tide Table',
	slug: 'tide-table',
	language: 'en-GB',
	time_zone: 'Europe/London',
	accent: '352 0.165'
};

describe('publicationSlug', () => {
	it.each(['ab', 'tide-table', '2026', ' Tide-Table '])('takes %j', (slug) => {
		expect(publicationSlug.safeParse(slug).success).toBe(true);
	});

	it.each(['a', '-ab', 'ab-', 'täg', 'a b', 'a_b', 'desk', 'WWW', 'x'.repeat(64)])(
		'refuses %j',
		(slug) => {
			expect(publicationSlug.safeParse(slug).success).toBe(false);
		}
	);
});

describe('publicationForm', () => {
	it('takes a whole form and leaves the description empty', () => {
		expect(publicationForm.parse(form)).toMatchObject({ slug: 'tide-table', description: '' });
	});

	it.each([
		['name', '   '],
		['name', 'two\nlines'],
		['language', 'English'],
		['time_zone', 'Mars/Olympus'],
		['time_zone', '+02:00'],
		['description', 'x'.repeat(301)]
	])('refuses %s %j and names the field', (field, value) => {
		const result = publicationForm.safeParse({ ...form, [field]: value });
		expect(result.error?.issues.map((issue) => issue.path[0])).toEqual([field]);
	});
});

describe('chosenAccent', () => {
	it('reads a swatch back as it was written', () => {
		const accent = { hue: 352, chroma: 0.165 };
		expect(chosenAccent({ accent: swatchValue(accent), accent_own: '' })).toEqual(accent);
	});

	it('converts a colour of one’s own', () => {
		const accent = chosenAccent({ accent: 'own', accent_own: '#0000ff' });
		expect(accent).toMatchObject({ hue: 264, chroma: 0.22 });
	});

	it.each([
		['own', 'blue'],
		['360 0.1', ''],
		['12 0.5', ''],
		['12', ''],
		['', '#00f']
	])('has nothing for %j with %j', (accent, accent_own) => {
		expect(chosenAccent({ accent, accent_own })).toBeNull();
	});
});
