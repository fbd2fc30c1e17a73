import { z } from 'zod';
import { endpoint, found, retrieveEndpoint, type Endpoint } from '../api/endpoint.ts';
import * as p from '../api/params.ts';
import { deleteCustomer, deletedCustomer } from '../billing/customers.ts';
import type { Engine } from '../engine.ts';
import { newCustomer } from '../objects/customer.ts';
import { given } from './given.ts';
import { mergeMetadata } from './metadata.ts';

const customer = (engine: Engine, id: string) => engine.store.get('customers', id);

export const customerEndpoints: Endpoint[] = [
	endpoint(
		'POST',
		'/v1/customers',
		{
			email: p.clearable(p.email).optional(),
			name: p.clearable(p.text).optional(),
			description: p.clearable(p.text).optional(),
			phone: p.clearable(p.text).optional(),
			metadata: p.clearable(p.metadata).optional(),
			test_clock: p.text.optional()
		},
		({ engine, params }) => {
			const clockId = params.test_clock;
			const clock = clockId
				? found(engine.store.get('testClocks', clockId), 'test_clock', clockId, 'test_clock')
				: undefined;
			const made = newCustomer(
				{
					email: params.email ?? null,
					name: params.name ?? null,
					description: params.description ?? null,
					phone: params.phone ?? null,
					metadata: mergeMetadata({}, params.metadata),
					testClock: clock?.id ?? null
				},
				clock?.frozen_time ?? engine.now()
			);
			return engine.create('customers', made, 'customer.created');
		}
	),
	retrieveEndpoint(
		'/v1/customers/:id',
		'customer',
		(engine, id) => customer(engine, id) ?? deletedCustomer(engine, id)
	),
	endpoint('DELETE', '/v1/customers/:id', {}, ({ engine, id }) => {
		deleteCustomer(engine, found(customer(engine, id), 'customer', id));
		return deletedCustomer(engine, id) ?? {};
	}),
	endpoint(
		'POST',
		'/v1/customers/:id',
		{
			email: p.clearable(p.email).optional(),
			name: p.clearable(p.text).optional(),
			description: p.clearable(p.text).optional(),
			phone: p.clearable(p.text).optional(),
			balance: p.integer.optional(),
			metadata: p.clearable(p.metadata).optional(),
			invoice_settings: z
				.strictObject({ default_payment_method: p.clearable(p.text).optional() })
				.optional()
		},
		({ engine, id, params: { metadata, invoice_settings, ...params } }) => {
			const known = found(customer(engine, id), 'customer', id);
			const method = invoice_settings?.default_payment_method;
			if (method) {
				const held = engine.store.get('paymentMethods', method);
				const own = held?.customer === id ? held : undefined;
				found(own, 'PaymentMethod', method, 'invoice_settings[default_payment_method]');
			}
			const patch = {
				...given(params),
				metadata: mergeMetadata(known.metadata, metadata),
				...(method === undefined
					? {}
					: { invoice_settings: { ...known.invoice_settings, default_payment_method: method } })
			};
			return engine.update('customers', known, patch, 'customer.updated');
		}
	)
];
