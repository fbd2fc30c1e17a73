import Stripe from 'stripe';
import { Refusal } from '../answers.ts';

/** Whether Stripe says that it has no such object (any more). */
export function isMissing(error: unknown): boolean {
	return error instanceof Stripe.errors.StripeError && error.code === 'resource_missing';
}

/**
 * What a failure of Stripe's means to whoever called: 502 `stripe_failed`. Its own words go nowhere:
 * they may repeat addresses and names.
 */
export function stripeRefusalOf(error: unknown): unknown {
	if (!(error instanceof Stripe.errors.StripeError)) return error;
	const { type, code, statusCode, requestId, param } = error;
	console.error(JSON.stringify({ said: 'stripe', type, code, statusCode, requestId, param }));
	return new Refusal(502, 'stripe_failed', 'Stripe did not do what it was asked.');
}

/** Why something failed, in one word for a report. */
export function reasonOf(error: unknown): string {
	if (error instanceof Stripe.errors.StripeError) return error.code ?? error.type;
	return error instanceof Refusal ? error.code : 'internal';
}
