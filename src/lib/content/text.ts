import { BoundedParser } from './bounded-parser.ts';
import { countTextWords } from './count-words.ts';
import { presentDoc } from './migrate-doc.ts';
import { readChildren, readNode, stringOf, type LooseNode } from './read.ts';
import { sanitize } from './sanitize.ts';
import { BREAKING_TAGS } from './tags.ts';
import { documents } from '../limits.ts';

const INLINE_TYPES: ReadonlySet<string> = new Set(['text', 'hardBreak', 'mathInline', 'footnote']);

/** Nodes whose children are lines and not paragraphs. */
const LINES: ReadonlySet<string> = new Set(['bulletList', 'orderedList', 'listItem', 'table']);

/** The attributes that hold words, in the order they are read: before the node's text and after it. */
const WORDS: Readonly<Record<string, { before?: readonly string[]; after?: readonly string[] }>> = {
	pullQuote: { after: ['cite'] },
	codeBlock: { after: ['caption'] },
	table: { before: ['caption'] },
	mathBlock: { before: ['latex'] },
	video: { before: ['title'] },
	audio: { before: ['title'] },
	file: { before: ['title', 'description', 'filename'] },
	embed: { before: ['title'] },
	bookmark: { before: ['title', 'description', 'publisher'] },
	button: { before: ['label'] },
	signup: { before: ['title', 'text', 'label', 'note'] }
};

/**
 * The words of a document without their dress: blocks apart by an empty line, list items by a
 * line, notes numbered at the end. Captions are part of it, alternative texts are not. Takes any
 * JSON and never throws.
 */
export function plainText(doc: unknown, version?: number): string {
	return textOf(doc, version, (number) => `[${number}]`);
}

/** How many words a document has; scripts that write without spaces are cut by dictionary. */
export function countWords(doc: unknown, version?: number): number {
	return countTextWords(textOf(doc, version, () => ''));
}

/** The words of a piece of HTML, as a reader would see them once it is sanitised. */
export function htmlText(html: string): string {
	const parts: string[] = [];
	// What the last part ends with: asking a long text costs a copy of it each time.
	let end = '';
	const add = (text: string) => {
		const more = /^[ \n]/.test(end) && text.startsWith(' ') ? text.slice(1) : text;
		if (more === '') return;
		parts.push(more);
		end = more.slice(-1);
	};
	const breakLine = (tag: string) => {
		if (BREAKING_TAGS.has(tag) && end !== '\n') add('\n');
	};
	const parser = new BoundedParser({
		ontext: (data) => add(data.replace(/[ \t\r\n\f]+/g, ' ')),
		onopentagname: breakLine,
		onclosetag: breakLine
	});
	parser.end(sanitize(html));
	return parts.join('').replaceAll(' \n', '\n').trim();
}

interface Context {
	notes: string[];
	mark: (number: number) => string;
}

function textOf(doc: unknown, version: number | undefined, mark: Context['mark']): string {
	const root = readNode(presentDoc(doc, version));
	if (!root) return '';
	const context: Context = { notes: [], mark };
	const text = blockText(root, 0, context);
	const notes = context.notes.map((note, index) => `${mark(index + 1)} ${note}`.trim());
	return [text, ...notes]
		.join('\n\n')
		.replace(/\n{3,}/g, '\n\n')
		.trim();
}

function blockText(node: LooseNode, depth: number, context: Context): string {
	if (depth > documents.depth) return '';
	if (node.type === 'text') return node.text;
	if (node.type === 'hardBreak') return '\n';
	if (node.type === 'mathInline') return stringOf(node.attrs.latex);
	if (node.type === 'html') return htmlText(stringOf(node.attrs.html));
	if (node.type === 'footnote') return noteText(node, depth, context);
	const { before = [], after = [] } = Object.hasOwn(WORDS, node.type)
		? (WORDS[node.type] ?? {})
		: {};
	const parts = [
		...attributeWords(node, before),
		childText(node, depth, context),
		...attributeWords(node, after)
	];
	return parts.filter(Boolean).join('\n');
}

function childText(node: LooseNode, depth: number, context: Context): string {
	const children = readChildren(node);
	const inline = children.some((child) => INLINE_TYPES.has(child.type));
	const gap = inline ? '' : node.type === 'tableRow' ? '\t' : LINES.has(node.type) ? '\n' : '\n\n';
	return children.map((child) => blockText(child, depth + 1, context)).join(gap);
}

function noteText(node: LooseNode, depth: number, context: Context): string {
	const place = context.notes.push('') - 1;
	// Notes in a note, which only a document past the schema has, stay where they are.
	const inner = { notes: [], mark: () => '' };
	context.notes[place] = [childText(node, depth, inner), ...inner.notes].join(' ');
	return context.mark(place + 1);
}

function attributeWords({ attrs }: LooseNode, names: readonly string[]): string[] {
	return names.map((name) => stringOf(attrs[name])).filter((words) => words.trim() !== '');
}
