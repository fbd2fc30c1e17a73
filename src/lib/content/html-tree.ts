import { DomHandler, ElementType } from 'htmlparser2';
import { BoundedParser } from './bounded-parser.ts';
import { settle } from './sanitize.ts';
import { DROPPED_TAGS } from './tags.ts';

export type HtmlNode = DomHandler['root']['children'][number];
export type HtmlElement = Extract<HtmlNode, { attribs: unknown }>;
type Comment = Extract<HtmlNode, { type: ElementType.ElementType.Comment }>;
type TextNode = Extract<HtmlNode, { type: ElementType.ElementType.Text }>;

export interface HtmlTree {
	nodes: HtmlNode[];
	/** What the positions of the nodes count in: the input without what no document can hold. */
	source: string;
}

/** Parses HTML as a tolerant reader does; nothing is resolved, run or loaded. */
export function parseHtml(html: string): HtmlTree {
	const source = settle(html);
	const handler = new DomHandler(undefined, { withStartIndices: true, withEndIndices: true });
	new BoundedParser(handler).end(source);
	return { nodes: handler.root.children, source };
}

export function isElement(node: HtmlNode): node is HtmlElement {
	return 'name' in node && 'attribs' in node;
}

export function isText(node: HtmlNode): node is TextNode {
	return node.type === ElementType.Text;
}

export function isComment(node: HtmlNode): node is Comment {
	return node.type === ElementType.Comment;
}

export function hasClass(element: HtmlElement, name: string): boolean {
	return element.attribs.class?.split(/\s+/).includes(name) ?? false;
}

/** The source text of neighbouring nodes, as it stood. */
export function sourceOf(nodes: readonly HtmlNode[], source: string): string {
	const from = nodes[0]?.startIndex;
	const to = nodes.at(-1)?.endIndex;
	return typeof from === 'number' && typeof to === 'number' ? source.slice(from, to + 1) : '';
}

/** Elements below the given nodes, in order, however deep; what is dropped is not entered. */
export function* descendants(nodes: readonly HtmlNode[]): Generator<HtmlElement> {
	for (const node of everything(nodes)) if (isElement(node)) yield node;
}

/** All text below a node, with `<br>` as a line break, however deep. */
export function textOf(nodes: readonly HtmlNode[]): string {
	let text = '';
	for (const node of everything(nodes)) {
		if (isText(node)) text += node.data;
		else if (isElement(node) && node.name === 'br') text += '\n';
	}
	return text;
}

/** All text below nodes with its white space collapsed, as a title or a note is stored. */
export function wordsOf(nodes: readonly HtmlNode[]): string {
	return textOf(nodes).replace(/\s+/g, ' ').trim();
}

/** The first element below the node that has the class. */
export function findClass(element: HtmlElement, name: string): HtmlElement | undefined {
	for (const inner of descendants(element.children)) if (hasClass(inner, name)) return inner;
	return undefined;
}

/** The first element of a name below the node. */
export function findTag(element: HtmlElement, name: string): HtmlElement | undefined {
	for (const inner of descendants(element.children)) if (inner.name === name) return inner;
	return undefined;
}

/** What stands right in an element and is an element of this name. */
export function ownChildren(element: HtmlElement, name: string): HtmlElement[] {
	return element.children.filter(isElement).filter((child) => child.name === name);
}

/** Whether these parts hold all the words of the whole: only then may the rest be left out. */
export function holdAllWords(
	whole: readonly HtmlNode[],
	parts: readonly (HtmlNode | string | undefined)[]
): boolean {
	const squeeze = (text: string) => text.replace(/\s+/g, '');
	const words = parts.map((part) => (typeof part === 'object' ? textOf([part]) : (part ?? '')));
	return squeeze(textOf(whole)) === squeeze(words.join(''));
}

/** Children of a list as items; what stands between items makes one of its own. */
export function listItems(children: readonly HtmlNode[]): { isItem: boolean; nodes: HtmlNode[] }[] {
	const items: { isItem: boolean; nodes: HtmlNode[] }[] = [];
	for (const child of children) {
		const last = items.at(-1);
		if (isElement(child) && child.name === 'li')
			items.push({ isItem: true, nodes: child.children });
		else if (last && !last.isItem) last.nodes.push(child);
		else items.push({ isItem: false, nodes: [child] });
	}
	return items;
}

// An own stack: hostile HTML nests deeper than calls may.
function* everything(nodes: readonly HtmlNode[]): Generator<HtmlNode> {
	const stack = [...nodes].reverse();
	for (let node = stack.pop(); node; node = stack.pop()) {
		if (isElement(node) && DROPPED_TAGS.has(node.name)) continue;
		yield node;
		if ('children' in node)
			for (let i = node.children.length - 1; i >= 0; i -= 1) {
				const child = node.children[i];
				if (child) stack.push(child);
			}
	}
}
