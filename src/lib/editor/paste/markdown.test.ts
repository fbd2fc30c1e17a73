import { describe, expect, it } from 'vitest';
import { htmlToDoc } from '../../content/html-to-doc.ts';
import { looksLikeMarkdown } from './markdown-look.ts';
import { markdownToHtml } from './markdown.ts';

describe('looksLikeMarkdown', () => {
	it.each([
		['# A heading', true],
		['- one\n- two', true],
		['1. one\n2. two', true],
		['> quoted', true],
		['```js\na\n```', true],
		['see [this](https://example.org)', true],
		['so **very** tired', true],
		['Plain words, and 2 * 3 = 6.', false],
		['- a dash begins this one line only', false],
		['#hashtag and a_snake_case', false],
		['', false]
	])('%j: %s', (text, is) => {
		expect(looksLikeMarkdown(text)).toBe(is);
	});
});

describe('markdownToHtml', () => {
	it.each([
		['# One', '<h2>One</h2>'],
		['##### Five', '<h4>Five</h4>'],
		['a\nb\n\nc', '<p>a\nb</p><p>c</p>'],
		[
			'- one\n- two\n  - deep',
			'<ul><li><p>one</p></li><li><p>two</p><ul><li><p>deep</p></li></ul></li></ul>'
		],
		['3. three\n4. four', '<ol start="3"><li><p>three</p></li><li><p>four</p></li></ol>'],
		['> a\n> b', '<blockquote><p>a\nb</p></blockquote>'],
		['```ts\nif (a < b) {}\n```', '<pre><code class="language-ts">if (a &lt; b) {}</code></pre>'],
		['---', '<hr>'],
		[
			'**bold** *it* ~~gone~~ `a*b*c`',
			'<p><strong>bold</strong> <em>it</em> <s>gone</s> <code>a*b*c</code></p>'
		],
		[
			'[x](https://example.org/a?b=1&c=2)',
			'<p><a href="https://example.org/a?b=1&amp;c=2">x</a></p>'
		],
		['2 * 3 * 4 and a_b_c', '<p>2 * 3 * 4 and a_b_c</p>'],
		['<script>alert(1)</script>', '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>'],
		['\\*not\\*', '<p>*not*</p>']
	])('%j', (markdown, html) => {
		expect(markdownToHtml(markdown)).toBe(html);
	});

	it('makes documents', () => {
		const doc = htmlToDoc(markdownToHtml('## Tides\n\n- high\n- low\n\n[x](javascript:alert(1))'));
		expect(doc.content.map(({ type }) => type)).toEqual(['heading', 'bulletList', 'paragraph']);
		expect(JSON.stringify(doc)).not.toContain('"link"');
	});

	it('does not lose its way in what was made to hurt', () => {
		const deep = `${'> '.repeat(5_000)}x\n${'- '.repeat(5_000)}x\n${'*'.repeat(20_000)}`;
		expect(markdownToHtml(deep).length).toBeGreaterThan(20_000);
	});
});
