import type { Block, Doc, Inline, Mark, Text, TopBlock } from '../editor/document.ts';

const MEDIA_ID = '0192aaaa-bbbb-7ccc-8ddd-eeeeffff0000';
const own = (filename: string) => ({ mediaId: MEDIA_ID, src: `/media/${MEDIA_ID}/${filename}` });

const text = (words: string, ...marks: Mark[]): Text => ({
	type: 'text',
	text: words,
	...(marks.length > 0 && { marks })
});
const paragraph = (...content: Inline[]): Block => ({ type: 'paragraph', content });
const caption = (...content: Inline[]) => ({ type: 'caption' as const, content });

const picture = (filename: string, alt: string) => ({
	type: 'image' as const,
	attrs: {
		...own(filename),
		...{
			alt,
			width: 1600,
			height: 900,
			focalX: null,
			focalY: null,
			layout: 'text' as const,
			href: null
		}
	}
});

/** One example of a node, as the table of all nodes shows it. */
export interface Example {
	/** The nodes it is an example of. */
	nodes: string[];
	/** What it is, for a reader of the table. */
	about: string;
	blocks: TopBlock[];
}

/** Every node and mark of a document, in the order of the table in docs/document.md. */
export const examples: readonly Example[] = [
	{
		nodes: ['paragraph', 'text', 'hardBreak'],
		about: 'Text, with marks. A line break does not end the paragraph.',
		blocks: [
			paragraph(
				text('Plain, '),
				text('bold', { type: 'bold' }),
				text(', '),
				text('italic', { type: 'italic' }),
				text(', '),
				text('struck', { type: 'strike' }),
				text(', '),
				text('code', { type: 'code' }),
				text(', H'),
				text('2', { type: 'subscript' }),
				text('O, m'),
				text('2', { type: 'superscript' }),
				{ type: 'hardBreak' },
				text('a link', { type: 'link', attrs: { href: '/about' } })
			)
		]
	},
	{
		nodes: ['heading'],
		about: 'Levels 2 to 4; the title of the post is the first.',
		blocks: [{ type: 'heading', attrs: { level: 2 }, content: [text('What the tide took')] }]
	},
	{
		nodes: ['bulletList', 'orderedList', 'listItem'],
		about: 'Lists, in each other too. An ordered one may start anywhere.',
		blocks: [
			{
				type: 'orderedList',
				attrs: { start: 3 },
				content: [
					{
						type: 'listItem',
						content: [
							{ type: 'paragraph', content: [text('rope')] },
							{
								type: 'bulletList',
								content: [{ type: 'listItem', content: [paragraph(text('of hemp'))] }]
							}
						]
					}
				]
			}
		]
	},
	{
		nodes: ['blockquote'],
		about: 'What somebody else wrote.',
		blocks: [{ type: 'blockquote', content: [paragraph(text('Right, then.'))] }]
	},
	{
		nodes: ['pullQuote'],
		about: 'A sentence set large. `cite` says whose it is.',
		blocks: [
			{
				type: 'pullQuote',
				attrs: { cite: 'Elspeth Rook, ticket office' },
				content: [text('A habit with a funnel.')]
			}
		]
	},
	{
		nodes: ['codeBlock'],
		about: 'Code. `language` is one of a list, or null.',
		blocks: [
			{
				type: 'codeBlock',
				attrs: { language: 'sql', caption: 'crossings.sql' },
				content: [{ type: 'text', text: 'select 1 < 2;' }]
			}
		]
	},
	{
		nodes: ['horizontalRule'],
		about: 'The end of a section.',
		blocks: [{ type: 'horizontalRule' }]
	},
	{
		nodes: ['callout'],
		about: 'A box of its own. `tone` is plain, accent, good, warn or bad.',
		blocks: [
			{
				type: 'callout',
				attrs: { tone: 'warn' },
				content: [paragraph(text('Not for navigation.'))]
			}
		]
	},
	{
		nodes: ['toggle', 'toggleSummary'],
		about:
			'A line that shows more when it is pressed; where nothing can be pressed, all of it shows.',
		blocks: [
			{
				type: 'toggle',
				content: [
					{ type: 'toggleSummary', content: [text('How to read the tide')] },
					paragraph(text('With patience.'))
				]
			}
		]
	},
	{
		nodes: ['table', 'tableRow', 'tableHeader', 'tableCell'],
		about: 'Cells of paragraphs. `align` is start, center, end or null.',
		blocks: [
			{
				type: 'table',
				attrs: { caption: 'Crossings made' },
				content: [
					{
						type: 'tableRow',
						content: [
							{
								type: 'tableHeader',
								attrs: { colspan: 1, rowspan: 1, align: null },
								content: [{ type: 'paragraph', content: [text('Year')] }]
							},
							{
								type: 'tableHeader',
								attrs: { colspan: 1, rowspan: 1, align: 'end' },
								content: [{ type: 'paragraph', content: [text('Sailings')] }]
							}
						]
					},
					{
						type: 'tableRow',
						content: [
							{
								type: 'tableCell',
								attrs: { colspan: 1, rowspan: 1, align: null },
								content: [{ type: 'paragraph', content: [text('1926')] }]
							},
							{
								type: 'tableCell',
								attrs: { colspan: 1, rowspan: 1, align: 'end' },
								content: [{ type: 'paragraph', content: [text('1,402')] }]
							}
						]
					}
				]
			}
		]
	},
	{
		nodes: ['footnote'],
		about: 'A note where its number stands; all notes are listed below the text.',
		blocks: [paragraph(text('It was sold.'), { type: 'footnote', content: [text('For scrap.')] })]
	},
	{
		nodes: ['mathInline', 'mathBlock'],
		about: 'Formulas in LaTeX, set as MathML. What cannot be set shows its source.',
		blocks: [
			paragraph(text('Let '), { type: 'mathInline', attrs: { latex: 'x^2' } }, text('.')),
			{ type: 'mathBlock', attrs: { latex: '\\frac{1}{2' } }
		]
	},
	{
		nodes: ['image', 'caption'],
		about:
			'A picture. `layout` is text, wide or full; the focal point stays in sight where it is cropped; `href` makes it a link.',
		blocks: [
			{
				type: 'image',
				attrs: {
					...{ ...picture('boat.jpg', 'A boat').attrs, focalX: 0.3, focalY: 0.7 },
					...{ layout: 'wide', href: 'https://example.org/boat' }
				},
				content: [caption(text('The '), text('Maid of Orrin', { type: 'italic' }))]
			}
		]
	},
	{
		nodes: ['gallery'],
		about: 'Pictures in rows of three.',
		blocks: [
			{
				type: 'gallery',
				attrs: { layout: 'wide' },
				content: [picture('one.jpg', 'One'), picture('two.jpg', 'Two'), caption(text('Both'))]
			}
		]
	},
	{
		nodes: ['video'],
		about: 'A film, played by the browser. `duration` in seconds.',
		blocks: [
			{
				type: 'video',
				attrs: {
					...own('crossing.mp4'),
					...{ title: 'The last crossing', duration: 62, poster: own('still.jpg') },
					...{ width: 1280, height: 720, layout: 'text' }
				}
			}
		]
	},
	{
		nodes: ['audio'],
		about: 'A sound. Nothing of another site is fetched before it is played.',
		blocks: [
			{
				type: 'audio',
				attrs: {
					mediaId: null,
					src: 'https://example.org/slip.mp3',
					title: 'The slip',
					duration: 300,
					poster: null
				},
				content: [caption(text('Harwick, 05:50'))]
			}
		]
	},
	{
		nodes: ['file'],
		about: 'A file to take along. `size` in bytes.',
		blocks: [
			{
				type: 'file',
				attrs: {
					...own('tides.pdf'),
					...{ title: 'Tide tables', description: 'For 2027', filename: 'tides.pdf', size: 61_440 }
				}
			}
		]
	},
	{
		nodes: ['embed'],
		about:
			'Something of another site, by allow-list: a box that leads there. No frame: one that loads when it is opened loads at once where scripts are off.',
		blocks: [
			{
				type: 'embed',
				attrs: { url: 'https://www.youtube.com/watch?v=dQw4w9WgXcQ', title: 'A film' },
				content: [caption(text('Filmed in 1987'))]
			}
		]
	},
	{
		nodes: ['bookmark'],
		about: 'A link with what is known about its page. No picture of that page is shown.',
		blocks: [
			{
				type: 'bookmark',
				attrs: {
					url: 'https://example.org/ferries',
					...{ title: 'Ferries', description: 'All of them.', publisher: 'Example' }
				}
			}
		]
	},
	{
		nodes: ['button'],
		about: 'A link that is pressed.',
		blocks: [{ type: 'button', attrs: { label: 'Join us', href: '/join' } }]
	},
	{
		nodes: ['signup'],
		about:
			'The place of the form to subscribe with; `renderHtml` is told where it leads. Those who read a feed or a mail have subscribed.',
		blocks: [
			{
				type: 'signup',
				attrs: {
					title: 'Come aboard',
					text: 'Every second Saturday.',
					label: 'Subscribe',
					note: 'No spam.'
				}
			}
		]
	},
	{
		nodes: ['html'],
		about: 'HTML without a node of its own. Sanitised when it is stored and whenever it is shown.',
		blocks: [
			{
				type: 'html',
				attrs: { html: '<dl onclick="x"><dt>Ebb</dt><dd><a href="/ebb">out</a></dd></dl>' }
			}
		]
	},
	{
		nodes: ['paywall'],
		about: 'What stands behind it is for those who may read all of a post. On the top level only.',
		blocks: [{ type: 'paywall' }]
	}
];

/** All examples as one text. */
export const everything: Doc = { type: 'doc', content: examples.flatMap(({ blocks }) => blocks) };
