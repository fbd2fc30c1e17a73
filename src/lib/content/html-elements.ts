import type { Block, HeadingLevel, ListItem, Mark } from '../editor/document.ts';
import { readStart, safeLink, safeSource } from './attributes.ts';
import { Blocks } from './blocks.ts';
import { toggleParts, toneOf } from './html-boxes.ts';
import { codeBlockOf } from './html-code.ts';
import { headingLevel } from './html-marks.ts';
import type { Notes } from './html-notes.ts';
import type { PartReader } from './html-parts.ts';
import { imageOf } from './html-pictures.ts';
import { hasClass, listItems, type HtmlElement, type HtmlNode } from './html-tree.ts';

/** Where in a document something is read to. */
export interface Place {
	marks: Mark[];
	/** Depth in the document. */
	depth: number;
	/** Depth in the HTML. */
	nesting: number;
	/** How many figures it stands in. */
	figures: number;
	/** Whether it stands in a heading. */
	inHeading: boolean;
}

/** What reading an element needs of the reader of the whole. */
export interface ElementReader {
	readonly notes: Notes;
	convert(nodes: readonly HtmlNode[], into: Blocks, at: Place): void;
	/** What stands in an element as if it stood there without it, apart from what is around. */
	flat(nodes: readonly HtmlNode[], into: Blocks, at: Place): void;
	/** Blocks of a container `levels` deeper, or null when there is no room and they went flat. */
	inside(nodes: readonly HtmlNode[], into: Blocks, at: Place, levels: number): Block[] | null;
	/** Whether a container may stand here with all that it may hold. */
	hasRoom(at: Place): boolean;
	/** Keeps nodes as a block of HTML. */
	keep(nodes: readonly HtmlNode[], into: Blocks): void;
	/** Tells that nodes are taken as they are, and not read. */
	noteSource(nodes: readonly HtmlNode[]): void;
	partReader(at: Place): PartReader;
}

type Handler = (element: HtmlElement, into: Blocks, at: Place, reader: ElementReader) => void;

const kept: Handler = (element, into, _, reader) => reader.keep([element], into);

const HANDLERS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
	['p', paragraph],
	...[1, 2, 3, 4, 5, 6].map((n): [string, Handler] => [`h${n}`, heading(headingLevel(n))]),
	['ul', (...args) => list(...args, (content) => ({ type: 'bulletList', content }))],
	['ol', orderedList],
	['blockquote', blockquote],
	['pre', code],
	['hr', rule],
	['br', (_, into, at) => into.hardBreak(at.marks)],
	['img', image],
	['figure', figure],
	['div', box],
	['details', details],
	...['table', 'dl', 'video', 'audio'].map((name): [string, Handler] => [name, kept])
]);

/** How an element of this name is read; undefined for those that mean nothing of their own. */
export function handlerOf(name: string): Handler | undefined {
	return HANDLERS.get(name);
}

function paragraph(...[element, into, at, reader]: Parameters<Handler>): void {
	into.flush();
	const before = into.list.length;
	reader.convert(element.children, into, at);
	into.flush();
	if (into.list.length === before) into.addEmpty();
}

function heading(level: HeadingLevel): Handler {
	return (element, into, at, reader) => {
		// Each heading takes what is in it along once more: of nested ones only the outermost counts.
		if (at.inHeading) return reader.flat(element.children, into, at);
		into.flush();
		const attrs = { level };
		const sub = new Blocks((content) =>
			content ? { type: 'heading', attrs, content } : { type: 'heading', attrs }
		);
		reader.convert(element.children, sub, { ...at, inHeading: true });
		sub.flush();
		if (sub.list.length === 0) sub.addEmpty();
		into.addAll(sub.blocks());
	};
}

function orderedList(...[element, into, at, reader]: Parameters<Handler>): void {
	const attrs = { start: readStart(element.attribs.start) };
	list(element, into, at, reader, (content) => ({ type: 'orderedList', attrs, content }));
}

function list(
	element: HtmlElement,
	into: Blocks,
	at: Place,
	reader: ElementReader,
	make: (content: ListItem[]) => Block
): void {
	if (!reader.hasRoom(at)) return reader.flat(element.children, into, at);
	into.flush();
	const items: ListItem[] = [];
	for (const { isItem, nodes } of listItems(withoutNotes(element, reader.notes))) {
		const content = reader.inside(nodes, into, at, 2) ?? [];
		const last = items.at(-1);
		if (!isItem && content.length === 0) continue;
		if (!isItem && last && content.every((block) => block.type.endsWith('List'))) {
			last.content.push(...content);
			continue;
		}
		if (content[0]?.type !== 'paragraph') content.unshift({ type: 'paragraph' });
		items.push({ type: 'listItem', content });
	}
	if (items.length > 0) into.add(make(items));
}

function withoutNotes(element: HtmlElement, notes: Notes): HtmlNode[] {
	const left = element.children.filter((child) => !notes.isTaken(child));
	for (const child of left) notes.keep(child);
	return left;
}

function blockquote(...[element, into, at, reader]: Parameters<Handler>): void {
	const content = reader.inside(element.children, into, at, 1);
	if (content && content.length > 0) into.add({ type: 'blockquote', content });
}

function code(...[element, into, , reader]: Parameters<Handler>): void {
	into.flush();
	reader.noteSource([element]);
	into.add(codeBlockOf(element));
}

function rule(element: HtmlElement, into: Blocks): void {
	// A line above the notes is a part of how they look.
	if (!hasClass(element, 'footnotes-sep')) into.add({ type: 'horizontalRule' });
}

function image(element: HtmlElement, into: Blocks, at: Place): void {
	const link = at.marks.find((mark) => mark.type === 'link');
	const useful = safeSource(element.attribs.src) !== null || (element.attribs.alt ?? '') !== '';
	if (useful) into.add(imageOf(element, link ? safeLink(link.attrs.href) : null));
}

function figure(...[element, into, at, reader]: Parameters<Handler>): void {
	reader.flat(element.children, into, { ...at, figures: at.figures + 1 });
}

function box(...[element, into, at, reader]: Parameters<Handler>): void {
	if (hasClass(element, 'html-block')) return reader.keep(element.children, into);
	const tone = toneOf(element);
	if (!tone) return reader.flat(element.children, into, at);
	const content = reader.inside(element.children, into, at, 1);
	if (content) into.add({ type: 'callout', attrs: { tone }, content: orEmpty(content) });
}

function details(...[element, into, at, reader]: Parameters<Handler>): void {
	if (!reader.hasRoom(at)) return reader.flat(element.children, into, at);
	const { summary, body } = toggleParts(element);
	const line = reader.partReader(at).line(summary);
	const content = orEmpty(reader.inside(body, into, at, 1) ?? []);
	const first = { type: 'toggleSummary' as const, ...(line.length > 0 && { content: line }) };
	into.add({ type: 'toggle', content: [first, ...content] });
}

function orEmpty(blocks: Block[]): Block[] {
	return blocks.length > 0 ? blocks : [{ type: 'paragraph' }];
}
