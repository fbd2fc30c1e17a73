import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { schema } from '../editor/schema.ts';
import { renderFeedHtml, renderHtml, renderMailHtml } from './render-html.ts';
import { renderMarkdown } from './render-markdown.ts';
import { plainText } from './text.ts';

const text = (words: string, ...marks: object[]) => ({ type: 'text', text: words, marks });
const doc = (...content: object[]) => ({ type: 'doc', content });
const paragraph = (...content: object[]) => ({ type: 'paragraph', content });
const item = (...content: object[]) => ({ type: 'listItem', content });
const link = (href: string) => ({ type: 'link', attrs: { href } });
const image = (attrs: object, caption?: string) => ({
	type: 'image',
	attrs,
	content: caption === undefined ? [] : [{ type: 'caption', content: [text(caption)] }]
});

describe('renderHtml', () => {
	it.each([
		['paragraph', paragraph(text('a < b & "c"')), '<p>a &lt; b &amp; &quot;c&quot;</p>'],
		['empty paragraph', { type: 'paragraph' }, '<p></p>'],
		['heading', { type: 'heading', attrs: { level: 3 }, content: [text('a')] }, '<h3>a</h3>'],
		['heading of no level we have', { type: 'heading', attrs: { level: '1>' } }, '<h2></h2>'],
		['list', { type: 'bulletList', content: [item(paragraph(text('a')))] }, '<ul><li>a</li></ul>'],
		[
			'list in a list',
			{
				type: 'orderedList',
				attrs: { start: 3 },
				content: [
					item(paragraph(text('a')), { type: 'bulletList', content: [item(paragraph(text('b')))] })
				]
			},
			'<ol start="3"><li>a<ul><li>b</li></ul></li></ol>'
		],
		[
			'item of two paragraphs',
			{
				type: 'orderedList',
				attrs: { start: 1 },
				content: [item(paragraph(text('a')), paragraph(text('b')))]
			},
			'<ol><li><p>a</p><p>b</p></li></ol>'
		],
		[
			'quote',
			{ type: 'blockquote', content: [paragraph(text('a'))] },
			'<blockquote><p>a</p></blockquote>'
		],
		[
			'code',
			{ type: 'codeBlock', attrs: { language: 'javascript' }, content: [text('a\n<b>')] },
			'<pre tabindex="0" data-language="JavaScript"><code class="language-javascript">a\n&lt;b&gt;</code></pre>'
		],
		[
			'code of a bad language',
			{ type: 'codeBlock', attrs: { language: '"><' } },
			'<pre tabindex="0"><code></code></pre>'
		],
		['rule', { type: 'horizontalRule' }, '<hr>'],
		['line break', paragraph(text('a'), { type: 'hardBreak' }, text('b')), '<p>a<br>b</p>'],
		[
			'image',
			image({ src: '/media/1/a.jpg', alt: 'a "b"', width: 4, height: 3 }, '<c>'),
			'<figure><img src="/media/1/a.jpg" alt="a &quot;b&quot;" width="4" height="3" loading="lazy"><figcaption>&lt;c&gt;</figcaption></figure>'
		],
		[
			'image without its file',
			image({ src: null, alt: 'a', width: 4, height: null }, 'b'),
			'<figure><span class="missing-image" data-width="4">a</span><figcaption>b</figcaption></figure>'
		],
		[
			'image from a bad place',
			image({ src: 'javascript:x', alt: '', width: '1" onerror="x' }),
			'<figure><span class="missing-image"></span></figure>'
		],
		[
			'HTML',
			{ type: 'html', attrs: { html: '<b onclick=x>a' } },
			'<div class="html-block"><b>a</b></div>'
		],
		['paywall', { type: 'paywall' }, '<!--paywall-->'],
		['unknown node', { type: 'carousel', content: [paragraph(text('a'))] }, '<p>a</p>'],
		['unknown mark', paragraph(text('a', { type: 'glow' })), '<p>a</p>']
	])('%s', (_, node, html) => {
		expect(renderHtml(doc(node))).toBe(html);
	});

	it('keeps marks open over neighbours that share them', () => {
		const to = link('https://a.example/?b=1&c=2');
		const line = paragraph(
			text('a', to),
			text('b', { type: 'bold' }, to),
			text('c', { type: 'bold' })
		);
		expect(renderHtml(doc(line))).toBe(
			'<p><a href="https://a.example/?b=1&amp;c=2" rel="noopener">a<strong>b</strong></a><strong>c</strong></p>'
		);
	});

	it.each([
		'javascript:x',
		' java\tscript:x',
		'//a.example',
		'/\\a.example',
		'data:text/html,x',
		'',
		null
	])('renders no link to %j', (href) => {
		expect(renderHtml(doc(paragraph(text('a', { type: 'link', attrs: { href } }))))).toBe(
			'<p>a</p>'
		);
	});

	it('gives headings ids of their own', () => {
		const heading = (words: string) => ({
			type: 'heading',
			attrs: { level: 2 },
			content: [text(words)]
		});
		const html = renderHtml(
			doc(heading('One two'), heading('One two'), heading('?'), heading('Content')),
			{
				headingIds: true,
				takenIds: ['content']
			}
		);
		expect([...html.matchAll(/id="([^"]*)"/g)].map((match) => match[1])).toEqual([
			'one-two',
			'one-two-2',
			'section',
			'content-2'
		]);
	});

	it('numbers notes through the text, and gives them ids that no heading has', () => {
		const note = { type: 'footnote', content: [text('n')] };
		const heading = { type: 'heading', attrs: { level: 2 }, content: [text('Note 1')] };
		const html = renderHtml(doc(paragraph(text('a'), note), heading, paragraph(note)), {
			headingIds: true,
			idPrefix: 'p-'
		});
		const ids = [...html.matchAll(/id="([^"]*)"/g)].map((match) => match[1]);
		expect(ids).toEqual(['p-ref-1', 'section-note-1', 'p-ref-2', 'p-note-1', 'p-note-2']);
	});

	it('sets formulas until they are too many, then shows their source', () => {
		const formula = { type: 'mathBlock', attrs: { latex: 'x+'.repeat(1500) + 'x' } };
		const html = renderHtml(doc(...Array.from({ length: 30 }, () => formula)));
		expect(html.match(/<math/g)).toHaveLength(6);
		expect(html.match(/<code>x\+/g)).toHaveLength(24);
	});

	it('leads from elsewhere to the page the text is on', () => {
		const options = { origin: 'https://p.example', address: 'https://p.example/@a/b' };
		const links = ['#c', '/d', 'mailto:e@p.example', 'https://f.example'].map((href) =>
			text('x', link(href))
		);
		const html = renderFeedHtml(doc(paragraph(...links)), options);
		expect([...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1])).toEqual([
			'https://p.example/@a/b#c',
			'https://p.example/d',
			'mailto:e@p.example',
			'https://f.example'
		]);
	});

	it('answers any JSON with HTML and never throws', () => {
		const node = fc.letrec((tie) => ({
			value: fc.oneof(
				fc.jsonValue({ maxDepth: 1 }),
				fc.record({
					type: fc.constantFrom(
						'doc',
						'paragraph',
						'text',
						'image',
						'link',
						'html',
						'listItem',
						'orderedList',
						...Object.keys(schema.nodes),
						'x"><'
					),
					attrs: fc.oneof(
						fc.jsonValue(),
						fc.record({ href: fc.string(), src: fc.string(), start: fc.jsonValue() })
					),
					text: fc.oneof(fc.constant('<script>'), fc.jsonValue()),
					marks: fc.oneof(fc.jsonValue(), fc.array(tie('value'), { maxLength: 2 })),
					content: fc.oneof(fc.jsonValue(), fc.array(tie('value'), { maxLength: 3 }))
				})
			)
		})).value;
		fc.assert(
			fc.property(node, (value) => {
				for (const render of [renderHtml, renderFeedHtml, renderMailHtml]) {
					expect(render(value)).not.toMatch(/<script|javascript:|x"></);
				}
				const outsideCode = renderMarkdown(value).replace(/`+[^`]*`+/g, '');
				expect(outsideCode).not.toMatch(/(?<!\\)<script|javascript:/);
				expect(plainText(value)).toBeTypeOf('string');
			})
		);
	});

	it('stops at a depth no document needs', () => {
		let node: object = paragraph(text('deep'));
		for (let i = 0; i < 5000; i += 1) node = { type: 'blockquote', content: [node] };
		expect(renderHtml(doc(paragraph(text('a')), node))).toMatch(
			/^<p>a<\/p>(<blockquote>)+(<\/blockquote>)+$/
		);
	});
});
