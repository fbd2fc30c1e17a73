/**
 * What Stripe accepts as an amount: https://docs.stripe.com/currencies. Amounts are in the smallest
 * unit of their currency.
 */
const zeroDecimal = new Set(
	'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' ')
);
const threeDecimal = new Set('bhd jod kwd omr tnd'.split(' '));
/** Without a fraction, but written with two decimals all the same. */
const hundredsOnly = new Set(['isk', 'ugx']);

/** The least that can be charged; currencies that are not listed take half a unit. */
const minimums: Record<string, number> = {
	...{ usd: 50, aed: 200, ars: 50, aud: 50, bgn: 100, brl: 50, cad: 50, chf: 50, cop: 50 },
	...{ czk: 1500, dkk: 250, eur: 50, gbp: 30, hkd: 400, huf: 17500, inr: 50, jpy: 50, krw: 50 },
	...{ mxn: 1000, myr: 200, nok: 300, nzd: 50, pln: 200, ron: 200, sek: 300, sgd: 50, thb: 1000 }
};

/** More than eight digits are refused. */
export const maximumAmount = 99_999_999;

const known = new Set(
	Intl.supportedValuesOf('currency')
		.map((code) => code.toLowerCase())
		.filter((code) => !code.startsWith('x') || ['xaf', 'xof', 'xpf', 'xcd', 'xcg'].includes(code))
);

export function isCurrency(code: string): boolean {
	return known.has(code);
}

export function minimumAmount(currency: string): number {
	return minimums[currency] ?? (zeroDecimal.has(currency) ? 1 : 50);
}

/** How far apart two amounts of a currency are at least. */
export function amountStep(currency: string): number {
	if (threeDecimal.has(currency)) return 10;
	return hundredsOnly.has(currency) ? 100 : 1;
}

/** How many decimals an amount of the smallest unit carries when it is written out. */
export function decimals(currency: string): number {
	if (zeroDecimal.has(currency)) return 0;
	return threeDecimal.has(currency) ? 3 : 2;
}

/** An amount for people: `formatMoney(2500, 'eur')` is “€25.00”. */
export function formatMoney(amount: number, currency: string): string {
	const digits = decimals(currency);
	return new Intl.NumberFormat('en-GB', {
		style: 'currency',
		currency,
		minimumFractionDigits: digits,
		maximumFractionDigits: digits
	}).format(amount / 10 ** digits);
}
