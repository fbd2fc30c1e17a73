import type Stripe from 'stripe';
import type { Engine } from '../engine.ts';
import { invalid } from '../errors.ts';
import { idOf } from '../ids.ts';
import { formatMoney } from '../money.ts';
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
	const refund = newRefund(charge, { amount, reason, metadata }, now);
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

/** Whether somebody contests a payment, or has done so with success. */
function isContested(engine: Engine, charge: Stripe.Charge): boolean {
	return engine.store
		.all('disputes')
		.some((dispute) => idOf(dispute.charge) === charge.id && dispute.status !== 'won');
}
