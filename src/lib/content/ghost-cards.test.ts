import { describe, expect, it } from 'vitest';
import { htmlToDoc } from './html-to-doc.ts';
import { validateDoc } from './validate-doc.ts';

const text = (words: string, ...marks: string[]) => ({
	type: 'text',
	text: words,
	...(marks.length > 0 && { marks: marks.map((type) => ({ type })) })
});
const caption = (words: string) => [{ type: 'caption', content: [text(words)] }];
const paragraph = (...content: object[]) => ({ type: 'paragraph', content });

/** A card as Ghost writes it, and what must be known of the document it becomes. */
const cards: [string, string, object[]][] = [
	[
		'button',
		'<div class="kg-card kg-button-card kg-align-center"><a href="/x" class="kg-btn kg-btn-accent">Click me</a></div>',
		[{ type: 'button', attrs: { label: 'Click me', href: '/x' } }]
	],
	[
		'image',
		'<figure class="kg-card kg-image-card kg-width-wide"><a href="https://a.example"><img src="/1.png" class="kg-image" alt="a" width="4" height="3" srcset="x"></a><figcaption><span>by <a href="/b">b</a></span></figcaption></figure>',
		[
			{
				type: 'image',
				attrs: {
					src: '/1.png',
					alt: 'a',
					width: 4,
					height: 3,
					layout: 'wide',
					href: 'https://a.example'
				},
				content: [
					{
						type: 'caption',
						content: [
							text('by '),
							{ type: 'text', text: 'b', marks: [{ type: 'link', attrs: { href: '/b' } }] }
						]
					}
				]
			}
		]
	],
	[
		'gallery',
		'<figure class="kg-card kg-gallery-card kg-width-wide"><div class="kg-gallery-container"><div class="kg-gallery-row"><div class="kg-gallery-image"><img src="/1.png" alt="a"></div><div class="kg-gallery-image"><img src="/2.png" alt="b"></div></div></div><figcaption>c</figcaption></figure>',
		[
			{
				type: 'gallery',
				attrs: { layout: 'wide' },
				content: [
					{ type: 'image', attrs: { src: '/1.png', alt: 'a' } },
					{ type: 'image', attrs: { src: '/2.png', alt: 'b' } },
					...caption('c')
				]
			}
		]
	],
	[
		'bookmark',
		'<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="https://a.example"><div class="kg-bookmark-content"><div class="kg-bookmark-title">t</div><div class="kg-bookmark-description">d</div><div class="kg-bookmark-metadata"><img class="kg-bookmark-icon" src="/i.png"><span class="kg-bookmark-author">w</span><span class="kg-bookmark-publisher">p</span></div></div><div class="kg-bookmark-thumbnail"><img src="/x.png" onerror="x"></div></a><figcaption>c</figcaption></figure>',
		[
			{
				type: 'bookmark',
				attrs: { url: 'https://a.example', title: 't', description: 'd', publisher: 'w · p' },
				content: caption('c')
			}
		]
	],
	[
		'callout',
		'<div class="kg-card kg-callout-card kg-callout-card-red"><div class="kg-callout-emoji">💡</div><div class="kg-callout-text">a <b>b</b></div></div>',
		[
			{
				type: 'callout',
				attrs: { tone: 'bad' },
				content: [paragraph(text('💡 a '), text('b', 'bold'))]
			}
		]
	],
	[
		'toggle',
		'<div class="kg-card kg-toggle-card"><div class="kg-toggle-heading"><h4 class="kg-toggle-heading-text"><span>a</span></h4><button class="kg-toggle-card-icon">x</button></div><div class="kg-toggle-content"><p>b</p></div></div>',
		[
			{
				type: 'toggle',
				content: [{ type: 'toggleSummary', content: [text('a')] }, paragraph(text('b'))]
			}
		]
	],
	[
		'video',
		'<figure class="kg-card kg-video-card kg-width-full" data-kg-thumbnail="/t.png" data-kg-custom-thumbnail=""><div class="kg-video-container"><video src="/a.mp4" poster="data:x" width="4" height="3"></video><div class="kg-video-player-container"><span class="kg-video-duration">0:12</span></div></div><figcaption>c</figcaption></figure>',
		[
			{
				type: 'video',
				attrs: {
					...{ mediaId: null, src: '/a.mp4', title: '', duration: 12, width: 4, height: 3 },
					...{ poster: { mediaId: null, src: '/t.png' }, layout: 'full' }
				},
				content: caption('c')
			}
		]
	],
	[
		'video without its file',
		'<figure class="kg-card kg-video-card"><video src="x:y"></video><figcaption>c</figcaption></figure>',
		[paragraph(text('c'))]
	],
	[
		'audio',
		'<div class="kg-card kg-audio-card"><img src="/c.png" class="kg-audio-thumbnail"><div class="kg-audio-player-container"><audio src="/a.mp3"></audio><div class="kg-audio-title">t</div><div class="kg-audio-player"><span class="kg-audio-duration">1:02</span></div></div></div>',
		[
			{
				type: 'audio',
				attrs: { src: '/a.mp3', title: 't', duration: 62, poster: { mediaId: null, src: '/c.png' } }
			}
		]
	],
	[
		'file',
		'<div class="kg-card kg-file-card"><a class="kg-file-card-container" href="/a.pdf" download=""><div class="kg-file-card-contents"><div class="kg-file-card-title">t</div><div class="kg-file-card-caption">c</div><div class="kg-file-card-metadata"><div class="kg-file-card-filename">a.pdf</div><div class="kg-file-card-filesize">1.5 KB</div></div></div><div class="kg-file-card-icon"><svg><title>x</title></svg></div></a></div>',
		[
			{
				type: 'file',
				attrs: {
					mediaId: null,
					src: '/a.pdf',
					title: 't',
					description: 'c',
					filename: 'a.pdf',
					size: 1536
				}
			}
		]
	],
	[
		'embed of a site we know',
		'<figure class="kg-card kg-embed-card"><iframe width="200" src="https://www.youtube.com/embed/dQw4w9WgXcQ?feature=oembed" title="Video"></iframe><figcaption>c</figcaption></figure>',
		[
			{
				type: 'embed',
				attrs: { url: 'https://www.youtube.com/watch?v=dQw4w9WgXcQ', title: 'Video' },
				content: caption('c')
			}
		]
	],
	[
		'embed of another site',
		'<figure class="kg-card kg-embed-card"><iframe src="https://a.example/e"></iframe><figcaption>c</figcaption></figure>',
		[
			paragraph({
				type: 'text',
				text: 'https://a.example/e',
				marks: [{ type: 'link', attrs: { href: 'https://a.example/e' } }]
			}),
			paragraph(text('c'))
		]
	],
	[
		'code',
		'<figure class="kg-card kg-code-card"><pre><code class="language-js">a &lt; b</code></pre><figcaption>c</figcaption></figure>',
		[
			{
				type: 'codeBlock',
				attrs: { language: 'javascript', caption: 'c' },
				content: [text('a < b')]
			}
		]
	],
	[
		'aside',
		'<blockquote class="kg-blockquote-alt">a</blockquote>',
		[{ type: 'pullQuote', attrs: { cite: '' }, content: [text('a')] }]
	],
	[
		'header',
		'<div class="kg-card kg-header-card kg-v2"><picture><img class="kg-header-card-image" src="/h.png" alt=""></picture><div class="kg-header-card-content"><h2 class="kg-header-card-heading">a</h2><p>b</p><a href="/go" class="kg-header-card-button">Go</a></div></div>',
		[
			{ type: 'image', attrs: { src: '/h.png' } },
			{ type: 'heading', attrs: { level: 2 }, content: [text('a')] },
			paragraph(text('b')),
			{ type: 'button', attrs: { label: 'Go', href: '/go' } }
		]
	],
	[
		'product',
		'<div class="kg-card kg-product-card"><div class="kg-product-card-container"><img src="/p.png" class="kg-product-card-image"><h4 class="kg-product-card-title">a</h4><div class="kg-product-card-rating"><svg></svg></div><div class="kg-product-card-description"><p>b</p></div><a href="/buy" class="kg-product-card-button kg-product-card-btn-accent"><span>Buy</span></a></div></div>',
		[
			{ type: 'image', attrs: { src: '/p.png' } },
			{ type: 'heading', attrs: { level: 4 }, content: [text('a')] },
			paragraph(text('b')),
			{ type: 'button', attrs: { label: 'Buy', href: '/buy' } }
		]
	],
	[
		'call to action',
		'<div class="kg-card kg-cta-card"><div class="kg-cta-sponsor-label">SPONSORED</div><div class="kg-cta-content"><div class="kg-cta-image-container"><a href="/c"><img src="/i.png" alt="x"></a></div><div class="kg-cta-text"><p>a</p></div><a href="/c" class="kg-cta-button">More</a></div></div>',
		[
			paragraph(text('SPONSORED')),
			{ type: 'image', attrs: { src: '/i.png', alt: 'x', href: '/c' } },
			paragraph(text('a')),
			{ type: 'button', attrs: { label: 'More', href: '/c' } }
		]
	],
	[
		'sign-up',
		'<div class="kg-card kg-signup-card"><h2 class="kg-signup-card-heading">a</h2><p class="kg-signup-card-subheading">b</p><form class="kg-signup-card-form"><button><span class="kg-signup-card-button-default">Join</span><span class="kg-signup-card-button-loading">x</span></button><div class="kg-signup-card-success">Sent</div></form><p class="kg-signup-card-disclaimer">d</p></div>',
		[{ type: 'signup', attrs: { title: 'a', text: 'b', label: 'Join', note: 'd' } }]
	],
	[
		'a card of nothing we know',
		'<div class="kg-card kg-new-card"><p>a</p></div>',
		[paragraph(text('a'))]
	]
];

describe("Ghost's cards", () => {
	it.each(cards)('%s', (_, html, content) => {
		const doc = htmlToDoc(html);
		expect(doc.content).toMatchObject(content);
		expect(validateDoc(doc)).toEqual(doc);
	});

	it('are left alone where there is no room for them', () => {
		const html = '<div class="kg-callout-card"><div class="kg-callout-text">'.repeat(200) + 'deep';
		const doc = htmlToDoc(html);
		expect(validateDoc(doc)).toEqual(doc);
		expect(JSON.stringify(doc)).toContain('deep');
	});
});
