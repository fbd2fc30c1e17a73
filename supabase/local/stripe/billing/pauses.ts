import type Stripe from 'stripe';
import type { Engine } from '../engine.ts';
import { idOf } from '../ids.ts';
import { invoiceNow } from './changes.ts';
import { currentPeriodEnd, renewItems } from './periods.ts';
import { periodLines, setStatus } from './subscriptions.ts';

/** Stops a subscription until somebody resumes it. */
export function pauseSubscription(
	engine: Engine,
	subscription: Stripe.Subscription,
	why: 'pause_requested' | 'trial_end_without_payment_method'
): void {
	const paused = engine.update(
		'subscriptions',
		subscription,
		{
			status: 'paused',
			status_details: {
				paused: {
					subscription: { type: why },
					transitioned_at: engine.now(idOf(subscription.customer)),
					type: 'subscription'
				}
			}
		},
		'customer.subscription.updated'
	);
	engine.emit('customer.subscription.paused', paused);
}

/** Begins a paused subscription again: with a new period that is paid, or in the one it is in. */
export function resume(engine: Engine, paused: Stripe.Subscription, anchor: 'now' | 'unchanged') {
	const now = engine.now(idOf(paused.customer));
	if (anchor === 'unchanged' && currentPeriodEnd(paused) > now) {
		const resumed = setStatus(engine, paused, 'active');
		engine.emit('customer.subscription.resumed', resumed);
		return resumed;
	}
	const restarted = { ...paused, billing_cycle_anchor: now };
	const moved = engine.update('subscriptions', paused, {
		billing_cycle_anchor: now,
		items: renewItems(restarted, now)
	});
	const billed = invoiceNow(engine, moved, periodLines(engine, moved), { present: true });
	if (billed.status === 'active') engine.emit('customer.subscription.resumed', billed);
	return billed;
}
