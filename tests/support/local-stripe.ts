import Stripe from 'stripe';
import { StripeControl } from '../../supabase/local/stripe/control.ts';
import { stack } from './clients.ts';

const { hostname, port } = new URL(stack.stripeUrl);

/** The local Stripe as its owner sees it: what tests look up there, and do by hand. */
export const stripe = new Stripe('sk_test_local', {
	...{ host: hostname, port, protocol: 'http' },
	maxNetworkRetries: 0,
	telemetry: false
});

/** Its clock, its webhooks and its faults. */
export const control = new StripeControl(stack.stripeUrl);

/** The id in the address of one of its pages. */
export function idIn(url: string, prefix: string): string {
	const id = new RegExp(`${prefix}_\\w+`).exec(url)?.[0];
	if (!id) throw new Error(`No ${prefix}_… in ${url}`);
	return id;
}
