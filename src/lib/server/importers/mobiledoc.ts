import { escapeHtml } from '../../content/escape.ts';
import { cardHtml, recordOf } from './ghost-cards-html.ts';
import { parse, type RenderedSource } from './lexical.ts';

/** Sections, as the format numbers them. */
const [MARKUP, IMAGE, LIST, CARD] = [1, 2, 3, 10];

const BLOCKS: ReadonlySet<string> = new Set([
	...['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'aside', 'pull-quote']
]);
const MARKS: ReadonlySet<string> = new Set([
	...['a', 'b', 'strong', 'i', 'em', 's', 'del', 'u', 'code', 'sub', 'sup', 'mark']
]);

/** Cards that have another name in the present editor. */
const NAMES: Readonly<Record<string, string>> = {
	'card-markdown': 'markdown',
	'image-card': 'image'
};

/**
 * What Ghost's editor stored before version 5.
 * @see https://github.com/bustle/mobiledoc-kit/blob/master/MOBILEDOC.md
 */
export function mobiledocHtml(source: string): RenderedSource {
	const doc = recordOf(parse(source));
	const reader = new Reader(rows(doc.markups), rows(doc.cards), rows(doc.atoms));
	const html = rows(doc.sections).map((section) => reader.section(section));
	return { html: html.join(''), unknown: reader.unknown };
}

class Reader {
	unknown = 0;
	private readonly markups: unknown[][];
	private readonly cards: unknown[][];
	private readonly atoms: unknown[][];

	constructor(markups: unknown[][], cards: unknown[][], atoms: unknown[][]) {
		this.markups = markups;
		this.cards = cards;
		this.atoms = atoms;
	}

	section([kind, first, second]: unknown[]): string {
		if (kind === MARKUP) return block(String(first), this.markers(rows(second)));
		if (kind === IMAGE) return cardHtml('image', { src: first }) ?? '';
		if (kind === LIST) {
			const tag = first === 'ol' ? 'ol' : 'ul';
			const items = rows(second).map((item) => `<li>${this.markers(rows(item))}</li>`);
			return `<${tag}>${items.join('')}</${tag}>`;
		}
		if (kind === CARD) return this.card(this.cards[Number(first)] ?? []);
		this.unknown += 1;
		return '';
	}

	private card([name, payload]: unknown[]): string {
		const given = String(name);
		const card = recordOf(payload);
		const html = cardHtml(NAMES[given] ?? given, { ...card, calloutText: card.calloutText });
		if (html === null) this.unknown += 1;
		return html ?? '';
	}

	/** Texts with the marks that open and close around them. */
	private markers(markers: unknown[][]): string {
		const open: string[] = [];
		let html = '';
		for (const [kind, opens, closes, value] of markers) {
			for (const index of Array.isArray(opens) ? opens : []) {
				const [tag, html_] = this.mark(this.markups[Number(index)] ?? []);
				open.push(tag);
				html += html_;
			}
			html +=
				kind === 1 ? this.atom(this.atoms[Number(value)] ?? []) : escapeHtml(String(value ?? ''));
			for (let n = Number(closes) || 0; n > 0 && open.length > 0; n -= 1) html += close(open.pop());
		}
		while (open.length > 0) html += close(open.pop());
		return html;
	}

	private mark([tag, attributes]: unknown[]): [tag: string, html: string] {
		const name = String(tag).toLowerCase();
		if (!MARKS.has(name)) return ['', ''];
		const list = Array.isArray(attributes) ? attributes : [];
		const href = name === 'a' ? list[list.indexOf('href') + 1] : undefined;
		const address = escapeHtml(String(href ?? '')).replaceAll('"', '&quot;');
		return [name, name === 'a' ? `<a href="${address}">` : `<${name}>`];
	}

	private atom([name, text]: unknown[]): string {
		return name === 'soft-return' ? '<br>' : escapeHtml(String(text ?? ''));
	}
}

function block(given: string, inside: string): string {
	const tag = given.toLowerCase();
	if (tag === 'aside' || tag === 'pull-quote') return `<blockquote>${inside}</blockquote>`;
	return BLOCKS.has(tag) ? `<${tag}>${inside}</${tag}>` : `<p>${inside}</p>`;
}

function close(tag: string | undefined): string {
	return tag ? `</${tag}>` : '';
}

function rows(value: unknown): unknown[][] {
	return Array.isArray(value) ? value.filter((row) => Array.isArray(row)) : [];
}
