import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safePath } from './redirects.ts';

const origin = 'https://pamphlet.example';
const go = (wish: unknown) => safePath(wish, '/desk', origin);

describe('safePath', () => {
	it.each([
		'/',
		'/desk/tide?tab=drafts#top',
		'/@tide/the-harwick-dredger',
		'/search?q=50%25 off',
		'/@tide/%C3%A9t%C3%A9'
	])('goes to %s', (path) => {
		expect(go(path)).toBe(path);
	});

	it('takes an address on our own origin', () => {
		expect(go(`${origin}/account`)).toBe('/account');
	});

	it.each([
		'//evil.example',
		'/\\evil.example',
		'\\\\evil.example',
		'https://evil.example',
		'https://pamphlet.example.evil.example/',
		'https://pamphlet.example//evil.example',
		'https://pamphlet.example@evil.example/',
		'javascript:alert(1)',
		'/%2Fevil.example',
		'/%252Fevil.example',
		'/%5Cevil.example',
		'/%255Cevil.example',
		'/\tevil.example',
		'/%09/evil.example',
		'/%0d%0aset-cookie:x',
		'/.//evil.example',
		'/x/..//evil.example',
		' /desk',
		'desk',
		'',
		`/${'x'.repeat(3000)}`,
		undefined,
		null,
		42
	])('does not go to %j', (wish) => {
		expect(go(wish)).toBe('/desk');
	});

	it('never leaves the origin, however often the path is decoded', () => {
		const piece = fc.constantFrom(
			...['/', '\\', '%2f', '%252f', '%5c', '%255C', '%09', '\n', '.', '..', '@', ':', '?', '#'],
			...['evil.example', 'https', 'x', '%', '%25', '\u0000', '\u2028', ' ']
		);
		const wish = fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.webUrl(),
			fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
			fc.array(piece, { maxLength: 12 }).map((parts) => `/${parts.join('')}`)
		);
		fc.assert(
			fc.property(wish, (text) => {
				let path = go(text);
				for (let times = 0; times < 3; times += 1) {
					expect(new URL(path, origin).origin).toBe(origin);
					try {
						path = decodeURIComponent(path);
					} catch {
						break;
					}
				}
			}),
			{ numRuns: 2000 }
		);
	});
});
