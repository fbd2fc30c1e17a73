import type Stripe from 'stripe';
import { DAY } from '../clock.ts';
import { newId } from '../ids.ts';

/** Money that goes back to a card; https://docs.stripe.com/api/refunds/object. */
export function newRefund(
	charge: Stripe.Charge,
	given: {
		amount: number;
		reason: Stripe.Refund.Reason | null;
		metadata: Stripe.Metadata;
	},
	now: number
): Stripe.Refund {
	return {
		id: newId('re'),
		object: 'refund',
		amount: given.amount,
		balance_transaction: null,
		charge: charge.id,
		created: now,
		currency: charge.currency,
		customer: charge.customer,
		customer_account: null,
		destination_details: {
			card: {
				reference_status: 'pending',
				reference_type: 'acquirer_reference_number',
				type: 'refund'
			},
			type: 'card'
		},
		metadata: given.metadata,
		payment_intent: charge.payment_intent,
		payment_method: charge.payment_method,
		reason: given.reason,
		receipt_number: null,
		source_transfer_reversal: null,
		status: 'succeeded',
		transfer_reversal: null
	};
}

const noEvidence: Stripe.Dispute.Evidence = {
	access_activity_log: null,
	billing_address: null,
	cancellation_policy: null,
	cancellation_policy_disclosure: null,
	cancellation_rebuttal: null,
	customer_communication: null,
	customer_email_address: null,
	customer_name: null,
	customer_purchase_ip: null,
	customer_signature: null,
	duplicate_charge_documentation: null,
	duplicate_charge_explanation: null,
	duplicate_charge_id: null,
	enhanced_evidence: {},
	product_description: null,
	receipt: null,
	refund_policy: null,
	refund_policy_disclosure: null,
	refund_refusal_explanation: null,
	service_date: null,
	service_documentation: null,
	shipping_address: null,
	shipping_carrier: null,
	shipping_date: null,
	shipping_documentation: null,
	shipping_tracking_number: null,
	uncategorized_file: null,
	uncategorized_text: null
};

/** A payment that its payer contests; https://docs.stripe.com/api/disputes/object. */
export function newDispute(charge: Stripe.Charge, reason: string, now: number): Stripe.Dispute {
	return {
		id: newId('du'),
		object: 'dispute',
		amount: charge.amount - charge.amount_refunded,
		balance_transactions: [],
		charge: charge.id,
		created: now,
		currency: charge.currency,
		enhanced_eligibility_types: [],
		evidence: noEvidence,
		evidence_details: {
			due_by: now + 21 * DAY,
			enhanced_eligibility: {},
			has_evidence: false,
			past_due: false,
			submission_count: 0,
			submission_method: 'not_submitted'
		},
		intended_submission_method: null,
		is_charge_refundable: false,
		livemode: false,
		metadata: {},
		network_reason_code: '10.4',
		payment_intent: charge.payment_intent,
		payment_method_details: {
			card: {
				brand: 'visa',
				case_type: 'chargeback',
				network: 'visa',
				network_reason_code: '10.4'
			},
			type: 'card'
		},
		reason,
		status: 'needs_response'
	};
}
