import type { Accent } from '$lib/domain/accent';
import type { Client } from '$lib/supabase/server';
import { AppError, unwrap } from '../errors';

/** What everybody may know of a publication. */
export interface Publication {
	id: string;
	slug: string;
	name: string;
	description: string;
	/** BCP 47. */
	language: string;
	/** IANA name. */
	timeZone: string;
	accent: Accent;
}

export interface ListedPublication extends Publication {
	/** The newest thing it published; null before the first. */
	latest: { slug: string; title: string; publishedAt: string } | null;
}

const columns = 'id, slug, name, description, language, time_zone, accent_hue, accent_chroma';

/** More than this and the landing page wants pages of its own. */
const LISTED_MAX = 200;

/** The live publications of the installation, the one that published last first. */
export async function listPublications(db: Client): Promise<ListedPublication[]> {
	const rows = unwrap(
		await db
			.from('publications')
			.select(`${columns}, posts(slug, title, published_at)`)
			.eq('status', 'live')
			.eq('posts.kind', 'post')
			.eq('posts.status', 'published')
			.lte('posts.published_at', new Date().toISOString())
			.order('published_at', { referencedTable: 'posts', ascending: false })
			.limit(1, { referencedTable: 'posts' })
			.order('name')
			.limit(LISTED_MAX)
	);
	return rows
		.map(({ posts: [post], ...row }) => ({
			...toPublication(row),
			latest: post?.published_at
				? { slug: post.slug, title: post.title, publishedAt: post.published_at }
				: null
		}))
		.sort((a, b) => (b.latest?.publishedAt ?? '').localeCompare(a.latest?.publishedAt ?? '', 'en'));
}

/** The live publication at an address, or null. */
export async function getPublication(db: Client, slug: string): Promise<Publication | null> {
	const row = unwrap(
		await db
			.from('publications')
			.select(columns)
			.eq('slug', slug)
			.eq('status', 'live')
			.maybeSingle()
	);
	return row && toPublication(row);
}

/** Days a member reads on after a payment failed. */
export async function getGraceDays(db: Client, publicationId: string): Promise<number> {
	const row = unwrap(
		await db.from('publications').select('grace_days').eq('id', publicationId).maybeSingle()
	);
	return row?.grace_days ?? 0;
}

/** The present address of a live publication that once had this one, or null. */
export async function getMovedPublication(db: Client, slug: string): Promise<string | null> {
	const row = unwrap(
		await db
			.from('publication_redirects')
			.select('publication:publications(slug, status)')
			.eq('slug', slug)
			.maybeSingle()
	);
	return row?.publication?.status === 'live' ? row.publication.slug : null;
}

export type PublicationDetails = Omit<Publication, 'id'>;

/**
 * Creates a publication with the caller as its owner.
 * @throws {AppError} `taken`: the address; `forbidden`: not this caller, by the setting of the
 * installation; `invalid`: a value the database does not take, such as a time zone it does not know
 */
export async function createPublication(db: Client, details: PublicationDetails): Promise<string> {
	return unwrap(await db.rpc('create_publication', toColumns(details)));
}

/**
 * Changes what a publication says of itself; a former address goes on to the new one.
 * @throws {AppError} `forbidden` when the caller is no admin there, `taken` and `invalid` as above
 */
export async function changePublication(
	db: Client,
	publicationId: string,
	details: PublicationDetails
): Promise<void> {
	const rows = unwrap(
		await db.from('publications').update(toColumns(details)).eq('id', publicationId).select('id')
	);
	if (rows.length === 0) throw new AppError('forbidden', 403);
}

/** Whether the visitor may create a publication, by the setting of the installation. */
export async function mayCreatePublication(db: Client): Promise<boolean> {
	return unwrap(await db.rpc('may_create_publication'));
}

interface Row {
	id: string;
	slug: string;
	name: string;
	description: string;
	language: string;
	time_zone: string;
	accent_hue: number;
	accent_chroma: number;
}

function toPublication({ time_zone, accent_hue, accent_chroma, ...row }: Row): Publication {
	return { ...row, timeZone: time_zone, accent: { hue: accent_hue, chroma: accent_chroma } };
}

function toColumns({ timeZone, accent, ...details }: PublicationDetails) {
	return {
		...details,
		time_zone: timeZone,
		accent_hue: accent.hue,
		accent_chroma: accent.chroma
	};
}
