import { expect, it } from 'vitest';
import { formatAmount } from './money.ts';

it.each([
	[500, 'gbp', '£5.00'],
	[1, 'EUR', '€0.01'],
	[500, 'usd', 'US$5.00'],
	[500, 'jpy', 'JP¥500'],
	[500, 'krw', '₩500'],
	[500, 'mga', 'MGA\u00a0500'],
	[5000, 'kwd', 'KWD\u00a05.000'],
	[500, 'isk', 'ISK\u00a05'],
	[550, 'rsd', 'RSD\u00a05.50'],
	[123456789, 'gbp', '£1,234,567.89']
])('%d %s is %s', (amount, currency, words) => {
	expect(formatAmount(amount, currency)).toBe(words);
});
