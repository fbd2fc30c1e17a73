import fc from 'fast-check';
import {
	HEADING_LEVELS,
	MARK_ORDER,
	type Block,
	type Doc,
	type Image,
	type Inline,
	type ListItem,
	type Mark
} from '../editor/document.ts';

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

const inline: fc.Arbitrary<Inline> = fc
	.tuple(fc.oneof(phrase, fc.constant(null)), marks)
	.map(([text, on]) => {
		const dressed = on.length > 0 ? { marks: on } : {};
		return text === null ? { type: 'hardBreak', ...dressed } : { type: 'text', text, ...dressed };
	});

// Neighbours with the same marks are one text, as everywhere in ProseMirror.
const line = fc.array(inline, { minLength: 1, maxLength: 5 }).map((nodes) =>
	nodes.filter((node, i) => {
		const before = nodes[i - 1];
		return (
			node.type !== 'text' ||
			before?.type !== 'text' ||
			JSON.stringify(before.marks) !== JSON.stringify(node.marks)
		);
	})
);

const pixels = fc.option(fc.integer({ min: 1, max: 9999 }), { nil: null });

const image: fc.Arbitrary<Image> = fc
	.record({
		src: fc.constantFrom(
			null,
			'https://a.example/b.png?c=1&d=2',
			'/media/0192aaaa-bbbb-7ccc-8ddd-eeeeffff0000/photo.jpg'
		),
		alt: fc.oneof(fc.constant(''), phrase),
		caption: fc.oneof(fc.constant(''), phrase),
		width: pixels,
		height: pixels
	})
	.map((attrs) => {
		const mediaId = attrs.src?.startsWith('/media/')
			? '0192aaaa-bbbb-7ccc-8ddd-eeeeffff0000'
			: null;
		return { type: 'image', attrs: { mediaId, ...attrs } };
	});

const html = fc.constantFrom(
	'<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>',
	'<details><summary>More</summary><p>and <b>more</b></p></details>',
	'<div><p>one</p>two</div>'
);

const code = fc.record({
	language: fc.constantFrom(null, 'js', 'c++'),
	text: fc
		.string({ unit: 'grapheme', maxLength: 30 })
		.map((text) => text.replace(/[\r\n\u0000]+/g, ' '))
});

const { block, item } = fc.letrec<{ block: Block; item: ListItem; list: Block; quote: Block }>(
	(tie) => ({
		item: fc
			.tuple(fc.option(line, { nil: undefined }), fc.array(tie('block'), { maxLength: 2 }))
			.map(([content, rest]) => ({ type: 'listItem', content: [textblock(content), ...rest] })),
		list: fc
			.tuple(fc.constantFrom(null, 1, 7), fc.array(tie('item'), { minLength: 1, maxLength: 3 }))
			.map(([start, content]) =>
				start === null
					? { type: 'bulletList', content }
					: { type: 'orderedList', attrs: { start }, content }
			),
		quote: fc
			.array(tie('block'), { minLength: 1, maxLength: 3 })
			.map((content) => ({ type: 'blockquote', content })),
		block: fc.oneof(
			{ depthSize: 'small', withCrossShrink: true },
			fc.option(line, { nil: undefined }).map(textblock),
			fc
				.tuple(fc.constantFrom(...HEADING_LEVELS), fc.option(line, { nil: undefined }))
				.map(([level, content]): Block => ({
					type: 'heading',
					attrs: { level },
					...(content && { content })
				})),
			fc.constant<Block>({ type: 'horizontalRule' }),
			image,
			html.map((source): Block => ({ type: 'html', attrs: { html: source } })),
			code.map(({ language, text }): Block => ({
				type: 'codeBlock',
				attrs: { language },
				...(text && { content: [{ type: 'text', text }] })
			})),
			tie('list'),
			tie('quote')
		)
	})
);

function textblock(content: Inline[] | undefined): Block {
	return content ? { type: 'paragraph', content } : { type: 'paragraph' };
}

export { block, item };

/** Any document in the form the reader of HTML gives: white space collapsed, texts joined. */
export const anyDoc: fc.Arbitrary<Doc> = fc
	.tuple(fc.array(block, { minLength: 1, maxLength: 5 }), fc.option(fc.nat(5), { nil: undefined }))
	.map(([blocks, paywall]) => {
		if (paywall === undefined) return { type: 'doc', content: blocks };
		const before = blocks.slice(0, paywall);
		return { type: 'doc', content: [...before, { type: 'paywall' }, ...blocks.slice(paywall)] };
	});

const TAGS =
	'p div span b em u sub h1 h3 h6 ul ol li blockquote pre code table tr td a img br hr figure figcaption ' +
	'section form button details summary video iframe noscript script style svg math template textarea option ' +
	'select dl dt dd center x-thing p:x';

const attribute = fc.constantFrom(
	...[
		'',
		' class="kg-card html-block"',
		' id=x name=y',
		' href="https://a.example/b"',
		' style="x"'
	],
	...[
		' href="javascript:x"',
		' href=" java\tscript:x"',
		' src="https://a.example/c.png"',
		' src=x onerror=y'
	],
	...[
		' src="//a.example/d"',
		' title="<b>"',
		" alt='\"'",
		' start=3 open',
		' class=language-js',
		' data-src=https://a.example/e'
	]
);

/** HTML as bad as it comes: unclosed, misnested, with and without sense. */
export const anyHtml: fc.Arbitrary<string> = fc
	.array(
		fc.oneof(
			fc
				.tuple(fc.constantFrom(...TAGS.split(' ')), attribute)
				.map(([tag, attrs]) => `<${tag}${attrs}>`),
			fc.constantFrom(...TAGS.split(' ')).map((tag) => `</${tag}>`),
			fc.constantFrom(
				'<!--',
				'-->',
				'<![CDATA[',
				']]>',
				'<!--members-only-->',
				'&lt;',
				'&#x6a;',
				'<',
				'>',
				'"',
				'\u0000'
			),
			fc.constantFrom(' one ', 'two', '\n', ' 日本 ', '&nbsp;', '&amp;three')
		),
		{ maxLength: 30 }
	)
	.map((parts) => parts.join(''));

/** HTML that closes what it opens, of elements that text may stand in. */
export const tidyHtml: fc.Arbitrary<string> = fc.letrec<{ node: string; nodes: string }>((tie) => ({
	nodes: fc.array(tie('node'), { maxLength: 4 }).map((nodes) => nodes.join('')),
	node: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		fc.constantFrom(
			'one',
			' two ',
			'three ',
			'<br>',
			'<hr>',
			'<img src="/a.png" alt="">',
			' <!--members-only--> '
		),
		fc
			.tuple(
				fc.constantFrom(
					...'div section form span b em u sub code blockquote ul figure button center details dl a'.split(
						' '
					)
				),
				attribute,
				tie('nodes')
			)
			.map(([tag, attrs, inner]) => `<${tag}${attrs}>${inner}</${tag}>`),
		tie('nodes').map((inner) => `<table><tr><td>${inner}</td><td>x</td></tr></table>`),
		tie('nodes').map((inner) => `<ul><li>${inner}</li><li>y</li></ul>`),
		tie('nodes').map(
			(inner) =>
				`<p>${inner.replace(/<\/?(?:div|section|form|blockquote|ul|li|figure|center|details|dl|table|tr|td|hr)\b[^>]*>/g, ' ')}</p>`
		)
	)
})).nodes;
