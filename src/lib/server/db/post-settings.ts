import type { postSettings } from '$lib/schemas/post';
import { unwrap } from '$lib/server/errors';
import type { Client } from '$lib/supabase/server';
import type { z } from 'zod';
import { mediaPath } from './media';

export interface Tag {
	id: string;
	name: string;
	/** For staff only. */
	isInternal: boolean;
}

export interface Tier {
	id: string;
	name: string;
}

/** What the panel beside the text shows, apart from what the editor knows already. */
export interface PostSettings {
	/** The main subject first. */
	tags: Tag[];
	cover: { id: string; src: string; isPicture: boolean } | null;
	coverAlt: string;
	coverCaption: string;
	metaTitle: string | null;
	metaDescription: string | null;
	canonicalUrl: string | null;
	/** Former addresses, which lead here; the last one first. */
	formerSlugs: string[];
	createdAt: string;
}

/** The settings of a post; null when there is none, or not for this visitor. */
export async function getPostSettings(
	db: Client,
	publicationId: string,
	id: string
): Promise<PostSettings | null> {
	const [row, former] = await Promise.all([
		db
			.from('posts')
			.select(
				`cover_alt, cover_caption, meta_title, meta_description, canonical_url, created_at,
				cover:media!posts_publication_id_cover_media_id_fkey(id, filename, mime),
				tags:post_tags(position, tag:tags(id, name, is_internal))`
			)
			.eq('publication_id', publicationId)
			.eq('id', id)
			.maybeSingle()
			.then(unwrap),
		db
			.from('redirects')
			.select('slug')
			.eq('publication_id', publicationId)
			.eq('post_id', id)
			.order('created_at', { ascending: false })
			.limit(20)
			.then(unwrap)
	]);
	return (
		row && {
			tags: row.tags
				.toSorted((a, b) => a.position - b.position)
				.map(({ tag }) => ({ id: tag.id, name: tag.name, isInternal: tag.is_internal })),
			cover: row.cover && {
				id: row.cover.id,
				src: mediaPath(row.cover),
				isPicture: row.cover.mime.startsWith('image/')
			},
			coverAlt: row.cover_alt,
			coverCaption: row.cover_caption,
			metaTitle: row.meta_title,
			metaDescription: row.meta_description,
			canonicalUrl: row.canonical_url,
			formerSlugs: former.map(({ slug }) => slug),
			createdAt: row.created_at
		}
	);
}

/**
 * Changes all settings of a post, or none.
 * @param form an empty address stays what it is; tiers count when the visibility is `tiers`
 * @param authorIds null for those it has: naming others is for editors
 * @throws {AppError} `taken`: another post has that address; `post_not_found`; `invalid`: somebody who
 * is not of the staff for an author, or a value that is too large; `referenced`: a tag, a tier or a
 * picture that is gone
 */
export async function changePost(
	db: Client,
	id: string,
	form: z.output<typeof postSettings>,
	authorIds: string[] | null
): Promise<void> {
	const { kind, visibility, excerpt, meta_title, meta_description, canonical_url } = form;
	unwrap(
		await db.rpc('change_post', {
			p_post_id: id,
			p_settings: {
				...{ visibility, excerpt, meta_title, meta_description, canonical_url },
				cover_media_id: form.cover,
				cover_alt: form.cover_alt,
				cover_caption: form.cover_caption,
				...(kind && { kind }),
				...(form.slug !== '' && { slug: form.slug })
			},
			p_tag_ids: form.tag,
			...(visibility === 'tiers' && { p_tier_ids: form.tier }),
			...(authorIds !== null && { p_author_ids: authorIds })
		})
	);
}

/** The tiers a post may be for: those on offer, and those it is for already. */
export async function listTiers(
	db: Client,
	publicationId: string,
	present: string[] = []
): Promise<Tier[]> {
	const rows = unwrap(
		await db
			.from('tiers')
			.select('id, name, archived_at')
			.eq('publication_id', publicationId)
			.order('position')
			.order('name')
	);
	return rows
		.filter(({ id, archived_at }) => archived_at === null || present.includes(id))
		.map(({ id, name }) => ({ id, name }));
}

/** Whether another post that the visitor sees has an address, or a former one leads to another. */
export async function findSlugHolder(
	db: Client,
	publicationId: string,
	slug: string,
	postId: string
): Promise<{ kind: 'taken' | 'former'; title: string } | null> {
	const [holder, former] = await Promise.all([
		db
			.from('posts')
			.select('title')
			.eq('publication_id', publicationId)
			.eq('slug', slug)
			.neq('id', postId)
			.maybeSingle()
			.then(unwrap),
		db
			.from('redirects')
			.select('post:posts!inner(title)')
			.eq('publication_id', publicationId)
			.eq('slug', slug)
			.neq('post_id', postId)
			.maybeSingle()
			.then(unwrap)
	]);
	if (holder) return { kind: 'taken', title: holder.title };
	return former ? { kind: 'former', title: former.post.title } : null;
}
