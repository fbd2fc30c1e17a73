import type { SupabaseClient } from '@supabase/supabase-js';
import type Stripe from 'stripe';
import { z } from 'zod';
import { digestOf, keyOf, scopeArgs, type Scope } from '../_shared/stripe/account.ts';
import { callDatabase } from '../_shared/stripe/rpc.ts';

const portal = z.object({
	configuration_id: z.string().nullable(),
	digest: z.string().nullable(),
	subscription: z
		.object({
			id: z.string(),
			customer_id: z.string(),
			/** Whether it may still take money. */
			living: z.boolean(),
			/** Whether its end is settled already. */
			ends: z.boolean()
		})
		.nullable()
});
/** How a publication's portal was set up last, and what a member would look after there. */
export type Portal = z.infer<typeof portal>;

type Settings = Stripe.BillingPortal.ConfigurationCreateParams;

/** Stripe's pages on which people look after what they pay. */
export interface Portals {
	portal(publicationId: string, memberId: string): Promise<Portal>;
	/** Tells Stripe how a publication's portal is to be, where it is not so already. */
	configure(publicationId: string, known: Portal, settings: Settings): Promise<string>;
	/** The address of a page for one visit. */
	visit(params: Stripe.BillingPortal.SessionCreateParams): Promise<string>;
}

export function portalsOf(
	stripe: Pick<Stripe, 'billingPortal'>,
	db: SupabaseClient,
	scope: Scope
): Portals {
	const { configurations, sessions } = stripe.billingPortal;
	return {
		portal: (publicationId, memberId) =>
			callDatabase(
				db,
				'stripe_portal',
				{ ...scopeArgs(scope), p_publication_id: publicationId, p_member_id: memberId },
				portal
			),

		async configure(publicationId, { configuration_id, digest: known }, settings) {
			const digest = await digestOf(settings);
			if (configuration_id && known === digest) return configuration_id;
			const { id } = configuration_id
				? await configurations.update(configuration_id, settings)
				: await configurations.create(settings, {
						idempotencyKey: keyOf(scope, 'portal', publicationId, digest)
					});
			return callDatabase(
				db,
				'keep_stripe_portal',
				{
					...scopeArgs(scope),
					p_publication_id: publicationId,
					p_configuration_id: id,
					p_digest: digest
				},
				z.string()
			);
		},

		visit: async (params) => (await sessions.create(params)).url
	};
}
