import { z } from 'zod';
import { email } from './sign-in.ts';

/** 128 bits or more, as they stand in the address of a page. */
export const pageToken = z.string().regex(/^[A-Za-z0-9_-]{22,128}$/);

/** How often one pays. */
export const interval = z.enum(['month', 'year'], { error: 'Please choose month or year.' });

export type Interval = z.output<typeof interval>;

/** Where to go on reading; checked against the publication before it is used. */
const back = z.string().max(500).optional();

export const joinByAddress = z.object({
	email,
	/** Which of two addresses was meant, after a hint at a slip in `hinted`. */
	choice: email.optional(),
	hinted: z.string().optional(),
	back
});

export const joinSignedIn = z.object({ back });

export const chooseTier = z.object({
	tier: z.uuid({ error: 'Please choose a tier.' }),
	every: interval,
	back
});

/** What of a subscription to look after, on the payment company's pages. */
export const openPortal = z.object({
	flow: z.enum(['cancel', 'switch', 'payment_method']).optional(),
	back
});

/** What the script of the check found: the challenge, and its answers with spaces between them. */
export const provenJoin = z.object({
	challenge: z.string().max(200),
	answers: z
		.string()
		.regex(/^\d{1,10}(?: \d{1,10}){0,31}$/)
		.transform((text) => text.split(' ').map(Number))
		.refine((answers) => answers.every((answer) => answer < 2 ** 31))
});
