import { z } from 'zod';
import { ghostItem } from '../importers/ghost-items.ts';

/** The address of an old site: https, without a slash at its end; null for none. */
export const siteUrl = z
	.string()
	.trim()
	.max(2000, { error: 'That address is too long. It has 2000 characters at most.' })
	.transform((given) => given.replace(/\/+$/, '') || null)
	.refine((url) => url === null || /^https:\/\/[^\s/?#@]+(?:\/[^\s?#]*)?$/.test(url), {
		error: 'Give the whole address, as in https://old.example.'
	});

/** An import that shall begin, or go on. */
export const newImport = z.object({
	fileName: z.string().min(1).max(1000),
	total: z.number().int().min(0).max(10_000_000),
	siteUrl,
	dryRun: z.boolean()
});

/** Some items of an archive. */
export const importBatch = z.object({ items: z.array(ghostItem).min(1).max(200) });

export const importStep = z.object({ status: z.enum(['running', 'paused', 'done', 'cancelled']) });

/** What the server says of an import that began. */
export const begunImport = z.object({ id: z.uuid() });

const outcomes = z.object({
	created: z.number(),
	changed: z.number(),
	unchanged: z.number(),
	skipped: z.number()
});
export type Outcomes = z.output<typeof outcomes>;

/** What it says of a batch: how many of each kind became what, and what to know about it. */
export const broughtBatch = z.object({
	counts: z.record(z.string(), outcomes),
	lines: z.array(z.object({ text: z.string(), count: z.number() }))
});
export type BroughtBatch = z.output<typeof broughtBatch>;
