import { z } from 'zod';
import { email } from './sign-in.ts';

/** A membership, by its publication. */
const publication = z.uuid();

export const oneMembership = z.object({ publication });

/** One membership that others made, or all of them when none is named. */
export const addedMembership = z.object({ publication: publication.optional() });

export const membershipPortal = z.object({
	publication,
	flow: z.enum(['cancel', 'switch', 'payment_method']).optional()
});

export const chooseLetters = z.object({
	publication,
	letters: z.enum(['subscribed', 'unsubscribed'])
});

export const changeAddress = z.object({ publication, email });

/** The address of the account, typed out: nobody deletes theirs by a slip. */
export const deleteAccount = z.object({ address: email });
