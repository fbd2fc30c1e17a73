import { describe, expect, it } from 'vitest';
import { fillIn, tableOfLimits } from './security-tables.ts';

describe('the table of limits', () => {
	it('has a row for each property, with its comment', () => {
		const table = tableOfLimits(`
			export const rates = {
				/** Tries of one person. */
				code: { tries: 5, seconds: 3600 }
			} as const satisfies Record<string, Rate>;
			export const sizes = {
				/** Bytes of a form. */
				form: 64 * 1024,
				inner: {
					/** Nodes | at most. */
					any: 50_000
				}
			} as const;
		`);
		expect(table.split('\n').slice(2, -1)).toEqual([
			'| `rates.code` | 5 in 3600 s | Tries of one person. |',
			'| `sizes.form` | `64 * 1024` | Bytes of a form. |',
			'| `sizes.inner.any` | `50_000` | Nodes \\| at most. |'
		]);
	});
});

describe('filling in', () => {
	it('replaces what stands in a place, and nothing else', () => {
		const document = 'a\n<!-- x:begin note -->\nold $1\n<!-- x:end -->\nb\n';
		expect(fillIn(document, { x: 'new $1\n' })).toBe(
			'a\n<!-- x:begin note -->\n\nnew $1\n\n<!-- x:end -->\nb\n'
		);
	});

	it('fails where the place is missing', () => {
		expect(() => fillIn('a', { x: 'new' })).toThrow('“x”');
	});
});
