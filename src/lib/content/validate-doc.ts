import { MARK_ORDER, type Doc } from '../editor/document.ts';
import { schema } from '../editor/schema.ts';
import { documents } from '../limits.ts';
import { mediaIdOf, safeSource } from './attributes.ts';
import { readEmbed } from './embeds.ts';
import { codeLanguage } from './languages.ts';
import { migrateDoc } from './migrate-doc.ts';
import { overLimit, type Measure } from './over-limit.ts';
import { isRecord, stringOf } from './read.ts';
import { sanitize } from './sanitize.ts';

/** What is said of a document that is over a limit. */
const OVER = {
	jsonDepth: `is nested more than ${documents.depth} levels deep.`,
	depth: `is nested more than ${documents.depth} levels deep.`,
	nodes: `has more than ${documents.nodes} parts.`,
	marks: `has more than ${documents.marks} marks, such as bold words and links.`,
	attributes: `has a part with more than ${documents.attributes} attributes.`,
	textLength: `has a piece of more than ${documents.textLength} characters. Divide it into paragraphs.`,
	footnotes: `has more than ${documents.footnotes} notes.`,
	formulas: `has more than ${documents.formulas} formulas.`,
	formulaLength: `has a formula of more than ${documents.formulaLength} characters.`,
	htmlBlocks: `has more than ${documents.htmlBlocks} blocks of HTML.`,
	htmlLength: `has a block of HTML with more than ${documents.htmlLength} characters.`,
	allHtmlLength: `has more than ${documents.allHtmlLength} characters in blocks of HTML.`
} satisfies Record<keyof typeof documents & Measure, string>;

type Code = 'too_large' | 'too_deep' | 'too_many' | 'unknown' | 'invalid';

/** A document that cannot be taken. The message is for the person who wrote it. */
export class InvalidDocument extends Error {
	readonly code: Code;

	constructor(code: Code, message: string) {
		super(message);
		this.name = 'InvalidDocument';
		this.code = code;
	}
}

/**
 * JSON from anybody as a document of the schema, in the one form that is stored: brought to the
 * present version, HTML blocks sanitised, text without what Postgres cannot hold, marks in order,
 * attributes complete, and `mediaId` saying what `src` says. Throws `InvalidDocument` for what is
 * too large, too deep, too much, of a kind nobody knows, or not of the schema.
 * @param version the one it was written with; the present one when left out
 */
export function validateDoc(value: unknown, version?: number): Doc {
	try {
		if (bytesOf(value) > documents.bytes) {
			throw new InvalidDocument('too_large', 'The text is too long for one post. Split it in two.');
		}
		refuseOverLimit(value);
		const node = schema.nodeFromJSON(tidy(migrateDoc(value, version)));
		if (node.type !== schema.topNodeType) throw new RangeError('the root must be a doc');
		node.check();
		// The check is what makes it one. ProseMirror's attributes have no prototype; JSON's have.
		const doc = JSON.parse(JSON.stringify(node)) as Doc;
		// Once more, since neighbouring texts became one text and old captions nodes.
		refuseOverLimit(doc);
		return doc;
	} catch (error) {
		if (error instanceof InvalidDocument) throw error;
		const reason = error instanceof Error ? error.message : String(error);
		throw new InvalidDocument('invalid', `The text has a part that cannot be stored: ${reason}`);
	}
}

function bytesOf(value: unknown): number {
	try {
		return new TextEncoder().encode(JSON.stringify(value) ?? '').length;
	} catch {
		// The only JSON that cannot be written is too deep for it.
		throw new InvalidDocument('too_deep', `The text ${OVER.depth}`);
	}
}

function refuseOverLimit(value: unknown): void {
	const over = overLimit(value, documents);
	if (over === null) return;
	const code = over === 'depth' || over === 'jsonDepth' ? 'too_deep' : 'too_many';
	throw new InvalidDocument(code, `The text ${OVER[over]}`);
}

type Json = Record<string, unknown>;

