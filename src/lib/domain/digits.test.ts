import { expect, it } from 'vitest';
import { asciiDigits } from './digits.ts';

const everyDigit = Array.from({ length: 0x110000 }, (_, point) => point)
	.filter((point) => point < 0xd800 || point > 0xdfff)
	.map((point) => String.fromCodePoint(point))
	.filter((char) => /\p{Nd}/u.test(char));

it('reads the ten digits of every script', () => {
	expect(everyDigit.length).toBeGreaterThan(600);
	expect(asciiDigits(everyDigit.join(''))).toBe('0123456789'.repeat(everyDigit.length / 10));
});

it('leaves everything else as it is', () => {
	expect(asciiDigits('a½②四 ٣')).toBe('a½②四 3');
});
