import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import Stripe from 'stripe';
import { afterAll, beforeAll } from 'vitest';
import { StripeControl } from '../control.ts';
import { startLocalStripe, type LocalStripe } from '../server.ts';

export const secretKey = 'sk_test_here';
export const webhookSecret = 'whsec_here';

/** What a test works with: a local Stripe of its file, and an endpoint that takes the events. */
export interface Bench {
	stripe: Stripe;
	control: StripeControl;
	url: string;
	/** Events as they came in, with good signatures. */
	received: Stripe.Event[];
	/** What the endpoint answers with. */
	answer: (event: Stripe.Event) => number;
	/** The types of what came in since the last time, once all is there. */
	events(): Promise<string[]>;
}

/** Starts a local Stripe before the tests of the calling file, and stops it after them. */
export function useBench(): Bench {
	let local: LocalStripe | undefined;
	let receiver: Server | undefined;
	const bench: Bench = {
		stripe: clientOf('http://127.0.0.1:1'),
		control: new StripeControl(''),
		url: '',
		received: [],
		answer: () => 200,
		async events() {
			await bench.control.idle();
			return bench.received.splice(0).map(({ type }) => type);
		}
	};
	beforeAll(async () => {
		const endpoint = await startReceiver(bench);
		receiver = endpoint.server;
		const webhook = { url: endpoint.url, secret: webhookSecret };
		local = await startLocalStripe({ host: '127.0.0.1', port: 0, secretKey, webhook });
		bench.url = local.url;
		bench.stripe = clientOf(local.url);
		bench.control = new StripeControl(local.url);
	});
	afterAll(async () => {
		await local?.stop();
		receiver?.closeAllConnections();
		receiver?.close();
	});
	return bench;
}

/** Stripe's own client, aimed at a local Stripe. */
export function clientOf(url: string, key = secretKey, retries = 0): Stripe {
	const { hostname: host, port } = new URL(url);
	return new Stripe(key, {
		host,
		port,
		protocol: 'http',
		maxNetworkRetries: retries,
		telemetry: false
	});
}

async function startReceiver(bench: Bench): Promise<{ server: Server; url: string }> {
	const server = createServer(async (request, response) => {
		const signature = request.headers['stripe-signature'] ?? '';
		try {
			const event = await Stripe.webhooks.constructEventAsync(
				await text(request),
				signature,
				webhookSecret
			);
			response.statusCode = bench.answer(event);
			if (response.statusCode < 300) bench.received.push(event);
		} catch {
			response.statusCode = 400;
		}
		response.end();
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	return { server, url: `http://127.0.0.1:${port}/` };
}

/** The object in a field that was expanded. */
export function expanded<T extends { id: string }>(field: string | T | null | undefined): T {
	if (!field || typeof field === 'string') throw new Error(`Not expanded: ${field}`);
	return field;
}

/** What a refused call was refused with. */
export async function refusal(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
	try {
		await call;
	} catch (error) {
		if (error instanceof Stripe.errors.StripeError) return error;
		throw error;
	}
	throw new Error('The call was not refused.');
}

/** Something on sale. */
export async function makePrice(
	{ stripe }: Bench,
	{ amount = 500, currency = 'eur', interval = 'month' as 'month' | 'year', product = '' } = {}
): Promise<Stripe.Price> {
	const of = product || (await stripe.products.create({ name: 'Reader' })).id;
	return stripe.prices.create({
		product: of,
		currency,
		unit_amount: amount,
		recurring: { interval }
	});
}

/** What `subscribe` may be told. */
export interface SubscribeOptions {
	price?: Stripe.Price;
	card?: string;
	trialDays?: number;
	/** The test clock the customer lives by. */
	clock?: string;
}

/** Somebody who has been through the checkout. */
export async function subscribe(bench: Bench, options: SubscribeOptions = {}) {
	const { stripe, control } = bench;
	const { card = '4242', trialDays, clock } = options;
	const price = options.price ?? (await makePrice(bench));
	const customer = await stripe.customers.create({ email: 'ada@example.com', test_clock: clock });
	const session = await stripe.checkout.sessions.create({
		...basket(price),
		customer: customer.id,
		subscription_data: { trial_period_days: trialDays, metadata: { tier: 'reader' } }
	});
	await control.checkout(session.id, { card });
	const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['subscription'] });
	return { price, customer, session: done, subscription: expanded(done.subscription) };
}

/** The parameters of a session that sells one price. */
export function basket(price: Stripe.Price) {
	return {
		mode: 'subscription',
		line_items: [{ price: price.id, quantity: 1 }],
		success_url: 'https://pamphlet.test/thanks?session={CHECKOUT_SESSION_ID}',
		cancel_url: 'https://pamphlet.test/join'
	} satisfies Stripe.Checkout.SessionCreateParams;
}

/** The latest invoice of a subscription, with what pays it. */
export async function latestInvoice({ stripe }: Bench, id: string): Promise<Stripe.Invoice> {
	const expand = ['latest_invoice.payments.data.payment.payment_intent'];
	return expanded((await stripe.subscriptions.retrieve(id, { expand })).latest_invoice);
}

/** The portal with everything on. */
export function makePortal({ stripe }: Bench, products: { product: string; prices: string[] }[]) {
	return stripe.billingPortal.configurations.create({
		features: {
			invoice_history: { enabled: true },
			payment_method_update: { enabled: true },
			subscription_cancel: { enabled: true, mode: 'at_period_end' },
			subscription_update: {
				enabled: true,
				default_allowed_updates: ['price'],
				proration_behavior: 'always_invoice',
				products
			}
		}
	});
}
