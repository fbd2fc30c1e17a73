import type { Block, Doc, TopBlock } from '../editor/document.ts';
import { asLine, Blocks, withMark } from './blocks.ts';
import { ghostCard, isChrome } from './ghost-cards.ts';
import { BOXES } from './html-boxes.ts';
import { handlerOf, type ElementReader, type Place } from './html-elements.ts';
import { formulaIn } from './html-formula.ts';
import { markOf } from './html-marks.ts';
import { Notes } from './html-notes.ts';
import type { PartReader } from './html-parts.ts';
import {
	isComment,
	isElement,
	isText,
	parseHtml,
	sourceOf,
	textOf,
	type HtmlElement,
	type HtmlNode
} from './html-tree.ts';

import { sanitize } from './sanitize.ts';
import { BREAKING_TAGS, DROPPED_TAGS } from './tags.ts';
import { htmlText } from './text.ts';
import { documents } from '../limits.ts';

/** Elements nested deeper than this are read for their text only. */
const MAX_NESTING = 400;

/** Room below a list or a quote for what stands in it, down to the text of a note in a table's cell. */
const DEPTH_BELOW = 9;

/** A figure in so many others is read for what stands in it: each would look through all of it. */
const MAX_FIGURES = 8;

/**
 * To tell what an element is, all that is in it is looked through. The elements that are looked
 * through may be so many times as long as the HTML, taken together; then the rest is read as plain
 * elements. Only elements that are nested for that purpose get there.
 */
const MAX_LOOKS = 12;

/** Elements that are looked through even without a class. */
const LOOKED_THROUGH: ReadonlySet<string> = new Set([
	...['figure', 'table', 'blockquote', 'video', 'audio', 'math', 'sup', 'p']
]);

const PAYWALL_COMMENT = /^\s*(?:paywall|members-only)\s*$/;
const PAYWALL_IN_SOURCE = /<!--\s*(?:paywall|members-only)\s*-->/;

/**
 * HTML as a document: what pages, editors and Ghost write. An element with a node or mark of its
 * own becomes it; a table of more than text or the like is kept sanitised in an `html` node;
 * anything else gives its text. So no word of what `sanitize` would leave is lost. A comment
 * `members-only` or `paywall` becomes the paywall; inside a block it moves up in front of that
 * block, never after.
 */
export function htmlToDoc(html: string): Doc {
	const { nodes, source } = parseHtml(html);
	return new Reader(nodes, source).read(nodes);
}

function isCardEnd(node: HtmlNode | undefined): boolean {
	return node !== undefined && isComment(node) && node.data.trim() === 'kg-card-end: html';
}

class Reader implements ElementReader {
	private readonly source: string;
	/** Characters of the source that were looked through so far. */
	private looked = 0;
	/** A paywall: not met, met inside a block that is not finished, or placed. */
	private paywall: 'none' | 'due' | 'placed' = 'none';
	private readonly top = new Blocks(undefined, () => this.placePaywall());

	/** Lists of nodes in which no HTML card ends from where they were looked through. */
	private readonly withoutCardEnd = new WeakSet<readonly HtmlNode[]>();
	readonly notes: Notes;

	constructor(nodes: readonly HtmlNode[], source: string) {
		this.source = source;
		this.notes = new Notes(nodes);
	}

	read(nodes: readonly HtmlNode[]): Doc {
		this.convert(nodes, this.top, {
			marks: [],
			depth: 1,
			nesting: 0,
			figures: 0,
			inHeading: false
		});
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

	convert(nodes: readonly HtmlNode[], into: Blocks, at: Place): void {
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
			// What stands before the mark stays before it; a note belongs to the text that it is in.
			if (!this.notes.reading) this.top.flush();
			this.paywall = 'due';
			if (into === this.top) this.placePaywall();
		}
		if (data.trim() !== 'kg-card-begin: html' || this.withoutCardEnd.has(nodes)) return 0;
		let end = index + 1;
		while (end < nodes.length && !isCardEnd(nodes[end])) end += 1;
		if (end === nodes.length) {
			this.withoutCardEnd.add(nodes);
			return 0;
		}
		this.keep(nodes.slice(index + 1, end), into);
		return end - index;
	}

