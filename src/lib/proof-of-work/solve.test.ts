import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstBits } from './sha256.ts';
import { solve } from './solve.ts';

const bitsOf = (text: string) => createHash('sha256').update(text).digest().readUInt32BE();

describe('firstBits', () => {
	it('are those of SHA-256, for texts of any length that fits a block', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 55 }), (text) => {
				expect(firstBits(text)).toBe(bitsOf(text));
			})
		);
	});

	it('refuses a text that does not fit', () => {
		expect(() => firstBits('a'.repeat(56))).toThrow(RangeError);
	});
});

it('finds an answer to each puzzle of a challenge', () => {
	const nonce = '0123456789abcdef0123456789abcdef';
	const challenge = { challenge: `${nonce}.1.signature`, puzzles: 3, bits: 8 };
	for (const puzzle of [0, 1, 2]) {
		const answer = solve(challenge, puzzle);
		expect(bitsOf(`${nonce}.${puzzle}.${answer}`) >>> 24).toBe(0);
	}
});
