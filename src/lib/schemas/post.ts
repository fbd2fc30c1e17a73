import { z } from 'zod';
import { isAtMost, isOneLine, isStorable } from '../domain/plain-text.ts';
import { requests } from '../limits.ts';
import { moment } from './moments.ts';
import { isPostSlug, reservedPostSlugs, SLUG_MAX_LENGTH } from '../domain/slugs.ts';

/** A text on one line of at most so many characters, as the database counts them. */
function line(name: string, most: number) {
	return z
		.string({ error: `${name} is missing.` })
		.refine((text) => isAtMost(text, most), {
			error: `${name} has ${most} characters at most. Please shorten it.`
		})
		.refine(isOneLine, { error: `${name} stands on one line, without control characters.` });
}

/** The same, with spaces at its ends cut off, and null for nothing. */
function optionalLine(name: string, most: number) {
	return line(name, most)
		.transform((text) => text.trim() || null)
		.default(null);
}

/** A text of at most so many characters that may have several lines. */
function words(name: string, most: number) {
	return z
		.string()
		.trim()
		.refine((text) => isAtMost(text, most), {
			error: `${name} has ${most} characters at most. Please shorten it.`
		})
		.refine(isStorable, { error: `${name} has a character that cannot be kept.` });
}

/** What the editor sends. The document is checked by its own schema, not here. */
export const postText = z.object({
	title: line('The title', 300),
	subtitle: line('The standfirst', 500),
	doc: z.unknown()
});

export const savePost = postText.extend({
	/** The revision the text was based on. */
	revision: z.number().int().min(0)
});

export const visibilities = ['public', 'members', 'paid', 'tiers'] as const;
export const postKinds = ['post', 'page'] as const;

/** An address of a post, chosen by hand. */
export const postSlug = z
	.string()
	.trim()
	.transform((slug) => slug.toLowerCase().normalize('NFC'))
	.refine((slug) => isAtMost(slug, SLUG_MAX_LENGTH), {
		error: `${SLUG_MAX_LENGTH} characters at most, please.`
	})
	.refine((slug) => slug === '' || isPostSlug(slug) || !isAtMost(slug, SLUG_MAX_LENGTH), {
		error:
			'Use letters, figures and hyphens. Spaces, signs and characters that nobody sees do not belong in an address.'
	})
	.refine((slug) => !reservedPostSlugs.has(slug), {
		error: 'The publication itself needs that address. Please choose another.'
	});

/** Most that a post may have; triggers of the database say the same. */
export const TAGS_MAX = 100;
export const AUTHORS_MAX = 50;

const noAddress = 'That is no address of a page. It begins with https:// or http://.';

/** Settings of a post. */
export const postSettings = z.object({
	kind: z.enum(postKinds).optional(),
	/** Empty: made of the title when the post is published. */
	slug: postSlug.default(''),
	visibility: z.enum(visibilities, { error: 'Please choose who can read it.' }),
	/** Tiers that may read it; they count when the visibility is `tiers`. */
	tier: z.array(z.uuid()).max(100).default([]),
	excerpt: words('The excerpt', 500)
		.default('')
		.transform((text) => text || null),
	/** Ids, the main subject first. */
	tag: z
		.array(z.uuid())
		.max(TAGS_MAX, { error: `A post has ${TAGS_MAX} subjects at most. Please choose fewer.` })
		.default([]),
	/** Ids in the order they sign; they count when an editor sends them. */
	author: z
		.array(z.uuid())
		.max(AUTHORS_MAX, { error: `${AUTHORS_MAX} people at most sign a post.` })
		.default([]),
	cover: z.union([z.literal('').transform(() => null), z.uuid()]).default(null),
	cover_alt: words('The description', 500).default(''),
	cover_caption: words('The caption', 500).default(''),
	meta_title: optionalLine('The title for search engines', 300),
	meta_description: optionalLine('The description for search engines', 500),
	canonical_url: z
		.string()
		.trim()
		.transform((text) => (text === '' ? null : webAddress(text)))
		.refine((url) => url === null || url !== '', { error: noAddress })
		.refine((url) => url === null || isAtMost(url, 2000), {
			error: 'The address has 2000 characters at most.'
		})
		.default(null)
});

/** As browsers write it; an empty text when it is none. */
function webAddress(text: string): string {
	if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return '';
	const { href } = new URL(text);
	return /^https?:\/\/[^\s<>"]+$/.test(href) ? href : '';
}

export const postStates = ['draft', 'scheduled', 'published', 'deleted'] as const;

/** One post of a list. */
export const onePost = z.object({ id: z.uuid() });

/** Posts that were selected in a list. */
export const somePosts = z.object({
	id: z
		.array(z.uuid())
		.min(1, { error: 'Nothing is selected.' })
		.max(100, { error: 'A hundred at once at most, please.' })
});

/** When a post goes out. */
export const publishForm = z.object({
	when: z.enum(['now', 'kept', 'at']).default('now'),
	/** Day and minute on the clock of the publication, for `at`. */
	date: z.string().default(''),
	time: z.string().default(''),
	/** Which one, when clocks go back over it. */
	turn: z.enum(['first', 'second']).default('first')
});

/** What posts were before an action, to undo it: `id~status~published_at`. */
export const undoForm = z.object({
	was: z
		.array(
			z
				.string()
				.transform((text) => text.split('~'))
				.pipe(
					z.tuple([
						z.uuid(),
						z.enum(['draft', 'published']),
						z.union([z.literal('').transform(() => null), moment])
					])
				)
				.transform(([id, status, publishedAt]) => ({ id, status, publishedAt }))
		)
		.min(1)
		.max(100)
});

export type FormerState = z.output<typeof undoForm>['was'][number];

const place = z
	.string()
	.max(requests.cursor)
	.transform((text) => text.split('~'))
	.pipe(z.tuple([z.union([z.literal('').transform(() => null), moment]), moment, z.uuid()]))
	.transform(([publishedAt, updatedAt, id]) => ({ publishedAt, updatedAt, id }))
	.nullable()
	.catch(null);

/** The query of a list. Anything unknown counts as not given. */
export const postListQuery = z.object({
	state: z.enum(postStates).nullable().catch(null),
	tag: z.uuid().nullable().catch(null),
	author: z.uuid().nullable().catch(null),
	access: z.enum(visibilities).nullable().catch(null),
	/** Words of a title. */
	q: z
		.string()
		.transform((text) => [...text.trim()].slice(0, 100).join(''))
		.refine((text) => text !== '' && isStorable(text))
		.nullable()
		.catch(null),
	/** The last post of the page before, see {@link encodeCursor}. */
	from: place,
	/** The first post of the page after. */
	until: place
});

export type PostListQuery = z.output<typeof postListQuery>;

export interface PostCursor {
	publishedAt: string | null;
	updatedAt: string;
	id: string;
}

/** A place in a list of posts, as it stands in an address. */
export function encodeCursor({ publishedAt, updatedAt, id }: PostCursor): string {
	return [publishedAt ?? '', updatedAt, id].join('~');
}

/** What a save is answered with, apart from errors. */
export const saveAnswer = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('saved'), revision: z.number().int(), savedAt: z.string() }),
	z.object({
		kind: z.literal('stale'),
		theirs: z.object({
			title: z.string(),
			subtitle: z.string(),
			doc: z.unknown(),
			revision: z.number().int(),
			savedAt: z.string(),
			savedBy: z.object({ id: z.uuid(), name: z.string() }).nullable()
		})
	})
]);
