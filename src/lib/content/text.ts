import { Parser } from 'htmlparser2';
import { countTextWords } from './count-words.ts';
import { MAX_DEPTH, readChildren, readNode, stringOf, type LooseNode } from './read.ts';
import { sanitize } from './sanitize.ts';
import { BREAKING_TAGS } from './tags.ts';

const INLINE_TYPES: ReadonlySet<string> = new Set(['text', 'hardBreak']);

/**
 * The words of a document without their dress: blocks apart by an empty line, list items by a
 * line. Captions are part of it, alternative texts are not. Takes any JSON and never throws.
 */
export function plainText(doc: unknown): string {
	const root = readNode(doc);
	return root
		? blockText(root, 0)
				.replace(/\n{3,}/g, '\n\n')
				.trim()
		: '';
}

/** The words of a piece of HTML, as a reader would see them once it is sanitised. */
export function htmlText(html: string): string {
	let text = '';
	const parser = new Parser({
		ontext: (data) => (text += data.replace(/[ \t\r\n\f]+/g, ' ')),
		onopentagname: (tag) => (text += BREAKING_TAGS.has(tag) ? '\n' : ''),
		onclosetag: (tag) => (text += BREAKING_TAGS.has(tag) ? '\n' : '')
	});
	parser.end(sanitize(html));
	return text.replace(/ *\n[ \n]*/g, '\n').trim();
}

/** How many words a document has; scripts that write without spaces are cut by dictionary. */
export function countWords(doc: unknown): number {
	return countTextWords(plainText(doc));
}

function blockText(node: LooseNode, depth: number): string {
	if (depth > MAX_DEPTH) return '';
	if (node.type === 'text') return node.text;
	if (node.type === 'hardBreak') return '\n';
	if (node.type === 'image') return stringOf(node.attrs.caption);
	if (node.type === 'html') return htmlText(stringOf(node.attrs.html));
	const children = readChildren(node);
	const inline = children.some((child) => INLINE_TYPES.has(child.type));
	const gap = inline ? '' : node.type.endsWith('List') || node.type === 'listItem' ? '\n' : '\n\n';
	return children.map((child) => blockText(child, depth + 1)).join(gap);
}
