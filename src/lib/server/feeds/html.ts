import { escapeHtml } from '$lib/content/escape';
import type { Text } from '$lib/server/db/posts';
import { renderFeedItem, type Source } from '$lib/server/rendering/render';

interface Place {
	origin: string;
	/** Absolute address of the post. */
	url: string;
	/** There is more than the document holds. */
	isClosed: boolean;
}

/** A text as HTML for a feed reader; empty without one. What is closed says where it goes on. */
export async function feedHtml(
	{ publicationId, postId }: Pick<Source, 'publicationId' | 'postId'>,
	{ doc, teaser, version }: Text,
	{ origin, url, isClosed }: Place
): Promise<string> {
	const html = await renderFeedItem(
		{ publicationId, postId, doc: doc ?? teaser, version },
		{ origin, address: url, subscribeHref: url }
	);
	if (html === '' || !isClosed) return html;
	return `${html}<p><a href="${escapeHtml(url)}">It goes on for members</a></p>`;
}
