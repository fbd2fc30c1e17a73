import { z } from 'zod';
import { isAtMost, isOneLine, isSeen } from '../domain/plain-text.ts';

/** 254 characters is the longest address that a mail server takes (RFC 5321). */
export const email = z
	.string({ error: 'Please type your email address.' })
	.trim()
	.toLowerCase()
	.max(254, { error: 'That is longer than an email address can be.' })
	.pipe(z.email({ error: 'That is not a whole email address: it looks like name@example.org.' }));

/** Six figures, however they were spaced when they were copied. */
export const code = z
	.string({ error: 'Please type the six figures from the email.' })
	.transform((typed) => typed.replace(/[\s-]/g, ''))
	.pipe(z.string().regex(/^\d{6}$/, { error: 'The code has six figures, and nothing else.' }));

/** Auth hashes with bcrypt, which reads 72 bytes and no more. */
export const newPassword = z
	.string({ error: 'Please type a password.' })
	.min(10, { error: 'Ten characters or more, please: a few words in a row do well.' })
	.refine((typed) => new TextEncoder().encode(typed).length <= 72, {
		error: 'That is longer than we can keep: 72 characters at most.'
	});

export const askForCode = z.object({
	email,
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
		.max(200, { error: 'That is not your password.' })
});

export const confirmLink = z.object({
	token_hash: z.string().regex(/^[\w-]{16,200}$/)
});

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
	/** When the last code was asked for, in milliseconds since 1970. */
	askedAt: z.number().int().default(0)
});

export type SigningIn = z.output<typeof signingIn>;
