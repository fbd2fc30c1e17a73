import type { Client } from '$lib/supabase/server';
import { unwrap } from '../errors';
import { mayBeHidden } from './hidden';
import type { Author } from './posts';

export interface CountedByline extends Author {
	/** Published posts they sign; at least one. */
	posts: number;
}

/** Everybody who signs published posts of a publication, in alphabetical order. */
export async function listBylines(db: Client, publicationId: string): Promise<CountedByline[]> {
	return unwrap(await db.rpc('publication_bylines', { p_publication_id: publicationId }));
}

/** Somebody who signs a published post of this publication, or null; other people have no page here. */
export async function getByline(
	db: Client,
	publicationId: string,
	profileId: string
): Promise<Author | null> {
	const [row] = unwrap(
		await db
			.from('post_authors')
			.select('profile:profiles!inner(id, name, bio), post:posts!inner(id)')
			.eq('publication_id', publicationId)
			.eq('profile_id', profileId)
			.neq('profile.name', '')
			.eq('post.kind', 'post')
			.eq('post.status', 'published')
			.lte('post.published_at', new Date().toISOString())
			.limit(1)
	);
	return row?.profile ?? null;
}

/** Somebody who may sign. */
export interface Signatory {
	id: string;
	name: string;
}

/** Who may sign the posts of a publication: its staff, and the authors an import brought. */
export async function listSignatories(db: Client, publicationId: string): Promise<Signatory[]> {
	const [staff, imported] = await Promise.all([
		db
			.from('publication_staff')
			.select('profile:profiles!publication_staff_profile_fkey(id, name)')
			.eq('publication_id', publicationId)
			.then(unwrap),
		db
			.from('profiles')
			.select('id, name')
			.eq('publication_id', publicationId)
			.limit(IMPORTED_MAX)
			.then(unwrap)
	]);
	return [...staff.flatMap(({ profile }) => mayBeHidden(profile) ?? []), ...imported].sort((a, b) =>
		a.name.localeCompare(b.name, 'en')
	);
}

const IMPORTED_MAX = 1000;
