import type Stripe from 'stripe';
import { Refusal } from '../_shared/answers.ts';
import { digestOf, keyOf, type Scope } from '../_shared/stripe/account.ts';

type Params = Stripe.Checkout.SessionCreateParams;

/** Checkout's pages. */
export interface Sessions {
	/**
	 * The address of the one page on which this customer can buy, made for these parameters.
	 * @throws {Refusal} 409 `already_subscribed`
	 */
	open(customer: string, params: Params): Promise<string>;
}

/** A subscription that takes no money any more. */
const over = ['canceled', 'incomplete_expired'];

/**
 * Of all Checkout pages of a customer at most one stays open, so that two tabs cannot pay twice; and
 * once none is open, Stripe is asked whether one was paid of which we have not heard.
 *
 * The idempotency key names the customer's last session: two requests at once get the same page, and
 * one that comes after a page was closed gets a new one.
 */
export function sessionsOf(
	stripe: Pick<Stripe, 'checkout' | 'subscriptions'>,
	scope: Scope
): Sessions {
	const { sessions } = stripe.checkout;
	const close = async ({ id }: Stripe.Checkout.Session) => {
		try {
			await sessions.expire(id);
		} catch (error) {
			// It was paid or ran out meanwhile; anything else would leave it open.
			if ((await sessions.retrieve(id)).status === 'open') throw error;
		}
	};
	return {
		async open(customer, params) {
			const digest = await digestOf(params);
			const { data: known } = await sessions.list({ customer, limit: 100 });
			const open = known.filter(({ status }) => status === 'open');
			const same = open.find(({ metadata }) => metadata?.digest === digest);
			await Promise.all(open.filter((session) => session !== same).map(close));

			const { data: held } = await stripe.subscriptions.list({
				customer,
				status: 'all',
				limit: 100
			});
			if (held.some(({ status }) => !over.includes(status))) {
				throw new Refusal(409, 'already_subscribed', 'There is a subscription already.');
			}
			if (same?.url) return same.url;

			const idempotencyKey = keyOf(scope, 'session', customer, known[0]?.id ?? 'first', digest);
			const made = await sessions.create({ ...params, metadata: { digest } }, { idempotencyKey });
			await closeOlder(customer, made);
			if (!made.url) throw new Error('Stripe made a checkout page without an address.');
			return made.url;
		}
	};

	/** A request beside this one, for something else, may have made another page. */
	async function closeOlder(customer: string, made: Stripe.Checkout.Session) {
		const { data } = await sessions.list({ customer, status: 'open', limit: 100 });
		const [newest, ...older] = data;
		await Promise.all(older.map(close));
		if (newest && newest.id !== made.id) {
			throw new Refusal(502, 'stripe_failed', 'Another checkout was begun at the same time.');
		}
	}
}
