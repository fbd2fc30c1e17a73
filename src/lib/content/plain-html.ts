import { escapeHtml } from './escape.ts';
import { isRecord } from './read.ts';

/** Nodes that are visited at most. */
const MOST_NODES = 20_000;

/**
 * The text of a document in plain paragraphs, for when it cannot be rendered. Takes any JSON, and the
 * time is bounded whatever the size of the document: after `length` characters, an ellipsis ends it.
 */
export function plainHtml(doc: unknown, length: number): string {
	const paragraphs: string[] = [];
	let line: string[] = [];
	let left = length;
	let visited = 0;
	const flush = () => {
		const text = line.join('').trim();
		if (text !== '') paragraphs.push(`<p>${escapeHtml(text)}</p>`);
		line = [];
	};
	// Lists of children and the place where each goes on.
	const stack: { nodes: unknown[]; at: number }[] = [{ nodes: [doc], at: 0 }];
	for (let top = stack.at(-1); top && left > 0 && visited < MOST_NODES; top = stack.at(-1)) {
		if (top.at === top.nodes.length) {
			stack.pop();
			flush();
			continue;
		}
		const node = top.nodes[top.at++];
		visited += 1;
		if (!isRecord(node)) continue;
		if (typeof node.text === 'string') {
			line.push(node.text.slice(0, left).toWellFormed());
			left -= node.text.length;
		} else if (node.type === 'hardBreak') line.push(' ');
		if (Array.isArray(node.content)) stack.push({ nodes: node.content, at: 0 });
	}
	flush();
	if (stack.length > 0 && paragraphs.length > 0) paragraphs.push('<p>…</p>');
	return paragraphs.join('');
}
