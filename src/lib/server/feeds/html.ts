import { renderFeedHtml } from '$lib/content/render-html';
import { escapeHtml } from '$lib/content/escape';

interface Place {
	origin: string;
	/** Absolute address of the post. */
	url: string;
	/** There is more than the document holds. */
	isClosed: boolean;
}

/** A document as HTML for a feed reader; empty without one. What is closed says where it goes on. */
export function feedHtml(doc: unknown, { origin, url, isClosed }: Place): string {
	const html = renderFeedHtml(doc, { origin, address: url, subscribeHref: url });
	if (html === '' || !isClosed) return html;
	return `${html}<p><a href="${escapeHtml(url)}">It goes on for members</a></p>`;
}
