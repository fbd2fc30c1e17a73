import { slugify } from '../domain/slugs.ts';
import { HEADING_LEVELS } from '../editor/document.ts';
import { escapeHtml } from './escape.ts';
import { codeLanguage, languageLabel } from './languages.ts';
import { presentDoc } from './migrate-doc.ts';
import { readChildren, readNode, stringOf, type LooseNode } from './read.ts';
import * as boxes from './render/boxes.ts';
import { resolve, type Context, type Medium, type RenderOptions } from './render/context.ts';
import { inline, isInline, setMath } from './render/inline.ts';
import * as media from './render/media.ts';
import { table } from './render/table.ts';
import { sanitize } from './sanitize.ts';
import { plainText } from './text.ts';
import { documents } from '../limits.ts';

export type { RenderOptions } from './render/context.ts';

/**
 * A document as HTML for a page. Pure, and safe for any JSON: text and attributes are escaped,
 * addresses and HTML blocks pass the sanitiser, an unknown node gives its children, and nothing
 * makes it throw. Read back by `htmlToDoc`, the HTML gives the same document.
 */
export function renderHtml(doc: unknown, options: RenderOptions = {}): string {
	return render(doc, 'page', options);
}

/** The same for a feed: absolute addresses, nothing to press, no class or id of our pages. */
export function renderFeedHtml(doc: unknown, options: RenderOptions = {}): string {
	return render(doc, 'feed', options);
}

/** The same for a mail: what a feed gets, with the few styles that mail programs take inline. */
export function renderMailHtml(doc: unknown, options: RenderOptions = {}): string {
	return render(doc, 'mail', options);
}

function render(doc: unknown, medium: Medium, options: RenderOptions): string {
	const root = readNode(presentDoc(doc, options.version));
	if (!root) return '';
	const context: Context = {
		medium,
		options,
		ids: new Map(options.takenIds?.map((id) => [id, 2])),
		notes: [],
		formulas: 0,
		blocks: (node, depth) => children(node, context, depth),
		line: (node) => inline(readChildren(node).filter(isInline), context)
	};
	return children(root, context, 0) + notes(context);
}

function children(node: LooseNode, context: Context, depth: number): string {
	if (depth >= documents.depth) return '';
	const nodes = readChildren(node);
	let html = '';
	for (let i = 0; i < nodes.length;) {
		let end = i;
		while (isInline(nodes[end])) end += 1;
		const child = nodes[i];
		html +=
			end > i
				? inline(nodes.slice(i, end), context)
				: child
					? block(child, context, depth + 1)
					: '';
		i = Math.max(end, i + 1);
	}
	return html;
}

type Writer = (node: LooseNode, context: Context, depth: number) => string;

const around =
	(tag: string): Writer =>
	(node, context, depth) =>
		`<${tag}>${children(node, context, depth)}</${tag}>`;

/** How each block is written; a node that is not here gives its children. */
const BLOCKS: ReadonlyMap<string, Writer> = new Map<string, Writer>([
	['paragraph', around('p')],
	['heading', heading],
	['bulletList', around('ul')],
	[
		'orderedList',
		(node, context, depth) => `<ol${start(node.attrs.start)}>${children(node, context, depth)}</ol>`
	],
	['listItem', listItem],
	['blockquote', around('blockquote')],
	['pullQuote', boxes.pullQuote],
	['codeBlock', code],
	['horizontalRule', () => '<hr>'],
	['callout', boxes.callout],
	['toggle', boxes.toggle],
	['toggleSummary', around('p')],
	['table', table],
	['mathBlock', mathBlock],
	['image', media.image],
	['gallery', media.gallery],
	['video', media.video],
	['audio', media.audio],
	['file', media.file],
	['caption', around('p')],
	['embed', boxes.embed],
	['bookmark', boxes.bookmark],
	['button', boxes.button],
	['signup', boxes.signup],
	['html', html],
	['paywall', (_, { medium }) => (medium === 'page' ? '<!--paywall-->' : '')]
]);

