import fc from 'fast-check';
import {
	ALIGNS,
	HEADING_LEVELS,
	LAYOUTS,
	MARK_ORDER,
	TONES,
	type Block,
	type Caption,
	type Doc,
	type Footnote,
	type Image,
	type Inline,
	type ListItem,
	type Mark,
	type Media,
	type TableCell
} from '../editor/document.ts';

const MEDIA_ID = '0192aaaa-bbbb-7ccc-8ddd-eeeeffff0000';

const word = fc.oneof(
	fc.constantFrom(
		'lorem',
		'Ünïcödé',
		'日本語',
		'🙂',
		'<b>',
		'&amp;',
		'"',
		"it's",
		'{%}',
		'a\u00a0b'
	),
	fc
		.string({ unit: 'grapheme', minLength: 1, maxLength: 6 })
		.map((text) => text.replace(/\s/g, '') || 'x')
);
const phrase = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
/** Words of an attribute, where every kind of white space is one space. */
const words = fc.oneof(
	fc.constant(''),
	phrase.map((text) => text.replace(/\s+/g, ' ').trim())
);
const title = words.map((text) => text || 'A title');

const href = fc.constantFrom(
	'https://a.example/?b=1&c="2"',
	'/path',
	'#part',
	'mailto:a@b.example'
);

const marks: fc.Arbitrary<Mark[]> = fc
	.subarray([...MARK_ORDER])
	.chain((types) =>
		fc.tuple(
			...types.map((type) =>
				type === 'link'
					? href.map((to): Mark => ({ type: 'link', attrs: { href: to } }))
					: fc.constant<Mark>({ type })
			)
		)
	);

const latex = fc.constantFrom('a^2', '\\frac{1}{2}', 'x < "y" & z', '\\nonsense{', ' ');

type Plain = Exclude<Inline, Footnote>;
const plain: fc.Arbitrary<Plain> = fc
	.tuple(
		fc.oneof(
			phrase,
			fc.constant(null),
			latex.map((source) => ({ source }))
		),
		marks
	)
	.map(([text, on]): Plain => {
		const dressed = on.length > 0 ? { marks: on } : {};
		if (text === null) return { type: 'hardBreak', ...dressed };
		if (typeof text === 'string') return { type: 'text', text, ...dressed };
		return { type: 'mathInline', attrs: { latex: text.source }, ...dressed };
	});

// Neighbours with the same marks are one text, as everywhere in ProseMirror.
function apart<T extends Inline>(nodes: T[]): T[] {
	return nodes.filter((node, i) => {
		const before = nodes[i - 1];
		return (
			node.type !== 'text' ||
			before?.type !== 'text' ||
			JSON.stringify(before.marks) !== JSON.stringify(node.marks)
		);
	});
}

const footnote: fc.Arbitrary<Footnote> = fc
	.option(fc.array(plain, { minLength: 1, maxLength: 3 }).map(apart), { nil: undefined })
	.map((content) => ({ type: 'footnote', ...(content && { content }) }));

const inline: fc.Arbitrary<Inline> = fc.oneof(
	{ weight: 9, arbitrary: plain },
	{ weight: 1, arbitrary: footnote }
);
const line = fc.array(inline, { minLength: 1, maxLength: 5 }).map(apart);
const maybeLine = fc
	.option(line, { nil: undefined })
	.map((content) => (content ? { content } : {}));

const caption = fc
	.option(line, { nil: undefined })
	.map((content): { content?: [Caption] } =>
		content ? { content: [{ type: 'caption', content }] } : {}
	);

const pixels = fc.option(fc.integer({ min: 1, max: 9999 }), { nil: null });
const seconds = fc.option(fc.integer({ min: 1, max: 9999 }), { nil: null });
const layout = fc.constantFrom(...LAYOUTS);
const share = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);

const media: fc.Arbitrary<Media> = fc
	.constantFrom(null, 'https://a.example/b.png?c=1&d=2', `/media/${MEDIA_ID}/photo.jpg`)
	.map((src) => ({ mediaId: src?.startsWith('/media/') ? MEDIA_ID : null, src }));
const poster = media.map((file) => (file.src === null ? null : file));

const image: fc.Arbitrary<Image> = fc
	.tuple(
		media,
		fc.record({
			alt: fc.oneof(fc.constant(''), phrase),
			width: pixels,
			height: pixels,
			layout,
			href: fc.option(href, { nil: null })
		}),
		fc.option(fc.tuple(share, share), { nil: null }),
		caption
	)
	.map(([file, attrs, focus, below]) => ({
		type: 'image',
		attrs: { ...file, ...attrs, focalX: focus?.[0] ?? null, focalY: focus?.[1] ?? null },
		...below
	}));

const gallery = fc
	.tuple(layout, fc.array(image, { minLength: 1, maxLength: 5 }), caption)
	.map(([width, images, { content: below = [] }]): Block => ({
		type: 'gallery',
		attrs: { layout: width },
		content: [...images, ...below]
	}));

const players: fc.Arbitrary<Block> = fc.oneof(
	fc
		.tuple(
			media,
			fc.record({ title: words, duration: seconds, poster, width: pixels, height: pixels, layout }),
			caption
		)
		.map(([file, attrs, below]): Block => ({
			type: 'video',
			attrs: { ...file, ...attrs },
			...below
		})),
	fc
		.tuple(media, fc.record({ title: words, duration: seconds, poster }), caption)
		.map(([file, attrs, below]): Block => ({
			type: 'audio',
			attrs: { ...file, ...attrs },
			...below
		})),
	fc
		.tuple(media, fc.record({ title: words, description: words, filename: words, size: pixels }))
		.map(([file, attrs]): Block => ({ type: 'file', attrs: { ...file, ...attrs } }))
);

