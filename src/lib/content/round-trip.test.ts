import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyDoc } from './documents.fixture.ts';
import { anyHtml, tidyHtml } from './html.fixture.ts';
import { htmlToDoc } from './html-to-doc.ts';
import { renderHtml } from './render-html.ts';
import { htmlText, plainText } from './text.ts';
import { validateDoc } from './validate-doc.ts';

const words = (text: string) => text.split(/\s+/).filter(Boolean);

describe('document and HTML', () => {
	it('every generated document is one of the schema, in stored form', () => {
		fc.assert(
			fc.property(anyDoc, (doc) => {
				expect(validateDoc(doc)).toEqual(doc);
			})
		);
	});

	it('a document survives the way to HTML and back', () => {
		fc.assert(
			fc.property(anyDoc, (doc) => {
				expect(htmlToDoc(renderHtml(doc))).toEqual(doc);
			}),
			{ numRuns: 300 }
		);
	});

	it('whatever the HTML, the document is valid, and stays the same from then on', () => {
		fc.assert(
			fc.property(anyHtml, (html) => {
				const doc = htmlToDoc(html);
				expect(validateDoc(doc)).toEqual(doc);
				expect(htmlToDoc(renderHtml(doc))).toEqual(doc);
			}),
			{ numRuns: 1000 }
		);
	});

	it('no word is lost on the way from HTML, and none comes in', () => {
		fc.assert(
			fc.property(tidyHtml, (html) => {
				expect(words(plainText(htmlToDoc(html)))).toEqual(words(htmlText(html)));
			}),
			{
				numRuns: 500,
				examples: [['<ul><li><form><ul><li>one<form>two</form></li></ul></form></li></ul>']]
			}
		);
	});
});
