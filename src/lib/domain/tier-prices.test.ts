import { expect, it } from 'vitest';
import { currenciesOf, isYearDearer } from './tier-prices.ts';

const gbp = (amount: number) => ({ currency: 'gbp', amount });

it.each([
	[gbp(500), gbp(6001), true],
	[gbp(500), gbp(6000), false],
	[gbp(500), { currency: 'jpy', amount: 9000 }, false],
	[null, gbp(6000), false],
	[gbp(500), null, false]
])('%o and %o: a dearer year is %s', (month, year, dearer) => {
	expect(isYearDearer(month, year)).toBe(dearer);
});

it('names the currencies on offer once, and none of an archived tier', () => {
	const usd = { currency: 'usd', amount: 5 };
	expect(
		currenciesOf([
			{ archived: false, month: usd, year: usd },
			{ archived: false, month: gbp(5), year: null },
			{ archived: true, month: null, year: { currency: 'sek', amount: 5 } }
		])
	).toEqual(['gbp', 'usd']);
});
