/** Paying subscriptions through one month. `docs/glossary.md` says what the words mean. */
export interface MemberMonth {
	/** Its first day, `2026-11-01`. */
	month: string;
	atStart: number;
	began: number;
	lost: number;
	/** In the present month: now. */
	atEnd: number;
}

/** What a tier brought in a month, in the smallest unit of the currency. */
export interface RevenueRow {
	month: string;
	currency: string;
	/** Null for money whose tier is not known. */
	tierId: string | null;
	paid: number;
	/** What went back, so below nothing. */
	refunded: number;
	disputed: number;
}

export interface RevenueMonth {
	month: string;
	/** In the order of the report's tiers. */
	byTier: number[];
	total: number;
	paid: number;
	/** Refunded and disputed: below nothing. */
	back: number;
}

/** The money of one currency; several are never added up. */
export interface RevenueReport {
	currency: string;
	tiers: { id: string | null; name: string }[];
	months: RevenueMonth[];
	/** Of all these months. */
	total: number;
}

/** What a month lost of those who paid at its start, as a share of one; null where nobody did. */
export function churnOf({ atStart, lost }: MemberMonth): number | null {
	return atStart === 0 ? null : lost / atStart;
}

/**
 * The revenue of every month, by tier: what was paid less what went back, a movement in the month it was
 * made. Months and tiers without any are there with nothing.
 * @param months all months of the report, oldest first
 * @param tiers of the publication, in their order; those that brought nothing are left out
 */
export function revenueReports(
	rows: RevenueRow[],
	months: string[],
	tiers: { id: string; name: string }[]
): RevenueReport[] {
	const currencies = [...new Set(rows.map(({ currency }) => currency))].sort();
	return currencies.map((currency) => {
		const own = rows.filter((row) => row.currency === currency);
		const known: { id: string | null; name: string }[] = tiers.filter(({ id }) =>
			own.some(({ tierId }) => tierId === id)
		);
		if (own.some(({ tierId }) => !known.some(({ id }) => id === tierId))) {
			known.push({ id: null, name: 'No tier' });
		}
		const reported = months.map((month) => monthOf(own, month, known));
		return { currency, tiers: known, months: reported, total: sum(reported.map((m) => m.total)) };
	});
}

function monthOf(rows: RevenueRow[], month: string, tiers: { id: string | null }[]): RevenueMonth {
	const own = rows.filter((row) => row.month === month);
	const net = (row: RevenueRow) => row.paid + row.refunded + row.disputed;
	const isOf = (row: RevenueRow, id: string | null) =>
		id === null
			? !tiers.some((tier) => tier.id === row.tierId && tier.id !== null)
			: row.tierId === id;
	const byTier = tiers.map(({ id }) => sum(own.filter((row) => isOf(row, id)).map(net)));
	return {
		month,
		byTier,
		total: sum(byTier),
		paid: sum(own.map(({ paid }) => paid)),
		back: sum(own.map(({ refunded, disputed }) => refunded + disputed))
	};
}

function sum(numbers: number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}

/**
 * Why a payment failed, told to the publication: Stripe's sentence speaks to whoever pays.
 * @param failure as the invoice has it; empty where Stripe gave no reason
 */
export function plainFailure(failure: string | null, actionRequired: boolean): string {
	if (actionRequired) return 'Their bank wants them to confirm the payment.';
	const sentence = (failure ?? '').trim();
	if (sentence === '') return 'Stripe gave no reason.';
	return sentence.replace(/\b(Your|your)\b/g, (word) => (word === 'Your' ? 'The' : 'the'));
}
