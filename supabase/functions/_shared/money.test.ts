import { expect, it } from 'vitest';
import { formatAmount as formatOfApp } from '../../../src/lib/domain/amounts.ts';
import { currencies } from '../../../src/lib/domain/currencies.ts';
import { formatAmount } from './money.ts';

it.each([
	[500, 'gbp', '£5'],
	[550, 'GBP', '£5.50'],
	[1, 'eur', '€0.01'],
	[500, 'jpy', 'JP¥500'],
	[5120, 'kwd', 'KWD\u00a05.120'],
	[550, 'rsd', 'RSD\u00a05.50'],
	[123456789, 'gbp', '£1,234,567.89']
])('%d %s is %s', (amount, currency, words) => {
	expect(formatAmount(amount, currency)).toBe(words);
});

it('says what the pages say, of every currency', () => {
	const amounts = currencies.flatMap(({ code }) => [5, 500, 1230].map((n) => [n, code] as const));
	expect(amounts.map((one) => formatAmount(...one))).toEqual(
		amounts.map((one) => formatOfApp(...one, 'en-GB'))
	);
});
