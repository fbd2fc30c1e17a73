import { formatDate, type Locale } from '$lib/domain/dates';
import type { Standpoint } from '$lib/domain/paywall';
import type { Membership } from '$lib/server/db/memberships';
import type { Visibility } from '$lib/domain/post-words';

interface Known {
	membership: Membership | null;
	/** Something that opens the post can be bought. */
	onOffer: boolean;
	/** For dates, in the language of our words. */
	locale: Locale;
}

/** What a closed post says to the one who stands before it. */
export function paywallWords(
	standpoint: Standpoint,
	visibility: Visibility,
	{ membership, onOffer, locale }: Known
): string {
	if (standpoint === 'banned') {
		return 'The people who make this publication have closed it to the address you are signed in with.';
	}
	if (visibility === 'members') {
		return standpoint === 'anonymous'
			? 'Joining costs nothing: type your address, and we send you the way in.'
			: 'Joining costs nothing, and takes one press.';
	}
	if (standpoint === 'unpaid') {
		return 'Your last payment did not go through. Mend it, and the rest opens again.';
	}
	if (!onOffer) {
		return standpoint === 'anonymous'
			? 'What opens it is not on offer just now; whoever has it signs in.'
			: 'What opens it is not on offer just now.';
	}
	const subscription = membership?.subscription;
	switch (standpoint) {
		case 'anonymous':
			return 'These open it:';
		case 'lapsed':
			return subscription?.endsAt
				? `Your subscription ended on ${formatDate(subscription.endsAt, locale)}. These open it again:`
				: 'Your subscription is not active. These open it again:';
		case 'other':
			return `You have ${nameOf(membership)}; this one is open to others:`;
		default:
			return 'You are a member; these open it:';
	}
}

function nameOf(membership: Membership | null): string {
	const { subscription, grants = [] } = membership ?? {};
	const name = subscription?.opens ? subscription.tierName : grants[0]?.tierName;
	return name ?? 'another tier';
}
