import { formatAmount } from './amounts.ts';
import type { Price } from './tier-prices.ts';

export type Every = 'month' | 'year';

/** A tier as readers may buy it. */
export interface Offer {
	id: string;
	name: string;
	description: string;
	benefits: string[];
	/** Days before the first payment; 0 for none. */
	trialDays: number;
	month: Price | null;
	year: Price | null;
}

/** The language our own words on reading pages are in: those of the publication, if English. */
export function ownLanguage(language: string): string {
	return /^en\b/i.test(language) ? language : 'en-GB';
}

/** How often one pays at first sight: by the year where anything is sold so. */
export function everyOf(wish: string | null, offers: Offer[]): Every {
	if (wish === 'month' || wish === 'year') return wish;
	return offers.some(({ year }) => year) ? 'year' : 'month';
}

/** The price of an offer for an interval, or for the one it has. */
export function priceFor(offer: Offer, every: Every): { every: Every; price: Price } | null {
	const price = offer[every];
	if (price) return { every, price };
	const other = every === 'month' ? 'year' : 'month';
	const instead = offer[other];
	return instead && { every: other, price: instead };
}

/** Whether there is anything to choose between. */
export function hasBothIntervals(offers: Offer[]): boolean {
	return offers.some(({ month }) => month) && offers.some(({ year }) => year);
}

const numbers = 'one two three four five six seven eight nine ten eleven'.split(' ');

/** What a year costs in months, where all offers agree: “A year costs ten months.” */
export function yearInMonths(offers: Offer[]): string | null {
	const both = offers.flatMap(({ month, year }) =>
		month && year && month.currency === year.currency ? [year.amount / month.amount] : []
	);
	const [months] = both;
	if (months === undefined || both.some((other) => other >= 12)) return null;
	const word = numbers[months - 1];
	return word !== undefined && both.every((other) => other === months)
		? `A year costs ${word} month${months === 1 ? '' : 's'}.`
		: 'A year costs less than twelve months.';
}

/** A yearly price by the month, rounded to whole units where that is near: “£5 a month, near enough”. */
export function byTheMonth({ currency, amount }: Price, language: string): string {
	const exact = amount / 12;
	const words = formatAmount(Math.round(exact), currency, language);
	return Number.isInteger(exact) ? `${words} a month` : `${words} a month, near enough`;
}

/** “£60 a year”. */
export function priceWords({ currency, amount }: Price, every: Every, language: string): string {
	return `${formatAmount(amount, currency, language)} a ${every}`;
}

/** All prices of an offer in a line: “£6 a month or £60 a year”. */
export function allPrices(offer: Offer, language: string): string {
	return (['month', 'year'] as const)
		.flatMap((every) => {
			const price = offer[every];
			return price ? [priceWords(price, every, language)] : [];
		})
		.join(' or ');
}

/** “The first 14 days cost nothing.” */
export function trialWords(days: number): string | null {
	if (days <= 0) return null;
	return days === 1 ? 'The first day costs nothing.' : `The first ${days} days cost nothing.`;
}
