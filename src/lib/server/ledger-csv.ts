import { decimalAmount } from '$lib/domain/amounts';
import { CSV_BOM, csvLine } from '$lib/domain/csv';
import { isoDate } from '$lib/domain/dates';
import { wallTimeOf } from '$lib/domain/zoned-time';
import type { LedgerEntry, Movement } from './db/money';

const kinds: Record<Movement, string> = {
	payment: 'payment',
	refund: 'refund',
	refund_failed: 'refund that came back',
	dispute: 'dispute',
	dispute_won: 'dispute won'
};

/** A ledger as CSV, batch by batch: times on the publication's clock, amounts with a decimal point. */
export async function* ledgerCsv(
	batches: AsyncIterable<LedgerEntry[]>,
	timeZone: string
): AsyncGenerator<string, void> {
	yield (
		CSV_BOM +
		csvLine([
			...[`time (${timeZone})`, 'time (UTC)', 'kind', 'amount', 'currency'],
			...['tier', 'member', 'address', 'invoice']
		])
	);
	for await (const entries of batches) {
		yield entries.map((entry) => lineOf(entry, timeZone)).join('');
	}
}

function lineOf(entry: LedgerEntry, timeZone: string): string {
	const at = new Date(entry.at);
	return csvLine([
		wallTimeOf(at, timeZone).replace('T', ' '),
		isoDate(at) ?? '',
		kinds[entry.kind],
		{ figure: decimalAmount(entry.amount, entry.currency) },
		entry.currency.toUpperCase(),
		entry.tier ?? '',
		entry.member?.name ?? '',
		entry.member?.email ?? '',
		entry.invoice ?? ''
	]);
}
