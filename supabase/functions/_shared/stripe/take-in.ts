import { z } from 'zod';
import { isMissing } from './failures.ts';
import { fetchSnapshot, type StripeReader, type Target } from './fetch-snapshot.ts';
import type { EventRecord, Outcome, PaymentStore } from './payment-store.ts';

/** What is believed of an event: that it happened, and to what. How things stand is asked anew. */
export const eventSchema = z.object({
	id: z.string().regex(/^evt_\w{1,200}$/),
	type: z.string().min(1).max(100),
	created: z.number().int().nonnegative(),
	livemode: z.boolean(),
	account: z.string().max(255).nullish(),
	data: z.object({
		object: z.looseObject({
			id: z.string().max(255).nullish(),
			subscription: z.unknown().optional(),
			payment_intent: z.unknown().optional()
		})
	})
});
export type StripeEvent = z.infer<typeof eventSchema>;

/** What the functions need to take events in. */
export interface TakingIn {
	stripe: StripeReader;
	/** The mode of our key. */
	livemode: boolean;
	store: PaymentStore;
}

/** Events that say something about a subscription, by the object they carry. */
const followed: Record<'subscription' | 'invoice' | 'session' | 'payment', readonly string[]> = {
	subscription: [
		'created',
		'updated',
		'deleted',
		'paused',
		'resumed',
		'trial_will_end',
		'pending_update_applied',
		'pending_update_expired'
	].map((what) => `customer.subscription.${what}`),
	invoice: [
		'finalized',
		'paid',
		'payment_failed',
		'payment_action_required',
		'voided',
		'marked_uncollectible',
		'updated'
	].map((what) => `invoice.${what}`),
	session: [
		'checkout.session.completed',
		'checkout.session.async_payment_succeeded',
		'checkout.session.async_payment_failed'
	],
	payment: [
		'charge.refunded',
		'refund.created',
		'refund.updated',
		'refund.failed',
		'charge.dispute.created',
		'charge.dispute.updated',
		'charge.dispute.closed',
		'charge.dispute.funds_withdrawn',
		'charge.dispute.funds_reinstated'
	]
};

/** Every type of event that changes something here: those to subscribe the endpoint to. */
export const followedTypes = [...Object.values(followed).flat(), 'customer.deleted'].sort();

/**
 * Takes in an event whose signature is true: draws a ticket, asks Stripe how things stand, and writes
 * that down together with the event. Any number of times, in any order, beside others.
 * @throws when Stripe or the database cannot be asked: it has to come again
 */
export async function takeIn(event: StripeEvent, deps: TakingIn): Promise<Outcome> {
	const { store, livemode } = deps;
	const record = recordOf(event);
	const ignore = async (reason: string): Promise<Outcome> => {
		await store.ignore(record, reason);
		return { outcome: 'ignored', reason };
	};
	if (record.account !== '') return ignore('unknown_account');
	if (record.livemode !== livemode) return ignore('wrong_mode');

	const { seen, ticket } = await store.begin(record, livemode);
	if (seen) return { outcome: 'seen' };
	if (event.type === 'customer.deleted' && record.object_id) {
		await store.forgetCustomer(record.account, livemode, record.object_id);
		return ignore('customer_deleted');
	}
	const target = targetOf(event);
	if (typeof target === 'string') return ignore(target);
	const snapshot = await fetchSnapshot(deps.stripe, target, livemode).catch((error: unknown) => {
		// A draft that was thrown away, say.
		if (isMissing(error)) return 'gone';
		throw error;
	});
	return typeof snapshot === 'string' ? ignore(snapshot) : store.apply(record, ticket, snapshot);
}

function recordOf({ id, account, livemode, type, created, data }: StripeEvent): EventRecord {
	const object_id = data.object.id ?? null;
	return { id, account: account ?? '', livemode, type, object_id, created };
}

/** What to ask Stripe for, or why nothing. */
function targetOf({ type, data: { object } }: StripeEvent): Target | string {
	const subject = (Object.keys(followed) as (keyof typeof followed)[]).find((key) =>
		followed[key].includes(type)
	);
	const text = (value: unknown) => (typeof value === 'string' && value ? value : null);
	if (!subject) return 'not_followed';
	const id =
		subject === 'payment'
			? text(object.payment_intent)
			: subject === 'session'
				? text(object.subscription)
				: text(object.id);
	if (!id) return subject === 'payment' ? 'no_invoice' : 'no_subscription';
	if (subject === 'invoice') return { invoice: id };
	return subject === 'payment' ? { payment: id } : { subscription: id };
}
