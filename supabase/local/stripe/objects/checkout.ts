import type Stripe from 'stripe';
import { newId } from '../ids.ts';
import type { Kinds } from '../kinds.ts';
import { noAddress } from './customer.ts';

/** A session that sells a subscription; https://docs.stripe.com/api/checkout/sessions/object. */
export function newCheckoutSession(
	given: {
		customer: string | null;
		customerEmail: string | null;
		clientReference: string | null;
		total: number;
		currency: string;
		successUrl: string;
		cancelUrl: string | null;
		expiresAt: number;
		metadata: Stripe.Metadata;
		locale: string | null;
		paymentMethodCollection: 'always' | 'if_required';
		allowPromotionCodes: boolean | null;
		automaticTax: boolean;
		url: string;
	},
	now: number
): Stripe.Checkout.Session {
	const id = newId('cs_test', 58);
	return {
		id,
		object: 'checkout.session',
		adaptive_pricing: { enabled: false },
		after_expiration: null,
		allow_promotion_codes: given.allowPromotionCodes,
		allowed_payment_method_types: null,
		amount_subtotal: given.total,
		amount_total: given.total,
		automatic_tax: {
			enabled: given.automaticTax,
			liability: given.automaticTax ? { type: 'self' } : null,
			provider: given.automaticTax ? 'stripe' : null,
			status: null
		},
		billing_address_collection: null,
		cancel_url: given.cancelUrl,
		client_reference_id: given.clientReference,
		client_secret: null,
		collected_information: { business_name: null, individual_name: null, shipping_details: null },
		consent: null,
		consent_collection: null,
		created: now,
		currency: given.currency,
		currency_conversion: null,
		custom_fields: [],
		custom_text: {
			after_submit: null,
			shipping_address: null,
			submit: null,
			terms_of_service_acceptance: null
		},
		customer: given.customer,
		customer_account: null,
		customer_creation: given.customer ? null : 'always',
		customer_details: given.customerEmail ? customerDetails(given.customerEmail, null) : null,
		customer_email: given.customer ? null : given.customerEmail,
		discounts: [],
		expires_at: given.expiresAt,
		integration_identifier: null,
		invoice: null,
		invoice_creation: null,
		livemode: false,
		locale: given.locale,
		managed_payments: { enabled: false },
		metadata: given.metadata,
		mode: 'subscription',
		origin_context: null,
		payment_intent: null,
		payment_link: null,
		payment_method_collection: given.paymentMethodCollection,
		payment_method_configuration_details: null,
		payment_method_options: { card: { request_three_d_secure: 'automatic' } },
		payment_method_types: ['card'],
		payment_status: 'unpaid',
		permissions: null,
		phone_number_collection: { enabled: false },
		recovered_from: null,
		saved_payment_method_options: {
			allow_redisplay_filters: ['always'],
			payment_method_remove: 'disabled',
			payment_method_save: null
		},
		setup_intent: null,
		shipping_address_collection: null,
		shipping_cost: null,
		shipping_options: [],
		status: 'open',
		submit_type: null,
		subscription: null,
		success_url: given.successUrl,
		total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
		ui_mode: 'hosted_page',
		url: `${given.url}/checkout/${id}`,
		wallet_options: null
	};
}

/** Who pays, as the session tells it. */
export function customerDetails(
	email: string | null,
	name: string | null
): Stripe.Checkout.Session.CustomerDetails {
	return {
		address: noAddress,
		business_name: null,
		email,
		individual_name: null,
		name,
		phone: null,
		tax_exempt: 'none',
		tax_ids: []
	};
}

/** What is bought, which a session shows when it is asked to expand `line_items`. */
export function lineItems(
	checkout: Kinds['checkouts'],
	catalogue: { price(id: string): Stripe.Price | undefined; name(price: Stripe.Price): string }
): Stripe.LineItem[] {
	return checkout.items.flatMap((item) => {
		const price = catalogue.price(item.price);
		if (!price) return [];
		const total = (price.unit_amount ?? 0) * item.quantity;
		return {
			id: item.id,
			object: 'item',
			adjustable_quantity: null,
			amount_discount: 0,
			amount_subtotal: total,
			amount_tax: 0,
			amount_total: total,
			currency: price.currency,
			description: catalogue.name(price),
			metadata: {},
			price,
			quantity: item.quantity
		};
	});
}
