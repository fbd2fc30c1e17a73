import type Stripe from 'stripe';
import { z } from 'zod';
import { functionBodies } from '../../../src/lib/limits.ts';
import { answerPost, Refusal } from '../_shared/answers.ts';
import { isReturnPath } from '../_shared/return-path.ts';
import type { Catalogue } from '../_shared/stripe/catalogue.ts';
import { stripeRefusalOf } from '../_shared/stripe/failures.ts';
import { stripeLocale } from '../_shared/stripe/locale.ts';
import { readVisitorRequest } from '../_shared/visitor-request.ts';
import type { Portal, Portals } from './portals.ts';

export const accountSchema = z.object({
	member_id: z.uuid(),
	email: z.string(),
	name: z.string(),
	slug: z.string(),
	publication_name: z.string(),
	language: z.string()
});
/** As whom a visitor looks after what they pay to a publication. */
export type Account = z.infer<typeof accountSchema>;

export interface Deps extends Catalogue, Portals {
	/** Where the app answers. */
	siteUrl: string;
	/**
	 * Under the visitor's own rights.
	 * @throws {Refusal} `no_subscription`
	 */
	account(authorization: string, publicationId: string): Promise<Account>;
}

const bodySchema = z.strictObject({
	publication_id: z.uuid(),
	flow: z.enum(['cancel', 'switch', 'payment_method']).optional(),
	return_path: z.string().refine(isReturnPath).optional()
});
type Flow = z.infer<typeof bodySchema>['flow'];

/** So many products Stripe's portal takes at most. */
const PRODUCTS_MOST = 10;
/** So long a headline may be there. */
const HEADLINE_MAX = 60;

/**
 * Leads to Stripe's page for invoices, cards, switching and cancelling: answers 200 `{url}`. Whoever
 * was banned or left may go there too, for they may still be paying.
 *
 * Refusals carry a code: `bad_request`, `unauthorised`, `no_subscription`, `payments_not_set_up`,
 * 429 `too_many_requests` with `retry-after`, and 502 `stripe_failed`.
 */
export function handle(deps: Deps) {
	return (request: Request): Promise<Response> =>
		answerPost(request, deps.siteUrl, async () => {
			const { authorization, body } = await readVisitorRequest(
				request,
				bodySchema,
				functionBodies.payment
			);
			const { publication_id, flow, return_path = '/account' } = body;

			const who = await deps.account(authorization, publication_id);
			const portal = await deps.portal(publication_id, who.member_id);
			const { subscription } = portal;
			if (!subscription) throw new Refusal(404, 'no_subscription', 'Nothing was ever bought.');
			try {
				const products = await productsOf(deps, publication_id);
				const configuration = await deps.configure(publication_id, portal, settings(who, products));
				const url = await deps.visit({
					customer: subscription.customer_id,
					configuration,
					locale: stripeLocale(who.language) as Stripe.BillingPortal.SessionCreateParams.Locale,
					return_url: new URL(return_path, deps.siteUrl).href,
					...flowOf(flow, subscription, products, new URL(return_path, deps.siteUrl).href)
				});
				return { status: 200, body: { url } };
			} catch (error) {
				throw stripeRefusalOf(error);
			}
		});
}

type Products =
	Stripe.BillingPortal.ConfigurationCreateParams.Features.SubscriptionUpdate.Product[];

/** What may be switched to: all that is on offer, told to Stripe where it was not yet. */
async function productsOf(deps: Deps, publicationId: string): Promise<Products> {
	const offers = (await deps.offers(publicationId)).slice(0, PRODUCTS_MOST);
	const products: Products = [];
	// One after the other: Stripe allows so many requests a second.
	for (const offer of offers) {
		const product = await deps.product(offer);
		const prices: string[] = [];
		for (const price of offer.prices) prices.push(await deps.price(product, price));
		products.push({ product, prices });
	}
	return products;
}

function settings(
	{ publication_name }: Account,
	products: Products
): Stripe.BillingPortal.ConfigurationCreateParams {
	return {
		business_profile: { headline: [...publication_name].slice(0, HEADLINE_MAX).join('') },
		features: {
			invoice_history: { enabled: true },
			payment_method_update: { enabled: true },
			subscription_cancel: { enabled: true, mode: 'at_period_end' },
			subscription_update: products.length
				? {
						enabled: true,
						default_allowed_updates: ['price'],
						proration_behavior: 'always_invoice',
						products
					}
				: { enabled: false }
		}
	};
}

/** Straight to what was asked for, where Stripe would let them; else the portal's first page. */
function flowOf(
	flow: Flow,
	{ id, living, ends }: NonNullable<Portal['subscription']>,
	products: Products,
	return_url: string
): Pick<Stripe.BillingPortal.SessionCreateParams, 'flow_data'> {
	const after_completion = { type: 'redirect' as const, redirect: { return_url } };
	if (flow === 'payment_method') {
		return { flow_data: { type: 'payment_method_update', after_completion } };
	}
	if (!living || !flow) return {};
	if (flow === 'cancel') {
		if (ends) return {};
		const subscription_cancel = { subscription: id };
		return { flow_data: { type: 'subscription_cancel', subscription_cancel, after_completion } };
	}
	if (products.length === 0) return {};
	const subscription_update = { subscription: id };
	return { flow_data: { type: 'subscription_update', subscription_update, after_completion } };
}
