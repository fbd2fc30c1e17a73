import { describe, expect, it } from 'vitest';
import {
	allPrices,
	byTheMonth,
	everyOf,
	ownLanguage,
	priceFor,
	trialWords,
	yearInMonths,
	type Offer
} from './offers.ts';

const gbp = (amount: number) => ({ currency: 'gbp', amount });
const offer = (month: number | null, year: number | null): Offer => ({
	...{ id: 'id', name: 'Member', description: '', benefits: [], trialDays: 0 },
	month: month === null ? null : gbp(month),
	year: year === null ? null : gbp(year)
});

it('shows the year first where something is sold by it', () => {
	expect(everyOf(null, [offer(600, null)])).toBe('month');
	expect(everyOf(null, [offer(600, null), offer(600, 6000)])).toBe('year');
	expect(everyOf('month', [offer(600, 6000)])).toBe('month');
	expect(everyOf('weekly', [offer(600, 6000)])).toBe('year');
});

it('falls back to the interval a tier has', () => {
	expect(priceFor(offer(600, 6000), 'year')).toEqual({ every: 'year', price: gbp(6000) });
	expect(priceFor(offer(600, null), 'year')).toEqual({ every: 'month', price: gbp(600) });
	expect(priceFor(offer(null, null), 'year')).toBeNull();
});

describe('a year in months', () => {
	it.each([
		[[offer(600, 6000), offer(1500, 15_000)], 'A year costs ten months.'],
		[[offer(600, 6000), offer(1500, 16_500)], 'A year costs less than twelve months.'],
		[[offer(600, 6500)], 'A year costs less than twelve months.'],
		[[offer(600, 7200)], null],
		[[offer(600, 6000), offer(600, 7300)], null],
		[[offer(600, null), offer(null, 10)], null],
		[[], null]
	])('is said where it holds for all', (offers, words) => {
		expect(yearInMonths(offers)).toBe(words);
	});

	it('is reckoned in whole units', () => {
		expect(byTheMonth(gbp(6000), 'en-GB')).toBe('£5 a month');
		expect(byTheMonth({ currency: 'jpy', amount: 5000 }, 'en-GB')).toBe(
			'JP¥417 a month, near enough'
		);
	});
});

it('names all prices in a line', () => {
	expect(allPrices(offer(650, 6000), 'en-GB')).toBe('£6.50 a month or £60 a year');
	expect(allPrices(offer(null, 6000), 'en-GB')).toBe('£60 a year');
});

it('says what a trial is', () => {
	expect([0, 1, 14].map(trialWords)).toEqual([
		null,
		'The first day costs nothing.',
		'The first 14 days cost nothing.'
	]);
});

it('keeps the English of a publication', () => {
	expect(['en', 'en-US', 'de', 'enm'].map(ownLanguage)).toEqual(['en', 'en-US', 'en-GB', 'en-GB']);
});
