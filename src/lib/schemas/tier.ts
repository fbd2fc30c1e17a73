import { z } from 'zod';
import { isCurrency } from '../domain/currencies.ts';
import { isAtMost, isOneLine, isSeen, isStorable } from '../domain/plain-text.ts';

export const BENEFITS_MAX = 12;
export const BENEFIT_LENGTH = 160;
/** As long as Stripe takes. */
export const TRIAL_DAYS_MAX = 730;
export const GRACE_DAYS_MAX = 60;

/** What stands in the lines of a field, without the empty ones. */
function linesOf(text: string): string[] {
	return text
		.split(/\r\n|\r|\n/)
		.map((line) => line.trim())
		.filter(isSeen);
}

function days(most: number) {
	return z
		.string()
		.trim()
		.regex(/^\d{0,4}$/, { error: 'Please write a number of days.' })
		.transform(Number)
		.refine((count) => count <= most, { error: `At most ${most} days.` });
}

/** A tier as the desk writes it; the amounts are read with their currency, by `parseAmount`. */
export const tierForm = z.object({
	name: z
		.string({ error: 'Please give it a name.' })
		.trim()
		.refine(isSeen, { error: 'Please give it a name that can be seen.' })
		.refine((text) => isAtMost(text, 80), { error: 'Eighty characters at most, please.' })
		.refine(isOneLine, { error: 'A name stands on one line.' }),
	description: z
		.string()
		.trim()
		.refine((text) => isAtMost(text, 300), { error: 'Three hundred characters at most, please.' })
		.refine(isStorable, { error: 'It has a character that cannot be kept.' })
		.default(''),
	benefits: z
		.string()
		.default('')
		.transform(linesOf)
		.refine((lines) => lines.length <= BENEFITS_MAX, { error: 'Twelve lines at most, please.' })
		.refine((lines) => lines.every((line) => isAtMost(line, BENEFIT_LENGTH)), {
			error: `A line has ${BENEFIT_LENGTH} characters at most.`
		})
		.refine((lines) => lines.every(isOneLine), {
			error: 'It has a character that cannot be kept.'
		}),
	currency: z
		.string({ error: 'Please choose a currency.' })
		.refine(isCurrency, { error: 'Please choose a currency from the list.' }),
	month: z.string().trim().default(''),
	year: z.string().trim().default(''),
	trial_days: days(TRIAL_DAYS_MAX).default(0)
});

/** Archiving a tier, bringing it back, deleting it. */
export const oneTier = z.object({ id: z.uuid() });

/** Undoing that a tier was archived. */
export const undoTier = z.object({ was: z.uuid() });

export const moveTier = z.object({ id: z.uuid(), to: z.enum(['up', 'down']) });

/** What a publication decides about its payments. */
export const paymentsForm = z.object({
	grace_days: days(GRACE_DAYS_MAX),
	collects_tax: z.literal('on').optional()
});
