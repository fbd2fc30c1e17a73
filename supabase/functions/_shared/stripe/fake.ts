import type Stripe from 'stripe';
import type { StripeReader } from './fetch-snapshot.ts';
import type { EventRecord, PaymentStore } from './payment-store.ts';
import type { Snapshot } from './snapshot.ts';

/** Parts of Stripe's objects that tests need, as Stripe would send the whole. */
export function fakeSubscription(changes: object = {}): Stripe.Subscription {
	return {
		id: 'sub_1',
		customer: 'cus_1',
		status: 'active',
		items: {
			data: [
				{
					price: {
						id: 'price_1',
						currency: 'gbp',
						unit_amount: 500,
						recurring: { interval: 'month', interval_count: 1 }
					},
					quantity: 1,
					current_period_start: 1000,
					current_period_end: 2000
				}
			]
		},
		latest_invoice: null,
		trial_end: null,
		cancel_at: null,
		cancel_at_period_end: false,
		canceled_at: null,
		ended_at: null,
		start_date: 1000,
		...changes
	} as unknown as Stripe.Subscription;
}

export function fakeInvoice(changes: object = {}): Stripe.Invoice {
	return {
		id: 'in_1',
		parent: { subscription_details: { subscription: 'sub_1' } },
		lines: { data: [{ amount: 500, pricing: { price_details: { price: 'price_1' } } }] },
		status: 'paid',
		number: 'A-1',
		billing_reason: 'subscription_create',
		currency: 'gbp',
		amount_due: 500,
		amount_paid: 500,
		attempt_count: 1,
		next_payment_attempt: null,
		hosted_invoice_url: null,
		status_transitions: { finalized_at: 1000, paid_at: 1001 },
		created: 999,
		period_start: 1000,
		period_end: 1000,
		...changes
	} as unknown as Stripe.Invoice;
}

export function fakePayment(changes: object = {}): Stripe.InvoicePayment {
	return {
		id: 'inpay_1',
		invoice: 'in_1',
		status: 'paid',
		amount_paid: 500,
		currency: 'gbp',
		created: 1000,
		status_transitions: { paid_at: 1001 },
		payment: { type: 'payment_intent', payment_intent: { id: 'pi_1', status: 'succeeded' } },
		...changes
	} as unknown as Stripe.InvoicePayment;
}

/** What a fake Stripe holds. */
export interface Holdings {
	subscriptions?: Stripe.Subscription[];
	invoices?: Stripe.Invoice[];
	payments?: Stripe.InvoicePayment[];
	refunds?: Stripe.Refund[];
	disputes?: Stripe.Dispute[];
}

/** @param missing made for what it does not hold */
export function fakeReader(holdings: Holdings, missing: () => Error): StripeReader {
	const find = <T extends { id: string }>(list: T[] | undefined, id: string) => {
		const found = list?.find((one) => one.id === id);
		return found ? Promise.resolve(found) : Promise.reject(missing());
	};
	const list = (data: unknown[] | undefined) => Promise.resolve({ data: data ?? [] });
	return {
		subscriptions: { retrieve: (id: string) => find(holdings.subscriptions, id) },
		invoices: {
			retrieve: (id: string) => find(holdings.invoices, id),
			list: () => list(holdings.invoices)
		},
		invoicePayments: { list: () => list(holdings.payments) },
		refunds: { list: () => list(holdings.refunds) },
		disputes: { list: () => list(holdings.disputes) }
	} as unknown as StripeReader;
}

/** A store that writes down what it was told. */
export function fakeStore() {
	const ignored: [event: EventRecord, reason: string][] = [];
	const applied: { event: EventRecord | null; ticket: number; snapshot: Snapshot }[] = [];
	const forgotten: string[] = [];
	let ticket = 0;
	const store: PaymentStore = {
		begin: async ({ id }) => ({
			seen: applied.some(({ event }) => event?.id === id),
			ticket: ++ticket
		}),
		ignore: async (event, reason) => void ignored.push([event, reason]),
		apply: async (event, drawn, snapshot) => {
			applied.push({ event, ticket: drawn, snapshot });
			return { outcome: 'applied', new: true, subscription: {}, invoice: {} };
		},
		forgetCustomer: async (_account, _livemode, customer) => void forgotten.push(customer)
	};
	return { store, ignored, applied, forgotten };
}
