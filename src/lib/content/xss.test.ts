import { describe, expect, it } from 'vitest';
import { documentsOf } from '../../../tests/fixtures/xss/fields.ts';
import { dangersIn } from '../../../tests/fixtures/xss/inspect.ts';
import { payloads } from '../../../tests/fixtures/xss/payloads.ts';
import { htmlToDoc } from './html-to-doc.ts';
import { renderFeedHtml, renderHtml, renderMailHtml } from './render-html.ts';
import { renderMarkdown } from './render-markdown.ts';
import { sanitize } from './sanitize.ts';
import { validateDoc } from './validate-doc.ts';

const options = {
	headingIds: true,
	takenIds: ['main'],
	subscribeHref: '/subscribe',
	origin: 'https://pamphlet.example'
};
const outputs = { renderHtml, renderFeedHtml, renderMailHtml };
const kinds = [...new Set(payloads.map(({ kind }) => kind))];

/** Where a payload is dangerous after rendering it in every field of every node. */
function dangersOf(text: string): string[] {
	return documentsOf(text).flatMap(({ field, doc }) =>
		Object.entries(outputs).flatMap(([name, render]) =>
			dangersIn(render(doc, options)).map((danger) => `${name}, ${field}: ${danger}`)
		)
	);
}

describe('hostile texts', () => {
	it('are many and all different', () => {
		expect(new Set(payloads.map(({ text }) => text)).size).toBe(payloads.length);
		expect(payloads.length).toBeGreaterThanOrEqual(150);
	});

	it('would be found if they were printed as they are', () => {
		const found = payloads.filter(({ text }) => dangersIn(`<p>${text}</p>`).length > 0);
		// The rest needs a place of its own: an attribute, an address, a formula, a template.
		expect(found.length).toBeGreaterThan(120);
		expect(dangersIn(`<a href="javascript:x">`)).toEqual(['href=javascript:x']);
	});

	it.each(kinds)('do nothing in any field of a document: %s', (kind) => {
		for (const { text } of payloads.filter((payload) => payload.kind === kind)) {
			expect(dangersOf(text), text).toEqual([]);
		}
	});

	it.each(kinds)('become a document as HTML, and that is stored and safe: %s', (kind) => {
		for (const { text } of payloads.filter((payload) => payload.kind === kind)) {
			const doc = validateDoc(htmlToDoc(text));
			expect(dangersIn(renderHtml(doc, options)), text).toEqual([]);
			expect(htmlToDoc(renderHtml(doc)), text).toEqual(doc);
		}
	});

	it('are sanitised once and for all', () => {
		for (const { text } of payloads) {
			const safe = sanitize(text);
			expect(dangersIn(safe), text).toEqual([]);
			expect(sanitize(safe), text).toBe(safe);
		}
	});

	it('make no HTML in Markdown but what is sanitised', () => {
		for (const { text } of payloads) {
			for (const { field, doc } of documentsOf(text).filter(
				({ field }) => !/html|code/i.test(field)
			)) {
				// Outside of code, a bracket that Markdown would read as HTML has a backslash before it.
				const open = renderMarkdown(doc).replace(/`+[^`]*`+/g, '');
				expect(
					open.match(
						/(?<!\\)<(?!\/?(?:details|summary|br|sub|sup|em|strong|s)>|https?:)[a-z!/?]/gi
					) ?? [],
					`${field}: ${text}`
				).toEqual([]);
			}
		}
	});
});
