import type { Visibility } from '$lib/domain/post-words';
import { readingMinutes } from '$lib/domain/reading-time';
import type { Client } from '$lib/supabase/server';
import { unwrap } from '../errors';
import { mayBeHidden } from './hidden';
import { mediaPath } from './media';
import { stateColumn, stateOf, type TextState } from './post-texts';

export interface Picture {
	src: string;
	alt: string;
	caption: string;
	width: number | null;
	height: number | null;
}

export interface Author {
	id: string;
	name: string;
	bio: string;
}

export interface SubjectLink {
	slug: string;
	name: string;
}

/** A post in a list: what everybody may see of it. */
export interface ListedPost {
	id: string;
	slug: string;
	title: string;
	subtitle: string;
	summary: string | null;
	visibility: Visibility;
	publishedAt: string;
	/** When anything of it changed last, never before it was published. */
	updatedAt: string;
	/** Reading time of the whole text; null without one. */
	minutes: number | null;
	authors: Author[];
	/** Public tags, the main one first. */
	subjects: SubjectLink[];
	cover: Picture | null;
}

export interface Post extends ListedPost {
	kind: 'post' | 'page';
	words: number;
	/** The tiers it is for, where it is for tiers. */
	tierIds: string[];
	/** What search engines and shared links say instead of title and summary. */
	metaTitle: string | null;
	metaDescription: string | null;
	/** Where the text first appeared, when that was elsewhere. */
	canonicalUrl: string | null;
	text: TextState;
}

/** A post as a page knows it: the text is rendered apart from it. */
export type ShownPost = Omit<Post, 'text'>;

/** Where a list goes on: the last post that was shown. */
export interface Cursor {
	publishedAt: string;
	id: string;
}

const columns = `
	id, slug, kind, title, subtitle, summary, visibility, tier_ids, published_at, updated_at, word_count,
	meta_title, meta_description, canonical_url, cover_alt, cover_caption,
	cover:media!posts_publication_id_cover_media_id_fkey(id, filename, width, height),
	authors:post_authors(position, profile:profiles(id, name, bio)),
	tags:post_tags(position, tag:tags(slug, name, is_internal))
` as const;

// Embedded a second time, to choose by: the embeddings above still bring all of them.
const chosenByTag = ', chosen:post_tags!inner(tag_id)';
const chosenByAuthor = ', chosen:post_authors!inner(profile_id)';

export interface PostChoice {
	limit: number;
	before?: Cursor | undefined;
	/** The id of a tag, or of an author. */
	by?: { tag: string } | { author: string } | undefined;
	/** Moments of the first and the last post to show. */
	within?: { oldest: string; newest: string } | undefined;
}

/**
 * Published posts, newest first, from after `before`. Staff see no more here than anybody: the
 * filter repeats what the policy says for the public.
 */
export async function listPosts(
	db: Client,
	publicationId: string,
	{ limit, before, by, within }: PostChoice
): Promise<{ posts: ListedPost[]; older: Cursor | null }> {
	let query = chosen(db, publicationId, by)
		.eq('kind', 'post')
		.order('published_at', { ascending: false })
		.order('id', { ascending: false })
		.limit(limit + 1);
	if (within) {
		query = query.gte('published_at', within.oldest).lte('published_at', within.newest);
	}
	if (before) query = query.or(olderThan(before));
	const rows = unwrap(await query);
	const posts = rows.slice(0, limit).map(toListed);
	const last = posts.at(-1);
	return {
		posts,
		older: rows.length > limit && last ? { publishedAt: last.publishedAt, id: last.id } : null
	};
}

/** The published post or page at an address. */
export async function getPost(
	db: Client,
	publicationId: string,
	slug: string
): Promise<Post | null> {
	const row = unwrap(
		await db
			.from('posts')
			.select(`${columns}, ${stateColumn}`)
			.eq('publication_id', publicationId)
			.eq('slug', slug)
			.eq('status', 'published')
			.lte('published_at', new Date().toISOString())
			.maybeSingle()
	);
	if (!row) return null;
	return {
		...toListed(row),
		kind: row.kind === 'page' ? 'page' : 'post',
		words: row.word_count,
		tierIds: row.tier_ids,
		metaTitle: row.meta_title,
		metaDescription: row.meta_description,
		canonicalUrl: row.canonical_url,
		text: stateOf(row)
	};
}

function chosen(db: Client, publicationId: string, by: PostChoice['by']) {
	if (!by) return published(db, publicationId);
	return 'tag' in by
		? published(db, publicationId, chosenByTag).eq('chosen.tag_id', by.tag)
		: published(db, publicationId, chosenByAuthor).eq('chosen.profile_id', by.author);
}

function published(db: Client, publicationId: string, chosenBy = '') {
	return (
		db
			.from('posts')
			// The type leaves out what is there to choose by: nobody reads it.
			.select(`${columns}${chosenBy}` as typeof columns)
			.eq('publication_id', publicationId)
			.eq('status', 'published')
			.lte('published_at', new Date().toISOString())
	);
}

/** For a filter `or`: what comes after a post in a list. */
export function olderThan({ publishedAt, id }: Cursor): string {
	return `published_at.lt."${publishedAt}",and(published_at.eq."${publishedAt}",id.lt.${id})`;
}

type Row = NonNullable<Awaited<ReturnType<typeof published>>['data']>[number];

function toListed(row: Row): ListedPost {
	const publishedAt = row.published_at ?? '';
	const byPosition = (a: { position: number }, b: { position: number }) => a.position - b.position;
	return {
		id: row.id,
		slug: row.slug,
		title: row.title,
		subtitle: row.subtitle,
		summary: row.summary,
		visibility: toVisibility(row.visibility),
		publishedAt,
		updatedAt: later(row.updated_at, publishedAt),
		minutes: readingMinutes(row.word_count),
		authors: row.authors
			.toSorted(byPosition)
			.flatMap(({ profile }) => mayBeHidden(profile) ?? [])
			.filter(({ name }) => name !== ''),
		subjects: row.tags
			.toSorted(byPosition)
			.filter(({ tag }) => !tag.is_internal)
			.map(({ tag }) => ({ slug: tag.slug, name: tag.name })),
		cover: row.cover && {
			src: mediaPath(row.cover),
			alt: row.cover_alt,
			caption: row.cover_caption,
			width: row.cover.width,
			height: row.cover.height
		}
	};
}

/** The later of two moments: a scheduled post was last changed before it was published. */
export function later(a: string, b: string): string {
	return Date.parse(a) > Date.parse(b) ? a : b;
}

export function toVisibility(value: string): Visibility {
	return value === 'public' || value === 'members' || value === 'paid' ? value : 'tiers';
}