function tidy(value: unknown): Json {
	if (!isRecord(value)) throw new RangeError('not a node');
	const { type, attrs, content, marks, text } = value;
	const name = stringOf(type);
	if (!Object.hasOwn(schema.nodes, name)) throw unknown('block', type);
	const children: Json[] = Array.isArray(content) ? content.map((child) => tidy(child)) : [];
	const whole = joined([...children.filter(isNotEmpty), ...oldCaption(name, attrs, children)]);
	return {
		type: name,
		...(typeof text === 'string' && { text: clean(text) }),
		...(isRecord(attrs) && { attrs: attributes(name, attrs) }),
		...(Array.isArray(marks) && name !== 'footnote' && { marks: sorted(marks) }),
		...(whole.length > 0 && { content: whole })
	};
}

function unknown(what: string, type: unknown): InvalidDocument {
	const name = clean(stringOf(type)).slice(0, 40) || 'without a name';
	return new InvalidDocument(
		'unknown',
		`The text has a ${what} of a kind nobody knows here: “${name}”.`
	);
}

function attributes(type: string, attrs: Json): Json {
	const tidied: Json = Object.fromEntries(
		Object.entries(attrs)
			.map(([name, value]) => [name, typeof value === 'string' ? clean(value) : value])
			.filter(([, value]) => value !== undefined)
	);
	if (type === 'html' && typeof tidied.html === 'string') tidied.html = sanitize(tidied.html);
	if (type === 'codeBlock')
		tidied.language = codeLanguage(tidied.language) ?? (tidied.language || null);
	if (type === 'embed') tidied.url = readEmbed(tidied.url)?.url ?? tidied.url;
	if (type === 'button') tidied.label = stringOf(tidied.label).trim() || tidied.href;
	if (type === 'image') tidyImage(tidied);
	// A file's id counts for access, so it must be the file that is shown.
	if (MEDIA.has(type)) Object.assign(tidied, ownFile(tidied));
	if (isRecord(tidied.poster))
		tidied.poster = safeSource(tidied.poster.src) === null ? null : ownFile(tidied.poster);
	return tidied;
}

const MEDIA: ReadonlySet<string> = new Set(['image', 'video', 'audio', 'file']);

function ownFile({ src }: Json): Json {
	const source = typeof src === 'string' ? clean(src) : (src ?? null);
	return { src: source, mediaId: typeof source === 'string' ? mediaIdOf(source) : null };
}

function tidyImage(attrs: Json): void {
	attrs.alt ??= '';
	const point = [attrs.focalX, attrs.focalY];
	const [x, y] = point.map((part) =>
		typeof part === 'number' ? Math.round(part * 100) / 100 : part
	);
	const whole = (x ?? null) !== null && (y ?? null) !== null;
	Object.assign(attrs, { focalX: whole ? x : null, focalY: whole ? y : null });
}

// Captions were an attribute before they could hold links.
function oldCaption(type: string, attrs: unknown, children: Json[]): Json[] {
	const caption = type === 'image' && isRecord(attrs) ? stringOf(attrs.caption).trim() : '';
	if (caption === '' || children.some((child) => child.type === 'caption')) return [];
	return [{ type: 'caption', content: [{ type: 'text', text: clean(caption) }] }];
}

function sorted(marks: unknown[]): Json[] {
	const known = marks.map((mark): Json => {
		if (!isRecord(mark)) throw new RangeError('not a mark');
		const { type, attrs } = mark;
		if (!Object.hasOwn(schema.marks, stringOf(type))) throw unknown('mark', type);
		return isRecord(attrs) ? { type, attrs: attributes(stringOf(type), attrs) } : { type };
	});
	return MARK_ORDER.map((name) => known.find(({ type }) => type === name)).filter(isRecord);
}

// Neighbouring texts with the same marks are one text.
function joined(nodes: Json[]): Json[] {
	const whole: Json[] = [];
	for (const node of nodes) {
		const last = whole.at(-1);
		const same = JSON.stringify(last?.marks ?? []) === JSON.stringify(node.marks ?? []);
		if (last?.type === 'text' && node.type === 'text' && same) {
			whole[whole.length - 1] = { ...last, text: stringOf(last.text) + stringOf(node.text) };
		} else whole.push(node);
	}
	return whole;
}

function isNotEmpty(node: Json): boolean {
	return !(node.type === 'text' && node.text === '') && !(node.type === 'caption' && !node.content);
}

// jsonb takes neither NUL nor half a surrogate pair.
function clean(text: string): string {
	return text.replaceAll('\u0000', '').toWellFormed();
}
