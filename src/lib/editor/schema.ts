import { getSchema, Mark, Node, type AnyExtension } from '@tiptap/core';
import { StarterKit } from '@tiptap/starter-kit';
import { readStart, safeLink } from '../content/attributes.ts';
import { codeLanguage } from '../content/languages.ts';
import * as field from './checks.ts';
import { HEADING_LEVELS, type Doc } from './document.ts';
import * as nodes from './nodes/index.ts';

export { SCHEMA_VERSION, type Doc } from './document.ts';

const Kit = StarterKit.extend({
	addExtensions() {
		return (this.parent?.() ?? []).map(narrow);
	}
}).configure({
	document: false,
	underline: false,
	trailingNode: false,
	heading: { levels: [...HEADING_LEVELS] },
	link: {
		autolink: true,
		openOnClick: false,
		defaultProtocol: 'https',
		HTMLAttributes: { target: null, rel: null, class: null },
		isAllowedUri: (url) => safeLink(url) !== null
	}
});

/**
 * What a document may consist of: the editor runs on this list and the server checks against it.
 * The editor may wrap a node with its own view, but never adds a node or a mark that is not here.
 */
export const extensions: AnyExtension[] = [Kit, ...Object.values(nodes)];

/** The ProseMirror schema of the list above; building it needs no DOM. */
export const schema = getSchema(extensions);

/** A document with one empty paragraph: what a new post starts from. */
export function emptyDoc(): Doc {
	return { type: 'doc', content: [{ type: 'paragraph' }] };
}

// Tiptap's own parts take any attribute value and carry some we do not store.
function narrow(part: AnyExtension): AnyExtension {
	if (part instanceof Mark && part.name === 'link') {
		// What is typed right behind a link is not part of it.
		return part.extend({ inclusive: false, addAttributes: () => ({ href: field.link }) });
	}
	if (part instanceof Mark && part.name === 'code') {
		// Ours lives with the other marks: a linked or bold piece of code stays one.
		return part.extend({ excludes: '' });
	}
	if (part instanceof Node && part.name === 'heading') {
		const level = field.choice('a heading level', HEADING_LEVELS, 2);
		return part.extend({ addAttributes: () => ({ level: { ...level, rendered: false } }) });
	}
	if (part instanceof Node && part.name === 'orderedList') {
		const parseHTML = (list: HTMLElement) => readStart(list.getAttribute('start'));
		return part.extend({ addAttributes: () => ({ start: { ...field.listStart, parseHTML } }) });
	}
	if (part instanceof Node && part.name === 'codeBlock') {
		return part.extend({
			addAttributes: () => ({
				language: { ...field.language, rendered: false, parseHTML: languageOf },
				caption: { ...field.words, rendered: false }
			})
		});
	}
	return part;
}

function languageOf(pre: HTMLElement): string | null {
	const names = pre.querySelector('code')?.className ?? pre.className;
	return codeLanguage(/(?:^|\s)language-(\S{1,40})/.exec(names)?.[1]);
}
