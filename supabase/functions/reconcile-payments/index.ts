import { secretKeyFrom, serviceClient } from '../_shared/service-client.ts';
import { paymentStore } from '../_shared/stripe/payment-store.ts';
import { stripeFrom } from '../_shared/stripe/settings.ts';
import { bookOf } from './book.ts';
import { handle } from './handler.ts';

const db = serviceClient(Deno.env);
const { stripe, livemode } = stripeFrom(Deno.env);

Deno.serve(
	handle({
		stripe,
		livemode,
		store: paymentStore(db),
		book: bookOf(db, { account: '', livemode }),
		secretKey: secretKeyFrom(Deno.env),
		now: Date.now
	})
);
