import { formatDate } from '$lib/domain/dates';
import type { LedgerEntry, Movement } from '$lib/server/db/money';

// The desk speaks English. A month has no time zone any more once it was reckoned.
const place = { language: 'en-GB', timeZone: 'UTC' };

/** Nov 2026 */
export function shortMonth(month: string): string {
	return formatDate(month, place, 'shortMonth');
}

/** The names below a chart: “Dec 2025”, “Jan”, “Feb”. */
export function chartMonths(months: string[]): string[] {
	return months.map((month, n) => {
		const name = shortMonth(month);
		return n === 0 || months.length > 12 ? name : name.replace(/ \d+$/, '');
	});
}

/** November 2026 */
export function longMonth(month: string): string {
	return formatDate(month, place, 'month');
}

const counts = new Intl.NumberFormat('en-GB');

export function formatCount(count: number): string {
	return counts.format(count);
}

const shares = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 1 });

/** A share of one; a dash where there was nothing to have a share of. */
export function formatShare(share: number | null): string {
	return share === null ? '–' : shares.format(share);
}

const kinds: Record<Movement, string> = {
	payment: 'Paid',
	refund: 'Refunded',
	refund_failed: 'Refund came back',
	dispute: 'Disputed',
	dispute_won: 'Dispute won'
};

/** What became of money, in words. */
export function movementWords({ kind, dispute }: Pick<LedgerEntry, 'kind' | 'dispute'>): string {
	if (kind !== 'dispute') return kinds[kind];
	if (dispute === 'lost') return 'Dispute lost';
	return dispute === 'won' ? 'Disputed, later won' : 'Disputed, not settled yet';
}

/** “rose from 2 in November 2025 to 9 in October 2026” */
export function course(
	values: number[],
	months: string[],
	format: (value: number) => string
): string {
	const [first = 0, last = 0] = [values[0], values.at(-1)];
	const [from = '', to = ''] = [months[0], months.at(-1)];
	if (values.length < 2) return `were ${format(last)} in ${longMonth(to)}`;
	if (first === last) return `were ${format(first)} in ${longMonth(from)} and are the same now`;
	const verb = last > first ? 'rose' : 'fell';
	return `${verb} from ${format(first)} in ${longMonth(from)} to ${format(last)} in ${longMonth(to)}`;
}
