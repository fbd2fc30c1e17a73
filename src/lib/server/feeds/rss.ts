import { readMoment } from '$lib/domain/moments';
import type { Feed, FeedItem } from './feed';
import { element, Xml, xmlDocument } from './xml';

/** RSS 2.0: https://www.rssboard.org/rss-specification */
export function rss({ publication, url, updated, items }: Feed): string {
	return xmlDocument(
		element(
			'rss',
			{
				version: '2.0',
				'xmlns:atom': 'http://www.w3.org/2005/Atom',
				'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
				'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
				'xmlns:media': 'http://search.yahoo.com/mrss/'
			},
			element(
				'channel',
				{},
				element('title', {}, publication.name),
				element('link', {}, url),
				element('description', {}, publication.description),
				element('language', {}, publication.language),
				element('generator', {}, 'Pamphlet'),
				updated && element('lastBuildDate', {}, updated.toUTCString()),
				element('atom:link', { href: `${url}/rss.xml`, rel: 'self', type: 'application/rss+xml' }),
				items.map(rssItem)
			)
		)
	);
}

function rssItem({ post, id, url, title, summary, text, image }: FeedItem) {
	const published = readMoment(post.publishedAt);
	return element(
		'item',
		{},
		element('title', {}, title),
		element('link', {}, url),
		element('guid', { isPermaLink: 'false' }, id),
		// `Sat, 14 Nov 2026 06:40:00 GMT`
		published && element('pubDate', {}, published.toUTCString()),
		post.authors.map(({ name }) => element('dc:creator', {}, name)),
		post.subjects.map(({ name }) => element('category', {}, name)),
		summary && element('description', {}, summary),
		text.xml && element('content:encoded', {}, new Xml(text.xml)),
		image && element('media:content', { url: image, medium: 'image' })
	);
}