	private element(element: HtmlElement, into: Blocks, at: Place): void {
		const { name, children } = element;
		const mayLook = this.mayLookThrough(element);
		const latex = mayLook ? formulaIn(element) : null;
		if (latex !== null) return into.inline({ type: 'mathInline', attrs: { latex } }, at.marks);
		if (DROPPED_TAGS.has(name) || isChrome(element) || this.notes.isWayBack(element)) return;
		const note = mayLook ? this.notes.take(element, this.partReader(at)) : null;
		if (note) return into.inline(note, at.marks);
		const boxes = mayLook ? this.box(element, at) : null;
		const handler = handlerOf(name);
		if (boxes) {
			into.flush();
			this.noteSource([element]);
			into.addAll(boxes);
		} else if (handler) handler(element, into, at, this);
		else if (BREAKING_TAGS.has(name)) this.flat(children, into, at);
		else {
			const mark = markOf(element);
			this.convert(children, into, mark ? { ...at, marks: withMark(at.marks, mark) } : at);
		}
	}

	private mayLookThrough({ name, attribs, startIndex, endIndex }: HtmlElement): boolean {
		if (attribs.class === undefined && !LOOKED_THROUGH.has(name)) return true;
		const length = (endIndex ?? 0) - (startIndex ?? 0);
		if (this.looked + length > MAX_LOOKS * this.source.length) return false;
		this.looked += length;
		return true;
	}

	private box(element: HtmlElement, at: Place): Block[] | null {
		const reader = this.partReader(at);
		const card = this.hasRoom(at) ? ghostCard(element, reader) : null;
		if (card) return card;
		if (element.name === 'figure' && at.figures >= MAX_FIGURES) return null;
		for (const recognise of BOXES) {
			const blocks = recognise(element, reader);
			if (blocks) return blocks;
		}
		return null;
	}

	inside(nodes: readonly HtmlNode[], into: Blocks, at: Place, levels: number): Block[] | null {
		into.flush();
		if (!this.hasRoom(at)) {
			this.flat(nodes, into, at);
			return null;
		}
		const sub = new Blocks();
		this.convert(nodes, sub, {
			...at,
			depth: at.depth + levels,
			nesting: at.nesting + 1,
			inHeading: false
		});
		return sub.blocks();
	}

	hasRoom(at: Place): boolean {
		return at.depth + DEPTH_BELOW <= documents.depth;
	}

	flat(nodes: readonly HtmlNode[], into: Blocks, at: Place): void {
		into.flush();
		this.convert(nodes, into, { ...at, nesting: at.nesting + 1 });
		into.flush();
	}

	partReader(at: Place): PartReader {
		const blocks = (nodes: readonly HtmlNode[]) => {
			const sub = new Blocks();
			const place = {
				...at,
				marks: [],
				depth: at.depth + 1,
				nesting: at.nesting + 1,
				inHeading: false
			};
			this.convert(nodes, sub, place);
			return sub.blocks();
		};
		return { blocks, line: (nodes) => asLine(blocks(nodes)) };
	}

	keep(nodes: readonly HtmlNode[], into: Blocks): void {
		into.flush();
		this.noteSource(nodes);
		const html = sanitize(sourceOf(nodes, this.source)).trim();
		const shows = /<(?:img|video|audio|hr)\b/.test(html) || htmlText(html) !== '';
		if (shows) into.add({ type: 'html', attrs: { html } });
	}

	/** What is taken as source may hold the paywall too; then all of it is behind. */
	noteSource(nodes: readonly HtmlNode[]): void {
		const source = sourceOf(nodes, this.source);
		if (this.paywall === 'none' && PAYWALL_IN_SOURCE.test(source)) this.paywall = 'due';
	}
}
