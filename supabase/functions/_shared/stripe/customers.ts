import type { SupabaseClient } from '@supabase/supabase-js';
import type Stripe from 'stripe';
import { z } from 'zod';
import { Refusal } from '../answers.ts';
import { keyOf, scopeArgs, type Scope } from './account.ts';
import { isMissing } from './failures.ts';
import { callDatabase } from './rpc.ts';

/** A member as Stripe is to know them. */
export interface Buyer {
	member_id: string;
	email: string;
	name: string;
}

/** The Stripe customers of members: one each. */
export interface Customers {
	/** The member's, made where there is none, with the address of now. Kept before anything is sold. */
	customer(buyer: Buyer): Promise<string>;
}

const known = z.object({ customer_id: z.string().nullable(), before: z.number() });

export function customersOf(
	stripe: Pick<Stripe, 'customers'>,
	db: SupabaseClient,
	scope: Scope
): Customers {
	const find = (member: string) =>
		callDatabase(db, 'stripe_customer', { ...scopeArgs(scope), p_member_id: member }, known);

	const customer = async (buyer: Buyer, again = false): Promise<string> => {
		const { customer_id, before } = await find(buyer.member_id);
		const id = customer_id ?? (await make(buyer.member_id, before));
		try {
			await stripe.customers.update(id, { email: buyer.email, name: buyer.name });
			return id;
		} catch (error) {
			if (!isMissing(error) || again) throw error;
			// It was deleted at Stripe and we have not heard.
			await callDatabase(
				db,
				'forget_stripe_customer',
				{ ...scopeArgs(scope), p_customer_id: id },
				z.unknown()
			);
			return customer(buyer, true);
		}
	};

	/** Address and name come later: the same key takes the same parameters only, and they change. */
	const make = async (member: string, before: number): Promise<string> => {
		const made = await stripe.customers.create(
			{ metadata: { member } },
			{ idempotencyKey: keyOf(scope, 'customer', member, before) }
		);
		const kept = await callDatabase(
			db,
			'keep_stripe_customer',
			{ ...scopeArgs(scope), p_member_id: member, p_customer_id: made.id },
			z.string().nullable()
		);
		if (!kept) throw new Refusal(403, 'not_a_member', 'The member is gone.');
		return kept;
	};

	return { customer: (buyer) => customer(buyer) };
}
