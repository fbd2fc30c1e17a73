import { z } from 'zod';
import { asciiDigits } from '../domain/digits.ts';
import { addressFault, emailAddress } from '../domain/email-address.ts';
import { isAtMost, isOneLine, isSeen } from '../domain/plain-text.ts';

const addressProblems = {
	empty: 'Please type an email address.',
	letters:
		'The part before the @ may only have the letters a to z, without accents. Numbers, dots and hyphens are fine.',
	form: 'That is not a whole email address. Type it without a name or quotes around it, as in name@example.org.'
};

/** An email address in the form in which it is stored. */
export const email = z.string({ error: addressProblems.empty }).transform((typed, context) => {
	const address = emailAddress(typed);
	if (address !== null) return address;
	context.addIssue(addressProblems[addressFault(typed)]);
	return z.NEVER;
});

/**
 * Six figures in the digits of any script, however they were spaced when they were copied. Japanese
 * keyboards type the long vowel for a dash, and copied text may hold marks that cannot be seen.
 */
export const code = z
	.string({ error: 'Please type the six figures from the email.' })
	.transform((typed) => asciiDigits(typed.replace(/[\s\p{Pd}\p{Cf}−ー]/gu, '')))
	.pipe(z.string().regex(/^\d{6}$/, { error: 'The code has six figures, and nothing else.' }));

/** Auth hashes with bcrypt, which reads 72 bytes and no more. */
export const newPassword = z
	.string({ error: 'Please type a password.' })
	.min(10, { error: 'Ten characters or more, please: a few words in a row do well.' })
	.refine((typed) => new TextEncoder().encode(typed).length <= 72, {
		error: 'That is longer than we can keep: 72 characters at most.'
	});

/** Where to go on to, from a hidden field. It is checked by `safePath` before it is used. */
const next = z.string().optional();

export const askForCode = z.object({
	email,
	next,
	/** Which of two addresses was meant, after a hint at a slip in `hinted`. */
	choice: email.optional(),
	hinted: z.string().optional()
});

export const enterCode = z.object({ code });

export const signInWithPassword = z.object({
	email,
	password: z
		.string({ error: 'Please type your password.' })
		.min(1, { error: 'Please type your password.' })
		.max(200, { error: 'That is not your password.' }),
	next
});

export const confirmLink = z.object({
	token_hash: z.string().regex(/^[\w-]{16,200}$/)
});

export const confirmLinkAndGoOn = confirmLink.extend({ next });

export const signOut = z.object({ scope: z.enum(['here', 'everywhere']).default('here') });

export const changeName = z.object({
	name: z
		.string({ error: 'Please type a name.' })
		.trim()
		.refine(isSeen, { error: 'Please type a name that can be seen.' })
		.refine((text) => isAtMost(text, 80), { error: 'Eighty characters at most, please.' })
		.refine(isOneLine, { error: 'A name stands on one line, without control characters.' })
});

export const moveAccount = z.object({ email });

export const changePassword = z.object({ new_password: newPassword });

export const endSession = z.object({ id: z.uuid() });

/** The sign-in under way, kept in a cookie between the pages. */
export const signingIn = z.object({
	email: z.string().max(254).default(''),
	next: z.string().max(2048),
	/** What Postgres knows this sign-in by; empty when it is not one by code. */
	id: z.string().max(100).default(''),
	/** When another code can be asked for, in milliseconds since 1970. */
	nextMailAt: z.number().int().default(0),
	/** No code was sent, because there were too many before. */
	refused: z.boolean().default(false)
});

export type SigningIn = z.output<typeof signingIn>;
