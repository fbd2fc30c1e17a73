import { ALIGNS } from '../editor/document.ts';
import { documents } from '../limits.ts';
import { safeLink, safeSource } from './attributes.ts';
import { readEmbed } from './embeds.ts';
import { codeLanguage } from './languages.ts';
import { markdownInline } from './markdown-inline.ts';
import {
	escapeMarkdown,
	markdownAddress,
	markdownFence,
	markdownLatex
} from './markdown-escape.ts';
import { presentDoc } from './migrate-doc.ts';
import { readChildren, readNode, stringOf, type LooseNode } from './read.ts';
import { isInline } from './render/inline.ts';
import { sanitize } from './sanitize.ts';

export interface MarkdownOptions {
	/** Origin of the site, so that paths lead somewhere from a file. */
	origin?: string;
	/** The schema version the document was stored with. */
	version?: number;
}

interface Context {
	notes: string[];
	address: (address: string) => string;
}

/**
 * A document as Markdown: CommonMark with tables and notes as GitHub writes them, and HTML for what
 * Markdown has no sign for. Takes any JSON and never throws.
 */
export function renderMarkdown(doc: unknown, options: MarkdownOptions = {}): string {
	const root = readNode(presentDoc(doc, options.version));
	if (!root) return '';
	const origin = options.origin ?? '';
	const context: Context = {
		notes: [],
		address: (address) => (address.startsWith('/') ? origin + address : address)
	};
	const text = blocks(readChildren(root), context, 0);
	const notes = context.notes.map((note, index) => `[^${index + 1}]: ${note}`);
	const whole = [text, ...notes].filter(Boolean).join('\n\n');
	return whole === '' ? '' : `${whole}\n`;
}

type Writer = (node: LooseNode, context: Context, depth: number) => string;

const line: Writer = (node, context) =>
	markdownInline(readChildren(node).filter(isInline), context);
const inner: Writer = (node, context, depth) => blocks(readChildren(node), context, depth);

/** How each block is written; a node that is not here gives its children. */
const BLOCKS: ReadonlyMap<string, Writer> = new Map<string, Writer>([
	['paragraph', line],
	['heading', heading],
	['bulletList', (node, context, depth) => list(node, () => '- ', context, depth)],
	['orderedList', orderedList],
	['listItem', inner],
	['blockquote', (node, context, depth) => quoted(inner(node, context, depth))],
	['pullQuote', pullQuote],
	['codeBlock', code],
	['horizontalRule', () => '---'],
	['callout', (node, context, depth) => quoted(inner(node, context, depth))],
	['toggle', toggle],
	['toggleSummary', line],
	['table', table],
	['mathBlock', ({ attrs }) => `$$\n${markdownLatex(stringOf(attrs.latex))}\n$$`],
	['image', (node, context, depth) => apart(image(node, context), inner(node, context, depth))],
	['video', player],
	['audio', player],
	['file', file],
	['caption', line],
	['embed', embed],
	['bookmark', bookmark],
	['button', ({ attrs }, context) => link(attrs.label, safeLink(attrs.href), context)],
	['signup', () => ''],
	['html', html],
	['paywall', () => '<!--paywall-->']
]);

function blocks(nodes: LooseNode[], context: Context, depth: number): string {
	if (depth > documents.depth) return '';
	const parts: string[] = [];
	for (let i = 0; i < nodes.length;) {
		let end = i;
		while (isInline(nodes[end])) end += 1;
		const node = nodes[i];
		if (end > i) parts.push(markdownInline(nodes.slice(i, end), context));
		else if (node) parts.push((BLOCKS.get(node.type) ?? inner)(node, context, depth + 1));
		i = Math.max(end, i + 1);
	}
	return apart(...parts);
}

function html({ attrs }: LooseNode, { address }: Context): string {
	// An empty line would end the HTML.
	return sanitize(stringOf(attrs.html), address).replace(/\n\s*\n/g, '\n');
}

function heading(node: LooseNode, context: Context, depth: number): string {
	const { level } = node.attrs;
	const signs = '#'.repeat(level === 3 || level === 4 ? level : 2);
	return `${signs} ${line(node, context, depth).replace(/\\?\n/g, ' ')}`.trimEnd();
}

function orderedList(node: LooseNode, context: Context, depth: number): string {
	const first = Number.isInteger(node.attrs.start) ? Number(node.attrs.start) : 1;
	return list(node, (index) => `${first + index}. `, context, depth);
}

function list(
	node: LooseNode,
	sign: (index: number) => string,
	context: Context,
	depth: number
): string {
	const items = readChildren(node).map((item, index) => {
		const mark = sign(index);
		const text = blocks(readChildren(item), context, depth + 1);
		return mark + text.replace(/\n(?=[^\n])/g, `\n${' '.repeat(mark.length)}`);
	});
	const tight = items.every((item) => !item.includes('\n\n'));
	return items.map((item) => item.trimEnd()).join(tight ? '\n' : '\n\n');
}

