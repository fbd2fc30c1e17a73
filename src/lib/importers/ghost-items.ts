import { z } from 'zod';
import { ghostMember, ghostMeta, ghostPost, ghostTag, ghostTier, ghostUser } from './ghost-rows.ts';

const ids = z.array(z.string().min(1).max(191)).max(500);

/**
 * One thing of an archive on its way: what a reader in a browser or a command sends, and all that is
 * needed to bring it, whatever else the archive holds.
 */
export const ghostItem = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('tier'), row: ghostTier }),
	z.object({ kind: z.literal('author'), row: ghostUser }),
	z.object({ kind: z.literal('tag'), row: ghostTag }),
	z.object({
		kind: z.literal('post'),
		row: ghostPost,
		meta: ghostMeta.nullable(),
		authors: ids,
		tags: ids,
		tiers: ids,
		/** Slugs of other posts of the archive that its text may link to. */
		neighbours: z.array(z.string().max(191)).max(5000)
	}),
	z.object({
		kind: z.literal('member'),
		row: ghostMember,
		/** Line of the file, from 1. */
		line: z.number().int().min(1),
		/** Why the line is none that can be taken. */
		fault: z.enum(['twice', 'ragged']).nullable()
	})
]);

export type GhostItem = z.output<typeof ghostItem>;
