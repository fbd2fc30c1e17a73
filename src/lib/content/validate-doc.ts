import type { Doc } from '../editor/document.ts';
import { schema } from '../editor/schema.ts';
import { mediaIdOf } from './attributes.ts';
import { isRecord, MAX_DEPTH } from './read.ts';
import { sanitize } from './sanitize.ts';

/** Largest document that is taken, in bytes of its JSON; the database's own limit is wider. */
export const MAX_DOC_BYTES = 2_000_000;

/** A document that cannot be taken. The message is for the person who wrote it. */
export class InvalidDocument extends Error {
	readonly code: 'too_large' | 'too_deep' | 'invalid';

	constructor(code: InvalidDocument['code'], message: string) {
		super(message);
		this.name = 'InvalidDocument';
		this.code = code;
	}
}

/**
 * JSON from anybody as a document of the schema, in the one form that is stored: HTML blocks
 * sanitised, text without what Postgres cannot hold, attributes complete, and `mediaId` saying
 * what `src` says. Throws `InvalidDocument` for what is too large, too deep, or not of the schema.
 */
export function validateDoc(value: unknown): Doc {
	const json = JSON.stringify(value) ?? '';
	if (new TextEncoder().encode(json).length > MAX_DOC_BYTES) {
		throw new InvalidDocument('too_large', 'The text is too long for one post. Split it in two.');
	}
	try {
		const node = schema.nodeFromJSON(tidy(value, 0));
		if (node.type !== schema.topNodeType) throw new RangeError('the root must be a doc');
		node.check();
		// The check is what makes it one. ProseMirror's attributes have no prototype; JSON's have.
		return JSON.parse(JSON.stringify(node)) as Doc;
	} catch (error) {
		if (error instanceof InvalidDocument) throw error;
		const reason = error instanceof Error ? error.message : String(error);
		throw new InvalidDocument('invalid', `The text has a part that cannot be stored: ${reason}`);
	}
}

function tidy(value: unknown, depth: number): unknown {
	if (depth > MAX_DEPTH) {
		throw new InvalidDocument('too_deep', `The text is nested more than ${MAX_DEPTH} levels deep.`);
	}
	if (!isRecord(value)) throw new RangeError('not a node');
	const { type, attrs, content, marks, text } = value;
	return {
		type,
		...(typeof text === 'string' && { text: clean(text) }),
		...(isRecord(attrs) && { attrs: tidyAttributes(type, attrs) }),
		...(Array.isArray(marks) && { marks: marks.map(tidyMark) }),
		...(Array.isArray(content) && {
			content: content.map((child) => tidy(child, depth + 1)).filter((child) => !isEmptyText(child))
		})
	};
}

function tidyAttributes(type: unknown, attrs: Record<string, unknown>): Record<string, unknown> {
	const tidied = Object.fromEntries(
		Object.entries(attrs).map(([name, value]) => [
			name,
			typeof value === 'string' ? clean(value) : value
		])
	);
	if (type === 'html' && typeof tidied.html === 'string') tidied.html = sanitize(tidied.html);
	if (type === 'image') {
		tidied.alt ??= '';
		tidied.caption ??= '';
		tidied.src ??= null;
		// A file's id counts for access, so it must be the file that is shown.
		tidied.mediaId = typeof tidied.src === 'string' ? mediaIdOf(tidied.src) : null;
	}
	return tidied;
}

function tidyMark(mark: unknown): unknown {
	if (!isRecord(mark)) throw new RangeError('not a mark');
	const { type, attrs } = mark;
	return isRecord(attrs) ? { type, attrs: tidyAttributes(type, attrs) } : { type };
}

function isEmptyText(node: unknown): boolean {
	return isRecord(node) && node.type === 'text' && node.text === '';
}

// jsonb takes neither NUL nor half a surrogate pair.
function clean(text: string): string {
	return text.replaceAll('\u0000', '').toWellFormed();
}
