import { serviceClient } from '../_shared/service-client.ts';
import { catalogueOf } from '../_shared/stripe/catalogue.ts';
import { whenSetUp } from '../_shared/stripe/not-set-up.ts';
import { callDatabase } from '../_shared/stripe/rpc.ts';
import { stripeFrom } from '../_shared/stripe/settings.ts';
import { publishableKeyFrom, required, visitorClient } from '../_shared/visitor-client.ts';
import { accountSchema, handle } from './handler.ts';
import { portalsOf } from './portals.ts';

const url = required(Deno.env, 'SUPABASE_URL');
const siteUrl = required(Deno.env, 'SITE_URL');
const publishableKey = publishableKeyFrom(Deno.env);

Deno.serve(
	whenSetUp(siteUrl, () => {
		const { stripe, livemode } = stripeFrom(Deno.env);
		const scope = { account: '', livemode };
		const db = serviceClient(Deno.env);
		return handle({
			siteUrl,
			account: (authorization, publicationId) =>
				callDatabase(
					visitorClient({ url, publishableKey, authorization }),
					'billing_account',
					{ p_publication_id: publicationId },
					accountSchema
				),
			...catalogueOf(stripe, db, scope),
			...portalsOf(stripe, db, scope)
		});
	})
);
