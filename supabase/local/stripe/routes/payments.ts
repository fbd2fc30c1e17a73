import { endpoint, found, listEndpoint, retrieveEndpoint, type Endpoint } from '../api/endpoint.ts';
import * as p from '../api/params.ts';
import { refundCharge } from '../billing/refunds.ts';
import type { Engine } from '../engine.ts';
import { invalid } from '../errors.ts';
import { idOf } from '../ids.ts';
import { mergeMetadata } from './metadata.ts';

const charge = (engine: Engine, id: string) => engine.store.get('charges', id);
const intent = (engine: Engine, id: string) => engine.store.get('paymentIntents', id);
const refund = (engine: Engine, id: string) => engine.store.get('refunds', id);
const dispute = (engine: Engine, id: string) => engine.store.get('disputes', id);

const byPayment = { charge: p.text.optional(), payment_intent: p.text.optional() };

/** Charges, and what goes back of them. */
export const paymentEndpoints: Endpoint[] = [
	retrieveEndpoint('/v1/payment_intents/:id', 'payment_intent', intent),
	retrieveEndpoint('/v1/payment_methods/:id', 'PaymentMethod', (engine, id) =>
		engine.store.get('paymentMethods', id)
	),
	retrieveEndpoint('/v1/balance_transactions/:id', 'balance transaction', (engine, id) =>
		engine.store.get('balanceTransactions', id)
	),
	retrieveEndpoint('/v1/charges/:id', 'charge', charge),
	listEndpoint(
		'/v1/charges',
		{ customer: p.text.optional(), payment_intent: p.text.optional() },
		({ engine, params }) =>
			engine.store
				.all('charges')
				.filter((one) => params.customer === undefined || one.customer === params.customer)
				.filter(
					(one) =>
						params.payment_intent === undefined || one.payment_intent === params.payment_intent
				)
	),
	endpoint(
		'POST',
		'/v1/refunds',
		{
			...byPayment,
			amount: p.integer.optional(),
			reason: p.oneOf('duplicate', 'fraudulent', 'requested_by_customer').optional(),
			metadata: p.clearable(p.metadata).optional()
		},
		({ engine, params: { charge: chargeId, payment_intent: intentId, ...wish } }) => {
			if (!chargeId && !intentId) {
				throw invalid(
					'One of the following params should be provided for this request: payment_intent or charge.',
					{ code: 'parameter_missing' }
				);
			}
			const paid = intentId
				? found(intent(engine, intentId), 'payment_intent', intentId, 'payment_intent')
				: undefined;
			const id = chargeId ?? idOf(paid?.latest_charge) ?? '';
			const known = found(charge(engine, id), 'charge', id, 'charge');
			const metadata = mergeMetadata({}, wish.metadata);
			return refundCharge(engine, known, { ...wish, metadata });
		}
	),
	retrieveEndpoint('/v1/refunds/:id', 'refund', refund),
	listEndpoint('/v1/refunds', byPayment, ({ engine, params }) =>
		engine.store.all('refunds').filter((one) => concerns(one, params))
	),
	retrieveEndpoint('/v1/disputes/:id', 'dispute', dispute),
	listEndpoint('/v1/disputes', byPayment, ({ engine, params }) =>
		engine.store.all('disputes').filter((one) => concerns(one, params))
	)
];

interface OfPayment {
	charge: string | { id: string } | null;
	payment_intent: string | { id: string } | null;
}

function concerns(one: OfPayment, wanted: { charge?: string; payment_intent?: string }): boolean {
	return (
		(wanted.charge === undefined || idOf(one.charge) === wanted.charge) &&
		(wanted.payment_intent === undefined || idOf(one.payment_intent) === wanted.payment_intent)
	);
}
