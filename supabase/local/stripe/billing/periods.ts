import type Stripe from 'stripe';
import { periodEnd } from '../clock.ts';

/** The items with the period that begins at a moment. */
export function renewItems(
	subscription: Stripe.Subscription,
	start: number
): Stripe.Subscription['items'] {
	const { items, billing_cycle_anchor: anchor } = subscription;
	const data = items.data.map((item) => ({
		...item,
		current_period_start: start,
		current_period_end: item.price.recurring
			? periodEnd(anchor, start, item.price.recurring)
			: item.current_period_end
	}));
	return { ...items, data };
}

/** Where the current period ends; all items of a subscription end together. */
export function currentPeriodEnd(subscription: Stripe.Subscription): number {
	return Math.min(...subscription.items.data.map((item) => item.current_period_end));
}
