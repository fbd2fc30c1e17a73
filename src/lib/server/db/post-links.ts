import type { Client } from '$lib/supabase/server';
import { unwrap } from '../errors';
import { olderThan, type Cursor } from './posts';

export interface PostLink {
	slug: string;
	title: string;
}

/** The posts before and after one in time. */
export async function getNeighbours(
	db: Client,
	publicationId: string,
	{ publishedAt, id }: Cursor
): Promise<{ older: PostLink | null; newer: PostLink | null }> {
	const link = () => links(db, publicationId, 'post').limit(1);
	const [older, newer] = await Promise.all([
		link()
			.or(olderThan({ publishedAt, id }))
			.order('published_at', { ascending: false })
			.order('id', { ascending: false })
			.maybeSingle()
			.then(unwrap),
		link()
			.or(`published_at.gt."${publishedAt}",and(published_at.eq."${publishedAt}",id.gt.${id})`)
			.order('published_at')
			.order('id')
			.maybeSingle()
			.then(unwrap)
	]);
	return { older, newer };
}

/** More pages than this, and a colophon becomes a list of contents. */
const PAGES_MAX = 12;

/** The publication's static pages, the oldest first. */
export async function listPages(db: Client, publicationId: string): Promise<PostLink[]> {
	return unwrap(
		await links(db, publicationId, 'page').order('published_at').order('id').limit(PAGES_MAX)
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
			.select('post:posts(slug, status)')
			.eq('publication_id', publicationId)
			.eq('slug', slug)
			.maybeSingle()
	);
	return row?.post?.status === 'published' ? row.post.slug : null;
}

function links(db: Client, publicationId: string, kind: 'post' | 'page') {
	return db
		.from('posts')
		.select('slug, title')
		.eq('publication_id', publicationId)
		.eq('kind', kind)
		.eq('status', 'published')
		.lte('published_at', new Date().toISOString());
}
