import { freeSlug, slugify } from '$lib/domain/slugs';
import { AppError, unwrap } from '$lib/server/errors';
import type { Client } from '$lib/supabase/server';
import type { Tag } from './post-settings';

/** More than this, and a list to choose from is no help. */
const LISTED_MAX = 1000;

/** The tags of a publication in alphabetical order, those for staff included. */
export async function listTags(db: Client, publicationId: string): Promise<Tag[]> {
	const rows = unwrap(
		await db
			.from('tags')
			.select('id, name, is_internal')
			.eq('publication_id', publicationId)
			.order('name')
			.limit(LISTED_MAX)
	);
	return rows.map(({ id, name, is_internal }) => ({ id, name, isInternal: is_internal }));
}

const SLUG_TRIES = 20;

/**
 * Adds a tag; one of the same name, in capitals or not, is taken instead.
 * @throws {AppError} `forbidden` when the caller is no editor there
 */
export async function createTag(db: Client, publicationId: string, name: string): Promise<Tag> {
	const known = (await listTags(db, publicationId)).find(
		(tag) => tag.name.toLowerCase() === name.toLowerCase()
	);
	if (known) return known;
	const tried = new Set<string>();
	const wish = slugify(name) || 'subject';
	while (true) {
		const slug = freeSlug(wish, (candidate) => tried.has(candidate));
		try {
			const row = unwrap(
				await db
					.from('tags')
					.insert({ publication_id: publicationId, slug, name })
					.select('id, name, is_internal')
					.single()
			);
			return { id: row.id, name: row.name, isInternal: row.is_internal };
		} catch (error) {
			const another = error instanceof AppError && error.code === 'taken';
			if (!another || tried.size > SLUG_TRIES) throw error;
			tried.add(slug);
		}
	}
}
