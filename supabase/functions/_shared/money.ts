/**
 * Decimals of a currency's smallest unit at Stripe, where they are not two
 * (https://docs.stripe.com/currencies). Intl knows others: those of ISO 4217 or of common use.
 */
const decimals = new Map<string, number>([
	...['BIF', 'CLP', 'DJF', 'GNF', 'JPY', 'KMF', 'KRW', 'MGA'].map((code) => [code, 0] as const),
	...['PYG', 'RWF', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'].map((code) => [code, 0] as const),
	...['BHD', 'JOD', 'KWD', 'OMR', 'TND'].map((code) => [code, 3] as const)
]);

/** Counted in hundredths by Stripe, though nobody pays less than one. */
const whole = new Set(['ISK', 'UGX']);

/**
 * An amount in words of money: `formatAmount(500, 'gbp')` is `£5.00`.
 * @param amount in the currency's smallest unit, as Stripe counts
 */
export function formatAmount(amount: number, currency: string): string {
	const code = currency.toUpperCase();
	const places = decimals.get(code) ?? 2;
	const digits = whole.has(code) ? 0 : places;
	return new Intl.NumberFormat('en-GB', {
		style: 'currency',
		currency: code,
		minimumFractionDigits: digits,
		maximumFractionDigits: digits
	}).format(amount / 10 ** places);
}
