import type Stripe from 'stripe';
import { z } from 'zod';
import { functionBodies } from '../../../src/lib/limits.ts';
import { answerPost, Refusal } from '../_shared/answers.ts';
import { isReturnPath } from '../_shared/return-path.ts';
import type { Catalogue } from '../_shared/stripe/catalogue.ts';
import type { Customers } from '../_shared/stripe/customers.ts';
import { stripeRefusalOf } from '../_shared/stripe/failures.ts';
import { stripeLocale } from '../_shared/stripe/locale.ts';
import { readVisitorRequest } from '../_shared/visitor-request.ts';
import type { Wanted } from './offers.ts';
import type { Sessions } from './sessions.ts';

export interface Deps extends Catalogue, Customers, Sessions {
	/** Where the app answers. */
	siteUrl: string;
	/**
	 * What the visitor would buy, under their own rights.
	 * @param authorization the header of the request
	 * @throws {Refusal} when the database says no
	 */
	wanted(authorization: string, tierId: string, interval: string): Promise<Wanted>;
}

const bodySchema = z.strictObject({
	tier_id: z.uuid(),
	interval: z.enum(['month', 'year']),
	return_path: z.string().refine(isReturnPath).optional()
});

/**
 * Begins the purchase of a tier: answers 200 `{url}`, the address of Stripe's page.
 *
 * Refusals carry a code: `bad_request`, `unauthorised`, `banned`, `not_a_member`, `tier_not_for_sale`,
 * `already_subscribed`, `payments_not_set_up`, 429 `too_many_requests` with `retry-after`, and 502
 * `stripe_failed`.
 */
export function handle(deps: Deps) {
	return (request: Request): Promise<Response> =>
		answerPost(request, deps.siteUrl, async () => {
			const { authorization, body } = await readVisitorRequest(
				request,
				bodySchema,
				functionBodies.payment
			);
			const { tier_id, interval, return_path } = body;

			const wanted = await deps.wanted(authorization, tier_id, interval);
			try {
				return { status: 200, body: { url: await begin(deps, wanted, tier_id, return_path) } };
			} catch (error) {
				throw stripeRefusalOf(error);
			}
		});
}

async function begin(deps: Deps, wanted: Wanted, tierId: string, back?: string): Promise<string> {
	const [offer] = await deps.offers(wanted.publication_id, tierId);
	const price = offer?.prices.find(({ id }) => id === wanted.tier_price_id);
	if (!offer || !price) throw new Refusal(404, 'tier_not_for_sale', 'It was taken off just now.');
	const customer = await deps.customer(wanted);
	const stripePrice = await deps.price(await deps.product(offer), price);
	return deps.open(customer, sessionParams(deps.siteUrl, wanted, customer, stripePrice, back));
}

function sessionParams(
	siteUrl: string,
	wanted: Wanted,
	customer: string,
	price: string,
	back?: string
): Stripe.Checkout.SessionCreateParams {
	const { slug, language, member_id, trial_days, collects_tax } = wanted;
	const join = new URL(`/@${slug}/join`, siteUrl).href;
	const query = back ? `back=${encodeURIComponent(back)}` : '';
	return {
		mode: 'subscription',
		line_items: [{ price, quantity: 1 }],
		customer,
		client_reference_id: member_id,
		locale: stripeLocale(language) as Stripe.Checkout.SessionCreateParams.Locale,
		payment_method_collection: 'always',
		// Stripe fills in its own braces, so they must not be escaped.
		success_url: `${join}/thanks?session={CHECKOUT_SESSION_ID}${query && `&${query}`}`,
		cancel_url: query ? `${join}?${query}` : join,
		subscription_data: {
			// For people who look at it in Stripe; we go by the ids we stored.
			metadata: { publication: slug, member: member_id },
			...(trial_days > 0 && {
				trial_period_days: trial_days,
				trial_settings: { end_behavior: { missing_payment_method: 'cancel' } }
			})
		},
		...(collects_tax && {
			automatic_tax: { enabled: true },
			customer_update: { address: 'auto' as const }
		})
	};
}
