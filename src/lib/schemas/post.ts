import { z } from 'zod';
import { isPostSlug, reservedPostSlugs, SLUG_MAX_LENGTH } from '../domain/slugs.ts';

const singleLine = (text: string) => !/\p{Cc}/u.test(text);

/** What the editor sends. The document is checked by its own schema, not here. */
export const postText = z.object({
	title: z.string().max(300).refine(singleLine),
	subtitle: z.string().max(500).refine(singleLine),
	doc: z.unknown()
});

export const savePost = postText.extend({
	/** The revision the text was based on. */
	revision: z.number().int().min(0)
});

export const visibilities = ['public', 'members', 'paid', 'tiers'] as const;

export const changePost = z.object({
	/** Empty: made of the title when the post is published. */
	slug: z
		.string()
		.trim()
		.toLowerCase()
		.max(SLUG_MAX_LENGTH, { error: `${SLUG_MAX_LENGTH} characters at most, please.` })
		.refine((slug) => slug === '' || isPostSlug(slug), {
			error: 'Use letters, figures and hyphens.'
		})
		.refine((slug) => !reservedPostSlugs.has(slug), {
			error: 'The publication itself needs that address. Please choose another.'
		})
		.default(''),
	visibility: z.enum(visibilities, { error: 'Please choose who can read it.' }),
	/** Tiers that may read it; they count when the visibility is `tiers`. */
	tier: z.array(z.uuid()).default([]),
	excerpt: z
		.string()
		.trim()
		.max(500, { error: 'Five hundred characters at most, please.' })
		.transform((text) => text || null)
});

export const postStates = ['draft', 'scheduled', 'published', 'deleted'] as const;

/** Restoring a deleted post. */
export const onePost = z.object({ id: z.uuid() });

/** The query of a list: which state, and from where on. Anything unknown counts as not given. */
export const postListQuery = z.object({
	state: z.enum(postStates).nullable().catch(null),
	/** Where the list goes on, see {@link encodeCursor}. */
	from: z
		.string()
		.transform((text) => text.split('~'))
		.pipe(
			z.tuple([
				z.union([z.literal('').transform(() => null), z.iso.datetime({ offset: true })]),
				z.iso.datetime({ offset: true }),
				z.uuid()
			])
		)
		.transform(([publishedAt, updatedAt, id]) => ({ publishedAt, updatedAt, id }))
		.nullable()
		.catch(null)
});

export interface PostCursor {
	publishedAt: string | null;
	updatedAt: string;
	id: string;
}

/** A place in a list of posts, as it stands in an address. */
export function encodeCursor({ publishedAt, updatedAt, id }: PostCursor): string {
	return [publishedAt ?? '', updatedAt, id].join('~');
}

const moment = z.string();

/** What a save is answered with, apart from errors. */
export const saveAnswer = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('saved'), revision: z.number().int(), savedAt: moment }),
	z.object({
		kind: z.literal('stale'),
		theirs: z.object({
			title: z.string(),
			subtitle: z.string(),
			doc: z.unknown(),
			revision: z.number().int(),
			savedAt: moment,
			savedBy: z.object({ id: z.uuid(), name: z.string() }).nullable()
		})
	})
]);
