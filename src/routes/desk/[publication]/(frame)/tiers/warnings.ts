import { formatAmount } from '$lib/domain/amounts';
import { parseAmount } from '$lib/domain/parse-amount';
import { isYearDearer, type Price } from '$lib/domain/tier-prices';

interface Priced {
	month: Price | null;
	year: Price | null;
}

interface Situation {
	typed: { currency: string; month: string; year: string };
	/** As it is now; null for a new one. */
	tier: Priced | null;
	/** What the other tiers are sold in. */
	others: string[];
	language: string;
}

/** What somebody should know before they save a tier with these prices. What is wrong is said elsewhere. */
export function warningsOf({ typed, tier, others, language }: Situation): string[] {
	const { currency } = typed;
	const read = (text: string): Price | null => {
		const amount = parseAmount(text, currency, language);
		return amount.ok ? { currency, amount: amount.amount } : null;
	};
	const [month, year] = [read(typed.month), read(typed.year)];
	const warnings: string[] = [];

	if (month && year && isYearDearer(month, year)) {
		const twelve = formatAmount(12 * month.amount, currency, language);
		warnings.push(`A year costs more than twelve months, which are ${twelve}.`);
	}
	for (const [interval, is, was] of [
		['month', month, tier?.month],
		['year', year, tier?.year]
	] as const) {
		const empty = typed[interval].trim() === '';
		if (!was || (!is && !empty)) continue;
		if (is && is.amount === was.amount && is.currency === was.currency) continue;
		const old = formatAmount(was.amount, was.currency, language);
		warnings.push(
			`Whoever pays ${old} a ${interval} keeps that price. ` +
				(is ? 'The new one is for those who come from now on.' : 'Nobody new can take it.')
		);
	}
	const strange = others.filter((code) => code !== currency).map((code) => code.toUpperCase());
	if ((month || year) && strange.length > 0) {
		warnings.push(
			`Other tiers are sold in ${strange.join(' and ')}. Stripe keeps a reader to one currency at a time, ` +
				'so nobody could switch between those and this one without stopping first.'
		);
	}
	return warnings;
}
