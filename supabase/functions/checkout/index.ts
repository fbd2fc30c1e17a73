import { serviceClient } from '../_shared/service-client.ts';
import { catalogueOf } from '../_shared/stripe/catalogue.ts';
import { customersOf } from '../_shared/stripe/customers.ts';
import { whenSetUp } from '../_shared/stripe/not-set-up.ts';
import { stripeFrom } from '../_shared/stripe/settings.ts';
import { publishableKeyFrom, required, visitorClient } from '../_shared/visitor-client.ts';
import { handle } from './handler.ts';
import { wantedBy } from './offers.ts';
import { sessionsOf } from './sessions.ts';

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
			wanted: (authorization, tierId, interval) =>
				wantedBy(visitorClient({ url, publishableKey, authorization }), livemode, tierId, interval),
			...catalogueOf(stripe, db, scope),
			...customersOf(stripe, db, scope),
			...sessionsOf(stripe, scope)
		});
	})
);
