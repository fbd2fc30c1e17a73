import { z } from 'zod';
import { endpoint, found, listEndpoint, retrieveEndpoint, type Endpoint } from '../api/endpoint.ts';
import * as p from '../api/params.ts';
import { finalizeInvoice } from '../billing/invoices.ts';
import { payInvoice } from '../billing/payments.ts';
import type { Engine } from '../engine.ts';
import { invalid, StripeProblem } from '../errors.ts';
import { idOf } from '../ids.ts';

const invoice = (engine: Engine, id: string) => engine.store.get('invoices', id);

/** Invoices and what pays them. */
export const invoiceEndpoints: Endpoint[] = [
	retrieveEndpoint('/v1/invoices/:id', 'invoice', invoice),
	listEndpoint(
		'/v1/invoices',
		{
			customer: p.text.optional(),
			subscription: p.text.optional(),
			status: p.oneOf('draft', 'open', 'paid', 'uncollectible', 'void').optional()
		},
		({ engine, params: { customer, subscription, status } }) =>
			engine.store
				.all('invoices')
				.filter((one) => customer === undefined || one.customer === customer)
				.filter((one) => status === undefined || one.status === status)
				.filter(({ parent }) => {
					const id = idOf(parent?.subscription_details?.subscription);
					return subscription === undefined || id === subscription;
				})
	),
	endpoint(
		'POST',
		'/v1/invoices/:id/pay',
		{ payment_method: p.text.optional(), off_session: p.boolean.optional() },
		({ engine, id, params: { payment_method: method, off_session } }) => {
			const known = found(invoice(engine, id), 'invoice', id);
			if (method) {
				found(
					engine.store.get('paymentMethods', method),
					'PaymentMethod',
					method,
					'payment_method'
				);
			}
			if (known.status === 'paid') throw invalid('Invoice is already paid');
			if (known.status !== 'draft' && known.status !== 'open') {
				throw invalid(`Invoice with status ${known.status} can no longer be paid`);
			}
			const open = known.status === 'draft' ? finalizeInvoice(engine, known) : known;
			const outcome = payInvoice(engine, open, { present: off_session === false, method });
			if (outcome === 'succeed') return invoice(engine, id) ?? open;
			throw new StripeProblem(402, {
				type: 'card_error',
				...(outcome === 'decline'
					? {
							code: 'card_declined',
							decline_code: 'generic_decline',
							message: 'Your card was declined.'
						}
					: {
							code: 'invoice_payment_intent_requires_action',
							message: 'This payment requires additional user action before it can be completed.'
						})
			});
		}
	),
	retrieveEndpoint('/v1/invoice_payments/:id', 'invoice_payment', (engine, id) =>
		engine.store.get('invoicePayments', id)
	),
	listEndpoint(
		'/v1/invoice_payments',
		{
			invoice: p.text.optional(),
			status: p.oneOf('open', 'paid', 'canceled').optional(),
			payment: z
				.strictObject({
					type: p.oneOf('payment_intent', 'charge'),
					payment_intent: p.text.optional(),
					charge: p.text.optional()
				})
				.optional()
		},
		({ engine, params }) =>
			engine.store
				.all('invoicePayments')
				.filter((one) => params.invoice === undefined || one.invoice === params.invoice)
				.filter((one) => params.status === undefined || one.status === params.status)
				.filter(({ payment }) => {
					const { payment_intent: intent, charge } = params.payment ?? {};
					if (charge !== undefined) return payment.charge === charge;
					return intent === undefined || payment.payment_intent === intent;
				})
	)
];
