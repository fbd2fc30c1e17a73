import { describe, expect, it } from 'vitest';
import { mediaIdOf, safeLink, safeSource } from './attributes.ts';

describe('safeLink', () => {
	it.each([
		['https://a.example/b', 'https://a.example/b'],
		[' HTTP://a.example ', 'HTTP://a.example'],
		['mailto:a@b.example', 'mailto:a@b.example'],
		['/a/b?c#d', '/a/b?c#d'],
		['/', '/'],
		['#a', '#a'],
		['ht\ntps://a.example', 'https://a.example']
	])('takes %j', (href, link) => {
		expect(safeLink(href)).toBe(link);
	});

	it.each([
		...[
			'',
			'#',
			'a',
			'../a',
			'?a',
			'//a.example',
			'/\\a.example',
			'/\t/a.example',
			'\\\\a.example',
			'https:a'
		],
		...[
			'https:///a',
			'javascript:x',
			'JAVASCRIPT:x',
			'java\nscript:x',
			'\u0001javascript:x',
			'vbscript:x',
			'data:,x'
		],
		...[
			'file:///a',
			'blob:x',
			'mailto:',
			`https://a.example/${'x'.repeat(5000)}`,
			7,
			null,
			undefined
		]
	])('refuses %j', (href) => {
		expect(safeLink(href)).toBeNull();
	});
});

describe('safeSource', () => {
	it.each(['mailto:a@b.example', '#a', 'data:image/png;base64,x', '//a.example/b'])(
		'refuses %j',
		(src) => {
			expect(safeSource(src)).toBeNull();
		}
	);
});

describe('mediaIdOf', () => {
	const id = '0192aaaa-bbbb-7ccc-8ddd-eeeeffff0000';
	it.each([
		[`/media/${id}/a.jpg`, id],
		[`/media/${id}/`, null],
		[`/media/${id}/a/b.jpg`, null],
		[`https://a.example/media/${id}/a.jpg`, null],
		['/media/x/a.jpg', null],
		[null, null]
	])('reads %j as %j', (src, expected) => {
		expect(mediaIdOf(src)).toBe(expected);
	});
});
