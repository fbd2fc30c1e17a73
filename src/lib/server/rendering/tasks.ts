import type { RenderOptions } from '../../content/render-html.ts';
import {
	htmlToDoc,
	InvalidDocument,
	renderFeedHtml,
	renderHtml,
	validateDoc,
	countWords
} from '../../content/index.ts';

import { documents } from '../../limits.ts';
import { escapeXml } from '../feeds/xml.ts';
import { opening, suitsDropCap } from '../../domain/opening.ts';
import type { Doc } from '../../editor/document.ts';

/** A text as a page shows it. */
export interface RenderedText {
	html: string;
	dropCap: boolean;
}

/** The text of a post for feeds. */
export interface FeedText {
	html: string;
	/** The HTML as text between the tags of XML. Kept, as escaping a large one costs more than all else in a feed. */
	xml: string;
}

/** A document that may be stored, or why it may not. */
export type Checked =
	{ doc: Doc; words: number } | { problem: string; code: InvalidDocument['code'] };

/**
 * Everything that reads or renders a whole document, and so takes as long as the document is large.
 * Input and output are plain data: a worker thread runs these for large documents.
 */
export const tasks = {
	/** The text of a post, and how many words it has. */
	post: ({
		doc,
		options
	}: {
		doc: unknown;
		options: RenderOptions;
	}): RenderedText & { words: number } => ({
		html: renderHtml(doc, options),
		dropCap: suitsDropCap(doc),
		words: countWords(doc)
	}),
	/** The first paragraphs of a text, until they have so many words. */
	opening: ({ doc, words }: { doc: unknown; words: number }): RenderedText => {
		const start = opening(doc, words);
		return { html: renderHtml(start), dropCap: suitsDropCap(start) };
	},
	feed: ({ doc, options }: { doc: unknown; options: RenderOptions }): FeedText =>
		feedText(renderFeedHtml(doc, options)),
	/** JSON from anybody as a document. */
	check: ({ doc }: { doc: unknown }): Checked => checked(() => validateDoc(doc)),
	/** HTML from anybody as a document. */
	convert: ({ html }: { html: string }): Checked =>
		checked(() => {
			if (html.length > documents.convertedLength) {
				throw new InvalidDocument(
					'too_large',
					'The text is too long for one post. Split it in two.'
				);
			}
			return validateDoc(htmlToDoc(html));
		})
};

export type Tasks = typeof tasks;
export type TaskName = keyof Tasks;
export type Input<T extends TaskName> = Parameters<Tasks[T]>[0];
export type Output<T extends TaskName> = ReturnType<Tasks[T]>;

/** HTML as the feeds need it. */
export function feedText(html: string): FeedText {
	return { html, xml: escapeXml(html) };
}

function checked(read: () => Doc): Checked {
	try {
		const doc = read();
		return { doc, words: countWords(doc) };
	} catch (error) {
		if (!(error instanceof InvalidDocument)) throw error;
		return { problem: error.message, code: error.code };
	}
}
