/**
 * Elements by how their text is to be treated. The sanitiser, the importer of HTML and the reader
 * of plain text share these lists, so that they agree on where a word ends and which words count.
 */

/** Dropped with everything inside: code, forms' choices, drawings. None of it is a reader's text. */
export const DROPPED_TAGS: ReadonlySet<string> = new Set([
	...['script', 'style', 'template', 'head', 'title', 'svg', 'math', 'canvas', 'object', 'embed'],
	...[
		'applet',
		'frameset',
		'noframes',
		'noembed',
		'textarea',
		'option',
		'xmp',
		'plaintext',
		'audio-player'
	]
]);

/** Blocks without a meaning we keep: they separate words and are a plain `div` otherwise. */
export const PLAIN_BLOCK_TAGS: ReadonlySet<string> = new Set([
	...['html', 'body', 'div', 'section', 'article', 'aside', 'header', 'footer', 'main', 'nav'],
	...[
		'address',
		'center',
		'fieldset',
		'form',
		'hgroup',
		'legend',
		'menu',
		'dir',
		'search',
		'dialog'
	]
]);

/** Every element that separates the word before it from the word in it or after it. */
export const BREAKING_TAGS: ReadonlySet<string> = new Set([
	...PLAIN_BLOCK_TAGS,
	...[
		'p',
		'h1',
		'h2',
		'h3',
		'h4',
		'h5',
		'h6',
		'blockquote',
		'pre',
		'ul',
		'ol',
		'li',
		'dl',
		'dt',
		'dd'
	],
	...['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td', 'figure', 'figcaption'],
	...['details', 'summary', 'video', 'audio', 'img', 'br', 'hr', 'iframe']
]);

/** Elements that make text and paragraphs of it, and nothing else. */
export const PHRASING_TAGS: ReadonlySet<string> = new Set([
	...[
		'a',
		'abbr',
		'b',
		'bdi',
		'bdo',
		'br',
		'cite',
		'code',
		'data',
		'del',
		'dfn',
		'em',
		'font',
		'i'
	],
	...[
		'ins',
		'kbd',
		'mark',
		'math',
		'p',
		'q',
		's',
		'samp',
		'small',
		'span',
		'strike',
		'strong',
		'sub'
	],
	...['sup', 'time', 'tt', 'u', 'var', 'wbr']
]);
