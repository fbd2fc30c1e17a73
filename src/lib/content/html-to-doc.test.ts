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
		['marks without a place', '<p><u>a</u><sup>2</sup></p>', '<p>a2</p>'],
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
			'<pre tabindex="0"><code class="language-rust"> a\n  b</code></pre>'
		],
		[
			'a table',
			'<table><tr><td onclick=x>a</table>',
			'<div class="html-block"><table><tr><td>a</td></tr></table></div>'
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
			'<div class="html-block"><a href="/x"><img src="/y.png" alt="z" loading="lazy"></a></div>'
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
					caption: 'c d',
					width: 4,
					height: 3
				}
			}
		]);
	});

	it('keeps what is said about a picture whose address is of no use', () => {
		const image = htmlToDoc('<figure><img src="data:x" alt="a"><figcaption>b</figcaption></figure>')
			.content[0];
		expect(image).toMatchObject({ type: 'image', attrs: { src: null, alt: 'a', caption: 'b' } });
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
			'<p>a</p><!--paywall--><div class="html-block"><table><tr><td>b</td></tr></table></div>'
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

describe("Ghost's cards", () => {
	it.each([
		[
			'button',
			'<div class="kg-card kg-button-card"><a href="/x" class="kg-btn">a</a></div>',
			'<p><a href="/x">a</a></p>'
		],
		[
			'gallery',
			'<figure class="kg-card kg-gallery-card"><div><div><img src="/1.png" alt="a"></div><div><img src="/2.png" alt="b"></div></div><figcaption>c</figcaption></figure>',
			'<figure><img src="/1.png" alt="a" loading="lazy"></figure><figure><img src="/2.png" alt="b" loading="lazy"><figcaption>c</figcaption></figure>'
		],
		[
			'bookmark',
			'<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="https://a.example"><div class="kg-bookmark-title">t</div><div class="kg-bookmark-description">d</div><span class="kg-bookmark-author">w</span><span class="kg-bookmark-publisher">p</span><img src="/x.png"></a><figcaption>c</figcaption></figure>',
			'<p><a href="https://a.example" rel="noopener">t</a><br>d<br>w · p</p><p>c</p>'
		],
		[
			'callout',
			'<div class="kg-card kg-callout-card"><div class="kg-callout-emoji">💡</div><div class="kg-callout-text">a <b>b</b></div></div>',
			'<blockquote><p>💡 a <strong>b</strong></p></blockquote>'
		],
		[
			'toggle',
			'<div class="kg-card kg-toggle-card"><h4 class="kg-toggle-heading-text">a</h4><button class="kg-toggle-card-icon">x</button><div class="kg-toggle-content"><p>b</p></div></div>',
			'<div class="html-block"><details><summary>a</summary><p>b</p></details></div>'
		],
		[
			'video',
			'<figure class="kg-card kg-video-card" data-kg-thumbnail="/t.png"><video src="/a.mp4" width="4" height="3"></video><div class="kg-video-player-container">0:00</div><figcaption>c</figcaption></figure>',
			'<div class="html-block"><video src="/a.mp4" poster="/t.png" width="4" height="3" controls preload="none"></video></div><p>c</p>'
		],
		[
			'video without its file',
			'<figure class="kg-card kg-video-card"><video src="x:y"></video><figcaption>c</figcaption></figure>',
			'<p>c</p>'
		],
		[
			'audio',
			'<div class="kg-card kg-audio-card"><audio src="/a.mp3"></audio><div class="kg-audio-title">t</div><div class="kg-audio-player">0:00</div></div>',
			'<div class="html-block"><audio src="/a.mp3" controls preload="none"></audio></div><p>t</p>'
		],
		[
			'file',
			'<div class="kg-card kg-file-card"><a class="kg-file-card-container" href="/a.pdf"><div class="kg-file-card-title">t</div><div class="kg-file-card-caption">c</div><div class="kg-file-card-filename">a.pdf</div><div class="kg-file-card-filesize">1 kB</div></a></div>',
			'<p><a href="/a.pdf">t</a><br>c<br>a.pdf, 1 kB</p>'
		],
		[
			'embed',
			'<figure class="kg-card kg-embed-card"><iframe src="https://a.example/e"></iframe><figcaption>c</figcaption></figure>',
			'<p><a href="https://a.example/e" rel="noopener">https://a.example/e</a></p><p>c</p>'
		],
		[
			'code',
			'<figure class="kg-card kg-code-card"><pre><code class="language-js">a &lt; b</code></pre><figcaption>c</figcaption></figure>',
			'<pre tabindex="0"><code class="language-js">a &lt; b</code></pre><p>c</p>'
		],
		[
			'sign-up',
			'<div class="kg-card kg-signup-card"><h2>a</h2><form class="kg-signup-card-form"><button>b</button></form><p>c</p></div>',
			'<h2>a</h2><p>c</p>'
		]
	])('%s', (_, html, result) => {
		expect(read(html)).toBe(result);
	});
});
