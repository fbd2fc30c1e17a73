import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isReturnPath } from './return-path.ts';

describe('a path to come back to', () => {
	it.each([
		'/@tide-table',
		'/@tide-table/',
		'/@tide-table/last-boat',
		'/@tide-table/archive?year=2026&page=2',
		'/@tide-table/tag/caf%C3%A9',
		'/@tide-table/Überfahrt',
		'/account',
		'/account?publication=tide-table'
	])('is %s', (path) => {
		expect(isReturnPath(path)).toBe(true);
	});

	it.each([
		'',
		'/',
		'@tide-table',
		'/desk/tide-table',
		'/accounts',
		'//evil.example',
		'/\\evil.example',
		'/@tide-table//evil.example',
		'/@tide-table/\\evil.example',
		'/@tide-table@evil.example',
		'https://evil.example/@tide-table',
		'/@tide-table/../../evil',
		'/@tide-table/./evil',
		'/@tide-table/..',
		'/@tide-table/%2e%2e/',
		'/@tide-table/%2f%2fevil.example',
		'/@tide-table/%252f%252fevil.example',
		'/@tide-table/%5cevil.example',
		'/@tide-table/a\nb',
		'/@tide-table/a\u0000b',
		'/@tide-table/a%0d%0ab',
		'/@tide-table/\u2028',
		'/@tide-table/a b',
		'/@tide-table?back=https://evil.example',
		'/@tide-table?back=//evil.example',
		'/@tide-table#part',
		`/@tide-table/${'a'.repeat(1024)}`
	])('is not %j', (path) => {
		expect(isReturnPath(path)).toBe(false);
	});

	it('stays on its site, as it is and decoded twice', () => {
		const piece = fc.constantFrom(
			'/',
			'\\',
			'@a1',
			'.',
			'..',
			'%2f',
			'%252f',
			'%5c',
			'\t',
			'x',
			'?',
			'#',
			':',
			'%C3%A9'
		);
		const wish = fc
			.array(piece, { maxLength: 8 })
			.map((pieces) => `/@tide-table${pieces.join('')}`);
		fc.assert(
			fc.property(wish, (path) => {
				if (!isReturnPath(path)) return;
				const readings = [
					path,
					decodeURIComponent(path),
					decodeURIComponent(decodeURIComponent(path))
				];
				for (const reading of readings) {
					const url = new URL(reading, 'https://pamphlet.example');
					expect(url.origin).toBe('https://pamphlet.example');
					expect(url.pathname.startsWith('/@tide-table')).toBe(true);
					expect(url.pathname).not.toContain('//');
				}
			}),
			{ numRuns: 2000 }
		);
		expect.hasAssertions();
	});
});
