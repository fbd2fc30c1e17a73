import { z } from 'zod';

// The tables of a Ghost export that an import has a use for, and their columns. What it has none for,
// such as the hashes of passwords and the settings, is dropped here and goes no further.

const text = z
	.string()
	.nullish()
	.transform((value) => value ?? '');
const id = z.union([z.string().min(1).max(191), z.number().transform(String)]);
const moment = z
	.union([z.string(), z.number()])
	.nullish()
	.transform((value) => value ?? null);
const flag = z
	.union([z.boolean(), z.number()])
	.nullish()
	.transform((value) => Boolean(value));
const order = z
	.number()
	.nullish()
	.transform((value) => value ?? 0);

export const ghostPost = z
	.object({
		id,
		title: text,
		slug: text,
		html: text,
		lexical: text,
		mobiledoc: text,
		plaintext: text,
		feature_image: text,
		// Exports before Ghost 3 said it with a flag.
		type: z.enum(['post', 'page']).nullish(),
		page: flag,
		status: text,
		visibility: text,
		created_at: moment,
		published_at: moment,
		custom_excerpt: text,
		canonical_url: text,
		// Exports before Ghost 3 had these here.
		meta_title: text,
		meta_description: text,
		codeinjection_head: text,
		codeinjection_foot: text,
		author_id: id.nullish()
	})
	// Ghost keeps a text in up to four forms; the rendered one has everything.
	.transform((post) => (post.html ? { ...post, lexical: '', mobiledoc: '', plaintext: '' } : post));

export const ghostMeta = z.object({
	post_id: id,
	feature_image_alt: text,
	feature_image_caption: text,
	meta_title: text,
	meta_description: text,
	email_only: flag
});

export const ghostUser = z.object({ id, name: text, slug: text, email: text, bio: text });
export const ghostTag = z.object({
	id,
	name: text,
	slug: text,
	description: text,
	visibility: text
});
export const ghostTier = z.object({ id, name: text, slug: text, description: text, type: text });

const related = z.object({ post_id: id, sort_order: order });

/** What is read of each table. */
export const ghostTables = {
	posts: ghostPost,
	posts_meta: ghostMeta,
	users: ghostUser,
	tags: ghostTag,
	products: ghostTier,
	posts_authors: related.extend({ author_id: id }),
	posts_tags: related.extend({ tag_id: id }),
	posts_products: related.extend({ product_id: id })
} as const;

export type GhostTables = {
	[T in keyof typeof ghostTables]: z.output<(typeof ghostTables)[T]>;
};

/** A line of the file Ghost gives for its members. */
export const ghostMember = z.object({
	email: z.string().max(1000),
	name: z.string().max(2000),
	subscribed: z.boolean(),
	complimentary: z.boolean(),
	stripeCustomerId: z.string().max(1000),
	createdAt: z.string().max(100),
	isDeleted: z.boolean(),
	isGift: z.boolean(),
	labels: z.array(z.string().max(1000)).max(200),
	tiers: z.array(z.string().max(1000)).max(50),
	/** Some values look like formulas of a spreadsheet. */
	formulas: z.number().int().min(0)
});
export type GhostMember = z.output<typeof ghostMember>;
