import {
	descendants,
	findClass,
	hasClass,
	isElement,
	textOf,
	type HtmlElement
} from './html-tree.ts';
import { documents } from '../limits.ts';

/** The source of a formula in the text, ours or set by another program; null for any other element. */
export function formulaIn(element: HtmlElement): string | null {
	const own = element.name === 'span' && hasClass(element, 'math');
	const latex = own ? element.attribs['data-latex'] : sourceBeside(element);
	return latex === undefined || latex === null || latex.length > documents.formulaLength
		? null
		: latex;
}

// Programs that set formulas leave the source in the MathML, for machines.
function sourceBeside(element: HtmlElement): string | null {
	if (element.name !== 'math' && !hasClass(element, 'katex')) return null;
	const inside = element.name === 'math' ? [element] : findClass(element, 'katex-mathml')?.children;
	const math = inside?.filter(isElement).find(({ name }) => name === 'math');
	for (const { name, attribs, children } of descendants(math?.children ?? [])) {
		const isSource = name === 'annotation' && attribs.encoding === 'application/x-tex';
		if (isSource) return textOf(children).trim() || null;
	}
	return null;
}
