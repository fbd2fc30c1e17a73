/**
 * Decimals of a currency's smallest unit at Stripe, where they are not two
 * (https://docs.stripe.com/currencies). The app has the same list, which functions cannot reach; a
 * test holds the two together.
 */
const decimals = new Map([
	...'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' ').map(entry(0)),
	...'bhd jod kwd omr tnd'.split(' ').map(entry(3))
]);

function entry(places: number) {
	return (code: string): [string, number] => [code, places];
}

/**
 * An amount as British English writes it: “£5”, “£5.50”, “JP¥500”. Whole amounts have no decimals.
 * @param amount in the currency's smallest unit, as Stripe counts
 */
export function formatAmount(amount: number, currency: string): string {
	const places = decimals.get(currency.toLowerCase()) ?? 2;
	const major = amount / 10 ** places;
	const digits = Number.isInteger(major) ? 0 : places;
	return new Intl.NumberFormat('en-GB', {
		style: 'currency',
		currency: currency.toUpperCase(),
		minimumFractionDigits: digits,
		maximumFractionDigits: digits
	}).format(major);
}
