import type { Client } from '$lib/supabase/server';
import { unwrap } from '../errors';

/** A public tag, as readers see it. */
export interface Subject {
	slug: string;
	name: string;
	description: string;
}

export interface CountedSubject extends Subject {
	/** Published posts that have it; at least one. */
	posts: number;
}

/** The subjects of a publication in alphabetical order. Staff get the numbers everybody gets. */
export async function listSubjects(db: Client, publicationId: string): Promise<CountedSubject[]> {
	return unwrap(await db.rpc('publication_subjects', { p_publication_id: publicationId }));
}

/** The subject at an address, or null; it may have no post yet. */
export async function getSubject(
	db: Client,
	publicationId: string,
	slug: string
): Promise<(Subject & { id: string }) | null> {
	return unwrap(
		await db
			.from('tags')
			.select('id, slug, name, description')
			.eq('publication_id', publicationId)
			.eq('slug', slug)
			.eq('is_internal', false)
			.maybeSingle()
	);
}

/** Whether any published post has a subject: without one, no page leads to them. */
export async function hasSubjects(db: Client, publicationId: string): Promise<boolean> {
	const rows = unwrap(
		await db
			.from('post_tags')
			.select('tag:tags!inner(id), post:posts!inner(id)')
			.eq('publication_id', publicationId)
			.eq('tag.is_internal', false)
			.eq('post.kind', 'post')
			.eq('post.status', 'published')
			.lte('post.published_at', new Date().toISOString())
			.limit(1)
	);
	return rows.length > 0;
}
