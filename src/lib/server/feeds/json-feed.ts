import { bylinePath, homePath } from '$lib/domain/addresses';
import { isoDate } from '$lib/domain/dates';
import type { Feed, FeedItem } from './feed';

/** JSON Feed 1.1: https://www.jsonfeed.org/version/1.1/ */
export function jsonFeed(feed: Feed): string {
	const { publication, url, items } = feed;
	return JSON.stringify(
		{
			version: 'https://jsonfeed.org/version/1.1',
			title: publication.name,
			...(publication.description && { description: publication.description }),
			home_page_url: url,
			feed_url: `${url}/feed.json`,
			language: publication.language,
			items: items.map((item) => entry(feed, item))
		},
		null,
		'\t'
	);
}

function entry(
	{ publication, origin }: Feed,
	{ post, id, url, title, summary, text, image }: FeedItem
) {
	const home = homePath(publication.slug);
	const [published, modified] = [isoDate(post.publishedAt), isoDate(post.updatedAt)];
	return {
		id,
		url,
		title,
		// An entry has a content, and its summary where it has no other.
		...(text.html ? { content_html: text.html } : { content_text: summary ?? '' }),
		...(summary && { summary }),
		...(image && { image }),
		...(published && { date_published: published }),
		...(modified && { date_modified: modified }),
		...(post.authors.length > 0 && {
			authors: post.authors.map((author) => ({
				name: author.name,
				url: origin + bylinePath(home, author)
			}))
		}),
		...(post.subjects.length > 0 && { tags: post.subjects.map(({ name }) => name) })
	};
}
