import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { refusalOf } from '../refusals.ts';
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
	const call = async (name: string, args: object): Promise<unknown> => {
		const { data, error } = await db.rpc(name, args);
		if (error) throw refusalOf(error);
		return data;
	};
	return {
		begin: async ({ id, account }, livemode) =>
			begun.parse(
				await call('begin_stripe_event', {
					p_event_id: id,
					p_account: account,
					p_livemode: livemode
				})
			),
		ignore: async (event, reason) => {
			await call('ignore_stripe_event', { p_event: event, p_reason: reason });
		},
		apply: async (event, ticket, snapshot) =>
			outcome.parse(
				await call('apply_stripe', { p_event: event, p_ticket: ticket, p_snapshot: snapshot })
			),
		forgetCustomer: async (account, livemode, customer) => {
			await call('forget_stripe_customer', {
				p_account: account,
				p_livemode: livemode,
				p_customer_id: customer
			});
		}
	};
}
