import { expect, it } from 'vitest';
import { createPublicationNames } from './publication-names.ts';

it('a publication is known by its pages that were answered', () => {
	const names = createPublicationNames(10);
	expect(names.of('/@tide-table/a-post?page=2')).toBe('');
	names.answered('/@tide-table', 200);
	for (const path of ['/@tide-table', '/@tide-table/a-post?page=2', '/desk/tide-table/posts']) {
		expect(names.of(path)).toBe('tide-table');
	}
});

it('a name that was made up is none', () => {
	const names = createPublicationNames(10);
	for (const status of [301, 308, 404, 429, 500]) names.answered('/@made-up/', status);
	expect(names.of('/@made-up')).toBe('');
});

it('all other pages are no publication’s', () => {
	const names = createPublicationNames(10);
	for (const path of ['/', '/sign-in', '/account/desk/a', '/@', '*', '']) {
		names.answered(path, 200);
		expect(names.of(path)).toBe('');
	}
});

it('no more names are kept than may be', () => {
	const names = createPublicationNames(2);
	for (const name of ['a', 'b', 'c']) names.answered(`/@${name}`, 200);
	expect(['a', 'b', 'c'].map((name) => names.of(`/@${name}`))).toEqual(['', 'b', 'c']);
});