const html = fc.constantFrom(
	'<table><tbody><tr><td><ul><li>a</li></ul></td><td>b</td></tr></tbody></table>',
	'<details><summary>More</summary><p>and <b>more</b></p></details>',
	'<div><p>one</p>two</div>'
);

const code = fc.record({
	language: fc.constantFrom(null, 'javascript', 'cpp'),
	caption: words,
	text: fc
		.string({ unit: 'grapheme', maxLength: 30 })
		.map((text) => text.replace(/[\r\n\u0000]+/g, ' '))
});

const embedAddress = fc.constantFrom(
	...['https://www.youtube.com/watch?v=dQw4w9WgXcQ', 'https://vimeo.com/76979871'],
	...['https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC', 'https://mastodon.social/@a/1234567']
);

const boxes: fc.Arbitrary<Block> = fc.oneof(
	fc
		.record({ cite: words })
		.chain((attrs) => maybeLine.map((rest): Block => ({ type: 'pullQuote', attrs, ...rest }))),
	fc
		.tuple(embedAddress, words, caption)
		.map(([url, name, below]): Block => ({ type: 'embed', attrs: { url, title: name }, ...below })),
	fc
		.tuple(fc.record({ url: href, title: words, description: words, publisher: words }), caption)
		.map(([attrs, below]): Block => ({ type: 'bookmark', attrs, ...below })),
	fc.record({ label: title, href }).map((attrs): Block => ({ type: 'button', attrs })),
	fc
		.record({ title: words, text: words, label: words, note: words })
		.map((attrs): Block => ({ type: 'signup', attrs })),
	latex.map((source): Block => ({ type: 'mathBlock', attrs: { latex: source } })),
	html.map((source): Block => ({ type: 'html', attrs: { html: source } }))
);

const cell: fc.Arbitrary<TableCell> = fc.record({
	type: fc.constantFrom('tableCell' as const, 'tableHeader' as const),
	attrs: fc.record({
		colspan: fc.constantFrom(1, 1, 2),
		rowspan: fc.constantFrom(1, 1, 3),
		align: fc.constantFrom(null, ...ALIGNS)
	}),
	content: fc.array(
		maybeLine.map((rest) => ({ type: 'paragraph' as const, ...rest })),
		{ minLength: 1, maxLength: 2 }
	)
});
const table = fc
	.tuple(
		words,
		fc.array(fc.array(cell, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
	)
	.map(([name, rows]): Block => ({
		type: 'table',
		attrs: { caption: name },
		content: rows.map((content) => ({ type: 'tableRow', content }))
	}));

const { block, item } = fc.letrec<Record<'block' | 'list' | 'box', Block> & { item: ListItem }>(
	(tie) => ({
		item: fc.tuple(maybeLine, fc.array(tie('block'), { maxLength: 2 })).map(([first, rest]) => ({
			type: 'listItem',
			content: [{ type: 'paragraph', ...first }, ...rest]
		})),
		list: fc
			.tuple(fc.constantFrom(null, 1, 7), fc.array(tie('item'), { minLength: 1, maxLength: 3 }))
			.map(([start, content]) =>
				start === null
					? { type: 'bulletList', content }
					: { type: 'orderedList', attrs: { start }, content }
			),
		box: fc
			.tuple(
				fc.constantFrom(null, 'toggle', ...TONES),
				maybeLine,
				fc.array(tie('block'), { minLength: 1, maxLength: 3 })
			)
			.map(([kind, summary, content]): Block => {
				if (kind === null) return { type: 'blockquote', content };
				if (kind === 'toggle')
					return { type: 'toggle', content: [{ type: 'toggleSummary', ...summary }, ...content] };
				return { type: 'callout', attrs: { tone: kind as (typeof TONES)[number] }, content };
			}),
		block: fc.oneof(
			{ depthSize: 'small', withCrossShrink: true },
			maybeLine.map((rest): Block => ({ type: 'paragraph', ...rest })),
			fc
				.tuple(fc.constantFrom(...HEADING_LEVELS), maybeLine)
				.map(([level, rest]): Block => ({ type: 'heading', attrs: { level }, ...rest })),
			fc.constant<Block>({ type: 'horizontalRule' }),
			image,
			gallery,
			players,
			boxes,
			table,
			code.map(({ text, ...attrs }): Block => ({
				type: 'codeBlock',
				attrs,
				...(text && { content: [{ type: 'text', text }] })
			})),
			tie('list'),
			tie('box')
		)
	})
);

export { block, item };

/** Any document in the form the reader of HTML gives: white space collapsed, texts joined. */
export const anyDoc: fc.Arbitrary<Doc> = fc
	.tuple(fc.array(block, { minLength: 1, maxLength: 5 }), fc.option(fc.nat(5), { nil: undefined }))
	.map(([blocks, paywall]) => {
		if (paywall === undefined) return { type: 'doc', content: blocks };
		const before = blocks.slice(0, paywall);
		return { type: 'doc', content: [...before, { type: 'paywall' }, ...blocks.slice(paywall)] };
	});
