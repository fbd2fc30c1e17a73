import type { Block, Inline, Mark, Paragraph } from '../editor/document.ts';
import { safeLink, safeSource } from './attributes.ts';
import { escapeHtml } from './escape.ts';
import { descendants, hasClass, textOf, type HtmlElement, type HtmlNode } from './html-tree.ts';

/** What a card needs of whoever reads the HTML around it. */
export interface CardReader {
	/** Nodes as blocks, as if they stood outside the card. */
	blocks(nodes: HtmlNode[]): Block[];
	/** An `html` block of this source, or none when nothing in it shows. */
	html(source: string): Block[];
	/** The source of nodes, as it stood. */
	source(nodes: HtmlNode[]): string;
}

/** Parts of Ghost's cards that work its players and forms. Their labels are not the author's. */
const CHROME = [
	...['kg-video-overlay', 'kg-video-player-container', 'kg-audio-player', 'kg-audio-thumbnail'],
	...['kg-toggle-card-icon', 'kg-file-card-icon', 'kg-signup-card-form']
];

/** Whether the element is a part of a card that shows nothing an author wrote. */
export function isChrome(element: HtmlElement): boolean {
	return CHROME.some((name) => hasClass(element, name));
}

/**
 * The blocks of a Ghost card whose classes say more than its elements do; null for all else. Cards
 * of plain elements, such as pictures, buttons, headers and products, are read as those elements.
 */
export function ghostCard(element: HtmlElement, reader: CardReader): Block[] | null {
	const name = Object.keys(CARDS).find((card) => hasClass(element, card));
	return name ? (CARDS[name]?.(element, reader) ?? null) : null;
}

const CARDS: Record<string, (card: HtmlElement, reader: CardReader) => Block[]> = {
	'kg-bookmark-card': (card, reader) => {
		const href = find(card, 'kg-bookmark-container')?.attribs.href;
		const by = [part(card, 'kg-bookmark-author'), part(card, 'kg-bookmark-publisher')];
		const lines = [part(card, 'kg-bookmark-description'), by.filter(Boolean).join(' · ')];
		return [...linked(href, part(card, 'kg-bookmark-title'), lines), ...caption(card, reader)];
	},
	'kg-file-card': (card) => {
		const href = find(card, 'kg-file-card-container')?.attribs.href;
		const file = [part(card, 'kg-file-card-filename'), part(card, 'kg-file-card-filesize')];
		const lines = [part(card, 'kg-file-card-caption'), file.filter(Boolean).join(', ')];
		return linked(href, part(card, 'kg-file-card-title'), lines);
	},
	'kg-callout-card': (card, reader) => {
		const emoji = part(card, 'kg-callout-emoji');
		const content = reader.blocks(find(card, 'kg-callout-text')?.children ?? []);
		const first = content[0];
		if (emoji) {
			const opens = first?.type === 'paragraph';
			const rest = opens ? (first.content ?? []) : [];
			content.splice(0, opens ? 1 : 0, paragraph(joined(emoji, rest)));
		}
		return content.length > 0 ? [{ type: 'blockquote', content }] : [];
	},
	'kg-toggle-card': (card, reader) => {
		const heading = reader.source(find(card, 'kg-toggle-heading-text')?.children ?? []);
		const content = reader.source(find(card, 'kg-toggle-content')?.children ?? []);
		return reader.html(`<details><summary>${heading}</summary>${content}</details>`);
	},
	'kg-video-card': (card, reader) => {
		const poster = card.attribs['data-kg-thumbnail'];
		return player(card, 'video', { poster }, caption(card, reader), reader);
	},
	'kg-audio-card': (card, reader) => {
		const title = find(card, 'kg-audio-title');
		return player(card, 'audio', {}, title ? reader.blocks([title]) : [], reader);
	}
};

/** A player and the words below it; without a file only the words. */
function player(
	card: HtmlElement,
	tag: 'video' | 'audio',
	extra: Record<string, string | undefined>,
	words: Block[],
	reader: CardReader
): Block[] {
	const source = [...descendants(card.children)].find((element) => element.name === tag);
	if (safeSource(source?.attribs.src) === null) return words;
	const { src, width, height } = source?.attribs ?? {};
	const attributes = Object.entries({ src, width, height, ...extra })
		.map(([name, value]) => (value ? ` ${name}="${escapeHtml(value)}"` : ''))
		.join('');
	return [...reader.html(`<${tag}${attributes}></${tag}>`), ...words];
}

function linked(href: string | undefined, title: string, lines: string[]): Block[] {
	const link = safeLink(href);
	const marks: Mark[] = link === null ? [] : [{ type: 'link', attrs: { href: link } }];
	const content: Inline[] = [];
	const text = title || link;
	if (text) content.push(marks.length > 0 ? { type: 'text', text, marks } : { type: 'text', text });
	for (const line of lines.filter(Boolean)) {
		if (content.length > 0) content.push({ type: 'hardBreak' });
		content.push({ type: 'text', text: line });
	}
	return content.length > 0 ? [paragraph(content)] : [];
}

// Neighbouring plain texts are one node.
function joined(text: string, rest: Inline[]): Inline[] {
	const [first, ...others] = rest;
	if (first?.type === 'text' && !first.marks) {
		return [{ type: 'text', text: `${text} ${first.text}` }, ...others];
	}
	return [{ type: 'text', text: first ? `${text} ` : text }, ...rest];
}

function paragraph(content: Inline[]): Paragraph {
	return { type: 'paragraph', content };
}

function caption(card: HtmlElement, reader: CardReader): Block[] {
	return reader.blocks(
		card.children.filter((child) => 'name' in child && child.name === 'figcaption')
	);
}

function find(card: HtmlElement, name: string): HtmlElement | undefined {
	return [...descendants(card.children)].find((element) => hasClass(element, name));
}

function part(card: HtmlElement, name: string): string {
	const element = find(card, name);
	return element ? textOf([element]).replace(/\s+/g, ' ').trim() : '';
}
