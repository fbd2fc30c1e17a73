import type Stripe from 'stripe';
import { newId } from '../ids.ts';
import { noAddress } from './customer.ts';

/** What pays an invoice; https://docs.stripe.com/api/payment_intents/object. */
export function newPaymentIntent(
	invoice: Stripe.Invoice,
	customer: string,
	method: string | null,
	now: number
): Stripe.PaymentIntent {
	const id = newId('pi');
	return {
		id,
		object: 'payment_intent',
		allowed_payment_method_types: null,
		amount: invoice.amount_due,
		amount_capturable: 0,
		amount_details: { tip: {} },
		amount_received: 0,
		application: null,
		application_fee_amount: null,
		automatic_payment_methods: null,
		canceled_at: null,
		cancellation_reason: null,
		capture_method: 'automatic',
		client_secret: `${id}_secret_${newId('x').slice(2)}`,
		confirmation_method: 'automatic',
		created: now,
		currency: invoice.currency,
		customer,
		customer_account: null,
		description:
			invoice.billing_reason === 'subscription_create'
				? 'Subscription creation'
				: 'Subscription update',
		excluded_payment_method_types: null,
		last_payment_error: null,
		latest_charge: null,
		livemode: false,
		managed_payments: { enabled: false },
		metadata: {},
		next_action: null,
		on_behalf_of: null,
		payment_method: method,
		payment_method_configuration_details: null,
		payment_method_options: {},
		payment_method_types: ['card'],
		payment_record: null,
		processing: null,
		receipt_email: null,
		review: null,
		setup_future_usage: 'off_session',
		shipping: null,
		source: null,
		statement_descriptor: null,
		statement_descriptor_suffix: null,
		status: method ? 'requires_confirmation' : 'requires_payment_method',
		transfer_data: null,
		transfer_group: null
	};
}

/** One attempt to take money; https://docs.stripe.com/api/charges/object. */
export function newCharge(
	intent: Stripe.PaymentIntent,
	method: Stripe.PaymentMethod,
	failure: { code: string; message: string } | null,
	url: string,
	now: number
): Stripe.Charge {
	const id = newId('ch');
	const card = method.card;
	return {
		id,
		object: 'charge',
		amount: intent.amount,
		amount_captured: failure ? 0 : intent.amount,
		amount_refunded: 0,
		application: null,
		application_fee: null,
		application_fee_amount: null,
		balance_transaction: null,
		billing_details: {
			address: noAddress,
			email: method.billing_details.email,
			name: method.billing_details.name,
			phone: null,
			tax_id: null
		},
		calculated_statement_descriptor: 'LOCAL STRIPE',
		captured: !failure,
		created: now,
		currency: intent.currency,
		customer: intent.customer,
		description: intent.description,
		disputed: false,
		failure_balance_transaction: null,
		failure_code: failure?.code ?? null,
		failure_message: failure?.message ?? null,
		fraud_details: {},
		livemode: false,
		metadata: {},
		on_behalf_of: null,
		outcome: {
			advice_code: failure ? 'try_again_later' : null,
			network_advice_code: null,
			network_decline_code: failure ? '01' : null,
			network_status: failure ? 'declined_by_network' : 'approved_by_network',
			reason: failure ? 'generic_decline' : null,
			risk_level: 'normal',
			seller_message: failure
				? 'The bank did not return any further details with this decline.'
				: 'Payment complete.',
			type: failure ? 'issuer_declined' : 'authorized'
		},
		paid: !failure,
		payment_intent: intent.id,
		payment_method: method.id,
		payment_method_details: {
			card: {
				amount_authorized: failure ? null : intent.amount,
				authorization_code: null,
				brand: card?.brand ?? null,
				checks: {
					address_line1_check: null,
					address_postal_code_check: null,
					cvc_check: null
				},
				country: card?.country ?? null,
				electronic_commerce_indicator: null,
				exp_month: card?.exp_month ?? 1,
				exp_year: card?.exp_year ?? 2030,
				extended_authorization: { status: 'disabled' },
				fingerprint: card?.fingerprint ?? null,
				funding: card?.funding ?? null,
				incremental_authorization: { status: 'unavailable' },
				installments: null,
				last4: card?.last4 ?? null,
				mandate: null,
				multicapture: { status: 'unavailable' },
				network: 'visa',
				network_token: { used: false },
				network_transaction_id: null,
				overcapture: { maximum_amount_capturable: intent.amount, status: 'unavailable' },
				regulated_status: 'unregulated',
				three_d_secure: null,
				transaction_link_id: null,
				wallet: null
			},
			type: 'card'
		},
		radar_options: {},
		receipt_email: null,
		receipt_number: null,
		receipt_url: failure ? null : `${url}/invoice/by-charge/${id}`,
		refunded: false,
		review: null,
		shipping: null,
		source: null,
		source_transfer: null,
		statement_descriptor: null,
		statement_descriptor_suffix: null,
		status: failure ? 'failed' : 'succeeded',
		transfer_data: null,
		transfer_group: null
	};
}
