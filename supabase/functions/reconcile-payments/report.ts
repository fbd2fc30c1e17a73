import { z } from 'zod';

const change = z.object({
	id: z.string(),
	/** Whether nothing was known of it here. */
	new: z.boolean(),
	/** Names of fields, each with the value here and at Stripe. */
	fields: z.record(z.string(), z.unknown())
});

export const reportSchema = z.object({
	events: z
		.object({
			checked: z.number(),
			/** Those never taken in. */
			missed: z.array(z.object({ id: z.string(), type: z.string(), outcome: z.string() }))
		})
		.default(() => ({ checked: 0, missed: [] })),
	subscriptions: z
		.object({
			checked: z.number(),
			/** Of other customers or prices than ours. */
			foreign: z.number(),
			differing: z.array(change),
			/** Here, and not at Stripe. */
			gone: z.array(z.string())
		})
		.default(() => ({ checked: 0, foreign: 0, differing: [], gone: [] })),
	/** What could not be looked at or repaired: the object, and why in one word. */
	failed: z.array(z.object({ id: z.string(), reason: z.string() })).default(() => [])
});
/** What a run found, and, unless it is a dry one, put right. Names objects of Stripe and no people. */
export type Report = z.infer<typeof reportSchema>;

export const progressSchema = z.object({
	part: z.enum(['events', 'subscriptions', 'gone']).default('events'),
	/** The last object of the list that was dealt with. */
	after: z.string().optional(),
	/** Drawn before the first page of subscriptions. */
	first_ticket: z.number().int().optional()
});
/** How far a run has come. */
export type Progress = z.infer<typeof progressSchema>;

/** So many of a kind are named; a report is read by people. */
export const NAMED_MOST = 200;
