import { describe, expect, it } from 'vitest';
import {
	countWords,
	htmlToDoc,
	renderFeedHtml,
	renderHtml,
	renderMarkdown,
	sanitize,
	validateDoc
} from './index.ts';
import { htmlText } from './text.ts';
import { workOf } from './work.fixture.ts';

const ELEMENTS = [
	...['div', 'i', 'p', 'a', 'span', 'table', 'td', 'ul', 'li', 'dl', 'h2', 'blockquote', 'figure'],
	...[
		'figcaption',
		'details',
		'form',
		'select',
		'option',
		'button',
		'svg',
		'math',
		'pre',
		'sup',
		'iframe'
	],
	...['script', 'noscript', 'textarea', 'x-thing', 'video', 'template']
];

const fill = (piece: string, length: number) => piece.repeat(Math.ceil(length / piece.length));

/** HTML of about the given length that is made to take long. */
const HTML: Record<string, (length: number) => string> = {
	...Object.fromEntries(
		ELEMENTS.flatMap((name) => [
			[`<${name}> that do not end`, (length: number) => fill(`<${name}>`, length)],
			[
				`<${name}> that end as something else`,
				(length: number) => fill(`<${name}>`, length / 2) + fill('</b>', length / 2)
			],
			[
				`<${name}> around <${name}>`,
				(length: number) => {
					const count = length / (2 * name.length + 5);
					return `<${name}>`.repeat(count) + `</${name}>`.repeat(count);
				}
			]
		])
	),
	'pictures of nothing behind a long text': (length) =>
		fill('x', length / 2) + fill('<img>', length / 2),
	'cards that do not end': (length) => fill('<!--kg-card-begin: html-->', length),
	'pieces of one text': (length) => fill('<u>a</u>', length),
	'spaces in elements': (length) => fill('<i> </i>', length),
	'boxes in boxes': (length) => fill('<div class="signup">', 1800) + fill('<i>a</i>', length),
	'cards in cards': (length) =>
		fill('<div class="kg-bookmark-card">', 2700) + fill('<i>a</i>', length),
	'captions of code': (length) =>
		`<figure><pre>a</pre>${fill('<figcaption>sixteen letters.</figcaption>', length)}</figure>`,
	notes: (length) => fill('<div class="footnotes"><li id=a>', length),
	'pictures in one figure': (length) =>
		`<figure class="gallery">${fill('<img src=/a>', length)}</figure>`
};

type Json = Record<string, unknown>;
const text = (value: string): Json => ({ type: 'text', text: value });
const paragraph = (...content: Json[]): Json => ({ type: 'paragraph', content });
const list = (count: number, make: (n: number) => Json) =>
	Array.from({ length: count }, (_, n) => make(n));
const cell = (): Json => ({ type: 'tableCell', content: [paragraph(text('a'))] });

/** Documents with about so many nodes. */
const NODES: Record<string, (count: number) => Json[]> = {
	paragraphs: (count) => list(count / 2, () => paragraph(text('a'))),
	'texts in one line': (count) => [
		paragraph(...list(count, (n) => ({ ...text('a'), marks: n % 2 ? [{ type: 'bold' }] : [] })))
	],
	'headings of one name': (count) =>
		list(count / 2, () => ({ type: 'heading', attrs: { level: 2 }, content: [text('a')] })),
	'a gallery': (count) => [
		{ type: 'gallery', content: list(count, () => ({ type: 'image', attrs: { src: '/a' } })) }
	],
	'a long row above short ones': (count) => [
		{
			type: 'table',
			content: [
				{ type: 'tableRow', content: list(count / 6, cell) },
				...list(count / 6, () => ({ type: 'tableRow', content: [cell()] }))
			]
		}
	],
	'blocks of HTML': (count) => list(count, () => ({ type: 'html', attrs: { html: '<b>a</b>' } })),
	notes: (count) => [paragraph(...list(count, () => ({ type: 'footnote', content: [text('a')] })))]
};

/** Four times as much may take little more than four times as much work. Quadratic would be sixteen. */
function expectLinear(make: (size: number) => () => unknown, size: number): void {
	const once = workOf(make(size));
	expect(workOf(make(size * 4))).toBeLessThan(once * 6 + size);
}

describe.each(Object.entries({ sanitize, htmlText, htmlToDoc }))('%s', (_, read) => {
	it.each(Object.entries(HTML))('takes work in proportion to the length of %s', (_name, make) => {
		expectLinear((length) => {
			const html = make(length);
			return () => read(html);
		}, 20_000);
	});
});

describe.each(
	Object.entries({ countWords, renderHtml, renderFeedHtml, renderMarkdown, validateDoc })
)('%s', (name, read) => {
	it.each(Object.entries(NODES))('takes work in proportion to the number of %s', (kind, make) => {
		// What is refused before it is read has no more to tell.
		const size = name === 'validateDoc' && /HTML|notes/.test(kind) ? 120 : 2000;
		expectLinear((count) => {
			const doc = { type: 'doc', content: make(count) };
			return () => (name === 'renderHtml' ? renderHtml(doc, { headingIds: true }) : read(doc));
		}, size);
	});
});
