import type { Client } from '$lib/supabase/server';
import { unwrap } from '../errors';

/** What the pages of a publication show, in two values: when neither changes, no page has. */
export interface PublicationState {
	/** Raised with every change. */
	version: number;
	/** When the newest post appeared: time alone lets one appear, and nobody raises the version then. */
	newest: string | null;
}

/** The state of the live publication at an address, as everybody sees it, or null. */
export async function getPublicationState(
	db: Client,
	slug: string
): Promise<PublicationState | null> {
	const row = unwrap(
		await db
			.from('publications')
			.select('state:publication_versions(version), posts(published_at)')
			.eq('slug', slug)
			.eq('status', 'live')
			.eq('posts.status', 'published')
			.lte('posts.published_at', new Date().toISOString())
			.order('published_at', { referencedTable: 'posts', ascending: false })
			.limit(1, { referencedTable: 'posts' })
			.maybeSingle()
	);
	// Nothing was ever changed in a publication without a version.
	return row && { version: row.state?.version ?? 0, newest: row.posts[0]?.published_at ?? null };
}
