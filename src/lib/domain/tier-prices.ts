/** What one interval costs, in the smallest unit of its currency. */
export interface Price {
	currency: string;
	amount: number;
}

/** Whether a year costs more than twelve months of the same. */
export function isYearDearer(month: Price | null, year: Price | null): boolean {
	return (
		month !== null &&
		year !== null &&
		month.currency === year.currency &&
		year.amount > 12 * month.amount
	);
}

interface Priced {
	archived: boolean;
	month: Price | null;
	year: Price | null;
}

/**
 * The currencies of the tiers on offer. More than one is a trap: the subscriptions a Stripe customer has at
 * a time share one, so whoever pays in one cannot switch to a tier that is sold in another.
 * https://docs.stripe.com/invoicing/multi-currency-customers
 */
export function currenciesOf(tiers: Priced[]): string[] {
	const codes = tiers
		.filter(({ archived }) => !archived)
		.flatMap(({ month, year }) => [month?.currency, year?.currency])
		.filter((code) => code !== undefined);
	return [...new Set(codes)].sort();
}
