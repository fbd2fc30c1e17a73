import { expect, test } from 'vitest';
import { listNames, longestLine, pressTitle } from './names.ts';

test.each([
	['The Tide Table', 14],
	['Allotment', 9],
	['Notes from the Northern Edge', 14],
	['The Quarterly Review of Municipal Drainage', 21],
	['Donaudampfschifffahrtsgesellschaft', 34],
	['  Loose   Leaf ', 10],
	['🪶 Quill', 7]
])('%j is %i letters wide', (name, letters) => {
	expect(longestLine(name)).toBe(letters);
});

test('names are joined as the language does', () => {
	const text = (language: string) =>
		listNames([{ name: 'Ada' }, { name: 'Bo' }, { name: 'Cy' }], language)
			.map((part) => part.text)
			.join('');
	expect(text('en-GB')).toBe('Ada, Bo and Cy');
	expect(text('de')).toBe('Ada, Bo und Cy');
	expect(text('not a tag')).toBe('Ada, Bo and Cy');
});

test('each name comes with whom it names', () => {
	const [ada, bo] = [
		{ name: 'Ada', id: 1 },
		{ name: 'Ada', id: 2 }
	];
	expect(listNames([ada, bo], 'en-GB')).toEqual([
		{ text: 'Ada', named: ada },
		{ text: ' and ', named: null },
		{ text: 'Ada', named: bo }
	]);
});

test.each([
	[1, 'One publication, one press'],
	[6, 'Six publications, one press'],
	[40, '40 publications, one press']
])('%i: %s', (count, title) => {
	expect(pressTitle(count)).toBe(title);
});
