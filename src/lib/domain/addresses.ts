import { slugify } from './slugs.ts';

/** The publication's own page; every other address of the reading side starts with it. */
export function homePath(slug: string): string {
	return `/@${slug}`;
}

/** @param home as {@link homePath} gives it; so for all below */
export function postPath(home: string, slug: string): string {
	return `${home}/${encodeURIComponent(slug)}`;
}

export function subjectPath(home: string, slug: string): string {
	return `${home}/tag/${encodeURIComponent(slug)}`;
}

export function archivePath(home: string, year?: number): string {
	return year === undefined ? `${home}/archive` : `${home}/archive?year=${year}`;
}

/** The last part of {@link bylinePath}: the name is there to be read, only the id counts. */
export function bylineSlug({ id, name }: { id: string; name: string }): string {
	const words = slugify(name);
	return words ? `${words}-${id}` : id;
}

export function bylinePath(home: string, author: { id: string; name: string }): string {
	return `${home}/author/${encodeURIComponent(bylineSlug(author))}`;
}

const id = /(?:^|-)([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** The id in a {@link bylineSlug}; null when there is none. */
export function bylineId(param: string): string | null {
	return id.exec(param)?.[1]?.toLowerCase() ?? null;
}

export const feedFormats = [
	{ file: 'rss.xml', mime: 'application/rss+xml', label: 'RSS' },
	{ file: 'atom.xml', mime: 'application/atom+xml', label: 'Atom' },
	{ file: 'feed.json', mime: 'application/feed+json', label: 'JSON Feed' }
] as const;

/** A path as it is typed, in the form addresses have: lower case, composed letters. */
export function canonicalSlug(slug: string): string {
	return slug.normalize('NFC').toLowerCase().normalize('NFC');
}
