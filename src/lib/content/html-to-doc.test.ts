import { describe, expect, it } from 'vitest';
import { htmlToDoc } from './html-to-doc.ts';
import { renderHtml } from './render-html.ts';
import { plainText } from './text.ts';

/** What a reader of the document sees: the shortest way to say what it became. */
const read = (html: string) => renderHtml(htmlToDoc(html));

describe('htmlToDoc', () => {
	it.each([
		['text alone', ' a\n b ', '<p>a b</p>'],
		['nothing', ' \n', '<p></p>'],
		['white space around marks', '<p> a <b> b </b> c</p>', '<p>a <strong>b </strong>c</p>'],
		['no-break spaces', '<p>&nbsp;a</p>', '<p>\u00a0a</p>'],
		[
			'other names of marks',
			'<p><i>a</i><del>b</del><kbd>c</kbd></p>',
			'<p><em>a</em><s>b</s><code>c</code></p>'
		],
		['marks without a place', '<p><u>a</u><small>2</small></p>', '<p>a2</p>'],
		[
			'high and low signs',
			'<p>m<sup>2</sup>, H<sub>2</sub>O</p>',
			'<p>m<sup>2</sup>, H<sub>2</sub>O</p>'
		],
		[
			'a link in a link',
			'<p><a href="/x">a<a href="/y">b</a></a></p>',
			'<p><a href="/x">a</a><a href="/y">b</a></p>'
		],
		['a bad link', '<p><a href="javascript:x">a</a></p>', '<p>a</p>'],
		['headings', '<h1>a</h1><h6>b</h6>', '<h2>a</h2><h4>b</h4>'],
		[
			'a picture in a heading',
			'<h2>a<img src="/b.png" alt="c"></h2>',
			'<h2>a</h2><figure><img src="/b.png" alt="c" loading="lazy"></figure>'
		],
		[
			'a picture in a paragraph',
			'<p>a<img src="/b.png">c</p>',
			'<p>a</p><figure><img src="/b.png" alt="" loading="lazy"></figure><p>c</p>'
		],
		[
			'lists, nested both ways',
			'<ul><li>a<ul><li>b</li></ul></li><ul><li>c</li></ul></ul>',
			'<ul><li>a<ul><li>b</li></ul><ul><li>c</li></ul></li></ul>'
		],
		['a list that begins later', '<ol start="4"><li>a</ol>', '<ol start="4"><li>a</li></ol>'],
		[
			'text in a list',
			'<ul>a <b>b</b><li>c</ul>',
			'<ul><li>a <strong>b</strong></li><li>c</li></ul>'
		],
		[
			'code',
			'<pre class="lang-Rust">\n a\n  b\n\n</pre>',
			'<pre tabindex="0" data-language="Rust"><code class="language-rust"> a\n  b</code></pre>'
		],
		[
			'a table',
			'<table><caption>t</caption><tr><th onclick=x>a<th style="text-align: right">b<tr><td>c<td align=center><p>d</p><p>e</p></table>',
			'<div class="table-box" tabindex="0" role="group" aria-label="t"><table><caption>t</caption><thead><tr><th scope="col">a</th><th scope="col" data-align="end">b</th></tr></thead><tbody><tr><td>c</td><td data-align="center"><p>d</p><p>e</p></td></tr></tbody></table></div>'
		],
		[
			'a table of more than text',
			'<table><tr><td onclick=x><ul><li>a</ul></table>',
			'<div class="html-block"><table><tr><td><ul><li>a</li></ul></td></tr></table></div>'
		],
		[
			'what folds',
			'<details open><summary>a <b>b</b></summary>c<p>d</p></details><details>e</details>',
			'<details class="toggle"><summary>a <strong>b</strong></summary><p>c</p><p>d</p></details><details class="toggle"><summary></summary><p>e</p></details>'
		],
		[
			'notes as Markdown programs write them',
			'<p>a<sup class="footnote-ref"><a href="#fn1" id="fnref1">[1]</a></sup>b</p><hr class="footnotes-sep"><section class="footnotes"><ol class="footnotes-list"><li id="fn1"><p>c <a href="#fnref1" class="footnote-backref">↩︎</a></p></li></ol></section>',
			'<p>a<sup class="note-ref" id="ref-1"><a href="#note-1" role="doc-noteref" aria-label="Note 1">1</a></sup>b</p><section class="notes" role="doc-endnotes" aria-label="Notes"><ol><li id="note-1">c <a class="note-back" href="#ref-1" role="doc-backlink" aria-label="Back to the text">↑</a></li></ol></section>'
		],
		[
			'notes nothing leads to',
			'<ol class="footnotes"><li id="x">a</li></ol>',
			'<ol><li>a</li></ol>'
		],
		[
			'a formula of another program',
			'<p>a <span class="katex"><span class="katex-mathml"><math><semantics><mi>x</mi><annotation encoding="application/x-tex">x</annotation></semantics></math></span><span class="katex-html">x</span></span></p>',
			'<p>a <span class="math" data-latex="x"><math><mi>x</mi></math></span></p>'
		],
		[
			'a player',
			'<video poster="data:x" width="4"><source src="javascript:x"><source src="/a.mp4"></video>',
			'<figure class="video"><video src="/a.mp4" width="4" controls preload="metadata"></video></figure>'
		],
		['boxes', '<div><section>a<div>b</div></section></div>', '<p>a</p><p>b</p>'],
		[
			'what is not text',
			'<style>a</style><script>b</script><svg><text>c</text></svg>d',
			'<p>d</p>'
		],
		[
			'a frame',
			'<iframe src="//a.example/b"></iframe>',
			'<p><a href="https://a.example/b" rel="noopener">https://a.example/b</a></p>'
		],
		[
			'a linked picture',
			'<a href="/x"><img src="/y.png" alt="z"></a>',
			'<figure><a aria-label="z" href="/x"><img src="/y.png" alt="z" loading="lazy"></a></figure>'
		],
		['an unknown element', '<x-a>a<x-b>b</x-b></x-a>', '<p>ab</p>'],
		[
			'an HTML card',
			'<!--kg-card-begin: html--><p id=x>a</p>b<!--kg-card-end: html-->',
			'<div class="html-block"><p>a</p>b</div>'
		],
		[
			'an HTML card of nothing',
			'<!--kg-card-begin: html--><script>a</script><!--kg-card-end: html-->',
			'<p></p>'
		]
	])('%s', (_, html, result) => {
		expect(read(html)).toBe(result);
	});

	it('reads pictures with what belongs to them', () => {
		const html =
			'<figure class="kg-card kg-image-card"><img src="/media/0192aaaa-bbbb-7ccc-8ddd-eeeeffff0000/a.jpg" ' +
			'alt="b" width="4" height="3" srcset="x"><figcaption>c <b>d</b></figcaption></figure>';
		expect(htmlToDoc(html).content).toEqual([
			{
				type: 'image',
				attrs: {
					mediaId: '0192aaaa-bbbb-7ccc-8ddd-eeeeffff0000',
					src: '/media/0192aaaa-bbbb-7ccc-8ddd-eeeeffff0000/a.jpg',
					alt: 'b',
					width: 4,
					height: 3,
					focalX: null,
					focalY: null,
					layout: 'text',
					href: null
				},
				content: [
					{
						type: 'caption',
						content: [
							{ type: 'text', text: 'c ' },
							{ type: 'text', text: 'd', marks: [{ type: 'bold' }] }
						]
					}
				]
			}
		]);
	});

	it('keeps what is said about a picture whose address is of no use', () => {
		const image = htmlToDoc('<figure><img src="data:x" alt="a"><figcaption>b</figcaption></figure>')
			.content[0];
		const content = [{ type: 'caption', content: [{ type: 'text', text: 'b' }] }];
		expect(image).toMatchObject({ type: 'image', attrs: { src: null, alt: 'a' }, content });
	});

	it.each([
		['alone', '<p>a</p><!--members-only--><p>b</p>', '<p>a</p><!--paywall--><p>b</p>'],
		[
			'between boxes',
			'<div><p>a</p><!--members-only--></div><p>b</p>',
			'<p>a</p><!--paywall--><p>b</p>'
		],
		['in a paragraph', '<p>a<!--members-only-->b</p>', '<p>a</p><!--paywall--><p>b</p>'],
		[
			'in a list',
			'<p>a</p><ul><li>b<!--members-only--></li></ul>',
			'<p>a</p><!--paywall--><ul><li>b</li></ul>'
		],
		[
			'in a table',
			'a<table><tr><td>b<!--members-only--></td></tr></table>',
			'<p>a</p><!--paywall--><div class="table-box" tabindex="0" role="group" aria-label="Table"><table><tbody><tr><td>b</td></tr></tbody></table></div>'
		],
		[
			'in a caption',
			'a<figure><img src="/a.png"><figcaption>b<!--members-only--></figcaption></figure>',
			'<p>a</p><!--paywall--><figure><img src="/a.png" alt="" loading="lazy"><figcaption>b</figcaption></figure>'
		],
		[
			'in a note',
			'<p>a</p><p>b<sup><a href="#n">1</a></sup></p><ol class="notes"><li id="n">c<!--members-only--></li></ol>',
			'<p>a</p><!--paywall--><p>b<sup class="note-ref" id="ref-1"><a href="#note-1" role="doc-noteref" aria-label="Note 1">1</a></sup></p><section class="notes" role="doc-endnotes" aria-label="Notes"><ol><li id="note-1">c <a class="note-back" href="#ref-1" role="doc-backlink" aria-label="Back to the text">↑</a></li></ol></section>'
		],
		['twice', '<!--paywall-->a<!--paywall--><p>b</p>', '<!--paywall--><p>a</p><p>b</p>'],
		['last', 'a<!-- members-only -->', '<p>a</p><!--paywall-->']
	])('a paywall %s hides no less than it did', (_, html, result) => {
		expect(read(html)).toBe(result);
	});

	it('reads lists and boxes of any depth, and loses no word of them', () => {
		for (const tag of ['ul><li', 'blockquote', 'div', 'b', 'a href=/x']) {
			const html = `<${tag}>`.repeat(20_000) + 'deep';
			expect(plainText(htmlToDoc(html)), tag).toBe('deep');
		}
	});
});
