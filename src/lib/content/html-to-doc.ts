import type { Block, Doc, HeadingLevel, Inline, ListItem, Mark, TopBlock } from '../editor/document.ts';
import { MAX_LATEX } from '../editor/checks.ts';
import { readStart, safeLink, safeSource } from './attributes.ts';
import { Blocks, withMark } from './blocks.ts';
import { ghostCard, isChrome } from './ghost-cards.ts';
import { BOXES, toggleParts, toneOf } from './html-boxes.ts';
import { headingLevel, languageOf, markOf } from './html-marks.ts';
import { Notes } from './html-notes.ts';
import type { PartReader } from './html-parts.ts';
import { imageOf } from './html-pictures.ts';
import {
	descendants,
	findClass,
	hasClass,
	isComment,
	isElement,
	isText,
	listItems,
	parseHtml,
	sourceOf,
	textOf,
	type HtmlElement,
	type HtmlNode
} from './html-tree.ts';
import { MAX_DEPTH } from './read.ts';
import { sanitize } from './sanitize.ts';
import { BREAKING_TAGS, DROPPED_TAGS } from './tags.ts';
import { htmlText, plainText } from './text.ts';

/** Elements nested deeper than this are read for their text only. */
const MAX_NESTING = 400;

/** Room below a list or a quote for what stands in it, down to the text of a note in a table's cell. */
const DEPTH_BELOW = 9;

const PAYWALL_COMMENT = /^\s*(?:paywall|members-only)\s*$/;
const PAYWALL_IN_SOURCE = /<!--\s*(?:paywall|members-only)\s*-->/;

interface Place {
	marks: Mark[];
	/** Depth in the document. */
	depth: number;
	/** Depth in the HTML. */
	nesting: number;
}

type Handler = (element: HtmlElement, into: Blocks, at: Place) => void;

/**
 * HTML as a document: what pages, editors and Ghost write. An element with a node or mark of its
 * own becomes it; a table of more than text or the like is kept sanitised in an `html` node;
 * anything else gives its text. So no word of what `sanitize` would leave is lost. A comment `members-only` or
 * `paywall` becomes the paywall; inside a block it moves up in front of that block, never after.
 */
export function htmlToDoc(html: string): Doc {
	const { nodes, source } = parseHtml(html);
	return new Reader(nodes, source).read(nodes);
}

class Reader {
	private readonly source: string;
	/** A paywall: not met, met inside a block that is not finished, or placed. */
	private paywall: 'none' | 'due' | 'placed' = 'none';
	private readonly top = new Blocks(undefined, () => this.placePaywall());

	private readonly notes: Notes;

	constructor(nodes: readonly HtmlNode[], source: string) {
		this.source = source;
		this.notes = new Notes(nodes);
	}

	read(nodes: readonly HtmlNode[]): Doc {
		this.convert(nodes, this.top, { marks: [], depth: 1, nesting: 0 });
		this.top.flush();
		this.placePaywall();
		const content: TopBlock[] = this.top.list;
		return { type: 'doc', content: content.length > 0 ? content : [{ type: 'paragraph' }] };
	}

	private placePaywall(): void {
		if (this.paywall !== 'due') return;
		this.paywall = 'placed';
		this.top.list.push({ type: 'paywall' });
	}

	private convert(nodes: readonly HtmlNode[], into: Blocks, at: Place): void {
		if (at.nesting > MAX_NESTING) return into.text(textOf(nodes), at.marks);
		for (let i = 0; i < nodes.length; i += 1) {
			const node = nodes[i];
			if (!node) continue;
			if (isText(node)) into.text(node.data, at.marks);
			else if (isElement(node)) this.element(node, into, { ...at, nesting: at.nesting + 1 });
			else if (isComment(node)) i += this.comment(node.data, nodes, i, into);
		}
	}

	/** Returns how many of the following nodes the comment took with it. */
	private comment(data: string, nodes: readonly HtmlNode[], index: number, into: Blocks): number {
		if (PAYWALL_COMMENT.test(data) && this.paywall === 'none') {
			if (into === this.top) into.flush();
			this.paywall = 'due';
			if (into === this.top) this.placePaywall();
		}
		if (data.trim() !== 'kg-card-begin: html') return 0;
		const end = nodes.findIndex(
			(node, i) => i > index && isComment(node) && node.data.trim() === 'kg-card-end: html'
		);
		if (end === -1) return 0;
		this.keep(nodes.slice(index + 1, end), into);
		return end - index;
	}

