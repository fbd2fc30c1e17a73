import { formatAmount } from './amounts.ts';
import { formatDate, type Locale } from './dates.ts';

/** What of a subscription can be said in words. */
export interface Told {
	status: string;
	opens: boolean;
	renews: boolean;
	interval: string;
	intervalCount: number;
	currency: string;
	amount: number;
	currentPeriodEnd: string | null;
	trialEnd: string | null;
	graceUntil: string | null;
	endsAt: string | null;
}

/** “£6 a month”, “£6 every 3 months”. */
export function costOf(
	told: Pick<Told, 'amount' | 'currency' | 'interval' | 'intervalCount'>,
	language: string
): string {
	const amount = formatAmount(told.amount, told.currency, language);
	return told.intervalCount === 1
		? `${amount} a ${told.interval}`
		: `${amount} every ${told.intervalCount} ${told.interval}s`;
}

/** What becomes of a subscription, in a sentence without its full stop. */
export function courseOf(told: Told, locale: Locale): string {
	const on = (moment: string | null) => (moment ? formatDate(moment, locale) : null);
	const ends = on(told.endsAt);
	if (told.opens && ends) return `ends on ${ends}`;
	switch (told.status) {
		case 'trialing':
			return told.trialEnd ? `free until ${on(told.trialEnd)}, paid for from then on` : 'on trial';
		case 'active':
			return told.currentPeriodEnd ? `renews on ${on(told.currentPeriodEnd)}` : 'renews';
		case 'past_due':
			return told.opens && told.graceUntil
				? `the last payment failed; open until ${on(told.graceUntil)}`
				: 'the last payment failed, so it is closed';
		case 'unpaid':
			return 'not paid for, so it is closed';
		case 'paused':
			return 'paused';
		case 'incomplete':
			return 'waiting for its first payment';
		case 'canceled':
			return ends ? `ended on ${ends}` : 'ended';
		default:
			return 'not active';
	}
}

/** What became of an invoice, in a word or two. */
export function invoiceState(
	invoice: { status: string; paid: number; refunded: number; currency: string },
	language: string
): string {
	if (invoice.refunded > 0) {
		return invoice.refunded >= invoice.paid
			? 'refunded'
			: `${formatAmount(invoice.refunded, invoice.currency, language)} refunded`;
	}
	const words: Record<string, string> = {
		paid: 'paid',
		open: 'not paid yet',
		void: 'withdrawn',
		uncollectible: 'not paid'
	};
	return words[invoice.status] ?? invoice.status;
}
