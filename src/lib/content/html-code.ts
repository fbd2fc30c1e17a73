import type { CodeBlock } from '../editor/document.ts';
import { fit, isPhrasing, type Recognise } from './html-parts.ts';
import {
	descendants,
	holdAllWords,
	isElement,
	isText,
	ownChildren,
	textOf,
	wordsOf,
	type HtmlElement,
	type HtmlNode
} from './html-tree.ts';
import { codeLanguage } from './languages.ts';

/** A `<pre>` as a block of code. */
export function codeBlockOf(pre: HtmlElement, caption = ''): CodeBlock {
	const text = textOf(pre.children).replace(/\r\n?/g, '\n');
	// A reader drops the line break right after <pre>, but not one inside its <code>.
	const first = pre.children[0];
	const trimmed = withoutLastLines(first && isText(first) ? text.replace(/^\n/, '') : text);
	const attrs = { language: languageOf(pre), caption };
	return trimmed === ''
		? { type: 'codeBlock', attrs }
		: { type: 'codeBlock', attrs, content: [{ type: 'text', text: trimmed }] };
}

/** Without the line breaks at the end. A loop, since `/\n+$/` takes quadratic time where many stand inside. */
function withoutLastLines(text: string): string {
	let end = text.length;
	while (text[end - 1] === '\n') end -= 1;
	return text.slice(0, end);
}

/** Code with words below it. */
export const codeFigure: Recognise = (figure) => {
	if (figure.name !== 'figure') return null;
	const [pre, second] = ownChildren(figure, 'pre');
	const captions = ownChildren(figure, 'figcaption');
	const caption = captions
		.map((one) => wordsOf([one]))
		.join(' ')
		.trim();
	if (!pre || second || !fit(caption)) return null;
	if (!isPhrasing(captions.flatMap((one) => one.children))) return null;
	const known: ReadonlySet<HtmlNode> = new Set<HtmlNode>([pre, ...captions]);
	const parts = figure.children.filter((child) => known.has(child));
	if (!holdAllWords(figure.children, parts)) return null;
	for (const one of descendants(figure.children)) if (one.name === 'img') return null;
	return [codeBlockOf(pre, caption)];
};

/** The language of our list that a `<pre>` or its `<code>` names in its class. */
function languageOf(pre: HtmlElement): string | null {
	const code = pre.children.filter(isElement).find((child) => child.name === 'code');
	const names = [pre.attribs.class, code?.attribs.class].join(' ');
	return codeLanguage(/(?:^|\s)lang(?:uage)?-([a-z0-9+#.-]{1,40})(?:\s|$)/i.exec(names)?.[1]);
}
