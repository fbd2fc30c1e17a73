import { formatDate } from '$lib/domain/dates';
import { costOf } from '$lib/domain/subscription-words';
import type { MemberSubscription } from '$lib/server/db/member';

const states: Record<string, string> = {
	active: 'Active',
	trialing: 'On trial',
	past_due: 'Payment failed',
	unpaid: 'Unpaid',
	paused: 'Paused',
	canceled: 'Ended',
	incomplete: 'Never paid so far',
	incomplete_expired: 'Never paid'
};

/**
 * A subscription as staff read it.
 * @param showsMoney owners see what is paid, admins whether
 */
export function subscriptionFacts(
	one: MemberSubscription,
	{ timeZone, showsMoney }: { timeZone: string; showsMoney: boolean }
): { id: string; title: string; facts: { term: string; value: string }[] } {
	const date = (moment: string) => formatDate(moment, { language: 'en-GB', timeZone }, 'short');
	const dated: [string, string | null][] = [
		['Since', one.startedAt],
		['Trial ends', one.status === 'trialing' ? one.trialEnd : null],
		['Reads on until', one.status === 'past_due' ? one.graceUntil : null],
		['Ended', one.endedAt],
		['Cancelled, ends', one.endedAt ? null : one.endsAt],
		['Renews', one.endedAt || one.endsAt || one.status !== 'active' ? null : one.periodEnd]
	];
	return {
		id: one.id,
		title: one.tier ?? 'A tier that is not ours',
		facts: [
			{ term: 'Status', value: states[one.status] ?? one.status },
			...(showsMoney ? [{ term: 'Amount', value: costOf(one, 'en-GB') }] : []),
			...dated.flatMap(([term, moment]) => (moment ? [{ term, value: date(moment) }] : []))
		]
	};
}
