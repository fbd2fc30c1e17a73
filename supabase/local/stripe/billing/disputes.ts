import type Stripe from 'stripe';
import type { Engine } from '../engine.ts';
import { invalid } from '../errors.ts';
import { idOf } from '../ids.ts';
import { newBalanceTransaction } from '../objects/balance.ts';
import { newDispute } from '../objects/money-back.ts';

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
	const made = newDispute(charge, reason, engine.now(idOf(charge.customer)));
	const dispute = { ...made, balance_transactions: [move(engine, made, charge, 'dispute')] };
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
	if (!charge) throw invalid('The charge is gone.', { param: 'charge' });
	const { balance_transactions: moved } = dispute;
	const closed = engine.update('disputes', dispute, {
		status,
		balance_transactions:
			status === 'won' ? [...moved, move(engine, dispute, charge, 'dispute_reversal')] : moved
	});
	engine.emit('charge.dispute.closed', closed);
	if (status === 'won') engine.emit('charge.dispute.funds_reinstated', closed);
	return closed;
}

/** Takes what is contested from the balance, with a fee that stays with Stripe, or gives it back. */
function move(
	engine: Engine,
	dispute: Stripe.Dispute,
	charge: Stripe.Charge,
	sort: 'dispute' | 'dispute_reversal'
): Stripe.BalanceTransaction {
	const taken = sort === 'dispute';
	const given = {
		source: dispute.id,
		amount: taken ? -dispute.amount : dispute.amount,
		fee: taken ? 2000 : 0,
		currency: dispute.currency,
		description: `Chargeback ${taken ? 'withdrawal' : 'reversal'} for ${charge.id}`
	};
	const moved = newBalanceTransaction(sort, given, engine.now(idOf(charge.customer)));
	return engine.create('balanceTransactions', moved);
}
