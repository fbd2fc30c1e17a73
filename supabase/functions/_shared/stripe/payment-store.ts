import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { scopeArgs } from './account.ts';
import { callDatabase } from './rpc.ts';
import type { Snapshot } from './snapshot.ts';

/** What is kept of an event of Stripe. */
export interface EventRecord {
	id: string;
	/** Empty: the installation's own. */
	account: string;
	livemode: boolean;
	type: string;
	object_id: string | null;
	/** Seconds since 1970. */
	created: number;
}

const fields = z.record(z.string(), z.tuple([z.unknown(), z.unknown()]));
const outcome = z.discriminatedUnion('outcome', [
	z.object({ outcome: z.literal('seen') }),
	z.object({ outcome: z.literal('ignored'), reason: z.string() }),
	z.object({
		outcome: z.literal('applied'),
		/** Whether nothing was known of the subscription. */
		new: z.boolean(),
		/** What it changed: the value before, and after. */
		subscription: fields,
		invoice: fields
	})
]);
/** What became of an event or a snapshot. */
export type Outcome = z.infer<typeof outcome>;

const begun = z.object({ seen: z.boolean(), ticket: z.number().int() });

/** Where payments are kept: the functions of the database that only the secret key may call. */
export interface PaymentStore {
	/** Whether it was taken in already, and a ticket: draw it before Stripe is asked. */
	begin(
		event: Pick<EventRecord, 'id' | 'account'>,
		livemode: boolean
	): Promise<z.infer<typeof begun>>;
	ignore(event: EventRecord, reason: string): Promise<void>;
	apply(event: EventRecord | null, ticket: number, snapshot: Snapshot): Promise<Outcome>;
	/** Stripe has this customer no more. */
	forgetCustomer(account: string, livemode: boolean, customer: string): Promise<void>;
}

export function paymentStore(db: SupabaseClient): PaymentStore {
	return {
		begin: ({ id, account }, livemode) =>
			callDatabase(
				db,
				'begin_stripe_event',
				{ p_event_id: id, p_account: account, p_livemode: livemode },
				begun
			),
		ignore: async (event, reason) => {
			const args = { p_event: event, p_reason: reason };
			await callDatabase(db, 'ignore_stripe_event', args, z.unknown());
		},
		apply: (event, ticket, snapshot) => {
			const args = { p_event: event, p_ticket: ticket, p_snapshot: snapshot };
			return callDatabase(db, 'apply_stripe', args, outcome);
		},
		forgetCustomer: async (account, livemode, customer) => {
			const args = { ...scopeArgs({ account, livemode }), p_customer_id: customer };
			await callDatabase(db, 'forget_stripe_customer', args, z.unknown());
		}
	};
}
