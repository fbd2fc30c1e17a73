import { MARK_ORDER, type Mark } from '../editor/document.ts';
import { safeLink } from './attributes.ts';
import { escapeMarkdown, markdownAddress, markdownCode, markdownLatex } from './markdown-escape.ts';
import { readChildren, stringOf, type LooseMark, type LooseNode } from './read.ts';
import { isInline } from './render/inline.ts';

interface Context {
	notes: string[];
	address: (address: string) => string;
}

interface Sign {
	open: string;
	close: string;
}

/** A run of text as Markdown. Notes are numbered in `notes`, where what they say is put. */
export function markdownInline(run: readonly LooseNode[], context: Context): string {
	const parts: string[] = [];
	// What the last part ends with: asking a long text costs a copy of it each time.
	let end = '';
	const add = (part: string) => {
		if (part === '') return;
		parts.push(part);
		end = part.slice(-1);
	};
	let open: Sign[] = [];
	for (const [index, node] of run.entries()) {
		const wanted = node.type === 'text' ? signs(node, run[index + 1], end, context) : [];
		let shared = 0;
		while (shared < open.length && open[shared]?.open === wanted[shared]?.open) shared += 1;
		add(closing(open.slice(shared)));
		const opening = wanted.slice(shared).map((sign) => sign.open);
		add(opening.join('') + leaf(node, context));
		open = wanted;
	}
	return (parts.join('') + closing(open)).trim();
}

function leaf(node: LooseNode, context: Context): string {
	switch (node.type) {
		case 'hardBreak':
			return '\\\n';
		case 'mathInline':
			return `$${markdownLatex(stringOf(node.attrs.latex))}$`;
		case 'footnote': {
			const place = context.notes.push('') - 1;
			const inner = readChildren(node).filter(
				(child) => isInline(child) && child.type !== 'footnote'
			);
			context.notes[place] = markdownInline(inner, context).replace(/\\?\n/g, ' ');
			return `[^${place + 1}]`;
		}
		default:
			return node.marks.some(({ type }) => type === 'code')
				? markdownCode(node.text)
				: escapeMarkdown(node.text);
	}
}

const ELEMENTS: ReadonlyMap<Mark['type'], string> = new Map([
	['bold', 'strong'],
	['italic', 'em'],
	['strike', 's'],
	['subscript', 'sub'],
	['superscript', 'sup']
]);

const EMPHASIS: ReadonlyMap<Mark['type'], string> = new Map([
	['bold', '**'],
	['italic', '*']
]);

function signs(
	node: LooseNode,
	next: LooseNode | undefined,
	before: string,
	context: Context
): Sign[] {
	// Asterisks work where words begin and end, and once; anything else is said in HTML.
	let plain = standsAlone(node, next, before);
	return MARK_ORDER.flatMap((type): Sign[] => {
		const mark = node.marks.find((one) => one.type === type);
		if (!mark) return [];
		if (type === 'link') return linkSign(mark, context);
		const sign = EMPHASIS.get(type);
		if (sign && plain) {
			plain = false;
			return [{ open: sign, close: sign }];
		}
		const element = ELEMENTS.get(type);
		return element ? [{ open: `<${element}>`, close: `</${element}>` }] : [];
	});
}

function standsAlone(node: LooseNode, next: LooseNode | undefined, before: string): boolean {
	const ends = /^[\p{L}\p{N}](?:.*[\p{L}\p{N}])?$/su.test(node.text);
	const after = next === undefined ? '' : next.type === 'text' ? next.text : ' ';
	const free = !next?.marks.some(({ type }) => type === 'bold' || type === 'italic');
	return ends && free && /(?:^|[\s(])$/u.test(before) && /^(?:$|[\s.,;:!?)])/u.test(after);
}

function linkSign(mark: LooseMark, context: Context): Sign[] {
	const href = safeLink(mark.attrs.href);
	return href === null
		? []
		: [{ open: '[', close: `](${markdownAddress(context.address(href))})` }];
}

function closing(open: Sign[]): string {
	return open
		.map((sign) => sign.close)
		.reverse()
		.join('');
}
