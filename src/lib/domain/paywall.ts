import type { Offer } from './offers.ts';
import type { Visibility } from './post-words.ts';

/** What of a membership decides how a closed post speaks to its reader. */
interface Standing {
	status: 'active' | 'banned' | 'left';
	tiers: string[];
	subscription: { opens: boolean; status: string } | null;
}

/**
 * Who stands before a closed post: `anonymous`, `stranger` (signed in, no member), `member` (without
 * a tier), `other` (with another tier), `lapsed`, `unpaid` (a payment is missing) or `banned`.
 */
export type Standpoint =
	'anonymous' | 'stranger' | 'member' | 'other' | 'lapsed' | 'unpaid' | 'banned';

export function standpointOf(signedIn: boolean, membership: Standing | null): Standpoint {
	if (!signedIn) return 'anonymous';
	if (!membership || membership.status === 'left') return 'stranger';
	if (membership.status === 'banned') return 'banned';
	if (membership.tiers.length > 0) return 'other';
	const { subscription } = membership;
	if (!subscription || subscription.status === 'incomplete') return 'member';
	return subscription.status === 'past_due' || subscription.status === 'unpaid'
		? 'unpaid'
		: 'lapsed';
}

/** The offers that open a post. */
export function offersFor(visibility: Visibility, tierIds: string[], offers: Offer[]): Offer[] {
	if (visibility === 'paid') return offers;
	return visibility === 'tiers' ? offers.filter(({ id }) => tierIds.includes(id)) : [];
}

/** Whether a subscription is there still, open or waiting for money: then it is changed, not bought anew. */
export function isHeld(subscription: { opens: boolean; renews: boolean } | null): boolean {
	return subscription !== null && (subscription.opens || subscription.renews);
}
