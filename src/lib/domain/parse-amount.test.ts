import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountForField, decimalAmount, formatAmount } from './amounts.ts';
import { AMOUNT_MAX, currencies } from './currencies.ts';
import { parseAmount } from './parse-amount.ts';

// Commas and points, spaces and apostrophes, groups of two, and the figures of other scripts.
const languages = [
	...['en', 'en-GB', 'en-IN', 'de', 'de-CH', 'fr', 'sv', 'pl', 'pt-BR', 'es', 'ja', 'zh-Hant'],
	...['ar-EG', 'fa', 'he', 'hi', 'bn', 'mr', 'my', 'tr']
];

const language = fc.constantFrom(...languages);
const price = fc.constantFrom(...currencies).chain((currency) => {
	const { code, step, least } = currency;
	const most = Math.floor(AMOUNT_MAX / step);
	return fc.record({
		code: fc.constant(code),
		amount: fc.integer({ min: Math.ceil(least / step), max: most }).map((steps) => steps * step)
	});
});

describe('parseAmount', () => {
	it('reads back whatever was formatted, in every currency and language', () => {
		fc.assert(
			fc.property(price, language, ({ code, amount }, tag) => {
				expect(parseAmount(formatAmount(amount, code, tag), code, tag)).toEqual({
					ok: true,
					amount
				});
			}),
			{ numRuns: 2000 }
		);
	});

	it('reads back each currency in each language', () => {
		for (const { code, step, least } of currencies) {
			const amount = Math.max(least, 123_400 * step, 123_450);
			const fair = amount - (amount % step);
			for (const tag of languages) {
				const read = parseAmount(formatAmount(fair, code, tag), code, tag);
				expect(read, `${code} in ${tag}`).toEqual({ ok: true, amount: fair });
			}
		}
	});

	it('reads back what a form was filled with', () => {
		fc.assert(
			fc.property(price, language, ({ code, amount }, tag) => {
				expect(parseAmount(amountForField(amount, code, tag), code, tag)).toEqual({
					ok: true,
					amount
				});
			}),
			{ numRuns: 1000 }
		);
	});

	it('never throws, and never answers with an amount that cannot be charged', () => {
		const typed = fc.oneof(fc.string(), fc.stringMatching(/^[\d.,' £€]{0,12}$/));
		fc.assert(
			fc.property(
				typed,
				fc.constantFrom(...currencies),
				language,
				(text, { code, step, least }, tag) => {
					const read = parseAmount(text, code, tag);
					const fair = read.ok
						? read.amount >= least && read.amount <= AMOUNT_MAX && read.amount % step === 0
						: read.error.length > 0;
					expect(fair).toBe(true);
				}
			),
			{ numRuns: 2000 }
		);
	});

	it.each([
		['5', 'gbp', 'en-GB', 500],
		['5.00', 'gbp', 'en-GB', 500],
		['5,00', 'gbp', 'en-GB', 500],
		['5,5', 'eur', 'en', 550],
		[' £5 ', 'gbp', 'en-GB', 500],
		['5 €', 'eur', 'de', 500],
		['EUR 5', 'eur', 'de', 500],
		['gbp5.50', 'gbp', 'en-GB', 550],
		['1,234.50', 'gbp', 'de', 123_450],
		['1.234,50', 'gbp', 'en', 123_450],
		['1 234,50', 'eur', 'fr', 123_450],
		['1’234.50', 'chf', 'de-CH', 123_450],
		['1,234', 'gbp', 'en', 123_400],
		['1.234', 'eur', 'de', 123_400],
		['1,234,567', 'jpy', 'en', 1_234_567],
		['12,34,567', 'jpy', 'en-IN', 1_234_567],
		['500', 'jpy', 'ja', 500],
		['5.000', 'gbp', 'en', 500],
		['1500', 'isk', 'en', 150_000],
		['5.12', 'kwd', 'en', 5120],
		['5.120', 'kwd', 'en', 5120],
		['٥٫٥٠', 'usd', 'ar', 550]
	])('reads %j of %s in %s', (text, code, tag, amount) => {
		expect(parseAmount(text, code, tag)).toEqual({ ok: true, amount });
	});

	it.each([
		['', 'gbp', 'Please write an amount in GBP, such as £5.'],
		['five', 'gbp', 'Please write an amount in GBP, such as £5.'],
		['$5', 'gbp', 'Please write an amount in GBP, such as £5.'],
		['-5', 'gbp', 'Please write an amount in GBP, such as £5.'],
		['5 or 6', 'gbp', 'Please write an amount in GBP, such as £5.'],
		['1,2,3', 'gbp', 'Please write the amount with figures only, without stray points or commas.'],
		['1.234', 'gbp', 'GBP takes 2 decimals at most.'],
		['5.001', 'gbp', 'GBP takes 2 decimals at most.'],
		['5.5', 'jpy', 'JPY has no decimals. Please write a whole amount.'],
		['5.5', 'isk', 'ISK has no decimals. Please write a whole amount.'],
		['5.123', 'kwd', 'KWD takes 2 decimals at most.'],
		['0', 'gbp', 'A price is more than nothing. Leave it empty where there is none.'],
		['0.29', 'gbp', 'The least that can be charged is £0.30.'],
		['1000000', 'gbp', 'That is more than can be charged at once: at most £999,999.99.'],
		['9'.repeat(400), 'gbp', 'That is more than can be charged at once: at most £999,999.99.']
	])('refuses %j of %s', (text, code, error) => {
		expect(parseAmount(text, code, 'en-GB')).toEqual({ ok: false, error });
	});

	it('agrees with what bookkeepers are given', () => {
		fc.assert(
			fc.property(price, ({ code, amount }) => {
				expect(parseAmount(decimalAmount(amount, code), code, 'en-GB')).toEqual({
					ok: true,
					amount
				});
			})
		);
	});
});
