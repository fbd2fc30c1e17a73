import { expect, it } from 'vitest';
import { dangersIn } from '../../../../tests/fixtures/xss/inspect.ts';
import { payloads } from '../../../../tests/fixtures/xss/payloads.ts';
import { htmlToDoc, renderHtml, validateDoc } from '../../content/index.ts';
import { cardExamples, type CardNode } from './cards.fixture.ts';
import { prepareHtml } from './ghost-html.ts';
import { lexicalHtml } from './lexical.ts';
import { mobiledocHtml } from './mobiledoc.ts';

const SITE = { url: null, path: '/@pub', slugs: new Set<string>() };

function dangersOf(html: string): string[] {
	const doc = validateDoc(htmlToDoc(prepareHtml(html, SITE).html));
	return dangersIn(renderHtml(doc, { headingIds: true }));
}

/** A card whose every text is the given one. */
function withText(node: CardNode, text: string): unknown {
	return JSON.parse(
		JSON.stringify(node, (key, value: unknown) =>
			typeof value === 'string' && key !== 'type' ? text : value
		)
	);
}

it.each(cardExamples())('a card %s carries nothing that runs', (_, node) => {
	const cards = payloads.map(({ text }) => withText(node, text));
	const found = cards.flatMap((card) =>
		dangersOf(lexicalHtml(JSON.stringify({ root: { children: [card] } })).html)
	);
	expect(found).toEqual([]);
});

it('nor does anything the older editor stored', () => {
	const found = payloads.flatMap(({ text }) => {
		const source = {
			markups: [['a', ['href', text]], [text]],
			atoms: [[text, text, {}]],
			cards: [
				['html', { html: text }],
				[text, { html: text }],
				['image', { src: text, caption: text }]
			],
			sections: [
				[
					1,
					text,
					[
						[0, [0, 1], 2, text],
						[1, [], 0, 0]
					]
				],
				[10, 0],
				[10, 1],
				[10, 2],
				[2, text]
			]
		};
		return dangersOf(mobiledocHtml(JSON.stringify(source)).html);
	});
	expect(found).toEqual([]);
});

it('and whatever a source is, it is read without an end', () => {
	const sources = ['', 'null', '[]', '{"root":1}', '{"sections":[[1],[3],[10,"x"],7]}'];
	const quote = '{"type":"quote","children":[';
	const deep = `{"root":${quote.repeat(20_000)}${']}'.repeat(20_000)}}`;
	for (const source of [...sources, deep]) {
		expect(dangersOf(lexicalHtml(source).html)).toEqual([]);
		expect(dangersOf(mobiledocHtml(source).html)).toEqual([]);
	}
});
