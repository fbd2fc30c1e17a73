import { describe, expect, it } from 'vitest';
import { AMOUNT_MAX, currencies, currencyOf, isCurrency, likelyCurrency } from './currencies.ts';

describe('currencies', () => {
	it('has each one once, in lower case', () => {
		const codes = currencies.map(({ code }) => code);
		expect(new Set(codes).size).toBe(codes.length);
		expect(codes.length).toBeGreaterThan(135);
		expect(codes.every((code) => /^[a-z]{3}$/.test(code))).toBe(true);
	});

	it.each([
		['gbp', 2, 1, 30],
		['jpy', 0, 1, 50],
		['kwd', 3, 10, 10],
		['isk', 2, 100, 100],
		['ugx', 2, 100, 100],
		['huf', 2, 1, 17_500],
		['twd', 2, 1, 1],
		['mxn', 2, 1, 1000]
	])('knows %s', (code, decimals, step, least) => {
		expect(currencyOf(code)).toEqual({ code, decimals, step, least });
	});

	it('counts a currency it does not know in hundredths', () => {
		expect(isCurrency('xxx')).toBe(false);
		expect(currencyOf('xxx').decimals).toBe(2);
	});

	it('never asks for a least amount that cannot be charged', () => {
		for (const { step, least } of currencies) {
			expect(least % step).toBe(0);
			expect(least).toBeLessThan(AMOUNT_MAX);
		}
	});
});

describe('likelyCurrency', () => {
	it.each([
		['en-GB', 'gbp'],
		['en', 'usd'],
		['de', 'eur'],
		['de-CH', 'chf'],
		['sv', 'sek'],
		['ja', 'jpy'],
		['no language', 'usd']
	])('of %s is %s', (language, code) => {
		expect(likelyCurrency(language)).toBe(code);
	});
});
