import fc from 'fast-check';

const TAGS =
	'p div span b em u sub h1 h3 h6 ul ol li blockquote pre code table tr td a img br hr figure figcaption ' +
	'section form button details summary video iframe noscript script style svg math template textarea option ' +
	'select dl dt dd center x-thing p:x sup aside figcaption cite audio source th caption thead picture hr';

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

/** What our own pages and Ghost's write on elements, where it may not belong. */
const OWN_CLASSES =
	'pull action button file file-title file-size embed embed-title bookmark bookmark-title bookmark-address ' +
	'signup signup-label signup-title callout gallery wide missing-image missing-file player-title player-cover ' +
	'notes note-ref note-back math table-box toggle code';

const ownAttribute = fc.oneof(
	fc.constantFrom(...OWN_CLASSES.split(' ')).map((name) => ` class="${name}"`),
	fc.constantFrom(
		...[' id="note-1"', ' href="#note-1"', ' data-latex="a^2"', ' data-tone="bad"', ' colspan=3'],
		...[
			' href="https://youtu.be/dQw4w9WgXcQ" class="x"',
			' data-kind="video" class="missing-file"'
		],
		...[' data-align=end', ' style="object-position:10% 20%"', ' role="doc-endnotes"', ' open']
	)
);

const ghostAttribute = fc
	.constantFrom(
		...'bookmark-card bookmark-container bookmark-title file-card file-card-title callout-card callout-emoji'.split(
			' '
		),
		...'callout-text toggle-card toggle-heading-text toggle-content video-card audio-card audio-title'.split(
			' '
		),
		...'signup-card signup-card-heading gallery-card btn width-full blockquote-alt'.split(' ')
	)
	.map((name) => ` class="kg-${name}"`);

/** HTML as bad as it comes: unclosed, misnested, with and without sense. */
export const anyHtml: fc.Arbitrary<string> = fc
	.array(
		fc.oneof(
			fc
				.tuple(
					fc.constantFrom(...TAGS.split(' ')),
					fc.oneof(attribute, ownAttribute, ghostAttribute)
				)
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
					...'div section form span b em u sub sup code blockquote ul ol figure button center details dl a aside figcaption summary'.split(
						' '
					)
				),
				fc.oneof(attribute, ownAttribute),
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
