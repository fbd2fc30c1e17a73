import type Stripe from 'stripe';
import { z } from 'zod';

/** What is bought in a checkout session, and what the subscription is to be made of. */
const checkoutSchema = z.object({
	/** That of the session. */
	id: z.string(),
	items: z.array(z.object({ id: z.string(), price: z.string(), quantity: z.number() })),
	metadata: z.record(z.string(), z.string()),
	description: z.string().nullable(),
	trialDays: z.number().nullable(),
	trialEnd: z.number().nullable(),
	missingPaymentMethod: z.enum(['cancel', 'create_invoice', 'pause']),
	/** Made by a payment that still waits for the person to authenticate it. */
	subscription: z.string().nullable()
});

const outcome = z.enum(['succeed', 'decline', 'authenticate']);
/** How an attempt to charge somebody ends. */
export type Outcome = z.infer<typeof outcome>;

const lineSchema = z.object({
	/** The subscription's item. */
	item: z.string(),
	price: z.string(),
	product: z.string(),
	unitAmount: z.number(),
	quantity: z.number(),
	/** In the currency's smallest unit; below zero for time that was paid and is given back. */
	amount: z.number(),
	description: z.string(),
	period: z.object({ start: z.number(), end: z.number() }),
	proration: z.boolean()
});
/** One line that an invoice is to have. */
export type Line = z.infer<typeof lineSchema>;

/** Lines that wait for the next invoice of a subscription, whose id this has. */
const pendingSchema = z.object({ id: z.string(), lines: z.array(lineSchema) });

const wishSchema = z.object({
	/** That of the customer. */
	id: z.string(),
	outcomes: z.array(outcome)
});

export const deliverySchema = z.object({
	id: z.string(),
	event: z.string(),
	state: z.enum(['waiting', 'held', 'retrying', 'delivered', 'failed', 'dropped']),
	attempts: z.number(),
	/** Wall clock, in milliseconds. */
	nextAttempt: z.number().nullable(),
	/** The last answer's status; 0 is none at all. */
	status: z.number().nullable()
});

const replaySchema = z.object({
	/** The Idempotency-Key. */
	id: z.string(),
	fingerprint: z.string(),
	status: z.number(),
	body: z.string(),
	/** Wall clock, in milliseconds. */
	at: z.number()
});

const counterSchema = z.object({ id: z.string(), value: z.number() });

/** Everything that is kept, by the name of its collection. */
export interface Kinds {
	products: Stripe.Product;
	prices: Stripe.Price;
	customers: Stripe.Customer;
	paymentMethods: Stripe.PaymentMethod;
	checkoutSessions: Stripe.Checkout.Session;
	checkouts: z.infer<typeof checkoutSchema>;
	portalConfigurations: Stripe.BillingPortal.Configuration;
	portalSessions: Stripe.BillingPortal.Session;
	subscriptions: Stripe.Subscription;
	invoices: Stripe.Invoice;
	invoicePayments: Stripe.InvoicePayment;
	paymentIntents: Stripe.PaymentIntent;
	charges: Stripe.Charge;
	refunds: Stripe.Refund;
	balanceTransactions: Stripe.BalanceTransaction;
	disputes: Stripe.Dispute;
	testClocks: Stripe.TestHelpers.TestClock;
	pendingLines: z.infer<typeof pendingSchema>;
	events: Stripe.EventBase;
	deliveries: z.infer<typeof deliverySchema>;
	replays: z.infer<typeof replaySchema>;
	wishes: z.infer<typeof wishSchema>;
	counters: z.infer<typeof counterSchema>;
}

export type Kind = keyof Kinds;

/** Objects of Stripe are read back from our own file: their tag says enough about them. */
function tagged<T extends { id: string; object: string }>(object: T['object']) {
	return z.custom<T>(
		(value) => z.object({ id: z.string(), object: z.literal(object) }).safeParse(value).success
	);
}

const schemas: { [K in Kind]: z.ZodType<Kinds[K]> } = {
	products: tagged<Stripe.Product>('product'),
	prices: tagged<Stripe.Price>('price'),
	customers: tagged<Stripe.Customer>('customer'),
	paymentMethods: tagged<Stripe.PaymentMethod>('payment_method'),
	checkoutSessions: tagged<Stripe.Checkout.Session>('checkout.session'),
	checkouts: checkoutSchema,
	portalConfigurations: tagged<Stripe.BillingPortal.Configuration>('billing_portal.configuration'),
	portalSessions: tagged<Stripe.BillingPortal.Session>('billing_portal.session'),
	subscriptions: tagged<Stripe.Subscription>('subscription'),
	invoices: tagged<Stripe.Invoice>('invoice'),
	invoicePayments: tagged<Stripe.InvoicePayment>('invoice_payment'),
	paymentIntents: tagged<Stripe.PaymentIntent>('payment_intent'),
	charges: tagged<Stripe.Charge>('charge'),
	refunds: tagged<Stripe.Refund>('refund'),
	balanceTransactions: tagged<Stripe.BalanceTransaction>('balance_transaction'),
	disputes: tagged<Stripe.Dispute>('dispute'),
	testClocks: tagged<Stripe.TestHelpers.TestClock>('test_helpers.test_clock'),
	pendingLines: pendingSchema,
	events: tagged<Stripe.EventBase>('event'),
	deliveries: deliverySchema,
	replays: replaySchema,
	wishes: wishSchema,
	counters: counterSchema
};

const names: Kind[] = [
	...(['products', 'prices', 'customers', 'paymentMethods', 'checkoutSessions'] as const),
	...(['checkouts', 'portalConfigurations', 'portalSessions', 'subscriptions'] as const),
	...([
		'invoices',
		'invoicePayments',
		'paymentIntents',
		'charges',
		'refunds',
		'balanceTransactions'
	] as const),
	...([
		'disputes',
		'testClocks',
		'pendingLines',
		'events',
		'deliveries',
		'replays',
		'wishes'
	] as const),
	'counters'
];

export const kinds = { names, schemas };
