import type Stripe from 'stripe';
import { newId } from '../ids.ts';
import type { Card } from '../cards.ts';

export const noAddress: Stripe.Address = {
	city: null,
	country: null,
	line1: null,
	line2: null,
	postal_code: null,
	state: null
};

/** A customer as it is made; https://docs.stripe.com/api/customers/object. */
export function newCustomer(
	given: {
		email: string | null;
		name: string | null;
		description: string | null;
		phone: string | null;
		metadata: Stripe.Metadata;
		testClock: string | null;
	},
	now: number
): Stripe.Customer {
	return {
		id: newId('cus', 14),
		object: 'customer',
		address: null,
		balance: 0,
		created: now,
		currency: null,
		customer_account: null,
		default_source: null,
		delinquent: false,
		description: given.description,
		discount: null,
		email: given.email,
		invoice_prefix: newId('x', 8).slice(2).toUpperCase(),
		invoice_settings: {
			custom_fields: null,
			default_payment_method: null,
			footer: null,
			rendering_options: null
		},
		livemode: false,
		metadata: given.metadata,
		name: given.name,
		next_invoice_sequence: 1,
		phone: given.phone,
		preferred_locales: [],
		shipping: null,
		tax_exempt: 'none',
		test_clock: given.testClock
	};
}

/** A card that belongs to a customer; https://docs.stripe.com/api/payment_methods/object. */
export function newPaymentMethod(
	card: Card,
	customer: Stripe.Customer,
	now: number
): Stripe.PaymentMethod {
	return {
		id: newId('pm'),
		object: 'payment_method',
		allow_redisplay: 'limited',
		billing_details: {
			address: noAddress,
			email: customer.email,
			name: customer.name ?? null,
			phone: null,
			tax_id: null
		},
		card: {
			brand: 'visa',
			checks: {
				address_line1_check: null,
				address_postal_code_check: null,
				cvc_check: 'pass'
			},
			country: 'US',
			display_brand: 'visa',
			exp_month: 12,
			exp_year: new Date(now * 1000).getUTCFullYear() + 4,
			fingerprint: `local${card.last4}`,
			funding: 'credit',
			generated_from: null,
			last4: card.last4,
			networks: { available: ['visa'], preferred: null },
			regulated_status: 'unregulated',
			three_d_secure_usage: { supported: true },
			wallet: null
		},
		created: now,
		customer: customer.id,
		customer_account: null,
		livemode: false,
		metadata: {},
		type: 'card'
	};
}
