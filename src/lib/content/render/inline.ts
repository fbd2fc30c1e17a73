import { MARK_ORDER } from '../../editor/document.ts';
import { leavesSite, safeLink } from '../attributes.ts';
import { escapeHtml } from '../escape.ts';
import { renderMath } from '../math.ts';
import { readChildren, stringOf, type LooseMark, type LooseNode } from '../read.ts';
import { resolve, type Context } from './context.ts';
import { documents } from '../../limits.ts';

const INLINE: ReadonlySet<string> = new Set(['text', 'hardBreak', 'mathInline', 'footnote']);

export function isInline(node: LooseNode | undefined): boolean {
	return node !== undefined && INLINE.has(node.type);
}

/**
 * A run of text with its marks. They stay open over neighbours that share them: a link with one
 * bold word is one link.
 */
export function inline(run: readonly LooseNode[], context: Context): string {
	let html = '';
	let open: Tag[] = [];
	for (const node of run) {
		// A note's number is no part of a link, nor of what is bold: it stands between them.
		const wanted = node.type === 'footnote' ? [] : tags(node.marks, context);
		let shared = 0;
		while (shared < open.length && open[shared]?.open === wanted[shared]?.open) shared += 1;
		html += closing(open.slice(shared));
		html += wanted
			.slice(shared)
			.map((tag) => tag.open)
			.join('');
		html += leaf(node, context);
		open = wanted;
	}
	return html + closing(open);
}

function leaf(node: LooseNode, context: Context): string {
	switch (node.type) {
		case 'hardBreak':
			return '<br>';
		case 'mathInline':
			return math(stringOf(node.attrs.latex), context);
		case 'footnote':
			return noteReference(node, context);
		default:
			return escapeHtml(node.text);
	}
}

function math(latex: string, context: Context): string {
	const set = setMath(latex, false, context);
	if (context.medium !== 'page') return `<code>${escapeHtml(latex)}</code>`;
	return `<span class="math" data-latex="${escapeHtml(latex)}">${set}</span>`;
}

/** A formula as MathML, or its source where it cannot be set. */
export function setMath(latex: string, display: boolean, context: Context): string {
	context.formulas += latex.length;
	const may = context.medium === 'page' && context.formulas <= documents.formulasSet;
	const set = may ? renderMath(latex, display) : null;
	return set ?? `<code>${escapeHtml(latex)}</code>`;
}

function noteReference(node: LooseNode, context: Context): string {
	const place = context.notes.push('') - 1;
	context.notes[place] = inline(readChildren(node).filter(mayStandInNote), context);
	const number = place + 1;
	if (context.medium !== 'page') return `<sup>[${number}]</sup>`;
	const prefix = context.options.idPrefix ?? '';
	return (
		`<sup class="note-ref" id="${prefix}ref-${number}">` +
		`<a href="#${prefix}note-${number}" role="doc-noteref" aria-label="Note ${number}">${number}</a></sup>`
	);
}

function mayStandInNote(node: LooseNode): boolean {
	return isInline(node) && node.type !== 'footnote';
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

function tags(marks: LooseMark[], context: Context): Tag[] {
	return MARK_ORDER.flatMap((type) => marks.find((mark) => mark.type === type) ?? [])
		.map((mark) => tag(mark, context))
		.filter((known) => known !== null);
}

const ELEMENTS: ReadonlyMap<string, string> = new Map([
	['bold', 'strong'],
	['italic', 'em'],
	['strike', 's'],
	['code', 'code'],
	['subscript', 'sub'],
	['superscript', 'sup']
]);

function tag(mark: LooseMark, context: Context): Tag | null {
	if (mark.type === 'link') {
		const href = safeLink(mark.attrs.href);
		return href === null ? null : { open: linkTag(href, context), close: '</a>' };
	}
	const element = ELEMENTS.get(mark.type);
	return element ? { open: `<${element}>`, close: `</${element}>` } : null;
}

/** The opening tag of a link to a checked address. `more` is safe HTML. */
export function linkTag(href: string, context: Context, more = ''): string {
	const rel = leavesSite(href) ? ' rel="noopener"' : '';
	return `<a${more} href="${escapeHtml(resolve(href, context))}"${rel}>`;
}
