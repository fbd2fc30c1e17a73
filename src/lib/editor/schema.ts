import { getSchema, Mark, Node, type AnyExtension, type Attributes } from '@tiptap/core';
import { StarterKit } from '@tiptap/starter-kit';
import { readStart, safeLink } from '../content/attributes.ts';
import { HEADING_LEVELS, type Doc, type HeadingLevel } from './document.ts';
import { DocumentNode, HtmlNode, ImageNode, PaywallNode } from './nodes.ts';

export type { Doc } from './document.ts';

/** Counts changes to the shape of documents; stored beside each, so that old ones can be told. */
export const SCHEMA_VERSION = 1;

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
export const extensions: AnyExtension[] = [DocumentNode, Kit, ImageNode, HtmlNode, PaywallNode];

/** The ProseMirror schema of the list above; building it needs no DOM. */
export const schema = getSchema(extensions);

/** A document with one empty paragraph: what a new post starts from. */
export function emptyDoc(): Doc {
	return { type: 'doc', content: [{ type: 'paragraph' }] };
}

// Tiptap's own parts take any attribute value and carry some we do not store.
function narrow(part: AnyExtension): AnyExtension {
	if (part instanceof Mark && part.name === 'link') {
		return part.extend({
			addAttributes: () => ({ href: { default: null, validate: isLink } })
		});
	}
	if (part instanceof Mark && part.name === 'code') {
		// Ours lives with the other marks: a linked or bold piece of code stays one.
		return part.extend({ excludes: '' });
	}
	if (part instanceof Node && part.name === 'heading') {
		return part.extend({
			addAttributes: () => ({ level: { default: 2, rendered: false, validate: isLevel } })
		});
	}
	if (part instanceof Node && part.name === 'orderedList') {
		return part.extend({
			addAttributes: () => ({
				start: {
					default: 1,
					parseHTML: (list) => readStart(list.getAttribute('start')),
					validate: isStart
				}
			})
		});
	}
	if (part instanceof Node && part.name === 'codeBlock') {
		return part.extend({
			addAttributes() {
				const known: Attributes = this.parent?.() ?? {};
				return { language: { ...known.language, validate: 'string|null' } };
			}
		});
	}
	return part;
}

function isLink(value: unknown): void {
	if (typeof value !== 'string' || safeLink(value) !== value) {
		throw new RangeError(
			'link must lead to http(s), a mail address, a path on this site or a fragment'
		);
	}
}

function isLevel(value: unknown): void {
	if (!HEADING_LEVELS.includes(value as HeadingLevel)) {
		throw new RangeError(`heading level must be one of ${HEADING_LEVELS.join(', ')}`);
	}
}

function isStart(value: unknown): void {
	if (!Number.isInteger(value) || Number(value) < 0 || Number(value) > 999_999_999) {
		throw new RangeError('a list must start at a whole number');
	}
}
