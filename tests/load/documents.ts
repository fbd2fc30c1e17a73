import {
	countWords,
	htmlToDoc,
	renderFeedHtml,
	renderHtml,
	validateDoc
} from '../../src/lib/content/index.ts';
import { documents } from '../../src/lib/limits.ts';

type Json = Record<string, unknown>;
const text = (value: string, marks: Json[] = []): Json => ({ type: 'text', text: value, marks });
const list = (count: number, make: (n: number) => Json) =>
	Array.from({ length: Math.floor(count) }, (_, n) => make(n));
const fill = (piece: string, length: number) => piece.repeat(Math.floor(length / piece.length));
const html = (source: string): Json => ({ type: 'html', attrs: { html: source } });
const parts = documents.allHtmlLength / documents.htmlLength;

/** Documents as large as the limits allow, made to take long. */
const worst: Record<string, Json[]> = {
	'small texts': [
		{
			type: 'paragraph',
			content: list(documents.nodes - 2, (n) => text('a', n % 2 ? [{ type: 'bold' }] : []))
		}
	],
	headings: list(documents.nodes / 2 - 1, (n) => ({
		type: 'heading',
		attrs: { level: 2 },
		content: [text(`a ${n % 7}`)]
	})),
	'blocks of HTML': list(documents.htmlBlocks, () => html(fill('<b>a</b>', 900))),
	'unclosed tags': list(parts, () =>
		html(fill('<i>', documents.htmlLength / 2) + fill('</b>', documents.htmlLength / 2))
	),
	paragraphs: list(parts, () => html(fill('<p>', documents.htmlLength))),
	formulas: list(documents.formulasSet / 40, () => ({
		type: 'mathBlock',
		attrs: { latex: fill('x^2+', 40) }
	}))
};

/** What the worst documents take to be rendered, checked and counted, and the worst HTML to be read. */
export function benchDocuments(): void {
	console.log('document         page ms    feed ms   check ms   count ms');
	for (const [name, content] of Object.entries(worst)) {
		const doc = { type: 'doc', content };
		const times = [
			() => renderHtml(doc, { headingIds: true }),
			() => renderFeedHtml(doc),
			() => validateDoc(doc),
			() => countWords(doc)
		].map((run) => timeOf(run).toFixed(0).padStart(11));
		console.log(name.padEnd(14) + times.join(''));
	}
	const source =
		fill('<div class="signup">', 1800) + fill('<i>a</i>', documents.convertedLength / 4);
	console.log(
		`HTML to read  ${timeOf(() => htmlToDoc(source))
			.toFixed(0)
			.padStart(11)}`
	);
}

function timeOf(run: () => unknown): number {
	const began = performance.now();
	try {
		run();
	} catch {
		// A document that is refused was read as far as it takes to refuse it.
	}
	return performance.now() - began;
}
