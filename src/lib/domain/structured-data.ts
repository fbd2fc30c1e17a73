import type { Author, ListedPost } from '$lib/server/db/posts';
import type { Publication } from '$lib/server/db/publications';
import { bylinePath, homePath } from './addresses.ts';
import { isoDate } from './dates.ts';

/** Makes an absolute address of a path. */
export type Absolute = (path: string) => string;

/** A node of schema.org, as search engines read it. */
export type StructuredData = { '@type': string } & Record<string, unknown>;

/** The publication as a whole: https://schema.org/WebSite. */
export function websiteData(publication: Publication, absolute: Absolute): StructuredData {
	const url = absolute(homePath(publication.slug));
	return {
		'@type': 'WebSite',
		'@id': `${url}#website`,
		url,
		name: publication.name,
		...(publication.description && { description: publication.description }),
		inLanguage: publication.language
	};
}

/**
 * A post: https://schema.org/BlogPosting. What is closed says so, as in
 * https://developers.google.com/search/docs/appearance/structured-data/paywalled-content. Nothing of
 * its text is in here.
 */
export function postData(
	post: ListedPost & { description: string | null; url: string },
	publication: Publication,
	absolute: Absolute
): StructuredData {
	const isFree = post.visibility === 'public';
	const home = homePath(publication.slug);
	return {
		'@type': 'BlogPosting',
		mainEntityOfPage: post.url,
		url: post.url,
		headline: post.title,
		...(post.description && { description: post.description }),
		...(post.cover && { image: absolute(post.cover.src) }),
		datePublished: isoDate(post.publishedAt) ?? undefined,
		dateModified: isoDate(post.updatedAt) ?? undefined,
		author: post.authors.map((author) => personData(author, home, absolute)),
		publisher: { '@type': 'Organization', name: publication.name, url: absolute(home) },
		...(post.subjects.length > 0 && { keywords: post.subjects.map(({ name }) => name) }),
		inLanguage: publication.language,
		isAccessibleForFree: isFree,
		...(!isFree && {
			hasPart: { '@type': 'WebPageElement', isAccessibleForFree: false, cssSelector: '.closed' }
		})
	};
}

/** Somebody who signs posts: https://schema.org/Person. */
export function personData(
	author: Pick<Author, 'id' | 'name'>,
	home: string,
	absolute: Absolute
): StructuredData {
	return { '@type': 'Person', name: author.name, url: absolute(bylinePath(home, author)) };
}

/** As the text of a `<script>`: no sign in it ends the element or begins a comment. */
export function scriptJson(data: StructuredData): string {
	return JSON.stringify({ '@context': 'https://schema.org', ...data })
		.replaceAll('<', '\\u003c')
		.replaceAll('>', '\\u003e')
		.replaceAll('&', '\\u0026');
}
