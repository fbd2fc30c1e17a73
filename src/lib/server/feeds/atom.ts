import { bylinePath, homePath } from '$lib/domain/addresses';
import { isoDate } from '$lib/domain/dates';
import type { Feed, FeedItem } from './feed';
import { element, Xml, xmlDocument } from './xml';

const EPOCH = new Date(0);

/** Atom 1.0: https://www.rfc-editor.org/rfc/rfc4287 */
export function atom(feed: Feed): string {
	const { publication, url, updated, items } = feed;
	return xmlDocument(
		element(
			'feed',
			{ xmlns: 'http://www.w3.org/2005/Atom', 'xml:lang': publication.language },
			element('id', {}, `urn:uuid:${publication.id}`),
			element('title', {}, publication.name),
			publication.description && element('subtitle', {}, publication.description),
			element('updated', {}, isoDate(updated ?? EPOCH)),
			// Every entry without an author of its own has this one.
			element('author', {}, element('name', {}, publication.name)),
			element('generator', {}, 'Pamphlet'),
			element('link', { href: url, rel: 'alternate', type: 'text/html' }),
			element('link', { href: `${url}/atom.xml`, rel: 'self', type: 'application/atom+xml' }),
			items.map((item) => entry(feed, item))
		)
	);
}

function entry({ publication, origin }: Feed, { post, id, url, title, summary, text }: FeedItem) {
	const home = homePath(publication.slug);
	const published = isoDate(post.publishedAt);
	return element(
		'entry',
		{},
		element('id', {}, id),
		element('title', {}, title),
		published && element('published', {}, published),
		// An entry without it is no valid one.
		element('updated', {}, isoDate(post.updatedAt) ?? published ?? isoDate(EPOCH)),
		element('link', { href: url, rel: 'alternate', type: 'text/html' }),
		post.authors.map((author) =>
			element(
				'author',
				{},
				element('name', {}, author.name),
				element('uri', {}, origin + bylinePath(home, author))
			)
		),
		post.subjects.map(({ slug, name }) => element('category', { term: slug, label: name })),
		summary && element('summary', {}, summary),
		text.xml && element('content', { type: 'html' }, new Xml(text.xml))
	);
}