function block(node: LooseNode, context: Context, depth: number): string {
	const write = BLOCKS.get(node.type);
	return write ? write(node, context, depth) : children(node, context, depth);
}

// An item of one paragraph, or one with lists below, needs no <p> to say so.
function listItem(item: LooseNode, context: Context, depth: number): string {
	const [first, ...rest] = readChildren(item);
	const tight = first?.type === 'paragraph' && rest.every((child) => child.type.endsWith('List'));
	if (!tight) return `<li>${children(item, context, depth)}</li>`;
	const lists = { ...item, content: rest };
	return `<li>${children(first, context, depth + 1)}${children(lists, context, depth)}</li>`;
}

function heading(node: LooseNode, context: Context, depth: number): string {
	const level = HEADING_LEVELS.find((known) => known === node.attrs.level) ?? 2;
	const wanted = context.medium === 'page' && context.options.headingIds;
	const id = wanted ? ` id="${freeId(node, context)}"` : '';
	return `<h${level}${id}>${children(node, context, depth)}</h${level}>`;
}

/** What the ids of notes look like; no heading gets one of them. */
const NOTE_ID = /^(?:note|ref)-\d+$/;

/** Characters of a heading that its id is made of: many times what an id keeps. */
const LONGEST_NAME = 1000;

function freeId(node: LooseNode, { ids }: Context): string {
	const slug = slugify(plainText(node).slice(0, LONGEST_NAME)) || 'section';
	const base = NOTE_ID.test(slug) ? `section-${slug}` : slug;
	let id = base;
	let next = ids.get(base) ?? 1;
	while (ids.has(id)) id = `${base}-${next++}`;
	ids.set(base, Math.max(2, next));
	if (id !== base) ids.set(id, 2);
	return id;
}

function code(node: LooseNode, context: Context, depth: number): string {
	const language = codeLanguage(node.attrs.language);
	const caption = escapeHtml(stringOf(node.attrs.caption));
	const label = language === null ? '' : ` data-language="${escapeHtml(languageLabel(language))}"`;
	const names = language === null ? '' : ` class="language-${language}"`;
	const page = context.medium === 'page';
	const pre = `<pre${page ? ` tabindex="0"${label}` : ''}><code${names}>${children(node, context, depth)}</code></pre>`;
	if (caption === '') return pre;
	return page
		? `<figure class="code">${pre}<figcaption>${caption}</figcaption></figure>`
		: `${pre}<p>${caption}</p>`;
}

function mathBlock(node: LooseNode, context: Context): string {
	const latex = stringOf(node.attrs.latex);
	if (context.medium !== 'page') return `<pre><code>${escapeHtml(latex)}</code></pre>`;
	const set = setMath(latex, true, context);
	return `<div class="math" tabindex="0" data-latex="${escapeHtml(latex)}">${set}</div>`;
}

function html(node: LooseNode, context: Context): string {
	const safe = sanitize(stringOf(node.attrs.html), (address) => resolve(address, context));
	return context.medium === 'page' ? `<div class="html-block">${safe}</div>` : `<div>${safe}</div>`;
}

function notes({ medium, notes: list, options: { idPrefix = '' } }: Context): string {
	if (list.length === 0) return '';
	const items = list.map((note, index) => {
		if (medium !== 'page') return `<li>${note}</li>`;
		const back = `<a class="note-back" href="#${idPrefix}ref-${index + 1}" role="doc-backlink" aria-label="Back to the text">↑</a>`;
		return `<li id="${idPrefix}note-${index + 1}">${note} ${back}</li>`;
	});
	const ol = `<ol>${items.join('')}</ol>`;
	return medium === 'page'
		? `<section class="notes" role="doc-endnotes" aria-label="Notes">${ol}</section>`
		: `<hr>${ol}`;
}

function start(value: unknown): string {
	return Number.isInteger(value) && value !== 1 ? ` start="${Number(value)}"` : '';
}
