import type { Footnote, Inline } from '../editor/document.ts';
import type { PartReader } from './html-parts.ts';
import {
	descendants,
	hasClass,
	isElement,
	textOf,
	type HtmlElement,
	type HtmlNode
} from './html-tree.ts';

/** What encloses the notes of a text: here, and as Markdown programs write it. */
const CONTAINERS = ['notes', 'footnotes', 'footnotes-list'];

/** What leads back from a note to its place in the text. */
const BACK = ['note-back', 'footnote-backref', 'footnote-back', 'data-footnote-backref'];

/**
 * The notes of a text by their ids. A note belongs to the first reference that leads to it; one
 * that nothing leads to, or not before it is read itself, stays the item of a list that it is.
 */
export class Notes {
	private readonly items = new Map<string, HtmlElement>();
	private readonly taken = new Set<HtmlElement>();
	/** Whether the inside of a note is being read. */
	reading = false;

	constructor(nodes: readonly HtmlNode[]) {
		const inside = new Set<HtmlElement>();
		for (const element of descendants(nodes)) {
			if (!isContainer(element) || inside.has(element)) continue;
			for (const item of descendants(element.children)) {
				const { id } = item.attribs;
				if (item.name === 'li' && id && !this.items.has(id)) this.items.set(id, item);
				if (isContainer(item)) inside.add(item);
			}
		}
	}

	/** Whether the element is the item of a note that its reference has taken along. */
	isTaken(element: HtmlNode): boolean {
		return isElement(element) && this.taken.has(element);
	}

	/** Marks the item as read where it stands, so that no reference takes it any more. */
	keep(element: HtmlNode): void {
		if (isElement(element) && element.attribs.id) this.items.delete(element.attribs.id);
	}

	/** The note an element refers to, or null when it is no reference. */
	take(element: HtmlElement, reader: PartReader): Footnote | null {
		const item = this.itemOf(element);
		const id = item?.attribs.id;
		if (!item || !id) return null;
		this.items.delete(id);
		this.taken.add(item);
		this.reading = true;
		const line = reader.line(item.children);
		this.reading = false;
		const content = line.filter(
			(inline): inline is Exclude<Inline, Footnote> => inline.type !== 'footnote'
		);
		return content.length > 0 ? { type: 'footnote', content } : { type: 'footnote' };
	}

	/** Whether the element leads back from the note that is being read: none of the author's words. */
	isWayBack(element: HtmlElement): boolean {
		return this.reading && element.name === 'a' && BACK.some((name) => hasClass(element, name));
	}

	private itemOf(element: HtmlElement): HtmlElement | null {
		if (this.reading || this.items.size === 0 || element.name !== 'sup') return null;
		const links = element.children.filter(isElement);
		const [link] = links;
		if (links.length !== 1 || link?.name !== 'a') return null;
		if (textOf([link]).trim() !== textOf([element]).trim()) return null;
		const href = link.attribs.href ?? '';
		return href.startsWith('#') ? (this.items.get(href.slice(1)) ?? null) : null;
	}
}

function isContainer(element: HtmlElement): boolean {
	return (
		CONTAINERS.some((name) => hasClass(element, name)) || element.attribs.role === 'doc-endnotes'
	);
}
