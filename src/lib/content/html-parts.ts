import type { Block, Caption, Inline, Layout } from '../editor/document.ts';

import {
	descendants,
	hasClass,
	ownChildren,
	type HtmlElement,
	type HtmlNode
} from './html-tree.ts';
import { PHRASING_TAGS } from './tags.ts';
import { documents } from '../limits.ts';

/** What the reader of one kind of element needs of whoever reads the HTML around it. */
export interface PartReader {
	/** Nodes as blocks, as if they stood alone. */
	blocks(nodes: readonly HtmlNode[]): Block[];
	/** Nodes as one line of text, whatever they are. */
	line(nodes: readonly HtmlNode[]): Inline[];
}

/** The blocks an element stands for; null when it is none of these, and is read as what it is. */
export type Recognise = (element: HtmlElement, reader: PartReader) => Block[] | null;

/** Whether nodes are text and its marks, in paragraphs at most. */
export function isPhrasing(nodes: readonly HtmlNode[]): boolean {
	for (const element of descendants(nodes)) if (!PHRASING_TAGS.has(element.name)) return false;
	return true;
}

/** Whether texts fit where a node keeps words. */
export function fit(...texts: string[]): boolean {
	return texts.every((text) => text.length <= documents.attributeLength);
}

/** A text cut to what an attribute holds. */
export function clip(text: string): string {
	return text.length <= documents.attributeLength
		? text
		: text.slice(0, documents.attributeLength).toWellFormed();
}

/** The captions that stand right in a figure, as the child its node has; null when they are no text. */
export function captionOf(figure: HtmlElement, reader: PartReader): { content?: [Caption] } | null {
	const captions = ownChildren(figure, 'figcaption');
	if (!isPhrasing(captions.flatMap((caption) => caption.children))) return null;
	const content: Inline[] = [];
	for (const caption of captions) {
		const line = reader.line(caption.children);
		if (content.length > 0 && line.length > 0) content.push({ type: 'hardBreak' });
		content.push(...line);
	}
	return content.length > 0 ? { content: [{ type: 'caption', content }] } : {};
}

/** How wide a figure says it is, here or in Ghost. */
export function layoutOf(figure: HtmlElement): Layout {
	if (hasClass(figure, 'wide') || hasClass(figure, 'kg-width-wide')) return 'wide';
	return hasClass(figure, 'full') || hasClass(figure, 'kg-width-full') ? 'full' : 'text';
}
