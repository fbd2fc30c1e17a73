import { slugify } from '../domain/slugs.ts';
import { HEADING_LEVELS, MARK_ORDER } from '../editor/document.ts';
import { leavesSite, safeLink, safeSource } from './attributes.ts';
import { escapeHtml } from './escape.ts';
import {
	MAX_DEPTH,
	readChildren,
	readNode,
	stringOf,
	type LooseMark,
	type LooseNode
} from './read.ts';
import { sanitize } from './sanitize.ts';
import { plainText } from './text.ts';

export interface RenderOptions {
	/** Gives headings an id made of their words, so that a link can lead to them. */
	headingIds?: boolean;
	/** Ids the page around the text uses itself; no heading gets one of them. */
	takenIds?: readonly string[];
}

interface Context {
	headingIds: boolean;
	ids: Set<string>;
}

/**
 * A document as HTML for a page. Pure, and safe for any JSON: text and attributes are escaped,
 * addresses and HTML blocks pass the sanitiser, an unknown node gives its children, and nothing
 * makes it throw. Read back by `htmlToDoc`, the HTML gives the same document.
 */
export function renderHtml(doc: unknown, options: RenderOptions = {}): string {
	const root = readNode(doc);
	const context = { headingIds: options.headingIds ?? false, ids: new Set(options.takenIds) };
	return root ? children(root, context, 0) : '';
}

function children(node: LooseNode, context: Context, depth: number): string {
	if (depth >= MAX_DEPTH) return '';
	const nodes = readChildren(node);
	let html = '';
	for (let i = 0; i < nodes.length;) {
		const run = inlineRun(nodes, i);
		const child = nodes[i];
		html += run.length > 0 ? inline(run) : child ? block(child, context, depth + 1) : '';
		i += run.length || 1;
	}
	return html;
}

function block(node: LooseNode, context: Context, depth: number): string {
	const inner = () => children(node, context, depth);
	switch (node.type) {
		case 'paragraph':
			return `<p>${inner()}</p>`;
		case 'heading':
			return heading(node, inner(), context);
		case 'bulletList':
			return `<ul>${inner()}</ul>`;
		case 'orderedList':
			return `<ol${start(node.attrs.start)}>${inner()}</ol>`;
		case 'listItem':
			return `<li>${isTight(node) ? tight(node, context, depth) : inner()}</li>`;
		case 'blockquote':
			return `<blockquote>${inner()}</blockquote>`;
		case 'codeBlock':
			return `<pre tabindex="0"><code${language(node.attrs.language)}>${inner()}</code></pre>`;
		case 'horizontalRule':
			return '<hr>';
		case 'image':
			return image(node.attrs);
		case 'html':
			return `<div class="html-block">${sanitize(stringOf(node.attrs.html))}</div>`;
		case 'paywall':
			return '<!--paywall-->';
		default:
			return inner();
	}
}

// An item of one paragraph, or one with lists below, needs no <p> to say so.
function isTight(item: LooseNode): boolean {
	const [first, ...rest] = readChildren(item);
	return first?.type === 'paragraph' && rest.every((child) => child.type.endsWith('List'));
}

function tight(item: LooseNode, context: Context, depth: number): string {
	const [first, ...rest] = readChildren(item);
	const lists = { ...item, content: rest };
	return (first ? children(first, context, depth + 1) : '') + children(lists, context, depth);
}

function heading(node: LooseNode, inner: string, context: Context): string {
	const level = HEADING_LEVELS.find((known) => known === node.attrs.level) ?? 2;
	const id = context.headingIds ? ` id="${escapeHtml(freeId(node, context.ids))}"` : '';
	return `<h${level}${id}>${inner}</h${level}>`;
}

function freeId(node: LooseNode, taken: Set<string>): string {
	const base = slugify(plainText(node)) || 'section';
	let id = base;
	for (let n = 2; taken.has(id); n += 1) id = `${base}-${n}`;
	taken.add(id);
	return id;
}

function image(attrs: LooseNode['attrs']): string {
	const src = safeSource(attrs.src);
	const alt = escapeHtml(stringOf(attrs.alt));
	const caption = escapeHtml(stringOf(attrs.caption));
	const size = pixels('width', attrs.width) + pixels('height', attrs.height);
	const picture =
		src === null
			? // The file is missing, and its description is what there is to show.
				`<span class="missing-image"${size.replaceAll(' ', ' data-')}>${alt}</span>`
			: `<img src="${escapeHtml(src)}" alt="${alt}"${size} loading="lazy">`;
	return `<figure>${picture}${caption ? `<figcaption>${caption}</figcaption>` : ''}</figure>`;
}

function pixels(name: string, value: unknown): string {
	return Number.isInteger(value) && Number(value) > 0 && Number(value) < 100_000
		? ` ${name}="${Number(value)}"`
		: '';
}

function start(value: unknown): string {
	return Number.isInteger(value) && value !== 1 ? ` start="${Number(value)}"` : '';
}

function language(value: unknown): string {
	const name = stringOf(value).toLowerCase();
	return /^[a-z0-9+#.-]{1,40}$/.test(name) ? ` class="language-${name}"` : '';
}

function inlineRun(nodes: LooseNode[], from: number): LooseNode[] {
	let end = from;
	while (nodes[end]?.type === 'text' || nodes[end]?.type === 'hardBreak') end += 1;
	return nodes.slice(from, end);
}

// Marks stay open over neighbours that share them: a link with one bold word is one link.
function inline(run: LooseNode[]): string {
	let html = '';
	let open: Tag[] = [];
	for (const node of run) {
		const wanted = tags(node.marks);
		let shared = 0;
		while (shared < open.length && open[shared]?.open === wanted[shared]?.open) shared += 1;
		html += closing(open.slice(shared));
		html += wanted
			.slice(shared)
			.map((tag) => tag.open)
			.join('');
		html += node.type === 'hardBreak' ? '<br>' : escapeHtml(node.text);
		open = wanted;
	}
	return html + closing(open);
}

interface Tag {
	open: string;
	close: string;
}

function closing(open: Tag[]): string {
	return open
		.map((tag) => tag.close)
		.reverse()
		.join('');
}

function tags(marks: LooseMark[]): Tag[] {
	return MARK_ORDER.flatMap((type) => marks.find((mark) => mark.type === type) ?? [])
		.map(tag)
		.filter((known) => known !== null);
}

function tag(mark: LooseMark): Tag | null {
	switch (mark.type) {
		case 'bold':
			return { open: '<strong>', close: '</strong>' };
		case 'italic':
			return { open: '<em>', close: '</em>' };
		case 'strike':
			return { open: '<s>', close: '</s>' };
		case 'code':
			return { open: '<code>', close: '</code>' };
		case 'link': {
			const href = safeLink(mark.attrs.href);
			if (href === null) return null;
			const rel = leavesSite(href) ? ' rel="noopener"' : '';
			return { open: `<a href="${escapeHtml(href)}"${rel}>`, close: '</a>' };
		}
		default:
			return null;
	}
}
