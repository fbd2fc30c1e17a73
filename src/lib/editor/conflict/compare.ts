import { Node } from '@tiptap/pm/model';
import type { Text } from '../save-queue.svelte';
import { schema } from '../schema';

/** A line of a text beside another: a title, a paragraph, what a picture shows. */
export interface Line {
	words: string;
	/** The other text has no such line. */
	isOwn: boolean;
}

/** More comparisons than this would be felt: the texts are then shown without marks. */
const MOST_STEPS = 4_000_000;

/** Two texts as lines, each with those marked that the other does not have in the same order. */
export function compare(mine: Text, theirs: Text): { mine: Line[]; theirs: Line[] } {
	const a = linesOf(mine);
	const b = linesOf(theirs);
	const [sharedA, sharedB] = shared(a, b);
	const mark = (lines: string[], both: Set<number>) =>
		lines.map((words, index) => ({ words, isOwn: !both.has(index) }));
	return { mine: mark(a, sharedA), theirs: mark(b, sharedB) };
}

/** The words of a text, a line for each of its blocks; for what has no words, its kind. */
export function linesOf({ title, subtitle, doc }: Text): string[] {
	const lines = [title, subtitle].filter((line) => line !== '');
	try {
		Node.fromJSON(schema, doc).descendants((node) => {
			if (node.isTextblock) lines.push(node.textBetween(0, node.content.size, ' ', leaf));
			else if (node.isBlock && (node.isAtom || node.attrs.src !== undefined))
				lines.push(nameOf(node));
			return !node.isTextblock;
		});
	} catch {
		lines.push('The text has parts that this version of Pamphlet does not know.');
	}
	return lines.filter((line) => line.trim() !== '');
}

function leaf(node: Node): string {
	return node.type.name === 'hardBreak' ? ' ' : nameOf(node);
}

function nameOf(node: Node): string {
	const { title, alt, label, filename, url, latex, html } = node.attrs;
	const words = [title, alt, label, filename, latex, html, url].find(Boolean);
	const kind = node.type.name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
	return words ? `[${kind}: ${String(words)}]` : `[${kind}]`;
}

/** Indexes of a longest common subsequence, in each of the two. */
function shared(a: string[], b: string[]): [Set<number>, Set<number>] {
	const inA = new Set<number>();
	const inB = new Set<number>();
	const all = (lines: string[]) => new Set(lines.keys());
	if (a.length * b.length > MOST_STEPS) return [all(a), all(b)];
	const width = b.length + 1;
	const longest = new Uint32Array((a.length + 1) * width);
	const at = (i: number, j: number) => longest[i * width + j] ?? 0;
	for (let i = a.length - 1; i >= 0; i -= 1) {
		for (let j = b.length - 1; j >= 0; j -= 1) {
			longest[i * width + j] =
				a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
		}
	}
	for (let i = 0, j = 0; i < a.length && j < b.length;) {
		if (a[i] === b[j]) {
			inA.add(i++);
			inB.add(j++);
		} else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
		else j += 1;
	}
	return [inA, inB];
}
