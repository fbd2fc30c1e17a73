import type Stripe from 'stripe';
import { newId } from '../ids.ts';

/** Why the balance of the account changes, as Stripe sorts it. */
const sorts = {
	charge: { type: 'charge', reporting_category: 'charge' },
	refund: { type: 'refund', reporting_category: 'refund' },
	refund_failure: { type: 'refund_failure', reporting_category: 'refund_failure' },
	dispute: { type: 'adjustment', reporting_category: 'dispute' },
	dispute_reversal: { type: 'adjustment', reporting_category: 'dispute_reversal' }
} as const;

/** A change of the balance; https://docs.stripe.com/api/balance_transactions/object. */
export function newBalanceTransaction(
	sort: keyof typeof sorts,
	given: { source: string; amount: number; fee: number; currency: string; description: string },
	now: number
): Stripe.BalanceTransaction {
	const { source, amount, fee, currency, description } = given;
	const type = sort === 'dispute' ? 'Dispute fee' : 'Stripe processing fees';
	return {
		id: newId('txn'),
		object: 'balance_transaction',
		amount,
		available_on: now,
		balance_type: 'payments',
		created: now,
		currency,
		description,
		exchange_rate: null,
		fee,
		fee_details: fee
			? [{ amount: fee, application: null, currency, description: type, type: 'stripe_fee' }]
			: [],
		net: amount - fee,
		...sorts[sort],
		source,
		status: 'available'
	};
}
