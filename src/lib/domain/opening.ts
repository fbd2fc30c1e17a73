import { plainText } from '../content/text.ts';
import { readChildren, readNode, type LooseNode } from '../content/read.ts';

/**
 * The first paragraphs of a document, whole, until they have `words` words: what the front page
 * prints of its lead. Stops at the first block that is not a paragraph. Null when there is no
 * document, or it opens with something else.
 */
export function opening(doc: unknown, words: number): { type: 'doc'; content: LooseNode[] } | null {
	const content: LooseNode[] = [];
	let count = 0;
	for (const block of blocks(doc)) {
		if (block.type !== 'paragraph' || count >= words) break;
		content.push(withoutNotes(block));
		count += plainText(block).split(/\s+/).filter(Boolean).length;
	}
	return count > 0 ? { type: 'doc', content } : null;
}

/**
 * Whether a drop cap suits the document: it opens with a paragraph of a few lines whose first sign
 * is a letter. A quotation mark three lines tall helps nobody.
 */
export function suitsDropCap(doc: unknown): boolean {
	const first = blocks(doc)[0];
	if (first?.type !== 'paragraph') return false;
	const text = plainText(first);
	return text.length >= 160 && /^\p{Lu}/u.test(text);
}

// A note stands at the end of its text, and the end is not here.
function withoutNotes(block: LooseNode): LooseNode {
	return { ...block, content: readChildren(block).filter(({ type }) => type !== 'footnote') };
}

function blocks(doc: unknown): LooseNode[] {
	const root = readNode(doc);
	return root ? readChildren(root) : [];
}
