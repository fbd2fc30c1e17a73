import type Stripe from 'stripe';
import type { Engine } from '../engine.ts';
import { invalid } from '../errors.ts';
import { idOf } from '../ids.ts';
import { formatMoney } from '../money.ts';
import { newBalanceTransaction } from '../objects/balance.ts';
import { newRefund } from '../objects/money-back.ts';

/** How much goes back, and why. */
export interface RefundWish {
	/** All that is left of the charge, where it is not said. */
	amount?: number;
	reason?: Stripe.Refund.Reason;
	metadata?: Stripe.Metadata;
}

/**
 * Gives money of a charge back.
 * @throws StripeProblem when there is less left than that, or the payment is disputed
 */
export function refundCharge(
	engine: Engine,
	charge: Stripe.Charge,
	wish: RefundWish = {}
): Stripe.Refund {
	const left = charge.amount - charge.amount_refunded;
	const { amount = left, reason = null, metadata = {} } = wish;
	if (!charge.paid) {
		throw invalid(`The charge ${charge.id} has not succeeded and cannot be refunded.`, {
			param: 'charge'
		});
	}
	if (left === 0) {
		throw invalid(`Charge ${charge.id} has already been refunded.`, {
			code: 'charge_already_refunded'
		});
	}
	if (isContested(engine, charge)) {
		throw invalid(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
			code: 'charge_disputed'
		});
	}
	if (amount < 1) throw invalid('Invalid positive integer', { param: 'amount' });
	if (amount > left) {
		throw invalid(
			`Refund amount (${formatMoney(amount, charge.currency)}) is greater than unrefunded amount on charge (${formatMoney(left, charge.currency)})`,
			{ param: 'amount' }
		);
	}
	const now = engine.now(idOf(charge.customer));
	const made = newRefund(charge, { amount, reason, metadata }, now);
	const moved = balanceOf(engine, 'refund', made, -amount);
	const refund = { ...made, balance_transaction: moved };
	engine.create('refunds', refund, 'refund.created');
	const amount_refunded = charge.amount_refunded + amount;
	const patch = { amount_refunded, refunded: amount_refunded === charge.amount };
	engine.update('charges', charge, patch, 'charge.refunded');
	// The bank's reference arrives a moment later.
	const { destination_details: details } = refund;
	const referenced: Partial<Stripe.Refund> = {
		destination_details: {
			...details,
			card: {
				reference: refund.id.slice(-12),
				reference_status: 'available',
				reference_type: 'acquirer_reference_number',
				type: 'refund'
			},
			type: 'card'
		}
	};
	const settled = engine.update('refunds', refund, referenced, 'refund.updated');
	engine.emit('charge.refund.updated', settled);
	return settled;
}

/**
 * Lets a refund come back: the card's bank would not take it, which may show weeks later.
 * @throws StripeProblem when it has failed already
 */
export function failRefund(engine: Engine, refund: Stripe.Refund): Stripe.Refund {
	const charge = engine.store.get('charges', idOf(refund.charge) ?? '');
	if (refund.status !== 'succeeded' || !charge) throw invalid('This refund has failed already.');
	const failed = engine.update('refunds', refund, {
		status: 'failed',
		failure_reason: 'expired_or_canceled_card',
		failure_balance_transaction: balanceOf(engine, 'refund_failure', refund, refund.amount)
	});
	engine.emit('refund.failed', failed);
	const amount_refunded = charge.amount_refunded - refund.amount;
	engine.update('charges', charge, { amount_refunded, refunded: false }, 'charge.updated');
	engine.emit('charge.refund.updated', failed);
	return failed;
}

function balanceOf(
	engine: Engine,
	sort: 'refund' | 'refund_failure',
	refund: Stripe.Refund,
	amount: number
): string {
	const now = engine.now(idOf(refund.customer));
	const { id: source, currency } = refund;
	const given = { source, amount, fee: 0, currency, description: 'Refund' };
	return engine.create('balanceTransactions', newBalanceTransaction(sort, given, now)).id;
}

/** Whether somebody contests a payment, or has done so with success. */
function isContested(engine: Engine, charge: Stripe.Charge): boolean {
	return engine.store
		.all('disputes')
		.some((dispute) => idOf(dispute.charge) === charge.id && dispute.status !== 'won');
}
