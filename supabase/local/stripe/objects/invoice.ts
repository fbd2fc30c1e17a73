import Stripe from 'stripe';
import { newId } from '../ids.ts';
import type { Line } from '../kinds.ts';
import { innerList } from './subscription.ts';

/** A draft; https://docs.stripe.com/api/invoices/object. */
export function newInvoice(
	subscription: Stripe.Subscription,
	customer: Stripe.Customer,
	given: {
		lines: Line[];
		reason: Stripe.Invoice.BillingReason;
		period: { start: number; end: number };
		startingBalance: number;
		finalizesAt: number | null;
		country: string;
		accountName: string;
	},
	now: number
): Stripe.Invoice {
	const id = newId('in');
	const total = given.lines.reduce((sum, line) => sum + line.amount, 0);
	const due = Math.max(0, total + given.startingBalance);
	return {
		id,
		object: 'invoice',
		account_country: given.country,
		account_name: given.accountName,
		account_tax_ids: null,
		amount_due: due,
		amount_overpaid: 0,
		amount_paid: 0,
		amount_remaining: due,
		amount_shipping: 0,
		application: null,
		attempt_count: 0,
		attempted: false,
		auto_advance: true,
		automatic_tax: {
			disabled_reason: null,
			enabled: false,
			liability: null,
			provider: null,
			status: null
		},
		automatically_finalizes_at: given.finalizesAt,
		billing_reason: given.reason,
		collection_method: 'charge_automatically',
		created: now,
		currency: subscription.currency,
		custom_fields: null,
		customer: customer.id,
		customer_account: null,
		customer_address: customer.address ?? null,
		customer_email: customer.email,
		customer_name: customer.name ?? null,
		customer_phone: customer.phone ?? null,
		customer_shipping: null,
		customer_tax_exempt: 'none',
		customer_tax_ids: [],
		default_payment_method: null,
		default_source: null,
		default_tax_rates: [],
		description: null,
		discounts: [],
		due_date: null,
		effective_at: null,
		ending_balance: null,
		footer: null,
		from_invoice: null,
		hosted_invoice_url: null,
		invoice_pdf: null,
		issuer: { type: 'self' },
		last_finalization_error: null,
		latest_revision: null,
		lines: innerList(
			given.lines.map((line) => newLine(id, subscription, line)),
			`/v1/invoices/${id}/lines`
		),
		livemode: false,
		metadata: {},
		next_payment_attempt: given.finalizesAt,
		number: null,
		on_behalf_of: null,
		parent: {
			quote_details: null,
			subscription_details: { metadata: subscription.metadata, subscription: subscription.id },
			type: 'subscription_details'
		},
		payment_settings: {
			default_mandate: null,
			payment_method_options: null,
			payment_method_types: null
		},
		period_end: given.period.end,
		period_start: given.period.start,
		post_payment_credit_notes_amount: 0,
		pre_payment_credit_notes_amount: 0,
		receipt_number: null,
		rendering: null,
		shipping_cost: null,
		shipping_details: null,
		starting_balance: given.startingBalance,
		statement_descriptor: null,
		status: 'draft',
		status_transitions: {
			finalized_at: null,
			marked_uncollectible_at: null,
			paid_at: null,
			voided_at: null
		},
		subtotal: total,
		subtotal_excluding_tax: total,
		test_clock: subscription.test_clock,
		total,
		total_discount_amounts: [],
		total_excluding_tax: total,
		total_pretax_credit_amounts: [],
		total_taxes: [],
		webhooks_delivered_at: null
	};
}

function newLine(
	invoice: string,
	subscription: Stripe.Subscription,
	line: Line
): Stripe.InvoiceLineItem {
	return {
		id: newId('il'),
		object: 'line_item',
		amount: line.amount,
		currency: subscription.currency,
		description: line.description,
		discount_amounts: [],
		discountable: !line.proration,
		discounts: [],
		invoice,
		livemode: false,
		metadata: {},
		parent: {
			invoice_item_details: null,
			subscription_item_details: {
				invoice_item: null,
				proration: line.proration,
				proration_details: { credited_items: null },
				subscription: subscription.id,
				subscription_item: line.item
			},
			type: 'subscription_item_details'
		},
		period: line.period,
		pretax_credit_amounts: [],
		pricing: {
			price_details: { price: line.price, product: line.product },
			type: 'price_details',
			unit_amount_decimal: Stripe.Decimal.from(line.unitAmount)
		},
		quantity: line.quantity,
		quantity_decimal: Stripe.Decimal.from(line.quantity),
		subscription: subscription.id,
		subtotal: line.amount,
		taxes: []
	};
}

/** The bond between an invoice and what pays it; https://docs.stripe.com/api/invoice-payment/object. */
export function newInvoicePayment(
	invoice: Stripe.Invoice,
	intent: Stripe.PaymentIntent,
	now: number
): Stripe.InvoicePayment {
	return {
		id: newId('inpay'),
		object: 'invoice_payment',
		amount_paid: null,
		amount_requested: invoice.amount_due,
		created: now,
		currency: invoice.currency,
		invoice: invoice.id,
		is_default: true,
		livemode: false,
		payment: { payment_intent: intent.id, type: 'payment_intent' },
		status: 'open',
		status_transitions: { canceled_at: null, paid_at: null }
	};
}
