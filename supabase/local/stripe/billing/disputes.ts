import type Stripe from 'stripe';
import type { Engine } from '../engine.ts';
import { invalid } from '../errors.ts';
import { idOf } from '../ids.ts';
import { disputeTransaction, newDispute } from '../objects/money-back.ts';

/**
 * Lets the payer contest a charge: what is left of it is withdrawn at once.
 * @throws StripeProblem when nothing is left of it, or it is contested already
 */
export function openDispute(
	engine: Engine,
	charge: Stripe.Charge,
	reason = 'fraudulent'
): Stripe.Dispute {
	if (!charge.paid || charge.refunded || charge.disputed) {
		throw invalid(`The charge ${charge.id} cannot be disputed.`, { param: 'charge' });
	}
	const dispute = newDispute(charge, reason, engine.now(idOf(charge.customer)));
	engine.update('charges', charge, { disputed: true }, 'charge.updated');
	engine.create('disputes', dispute, 'charge.dispute.created');
	engine.emit('charge.dispute.funds_withdrawn', dispute);
	return dispute;
}

/**
 * Ends a dispute. Won, the money comes back.
 * @throws StripeProblem when it is over
 */
export function closeDispute(
	engine: Engine,
	dispute: Stripe.Dispute,
	status: 'won' | 'lost'
): Stripe.Dispute {
	if (['won', 'lost'].includes(dispute.status)) {
		throw invalid('This dispute is already closed', { param: 'dispute' });
	}
	const charge = engine.store.get('charges', idOf(dispute.charge));
	const now = engine.now(idOf(charge?.customer));
	const back = disputeTransaction(dispute.id, dispute.currency, dispute.amount, 'reversal', now);
	const { balance_transactions: moved } = dispute;
	const closed = engine.update('disputes', dispute, {
		status,
		balance_transactions: status === 'won' ? [...moved, back] : moved
	});
	engine.emit('charge.dispute.closed', closed);
	if (status === 'won') engine.emit('charge.dispute.funds_reinstated', closed);
	return closed;
}
