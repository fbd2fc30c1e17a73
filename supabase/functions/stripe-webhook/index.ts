import { serviceClient } from '../_shared/service-client.ts';
import { paymentStore } from '../_shared/stripe/payment-store.ts';
import { stripeFrom, webhookSecretFrom } from '../_shared/stripe/settings.ts';
import { handle } from './handler.ts';

Deno.serve(
	handle({
		...stripeFrom(Deno.env),
		webhookSecret: webhookSecretFrom(Deno.env),
		store: paymentStore(serviceClient(Deno.env))
	})
);
