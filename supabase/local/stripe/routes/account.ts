import { z } from 'zod';
import { endpoint, found, listEndpoint, retrieveEndpoint, type Endpoint } from '../api/endpoint.ts';
import * as p from '../api/params.ts';
import { advanceTestClock } from '../billing/due.ts';
import type { Engine } from '../engine.ts';
import { deleteCustomer } from '../billing/customers.ts';
import { invalid } from '../errors.ts';
import { account } from '../objects/account.ts';
import { newTestClock } from '../objects/test-clock.ts';

const testClock = (engine: Engine, id: string) => engine.store.get('testClocks', id);
const moment = p.integer.refine((value) => value > 0, 'Invalid timestamp: must be positive');

/** The account, its events, and the test clocks. */
export const accountEndpoints: Endpoint[] = [
	endpoint('GET', '/v1/account', {}, () => account),
	retrieveEndpoint('/v1/accounts/:id', 'account', (_, id) =>
		id === account.id ? account : undefined
	),
	retrieveEndpoint('/v1/events/:id', 'event', (engine, id) => engine.store.get('events', id)),
	listEndpoint(
		'/v1/events',
		{
			type: p.text.optional(),
			types: z.array(p.text).optional(),
			delivery_success: p.boolean.optional()
		},
		({ engine, params: { type, types, delivery_success: delivered } }) =>
			engine.store
				.all('events')
				.filter((event) => type === undefined || matches(event.type, type))
				.filter((event) => types?.some((one) => matches(event.type, one)) ?? true)
				.filter((event) => delivered === undefined || (event.pending_webhooks === 0) === delivered)
	),
	endpoint(
		'POST',
		'/v1/test_helpers/test_clocks',
		{ frozen_time: moment, name: p.text.optional() },
		({ engine, params }) => {
			const made = newTestClock(params.frozen_time, params.name ?? null, engine.now());
			return engine.create('testClocks', made, 'test_helpers.test_clock.created');
		}
	),
	retrieveEndpoint('/v1/test_helpers/test_clocks/:id', 'test_clock', testClock),
	endpoint(
		'POST',
		'/v1/test_helpers/test_clocks/:id/advance',
		{ frozen_time: moment },
		({ engine, id, params: { frozen_time: until } }) => {
			const known = found(testClock(engine, id), 'test_clock', id);
			if (until <= known.frozen_time) {
				throw invalid(
					'The new `frozen_time` must be after the current `frozen_time` of the test clock.',
					{ param: 'frozen_time' }
				);
			}
			engine.emit('test_helpers.test_clock.advancing', {
				...known,
				status: 'advancing',
				status_details: { advancing: { target_frozen_time: until } }
			});
			const advanced = advanceTestClock(engine, known, until);
			engine.emit('test_helpers.test_clock.ready', advanced);
			return advanced;
		}
	),
	endpoint('DELETE', '/v1/test_helpers/test_clocks/:id', {}, ({ engine, id }) => {
		const known = found(testClock(engine, id), 'test_clock', id);
		for (const customer of engine.store.all('customers')) {
			// A clock takes its customers along.
			if (customer.test_clock === id) deleteCustomer(engine, customer);
		}
		engine.store.remove('testClocks', id);
		engine.emit('test_helpers.test_clock.deleted', known);
		return { id, object: 'test_helpers.test_clock', deleted: true };
	})
];

/** `invoice.*` stands for all that begin so. */
function matches(type: string, wanted: string): boolean {
	return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
}
