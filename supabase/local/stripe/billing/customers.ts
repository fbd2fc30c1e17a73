import type Stripe from 'stripe';
import type { Engine } from '../engine.ts';
import { idOf } from '../ids.ts';
import { endSubscription } from './endings.ts';

/** Deletes a customer, whose subscriptions end at once. What was paid stays on record. */
export function deleteCustomer(engine: Engine, customer: Stripe.Customer): void {
	for (const subscription of engine.store.all('subscriptions')) {
		if (idOf(subscription.customer) === customer.id && !subscription.ended_at) {
			endSubscription(engine, subscription, null);
		}
	}
	engine.emit('customer.deleted', customer);
	engine.store.remove('customers', customer.id);
	engine.store.put('counters', { id: deletionMark(customer.id), value: engine.now() });
}

/** What is left of a deleted customer: Stripe still answers for the id. */
export function deletedCustomer(engine: Engine, id: string): Stripe.DeletedCustomer | undefined {
	if (!engine.store.get('counters', deletionMark(id))) return undefined;
	return { id, object: 'customer', deleted: true };
}

function deletionMark(id: string): string {
	return `deleted:${id}`;
}
