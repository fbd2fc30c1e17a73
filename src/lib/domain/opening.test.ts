import { describe, expect, test } from 'vitest';
import { renderHtml } from '../content/render-html.ts';
import type { Doc, Paragraph } from '../editor/document.ts';
import { opening, suitsDropCap } from './opening.ts';

const paragraph = (text: string): Paragraph => ({
	type: 'paragraph',
	content: [{ type: 'text', text }]
});
const doc = (...content: Doc['content']): Doc => ({ type: 'doc', content });
const twelve = 'One two three four five six seven eight nine ten eleven twelve.';

describe('opening', () => {
	test('takes whole paragraphs until there are enough words', () => {
		const whole = doc(paragraph(twelve), paragraph(twelve), paragraph(twelve));
		expect(renderHtml(opening(whole, 20))).toBe(`<p>${twelve}</p><p>${twelve}</p>`);
	});

	test('stops where the prose does', () => {
		const whole = doc(paragraph(twelve), { type: 'paywall' }, paragraph('Secret.'));
		expect(renderHtml(opening(whole, 100))).toBe(`<p>${twelve}</p>`);
	});

	test('leaves out notes, which stand at the end of the whole text', () => {
		const noted: Paragraph = {
			type: 'paragraph',
			content: [
				{ type: 'text', text: 'One.' },
				{ type: 'footnote', content: [{ type: 'text', text: 'Two.' }] }
			]
		};
		expect(renderHtml(opening(doc(noted), 1))).toBe('<p>One.</p>');
	});

	test('is nothing for a document without words at its start', () => {
		expect(opening(null, 20)).toBeNull();
		expect(opening(doc({ type: 'paragraph' }), 20)).toBeNull();
		expect(opening(doc({ type: 'horizontalRule' }, paragraph(twelve)), 20)).toBeNull();
	});
});

describe('suitsDropCap', () => {
	test('wants a few lines that start with a capital', () => {
		expect(suitsDropCap(doc(paragraph(twelve.repeat(4))))).toBe(true);
		expect(suitsDropCap(doc(paragraph(twelve)))).toBe(false);
		expect(suitsDropCap(doc(paragraph(`“${twelve.repeat(4)}`)))).toBe(false);
		expect(suitsDropCap(doc({ type: 'horizontalRule' }))).toBe(false);
	});
});
