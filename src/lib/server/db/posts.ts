import { readingMinutes } from '$lib/domain/reading-time';
import type { Client } from '$lib/supabase/server';
import { unwrap } from '../errors';

export interface Picture {
	src: string;
	alt: string;
	caption: string;
	width: number | null;
	height: number | null;
}

export interface Author {
	name: string;
	bio: string;
}

export type Visibility = 'public' | 'members' | 'paid' | 'tiers';

/** A post in a list: what everybody may see of it. */
export interface ListedPost {
	id: string;
	slug: string;
	title: string;
	subtitle: string;
	summary: string | null;
	visibility: Visibility;
	publishedAt: string;
	/** Reading time of the whole text; null without one. */
	minutes: number | null;
	authors: Author[];
	/** Public tags, the main one first. */
	subjects: string[];
	cover: Picture | null;
}

export interface Post extends ListedPost {
	kind: 'post' | 'page';
	words: number;
	/** The document up to the paywall mark, unchecked; null without a mark. */
	teaser: unknown;
	/** The whole document, unchecked; null when this visitor may not read it. */
	doc: unknown;
}

/** Where a list goes on: the last post that was shown. */
export interface Cursor {
	publishedAt: string;
	id: string;
}

const columns = `
	id, slug, kind, title, subtitle, summary, visibility, published_at, word_count,
	cover_alt, cover_caption,
	cover:media!posts_publication_id_cover_media_id_fkey(id, filename, width, height),
	authors:post_authors(position, profile:profiles(name, bio)),
	tags:post_tags(position, tag:tags(name, is_internal))
` as const;

/**
 * Published posts, newest first, from after `before`. Staff see no more here than anybody: the
 * filter repeats what the policy says for the public.
 */
export async function listPosts(
	db: Client,
	publicationId: string,
	{ before, limit }: { before?: Cursor | undefined; limit: number }
): Promise<{ posts: ListedPost[]; older: Cursor | null }> {
	let query = published(db, publicationId)
		.eq('kind', 'post')
		.order('published_at', { ascending: false })
		.order('id', { ascending: false })
		.limit(limit + 1);
	if (before) query = query.or(olderThan(before));
	const rows = unwrap(await query);
	const posts = rows.slice(0, limit).map(toListed);
	const last = posts.at(-1);
	return {
		posts,
		older: rows.length > limit && last ? { publishedAt: last.publishedAt, id: last.id } : null
	};
}

/** The published post or page at an address, with its document where the visitor may read it. */
export async function getPost(
	db: Client,
	publicationId: string,
	slug: string
): Promise<Post | null> {
	const row = unwrap(await published(db, publicationId).eq('slug', slug).maybeSingle());
	if (!row) return null;
	const text = await getText(db, row.id);
	return {
		...toListed(row),
		kind: row.kind === 'page' ? 'page' : 'post',
		words: row.word_count,
		...text
	};
}

/** What the visitor may read of a post. No row of post_contents means: not the whole of it. */
export async function getText(
	db: Client,
	postId: string
): Promise<{ doc: unknown; teaser: unknown }> {
	const [post, content] = await Promise.all([
		db.from('posts').select('teaser').eq('id', postId).maybeSingle().then(unwrap),
		db.from('post_contents').select('doc').eq('post_id', postId).maybeSingle().then(unwrap)
	]);
	return { doc: content?.doc ?? null, teaser: post?.teaser ?? null };
}

/** The posts before and after one in time. */
export async function getNeighbours(
	db: Client,
	publicationId: string,
	{ publishedAt, id }: Cursor
): Promise<{ older: PostLink | null; newer: PostLink | null }> {
	const link = () =>
		db
			.from('posts')
			.select('slug, title')
			.eq('publication_id', publicationId)
			.eq('kind', 'post')
			.eq('status', 'published')
			.limit(1);
	const [older, newer] = await Promise.all([
		link()
			.or(olderThan({ publishedAt, id }))
			.order('published_at', { ascending: false })
			.order('id', { ascending: false })
			.maybeSingle()
			.then(unwrap),
		link()
			.or(`published_at.gt."${publishedAt}",and(published_at.eq."${publishedAt}",id.gt.${id})`)
			.lte('published_at', new Date().toISOString())
			.order('published_at')
			.order('id')
			.maybeSingle()
			.then(unwrap)
	]);
	return { older, newer };
}

export interface PostLink {
	slug: string;
	title: string;
}

/** The publication's static pages, for its navigation. */
export async function listPages(db: Client, publicationId: string): Promise<PostLink[]> {
	return unwrap(
		await db
			.from('posts')
			.select('slug, title')
			.eq('publication_id', publicationId)
			.eq('kind', 'page')
			.eq('status', 'published')
			.lte('published_at', new Date().toISOString())
			.order('published_at')
			.limit(6)
	);
}

/** The present address of a post that once had this one, or null. */
export async function getMovedSlug(
	db: Client,
	publicationId: string,
	slug: string
): Promise<string | null> {
	const row = unwrap(
		await db
			.from('redirects')
			.select('post:posts(slug)')
			.eq('publication_id', publicationId)
			.eq('slug', slug)
			.maybeSingle()
	);
	return row?.post?.slug ?? null;
}

function published(db: Client, publicationId: string) {
	return db
		.from('posts')
		.select(columns)
		.eq('publication_id', publicationId)
		.eq('status', 'published')
		.lte('published_at', new Date().toISOString());
}

function olderThan({ publishedAt, id }: Cursor): string {
	return `published_at.lt."${publishedAt}",and(published_at.eq."${publishedAt}",id.lt.${id})`;
}

type Row = NonNullable<Awaited<ReturnType<typeof published>>['data']>[number];

function toListed(row: Row): ListedPost {
	const byPosition = (a: { position: number }, b: { position: number }) => a.position - b.position;
	return {
		id: row.id,
		slug: row.slug,
		title: row.title,
		subtitle: row.subtitle,
		summary: row.summary,
		visibility: toVisibility(row.visibility),
		publishedAt: row.published_at ?? '',
		minutes: readingMinutes(row.word_count),
		authors: row.authors
			.toSorted(byPosition)
			.map(({ profile }) => profile)
			.filter((profile) => profile.name !== ''),
		subjects: row.tags
			.toSorted(byPosition)
			.filter(({ tag }) => !tag.is_internal)
			.map(({ tag }) => tag.name),
		cover: row.cover && {
			src: `/media/${row.cover.id}/${row.cover.filename}`,
			alt: row.cover_alt,
			caption: row.cover_caption,
			width: row.cover.width,
			height: row.cover.height
		}
	};
}

export function toVisibility(value: string): Visibility {
	return value === 'public' || value === 'members' || value === 'paid' ? value : 'tiers';
}
