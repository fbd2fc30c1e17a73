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

/** Words for whether newsletters may be sent; states of other origins are shown as they are. */
export function mailWords(state: string): string {
	if (state === 'subscribed') return 'Gets mail';
	if (state === 'unsubscribed') return 'Unsubscribed';
	return state.charAt(0).toUpperCase() + state.slice(1);
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
