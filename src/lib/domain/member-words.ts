import { formatDate } from './dates.ts';

/** What a member has; paid comes before given, and what is live before what is over. */
export const memberPlans = ['paying', 'past_due', 'complimentary', 'lapsed', 'free'] as const;
export type MemberPlan = (typeof memberPlans)[number];

export const memberStatuses = ['active', 'banned', 'left'] as const;
export type MemberStatus = (typeof memberStatuses)[number];

export const memberSources = ['join', 'desk', 'import'] as const;
export type MemberSource = (typeof memberSources)[number];

export const planNames: Record<MemberPlan, string> = {
	paying: 'Paying',
	past_due: 'Past due',
	complimentary: 'Complimentary',
	lapsed: 'Lapsed',
	free: 'Free'
};

export const statusNames: Record<MemberStatus, string> = {
	active: 'Active',
	banned: 'Banned',
	left: 'Left'
};

export const sourceNames: Record<MemberSource, string> = {
	join: 'Joined',
	desk: 'Added by staff',
	import: 'Imported'
};

/** Whether newsletters may be sent, and if not, the strongest reason. `private.email_state` decides. */
export const mailStates = ['subscribed', 'unsubscribed', 'held', 'bounced', 'complained'] as const;
export type MailState = (typeof mailStates)[number];

export const mailNames: Record<MailState, string> = {
	subscribed: 'Gets mail',
	unsubscribed: 'Unsubscribed',
	held: 'Mail stopped by staff',
	bounced: 'Mail bounced',
	complained: 'Reported as spam'
};

/** Why no mail goes to an active member, and what can be done about it. */
const mailReasons: Record<MailState, string> = {
	subscribed: 'Newsletters are sent to them.',
	unsubscribed:
		'They do not want newsletters. Only they can ask for them again, on their account page or by joining again.',
	held: 'You or your colleagues stopped mail to them. You can let it go on.',
	bounced:
		'Mail to this address came back. If you know that the address works, say why and send again.',
	complained:
		'They reported a mail as spam. Only they can ask for mail again, on their account page or by joining again.'
};

/** Whether newsletters go to a member, and why not: only active members get any. */
export function mailWords(status: MemberStatus, mail: MailState): { name: string; reason: string } {
	switch (status) {
		case 'banned':
			return { name: 'Gets no mail', reason: 'They are banned. A ban stops newsletters to them.' };
		case 'left':
			return {
				name: 'Gets no mail',
				reason: 'They left. They get newsletters only if they join again and ask for them.'
			};
		case 'active':
			return { name: mailNames[mail], reason: mailReasons[mail] };
	}
}

/** What happens when staff let mail go on, in a sentence or two. */
export function resumeWords(status: MemberStatus, mail: MailState): string {
	const only = 'This lifts only what the staff stopped.';
	if (status === 'banned') return `${only} They get no mail while they are banned.`;
	if (status === 'left') return `${only} They get no mail until they join again.`;
	return mail === 'unsubscribed' || mail === 'complained'
		? `${only} They get no mail until they ask for it themselves.`
		: 'Newsletters are sent to them again.';
}

/** What a person said about mail, in a sentence. */
export function choiceWords(choice: { choice: string; act: string } | null): string {
	if (choice === null) return 'They have not said whether they want mail.';
	if (choice.choice === 'yes') {
		return choice.act === 'join' ? 'They asked for mail when they joined.' : 'They asked for mail.';
	}
	switch (choice.act) {
		case 'left':
			return 'They left.';
		case 'erased':
			return 'They deleted their account.';
		case 'file':
			return 'An imported file says that they do not want mail.';
		case 'archive':
			return 'An imported archive says that they do not want mail.';
		default:
			return 'They said no to mail.';
	}
}

/** What stops mail to a member, in a sentence. */
export function stopWords({
	kind,
	source,
	by
}: {
	kind: string;
	source: string;
	by: string | null;
}): string {
	const what =
		kind === 'bounce'
			? 'Mail came back'
			: kind === 'complaint'
				? 'Reported as spam'
				: 'Mail stopped';
	if (source === 'file' || source === 'archive') return `${what}, as an import says`;
	return by === null ? what : `${what} by ${by}`;
}

/** What a member has, as the database tells it. */
export interface Plan {
	plan: MemberPlan;
	/** Name of the tier, if there is one. */
	tier: string | null;
	/** Stripe's word for the subscription, where it is one. */
	payment: string | null;
	/** How often a subscription renews. */
	every: string | null;
	/** ISO; null without an end. */
	until: string | null;
}

const paces: Record<string, string> = {
	month: 'monthly',
	year: 'yearly',
	week: 'weekly',
	day: 'daily'
};

/** What a member has, in one line: “Patron, yearly”, “Patron, complimentary until 1 Mar 2027”. */
export function planWords(
	{ plan, tier, payment, every, until }: Plan,
	timeZone: string
): { tone: 'good' | 'warn' | 'bad' | 'quiet' | null; text: string } {
	// What is given ends where a day does: the last moment of it is in the day that people mean.
	const date =
		until && formatDate(new Date(Date.parse(until) - 1), { language: 'en-GB', timeZone }, 'short');
	const name = tier ?? 'A tier';
	switch (plan) {
		case 'free':
			return { tone: null, text: 'Free' };
		case 'complimentary':
			return { tone: null, text: `${name}, complimentary${date ? ` until ${date}` : ''}` };
		case 'lapsed':
			return { tone: 'quiet', text: `${name}, lapsed${date ? ` ${date}` : ''}` };
		case 'past_due':
			return { tone: 'bad', text: `${name}, payment failed` };
		case 'paying':
			if (payment === 'trialing') {
				return { tone: null, text: `${name}, on trial${date ? ` until ${date}` : ''}` };
			}
			return { tone: null, text: [name, every && paces[every]].filter(Boolean).join(', ') };
	}
}
