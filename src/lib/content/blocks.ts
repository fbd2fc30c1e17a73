import {
	MARK_ORDER,
	type Block,
	type Footnote,
	type Inline,
	type Mark,
	type MathInline,
	type TopBlock
} from '../editor/document.ts';
import { plainText } from './text.ts';

type Textblock = (content: Inline[] | undefined) => Block;

const paragraph: Textblock = (content) =>
	content ? { type: 'paragraph', content } : { type: 'paragraph' };

/**
 * Collects blocks from a stream of text and blocks. Text gathers into a paragraph, or what
 * `textblock` makes of it, until a block or a `flush` ends it. White space collapses as on a page.
 */
export class Blocks {
	readonly list: TopBlock[] = [];
	private line: Inline[] = [];
	/** Whether the text gathered last ends with a space. Asking the text costs a copy of it each time. */
	private endsWithSpace = false;
	private readonly textblock: Textblock;
	private readonly before: () => void;

	/** `before` runs ahead of each block that is added. */
	constructor(textblock: Textblock = paragraph, before: () => void = () => {}) {
		this.textblock = textblock;
		this.before = before;
	}

	text(raw: string, marks: Mark[]): void {
		const last = this.line.at(-1);
		let text = raw.replace(/[ \t\r\n\f]+/g, ' ');
		const open = last?.type === 'text' ? this.endsWithSpace : !last || last.type === 'hardBreak';
		if (open) text = text.replace(/^ /, '');
		if (text === '') return;
		this.endsWithSpace = text.endsWith(' ');
		if (last?.type === 'text' && sameMarks(last.marks, marks)) last.text += text;
		else this.line.push(marks.length > 0 ? { type: 'text', text, marks } : { type: 'text', text });
	}

	hardBreak(marks: Mark[]): void {
		this.trimEnd();
		this.line.push(marks.length > 0 ? { type: 'hardBreak', marks } : { type: 'hardBreak' });
	}

	/** A formula or a note, which the text goes on around. */
	inline(node: MathInline | Footnote, marks: Mark[]): void {
		const dressed = node.type === 'mathInline' && marks.length > 0;
		this.line.push(dressed ? { ...node, marks } : node);
	}

	/** Ends the text gathered so far. */
	flush(): void {
		this.trimEnd();
		if (this.line.length === 0) return;
		const content = this.line;
		this.line = [];
		this.push(this.textblock(content));
	}

	add(...blocks: TopBlock[]): void {
		this.addAll(blocks);
	}

	/** The same for a list of any length: not every list fits into the arguments of a call. */
	addAll(blocks: readonly TopBlock[]): void {
		this.flush();
		for (const block of blocks) this.push(block);
	}

	/** An empty paragraph, or heading: somebody wrote the element and nothing in it. */
	addEmpty(): void {
		this.add(this.textblock(undefined));
	}

	/** The blocks; a paywall, which has no place below the document itself, is not among them. */
	blocks(): Block[] {
		this.flush();
		return this.list.filter((block) => block.type !== 'paywall');
	}

	private push(block: TopBlock): void {
		this.before();
		this.list.push(block);
	}

	private trimEnd(): void {
		const last = this.line.at(-1);
		if (last?.type !== 'text' || !this.endsWithSpace) return;
		this.endsWithSpace = false;
		last.text = last.text.slice(0, -1);
		if (last.text === '') this.line.pop();
	}
}

/** The marks with one more, in the schema's order; of two links the inner one counts. */
export function withMark(marks: Mark[], mark: Mark): Mark[] {
	const others = marks.filter((other) => other.type !== mark.type);
	return [...others, mark].sort((a, b) => MARK_ORDER.indexOf(a.type) - MARK_ORDER.indexOf(b.type));
}

function sameMarks(a: Mark[] | undefined, b: Mark[]): boolean {
	return JSON.stringify(a ?? []) === JSON.stringify(b);
}

/** Blocks as one line of text, whatever they are: their words stay. */
export function asLine(blocks: readonly Block[]): Inline[] {
	const lines = blocks.map((block): Inline[] => {
		if (block.type === 'paragraph' || block.type === 'heading') return block.content ?? [];
		const text = plainText(block);
		return text === '' ? [] : [{ type: 'text', text }];
	});
	return lines
		.filter((line) => line.length > 0)
		.flatMap((line, index): Inline[] => (index > 0 ? [{ type: 'hardBreak' }, ...line] : line));
}