function pullQuote(node: LooseNode, context: Context, depth: number): string {
	const cite = stringOf(node.attrs.cite);
	return quoted(apart(line(node, context, depth), cite && `– ${escapeMarkdown(cite)}`));
}

function code(node: LooseNode): string {
	const text = readChildren(node)
		.map((child) => child.text)
		.join('');
	const fenced = markdownFence(text, codeLanguage(node.attrs.language) ?? '');
	return apart(fenced, escapeMarkdown(stringOf(node.attrs.caption)));
}

function toggle(node: LooseNode, context: Context, depth: number): string {
	const [first, ...rest] = readChildren(node);
	const summary = first?.type === 'toggleSummary' ? line(first, context, depth) : '';
	const body = first?.type === 'toggleSummary' ? rest : readChildren(node);
	return apart(
		`<details><summary>${summary}</summary>`,
		blocks(body, context, depth),
		'</details>'
	);
}

function table(node: LooseNode, context: Context, depth: number): string {
	const rows = readChildren(node).map((row) => readChildren(row));
	const cells = rows.map((row) => row.map((cell) => cellText(cell, context, depth)));
	const columns = rows.reduce((most, row) => Math.max(most, row.length), 1);
	const hasHead = rows[0]?.every(({ type }) => type === 'tableHeader') ?? false;
	const head = hasHead ? (cells[0] ?? []) : [];
	const aligns = (rows[hasHead ? 1 : 0] ?? rows[0] ?? []).map(({ attrs }) => attrs.align);
	const fill = (row: string[]) => Array.from({ length: columns }, (_, at) => row[at] ?? '');
	// One long row among many short ones would make columns times rows cells. Markdown only needs the
	// head to be complete.
	const isSmall = columns * rows.length <= documents.nodes;
	const body = cells.slice(hasHead ? 1 : 0);
	const lines = [
		fill(head),
		Array.from({ length: columns }, (_, at) => rule(aligns[at])),
		...(isSmall ? body.map(fill) : body)
	];
	const drawn = lines.map((row) => `| ${row.join(' | ')} |`).join('\n');
	return apart(escapeMarkdown(stringOf(node.attrs.caption)), drawn);
}

function rule(align: unknown): string {
	const known = ALIGNS.find((one) => one === align);
	return known === 'end' ? '---:' : known === 'center' ? ':---:' : '---';
}

function cellText(cell: LooseNode, context: Context, depth: number): string {
	return blocks(readChildren(cell), context, depth + 2).replace(/\\?\n+/g, '<br>');
}

function image(node: LooseNode, context: Context): string {
	const { src, alt, href } = node.attrs;
	const address = safeSource(src);
	const name = escapeMarkdown(stringOf(alt)).replace(/\s+/g, ' ');
	const shown =
		address === null ? name : `![${name}](${markdownAddress(context.address(address))})`;
	const target = safeLink(href);
	return target === null || shown === ''
		? shown
		: `[${shown}](${markdownAddress(context.address(target))})`;
}

function player(node: LooseNode, context: Context, depth: number): string {
	const { title, src } = node.attrs;
	return apart(link(title, safeSource(src), context), inner(node, context, depth));
}

function file({ attrs }: LooseNode, context: Context): string {
	const name = stringOf(attrs.title) || stringOf(attrs.filename);
	return apart(
		link(name, safeSource(attrs.src), context),
		escapeMarkdown(stringOf(attrs.description))
	);
}

function embed(node: LooseNode, context: Context, depth: number): string {
	const target = readEmbed(node.attrs.url);
	return apart(link(node.attrs.title, target?.url ?? null, context), inner(node, context, depth));
}

function bookmark(node: LooseNode, context: Context, depth: number): string {
	const { title, description, publisher, url } = node.attrs;
	const words = [description, publisher].map((word) => escapeMarkdown(stringOf(word)));
	return apart(link(title, safeLink(url), context), ...words, inner(node, context, depth));
}

function link(title: unknown, address: string | null, context: Context): string {
	const words = stringOf(title).replace(/\s+/g, ' ');
	if (address === null) return escapeMarkdown(words);
	return `[${escapeMarkdown(words || address)}](${markdownAddress(context.address(address))})`;
}

function quoted(text: string): string {
	return text
		.split('\n')
		.map((part) => (part === '' ? '>' : `> ${part}`))
		.join('\n');
}

function apart(...parts: string[]): string {
	return parts.filter(Boolean).join('\n\n');
}
