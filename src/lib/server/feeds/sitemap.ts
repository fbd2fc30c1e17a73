import { archivePath, bylinePath, homePath, postPath, subjectPath } from '$lib/domain/addresses';
import { isoDate } from '$lib/domain/dates';
import { listBylines } from '$lib/server/db/bylines';
import type { Publication } from '$lib/server/db/publications';
import { listAddresses } from '$lib/server/db/sitemap';
import { listSubjects } from '$lib/server/db/subjects';
import type { Client } from '$lib/supabase/server';
import { element, xmlDocument } from './xml';

/** Posts and pages in one site map. The standard allows 50,000; so many are read in five questions. */
export const ADDRESSES_A_MAP = 5000;

const namespace = { xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9' };

/** How many site maps so many addresses make. */
export function mapsFor(addresses: number): number {
	return Math.max(1, Math.ceil(addresses / ADDRESSES_A_MAP));
}

/** The paths of a publication's site maps. */
export function mapPaths(slug: string, addresses: number): string[] {
	const home = homePath(slug);
	const count = mapsFor(addresses);
	return count === 1
		? [`${home}/sitemap.xml`]
		: Array.from({ length: count }, (_, n) => `${home}/sitemap-${n + 1}.xml`);
}

/** https://www.sitemaps.org/protocol.html#index */
export function sitemapIndex(urls: string[]): string {
	return xmlDocument(
		element(
			'sitemapindex',
			namespace,
			...urls.map((url) => element('sitemap', {}, element('loc', {}, url)))
		)
	);
}

interface Address {
	path: string;
	updatedAt?: string;
}

/** One of a publication's site maps, counted from 1. The first has the lists too. */
export async function sitemap(
	db: Client,
	publication: Publication,
	number: number,
	origin: string
): Promise<string> {
	const home = homePath(publication.slug);
	const from = (number - 1) * ADDRESSES_A_MAP;
	const [lists, posts] = await Promise.all([
		number === 1 ? listPages(db, publication.id, home) : [],
		listAddresses(db, publication.id, from, from + ADDRESSES_A_MAP)
	]);
	const addresses: Address[] = [
		...lists,
		...posts.map(({ slug, updatedAt }) => ({ path: postPath(home, slug), updatedAt }))
	];
	return xmlDocument(
		element(
			'urlset',
			namespace,
			...addresses.map(({ path, updatedAt }) => {
				const modified = updatedAt ? isoDate(updatedAt) : null;
				return element(
					'url',
					{},
					element('loc', {}, origin + path),
					modified && element('lastmod', {}, modified)
				);
			})
		)
	);
}

async function listPages(db: Client, publicationId: string, home: string): Promise<Address[]> {
	const [subjects, bylines] = await Promise.all([
		listSubjects(db, publicationId),
		listBylines(db, publicationId)
	]);
	return [
		home,
		...(bylines.length > 0 ? [archivePath(home)] : []),
		...(subjects.length > 0 ? [`${home}/subjects`] : []),
		...subjects.map(({ slug }) => subjectPath(home, slug)),
		...bylines.map((byline) => bylinePath(home, byline))
	].map((path) => ({ path }));
}
