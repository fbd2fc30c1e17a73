import type { HeadingLevel, Mark } from '../editor/document.ts';
import { safeLink } from './attributes.ts';
import type { HtmlElement } from './html-tree.ts';

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
