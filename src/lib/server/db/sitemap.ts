import type { Client } from '$lib/supabase/server';
import { unwrap } from '../errors';
import { later } from './posts';

/** As many rows as one answer of the API has; `max_rows` in supabase/config.toml. */
const ROWS_MAX = 1000;

export interface PageAddress {
	slug: string;
	updatedAt: string;
}

/**
 * Addresses of published posts and pages, the oldest first, from place `from` to before place `to`.
 * A text that first appeared elsewhere is not ours to list.
 */
export async function listAddresses(
	db: Client,
	publicationId: string,
	from: number,
	to: number
): Promise<PageAddress[]> {
	const rows = await readAll(from, to, (first, last) =>
		db
			.from('posts')
			.select('slug, updated_at, published_at')
			.eq('publication_id', publicationId)
			.eq('status', 'published')
			.lte('published_at', new Date().toISOString())
			.is('canonical_url', null)
			.order('published_at')
			.order('id')
			.range(first, last)
			.then(unwrap)
	);
	return rows.map(({ slug, updated_at, published_at }) => ({
		slug,
		updatedAt: later(updated_at, published_at ?? updated_at)
	}));
}

/** How many {@link listAddresses} has. */
export async function countAddresses(db: Client, publicationId: string): Promise<number> {
	const answer = await db
		.from('posts')
		.select('id', { count: 'exact', head: true })
		.eq('publication_id', publicationId)
		.eq('status', 'published')
		.lte('published_at', new Date().toISOString())
		.is('canonical_url', null);
	unwrap(answer);
	return answer.count ?? 0;
}

/** Every live publication, and how many addresses it has. */
export async function listSitemaps(db: Client): Promise<{ slug: string; addresses: number }[]> {
	const rows = await readAll(0, Infinity, (first, last) =>
		db
			.from('publications')
			.select('slug, posts(count)')
			.eq('status', 'live')
			.eq('posts.status', 'published')
			.lte('posts.published_at', new Date().toISOString())
			.is('posts.canonical_url', null)
			.order('slug')
			.range(first, last)
			.then(unwrap)
	);
	return rows.map(({ slug, posts }) => ({ slug, addresses: posts[0]?.count ?? 0 }));
}

async function readAll<T>(
	from: number,
	to: number,
	read: (first: number, last: number) => PromiseLike<T[]>
): Promise<T[]> {
	const all: T[] = [];
	for (let first = from; first < to; first += ROWS_MAX) {
		const last = Math.min(first + ROWS_MAX, to) - 1;
		const rows = await read(first, last);
		all.push(...rows);
		if (rows.length < last - first + 1) break;
	}
	return all;
}
