import { formatDate } from './dates.ts';

/** Something that became of a member. */
interface Event {
	kind: string;
	detail: Record<string, string | null>;
	by: 'staff' | 'member' | 'system';
	actor: string | null;
}

/** What happened, in a sentence, and through whom where that is worth saying. */
export function historyWords(
	{ kind, detail, by, actor }: Event,
	timeZone: string
): { text: string; by: string | null } {
	const who = by === 'staff' ? (actor ?? 'Somebody of the staff') : null;
	return { text: sentence(kind, detail, by, timeZone), by: who };
}

function sentence(
	kind: string,
	detail: Event['detail'],
	by: Event['by'],
	timeZone: string
): string {
	const { label, tier, from, to, ends_at: end, stop, note } = detail;
	const why = note ? `: “${note}”` : '';
	const day = (moment: string) =>
		formatDate(new Date(Date.parse(moment) - 1), { language: 'en-GB', timeZone }, 'short');
	const until = end ? ` until ${day(end)}` : ' without an end';
	switch (kind) {
		case 'joined':
			return by === 'staff' ? 'Added' : 'Joined';
		case 'imported':
			return 'Imported';
		case 'left':
			return 'Left';
		case 'banned':
			return 'Banned';
		case 'unbanned':
			return 'Ban lifted';
		case 'address_changed':
			return `Address changed from ${from} to ${to}`;
		case 'name_changed':
			return 'Name changed';
		case 'unsubscribed':
			return by === 'staff' ? 'Imported as unsubscribed' : 'Unsubscribed from mail';
		case 'subscribed':
			return 'Asked for mail';
		case 'mail_stopped':
			if (stop === 'bounce') return `Mail bounced${why}`;
			return (stop === 'complaint' ? 'Reported mail as spam' : 'Mail stopped') + why;
		case 'mail_resumed':
			return (stop === 'bounce' ? 'Bounce cleared' : 'Mail allowed again') + why;
		case 'label_added':
			return `Label “${label}” added`;
		case 'label_removed':
			return `Label “${label}” removed`;
		case 'grant_given':
			return `Given ${tier}${until}`;
		case 'grant_changed':
			return `${tier} given${until}, changed from ${from ? day(from) : 'no end'}`;
		case 'grant_taken':
			return `${tier ?? 'A tier'} taken back`;
		default:
			return kind.replaceAll('_', ' ');
	}
}
