import type Stripe from 'stripe';
import { DAY } from '../clock.ts';
import { newId } from '../ids.ts';

/** A time of its own for some customers; https://docs.stripe.com/api/test_clocks/object. */
export function newTestClock(
	frozenTime: number,
	name: string | null,
	now: number
): Stripe.TestHelpers.TestClock {
	return {
		id: newId('clock'),
		object: 'test_helpers.test_clock',
		created: now,
		deletes_after: now + 30 * DAY,
		frozen_time: frozenTime,
		livemode: false,
		name,
		status: 'ready',
		status_details: {}
	};
}
