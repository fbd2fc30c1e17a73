import Stripe from 'stripe';

/** The version of Stripe's API this was written for; an account may stand at another. */
const API_VERSION = '2026-10-28.endive';

interface Environment {
	get(name: string): string | undefined;
}

/** Stripe as the functions use it. */
export interface StripeAccess {
	stripe: Stripe;
	/** Whether the key moves real money: everything of the other mode is somebody else's. */
	livemode: boolean;
}

/** Thrown at the start of a function that has not been told how to reach Stripe. */
export class PaymentsNotSetUp extends Error {}

/**
 * Stripe, from STRIPE_SECRET_KEY and, for a stand-in, STRIPE_API_URL.
 * @throws {PaymentsNotSetUp} naming the variable that is missing or wrong, and never its value
 */
export function stripeFrom(env: Environment): StripeAccess {
	const key = secretOf(env, 'STRIPE_SECRET_KEY');
	const mode = /^(?:sk|rk)_(test|live)_/.exec(key)?.[1];
	if (!mode) {
		throw new PaymentsNotSetUp('STRIPE_SECRET_KEY is not a secret or restricted key of Stripe.');
	}
	const livemode = mode === 'live';
	return {
		livemode,
		stripe: new Stripe(key, {
			apiVersion: API_VERSION,
			appInfo: { name: 'Pamphlet' },
			// Each try carries the same idempotency key, so an answer that was cut off does nothing twice.
			maxNetworkRetries: 2,
			timeout: 15_000,
			telemetry: false,
			...standIn(env.get('STRIPE_API_URL')?.trim(), livemode)
		})
	};
}

/**
 * The secret that signs events.
 * @throws {PaymentsNotSetUp} when it is missing: an empty one would let anybody sign
 */
export function webhookSecretFrom(env: Environment): string {
	return secretOf(env, 'STRIPE_WEBHOOK_SECRET');
}

function secretOf(env: Environment, name: string): string {
	const value = env.get(name)?.trim();
	if (!value) {
		throw new PaymentsNotSetUp(`${name} is missing in the environment of the Edge Functions.`);
	}
	return value;
}

function standIn(address: string | undefined, livemode: boolean): Stripe.StripeConfig {
	if (!address) return {};
	if (livemode) {
		throw new PaymentsNotSetUp(
			'STRIPE_API_URL would send a live key to somebody else than Stripe.'
		);
	}
	const url = new URL(address);
	return {
		host: url.hostname,
		port: url.port || (url.protocol === 'https:' ? 443 : 80),
		protocol: url.protocol === 'https:' ? 'https' : 'http'
	};
}