	private element(element: HtmlElement, into: Blocks, at: Place): void {
		const { name, children } = element;
		if (this.formula(element, into, at)) return;
		if (DROPPED_TAGS.has(name) || isChrome(element) || this.notes.isWayBack(element)) return;
		const note = this.notes.take(element, this.partReader(at));
		if (note) return into.inline(note, at.marks);
		const boxes = this.box(element, at);
		const handler = Object.hasOwn(this.handlers, name) ? this.handlers[name] : undefined;
		if (boxes) {
			this.noteSource(sourceOf([element], this.source));
			into.add(...boxes);
		} else if (handler) handler(element, into, at);
		else if (name === 'div' && hasClass(element, 'html-block')) this.keep(children, into);
		else if (BREAKING_TAGS.has(name)) this.flat(children, into, at);
		else {
			const mark = markOf(element);
			this.convert(children, into, mark ? { ...at, marks: withMark(at.marks, mark) } : at);
		}
	}

	private box(element: HtmlElement, at: Place): Block[] | null {
		const reader = this.partReader(at);
		const room = at.depth + DEPTH_BELOW <= MAX_DEPTH;
		const card = room ? ghostCard(element, reader) : null;
		if (card) return card;
		for (const recognise of BOXES) {
			const blocks = recognise(element, reader);
			if (blocks) return blocks;
		}
		return null;
	}

	/** A formula in the text, by its source; true when the element was one. */
	private formula(element: HtmlElement, into: Blocks, at: Place): boolean {
		const own = element.name === 'span' && hasClass(element, 'math');
		const latex = own ? element.attribs['data-latex'] : foreignFormula(element);
		if (latex === undefined || latex === null || latex.length > MAX_LATEX) return false;
		into.inline({ type: 'mathInline', attrs: { latex } }, at.marks);
		return true;
	}

