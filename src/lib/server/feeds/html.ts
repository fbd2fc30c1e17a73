import { escapeHtml } from '$lib/content/escape';
import type { TextState } from '$lib/server/db/post-texts';
import { renderFeedItem, type Source } from '$lib/server/rendering/render';
import { feedText, type FeedText } from '$lib/server/rendering/tasks';

interface Place {
	origin: string;
	/** Absolute address of the post. */
	url: string;
}

/** A text as HTML for a feed reader; empty without one. What is closed says where it goes on. */
export async function feedHtml(
	source: Source,
	{ isWhole }: TextState,
	{ origin, url }: Place
): Promise<FeedText> {
	const text = await renderFeedItem(source, { origin, address: url, subscribeHref: url });
	if (text.html === '' || isWhole) return text;
	const more = feedText(`<p><a href="${escapeHtml(url)}">It goes on for members</a></p>`);
	return { html: text.html + more.html, xml: text.xml + more.xml };
}
