import type Stripe from 'stripe';
import type { Engine } from '../engine.ts';
import { idOf } from '../ids.ts';
import { formatMoney } from '../money.ts';
import { formatDate } from './layout.ts';

/** “€5.00 a month”, “€50.00 every 2 years”. */
export function priceInWords(price: Stripe.Price, quantity = 1): string {
	const sum = formatMoney((price.unit_amount ?? 0) * quantity, price.currency);
	const { interval, interval_count = 1 } = price.recurring ?? {};
	if (!interval) return sum;
	return interval_count === 1
		? `${sum} a ${interval}`
		: `${sum} every ${interval_count} ${interval}s`;
}

export function productName(engine: Engine, price: Stripe.Price): string {
	const id = idOf(price.product);
	return engine.store.get('products', id)?.name ?? id;
}

/** A card as people know it. */
export function cardInWords(method: Stripe.PaymentMethod | undefined): string {
	return method?.card ? `Visa ending in ${method.card.last4}` : 'No card';
}

/** What a customer wants to know of a subscription whose period ends then. */
export function statusInWords(one: Stripe.Subscription, end: string): string {
	if (one.cancel_at) return `ends on ${formatDate(one.cancel_at)}`;
	if (one.status === 'trialing') return `free until ${end}`;
	if (one.status === 'active') return `renews on ${end}`;
	return one.status === 'paused' ? 'paused' : 'the last payment failed';
}
