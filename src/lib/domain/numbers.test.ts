import { expect, it } from 'vitest';
import { currencyName, formatAmount } from './amounts.ts';
import { numberFormat } from './numbers.ts';

it('writes numbers in the way of a language', () => {
	expect(numberFormat('de').format(1234.5)).toBe('1.234,5');
	expect(numberFormat('en').format(1234.5)).toBe('1,234.5');
});

it.each(['not a tag', 'en-u-nu-', '🦀', ''])('falls back from the language %j', (language) => {
	expect(numberFormat(language).format(1234.5)).toBe('1,234.5');
	expect(formatAmount(500, 'gbp', language)).toBe('£5');
});

it.each(['?', '', 'x', 'pounds', '12€'])(
	'shows an amount of the currency %j without it',
	(code) => {
		expect(formatAmount(500, code, 'en')).toBe('5');
		expect(currencyName(code)).toBe(code);
	}
);