	private readonly handlers: Record<string, Handler> = {
		p: (element, into, at) => {
			into.flush();
			const before = into.list.length;
			this.convert(element.children, into, at);
			into.flush();
			if (into.list.length === before) into.addEmpty();
		},
		...Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`h${n}`, this.heading(headingLevel(n))])),
		ul: (element, into, at) =>
			this.list(element, into, at, (content) => ({ type: 'bulletList', content })),
		ol: (element, into, at) => {
			const attrs = { start: readStart(element.attribs.start) };
			this.list(element, into, at, (content) => ({ type: 'orderedList', attrs, content }));
		},
		blockquote: (element, into, at) => {
			const content = this.inside(element.children, into, at, 1);
			if (content && content.length > 0) into.add({ type: 'blockquote', content });
		},
		pre: (element, into) => {
			const text = textOf(element.children).replace(/\r\n?/g, '\n');
			// A reader drops the line break right after <pre>, but not one inside its <code>.
			const first = element.children[0];
			const trimmed = (first && isText(first) ? text.replace(/^\n/, '') : text).replace(/\n+$/, '');
			const attrs = { language: languageOf(element), caption: '' };
			this.noteSource(sourceOf([element], this.source));
			into.add(
				trimmed === ''
					? { type: 'codeBlock', attrs }
					: { type: 'codeBlock', attrs, content: [{ type: 'text', text: trimmed }] }
			);
		},
		hr: (element, into) => {
			// A line above the notes is a part of how they look.
			if (!hasClass(element, 'footnotes-sep')) into.add({ type: 'horizontalRule' });
		},
		br: (_, into, at) => into.hardBreak(at.marks),
		img: (element, into, at) => {
			const link = at.marks.find((mark) => mark.type === 'link');
			const useful = safeSource(element.attribs.src) !== null || (element.attribs.alt ?? '') !== '';
			if (useful) into.add(imageOf(element, link ? safeLink(link.attrs.href) : null));
		},
		figure: (element, into, at) => this.flat(element.children, into, at),
		aside: (element, into, at) => {
			const tone = toneOf(element);
			const content = tone && this.inside(element.children, into, at, 1);
			if (!tone) this.flat(element.children, into, at);
			else if (content) into.add({ type: 'callout', attrs: { tone }, content: orEmpty(content) });
		},
		details: (element, into, at) => {
			const { summary, body } = toggleParts(element);
			if (at.depth + DEPTH_BELOW > MAX_DEPTH) return this.flat(element.children, into, at);
			const line = this.partReader(at).line(summary);
			const content = orEmpty(this.inside(body, into, at, 1) ?? []);
			const first = { type: 'toggleSummary' as const, ...(line.length > 0 && { content: line }) };
			into.add({ type: 'toggle', content: [first, ...content] });
		},
		...Object.fromEntries(
			['table', 'dl', 'video', 'audio'].map((name): [string, Handler] => [
				name,
				(element, into) => this.keep([element], into)
			])
		)
	};

	private heading(level: HeadingLevel): Handler {
		return (element, into, at) => {
			into.flush();
			const attrs = { level };
			const sub = new Blocks((content) =>
				content ? { type: 'heading', attrs, content } : { type: 'heading', attrs }
			);
			this.convert(element.children, sub, at);
			sub.flush();
			if (sub.list.length === 0) sub.addEmpty();
			into.add(...sub.blocks());
		};
	}

	private list(
		element: HtmlElement,
		into: Blocks,
		at: Place,
		make: (content: ListItem[]) => Block
	): void {
		if (at.depth + DEPTH_BELOW > MAX_DEPTH) return this.flat(element.children, into, at);
		into.flush();
		const items: ListItem[] = [];
		for (const { isItem, nodes } of listItems(this.withoutNotes(element))) {
			const content = this.inside(nodes, into, at, 2) ?? [];
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

	private withoutNotes(list: HtmlElement): HtmlNode[] {
		const left = list.children.filter((child) => !this.notes.isTaken(child));
		for (const child of left) this.notes.keep(child);
		return left;
	}

	/** Blocks of a container `levels` deeper, or null when there is no room and they went flat. */
	private inside(nodes: readonly HtmlNode[], into: Blocks, at: Place, levels: number): Block[] | null {
		into.flush();
		if (at.depth + DEPTH_BELOW > MAX_DEPTH) {
			this.flat(nodes, into, at);
			return null;
		}
		const sub = new Blocks();
		const nesting = at.nesting + 1;
		this.convert(nodes, sub, { marks: at.marks, depth: at.depth + levels, nesting });
		return sub.blocks();
	}

	private flat(nodes: readonly HtmlNode[], into: Blocks, at: Place): void {
		into.flush();
		this.convert(nodes, into, { ...at, nesting: at.nesting + 1 });
		into.flush();
	}

	private partReader(at: Place): PartReader {
		const blocks = (nodes: readonly HtmlNode[]) => {
			const sub = new Blocks();
			this.convert(nodes, sub, { marks: [], depth: at.depth + 1, nesting: at.nesting + 1 });
			return sub.blocks();
		};
		return {
			blocks,
			line: (nodes) => asLine(blocks(nodes)),
			html: (source) => this.html(source),
			source: (nodes) => sourceOf(nodes, this.source)
		};
	}

	private keep(nodes: readonly HtmlNode[], into: Blocks): void {
		const source = sourceOf(nodes, this.source);
		into.flush();
		this.noteSource(source);
		into.add(...this.html(source));
	}

	private html(source: string): Block[] {
		const html = sanitize(source).trim();
		const shows = /<(?:img|video|audio|hr)\b/.test(html) || htmlText(html) !== '';
		return shows ? [{ type: 'html', attrs: { html } }] : [];
	}

	/** What is taken as source may hold the paywall too; then all of it is behind. */
	private noteSource(source: string): void {
		if (this.paywall === 'none' && PAYWALL_IN_SOURCE.test(source)) this.paywall = 'due';
	}
}

function orEmpty(blocks: Block[]): Block[] {
	return blocks.length > 0 ? blocks : [{ type: 'paragraph' }];
}

// Whatever the blocks are, their words stay.
function asLine(blocks: Block[]): Inline[] {
	const lines = blocks.map((block): Inline[] => {
		if (block.type === 'paragraph' || block.type === 'heading') return block.content ?? [];
		const text = plainText(block);
		return text === '' ? [] : [{ type: 'text', text }];
	});
	return lines
		.filter((line) => line.length > 0)
		.flatMap((line, index): Inline[] => (index > 0 ? [{ type: 'hardBreak' }, ...line] : line));
}

/** The source of a formula that another program has set; null for any other element. */
function foreignFormula(element: HtmlElement): string | null {
	const inside = hasClass(element, 'katex') ? findClass(element, 'katex-mathml')?.children : [element];
	const math = inside?.filter(isElement).find(({ name }) => name === 'math');
	for (const { name, attribs, children } of descendants(math?.children ?? [])) {
		const isSource = name === 'annotation' && attribs.encoding === 'application/x-tex';
		if (isSource) return textOf(children).trim() || null;
	}
	return null;
}
