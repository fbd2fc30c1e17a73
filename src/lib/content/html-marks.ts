import type { HeadingLevel, Mark } from '../editor/document.ts';
import { safeLink } from './attributes.ts';
import { isElement, type HtmlElement } from './html-tree.ts';
import { codeLanguage } from './languages.ts';

const MARKS: Record<string, Exclude<Mark['type'], 'link'>> = {
	...{ strong: 'bold', b: 'bold' },
	...{ em: 'italic', i: 'italic', cite: 'italic', dfn: 'italic', var: 'italic' },
	...{ s: 'strike', del: 'strike', strike: 'strike' },
	...{ sub: 'subscript', sup: 'superscript' },
	...{ code: 'code', kbd: 'code', samp: 'code', tt: 'code' }
};

/** The mark an inline element stands for, or null when only its text is kept. */
export function markOf(element: HtmlElement): Mark | null {
	if (element.name === 'a') {
		const href = safeLink(element.attribs.href);
		return href === null ? null : { type: 'link', attrs: { href } };
	}
	const type = Object.hasOwn(MARKS, element.name) ? MARKS[element.name] : undefined;
	return type ? { type } : null;
}

/** The nearest level a document has: the title of the post is its `h1`. */
export function headingLevel(level: number): HeadingLevel {
	return level <= 2 ? 2 : level === 3 ? 3 : 4;
}

/** The language of our list that a `<pre>` or its `<code>` names in its class. */
export function languageOf(pre: HtmlElement): string | null {
	const code = pre.children.filter(isElement).find((child) => child.name === 'code');
	const names = [pre.attribs.class, code?.attribs.class].join(' ');
	return codeLanguage(/(?:^|\s)lang(?:uage)?-([a-z0-9+#.-]{1,40})(?:\s|$)/i.exec(names)?.[1]);
}
