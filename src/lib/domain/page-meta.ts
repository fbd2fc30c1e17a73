import type { Author, Picture, ShownPost } from '$lib/server/db/posts';
import type { Publication } from '$lib/server/db/publications';
import { homePath, postPath } from './addresses.ts';
import { isoDate } from './dates.ts';
import {
	personData,
	postData,
	websiteData,
	type Absolute,
	type StructuredData
} from './structured-data.ts';

/** What a page of the reading side says of itself to search engines and to those who share it. */
export interface PageMeta {
	/** Whole, for the tab. */
	title: string;
	/** Without the name of the publication. */
	heading: string;
	description: string | null;
	/** Absolute; null for a page that only goes on with a list. */
	canonical: string | null;
	isIndexed: boolean;
	type: 'website' | 'article' | 'profile';
	image: (Pick<Picture, 'alt' | 'width' | 'height'> & { url: string }) | null;
	/** ISO 8601; posts only. */
	published: string | null;
	modified: string | null;
	data: StructuredData | null;
}

const plain = {
	description: null,
	isIndexed: true,
	type: 'website',
	image: null,
	published: null,
	modified: null,
	data: null
} satisfies Partial<PageMeta>;

export function homeMeta(
	publication: Publication,
	{ isFirst }: { isFirst: boolean },
	absolute: Absolute
): PageMeta {
	return {
		...plain,
		title: publication.name,
		heading: publication.name,
		description: publication.description || null,
		canonical: isFirst ? absolute(homePath(publication.slug)) : null,
		isIndexed: isFirst,
		data: isFirst ? websiteData(publication, absolute) : null
	};
}

/** Of a post or page: titles, summary and cover, which are everybody's, and never its text. */
export function postMeta(post: ShownPost, publication: Publication, absolute: Absolute): PageMeta {
	const heading = post.metaTitle ?? (post.title || 'Untitled');
	const description = post.metaDescription ?? post.summary ?? (post.subtitle || null);
	const url = post.canonicalUrl ?? absolute(postPath(homePath(publication.slug), post.slug));
	const isPost = post.kind === 'post';
	return {
		...plain,
		title: `${heading} · ${publication.name}`,
		heading,
		description,
		canonical: url,
		type: isPost ? 'article' : 'website',
		image: post.cover && {
			url: absolute(post.cover.src),
			alt: post.cover.alt,
			width: post.cover.width,
			height: post.cover.height
		},
		published: isPost ? isoDate(post.publishedAt) : null,
		modified: isPost ? isoDate(post.updatedAt) : null,
		data: isPost ? postData({ ...post, description, url }, publication, absolute) : null
	};
}

export function bylineMeta(
	author: Author,
	{ path, isFirst }: { path: string; isFirst: boolean },
	publication: Publication,
	absolute: Absolute
): PageMeta {
	const list = { title: author.name, description: author.bio, path, isIndexed: isFirst };
	return {
		...listMeta(list, publication, absolute),
		type: 'profile',
		data: isFirst
			? {
					'@type': 'ProfilePage',
					mainEntity: {
						...personData(author, homePath(publication.slug), absolute),
						...(author.bio && { description: author.bio })
					}
				}
			: null
	};
}

export function listMeta(
	list: { title: string; description: string; path: string; isIndexed: boolean },
	publication: Publication,
	absolute: Absolute
): PageMeta {
	return {
		...plain,
		title: `${list.title} · ${publication.name}`,
		heading: list.title,
		description: list.description || null,
		canonical: list.isIndexed ? absolute(list.path) : null,
		isIndexed: list.isIndexed
	};
}
