import { describe, expect, it } from 'vitest';
import {
	amountForField,
	currencyName,
	decimalAmount,
	formatAmount,
	shortAmount
} from './amounts.ts';

describe('formatAmount', () => {
	it.each([
		[500, 'gbp', 'en-GB', '£5'],
		[550, 'gbp', 'en-GB', '£5.50'],
		[123_450, 'eur', 'de', '1.234,50 €'],
		[500, 'jpy', 'ja', '￥500'],
		[5120, 'kwd', 'en', 'KWD 5.120'],
		[150_000, 'isk', 'en', 'ISK 1,500'],
		[-550, 'gbp', 'en-GB', '−£5.50'],
		[0, 'gbp', 'en-GB', '£0'],
		[500, 'gbp', 'not a language', '£5']
	])('%i of %s in %s', (amount, code, language, words) => {
		expect(formatAmount(amount, code, language).replaceAll('\u00a0', ' ')).toBe(words);
	});
});

describe('decimalAmount', () => {
	it.each([
		[5, 'gbp', '0.05'],
		[-5, 'gbp', '-0.05'],
		[123_450, 'gbp', '1234.50'],
		[500, 'jpy', '500'],
		[5120, 'kwd', '5.120']
	])('%i of %s is %s', (amount, code, figures) => {
		expect(decimalAmount(amount, code)).toBe(figures);
	});
});

it('fills a field in the way of the language', () => {
	expect(amountForField(500, 'gbp', 'en-GB')).toBe('5');
	expect(amountForField(123_450, 'eur', 'de')).toBe('1234,50');
	expect(amountForField(500, 'jpy', 'de')).toBe('500');
});

it('is short where a chart has no room', () => {
	expect(shortAmount(181_749, 'gbp', 'en-GB')).toBe('£1,817');
	expect(shortAmount(123_456_789, 'gbp', 'en-US')).toBe('£1.2M');
	expect(shortAmount(-181_749, 'gbp', 'en-GB')).toBe('−£1,817');
});

it('names a currency', () => {
	expect(currencyName('gbp')).toBe('British Pound');
});
