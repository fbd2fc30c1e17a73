import sanitizeHtml from 'sanitize-html';
import { documents } from '../limits.ts';
import { leavesSite, readPixels, safeLink, safeSource } from './attributes.ts';
import { escapeText } from './escape.ts';
import { flatten, wordsOfHtml } from './flatten.ts';
import { DROPPED_TAGS, PLAIN_BLOCK_TAGS } from './tags.ts';

/** HTML that still changes after this many passes was made to; only its text is kept. */
const MAX_PASSES = 8;

/** Frames that are read although their tag does not end. More than this was made to take long. */
const MAX_BROKEN_FRAMES = 16;

/** A name that is on no list: an element that gets it is dropped. */
const DROPPED = 'x-dropped';

const TEXT_TAGS = [
	...['a', 'abbr', 'b', 'bdi', 'bdo', 'br', 'cite', 'code', 'del', 'dfn', 'em', 'i', 'ins', 'kbd'],
	...[
		'mark',
		'q',
		'rp',
		'rt',
		'ruby',
		's',
		'samp',
		'small',
		'span',
		'strong',
		'sub',
		'sup',
		'time'
	],
	...['u', 'var', 'wbr']
];
const BLOCK_TAGS = [
	...['audio', 'blockquote', 'caption', 'dd', 'details', 'div', 'dl', 'dt', 'figcaption', 'figure'],
	...['h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'img', 'li', 'ol', 'p', 'pre', 'source', 'summary'],
	...['table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr', 'ul', 'video']
];

type Attributes = Record<string, string | undefined>;
type Resolve = (address: string) => string;

/** What each element may carry, beside `dir` and `lang`, and how it is read. */
const ATTRIBUTES: Record<string, (from: Attributes, resolve: Resolve) => Attributes> = {
	a: ({ href, title }, resolve) => {
		const link = safeLink(href);
		if (link === null) return {};
		return { href: resolve(link), title, rel: leavesSite(link) ? 'noopener' : undefined };
	},
	abbr: ({ title }) => ({ title }),
	audio: ({ src }, resolve) => ({ src: resolved(src, resolve), controls: '', preload: 'none' }),
	code: ({ class: names }) => ({ class: languageClass(names) }),
	details: ({ open }) => ({ open: open === undefined ? undefined : '' }),
	img: ({ src, alt, title, width, height }, resolve) => {
		const source = resolved(src, resolve);
		if (source === undefined) return {};
		return { src: source, alt: alt ?? '', title, ...size(width, height), loading: 'lazy' };
	},
	ol: ({ start }) => ({ start: whole(start) }),
	source: ({ src, type }, resolve) => ({ src: resolved(src, resolve), type }),
	td: ({ colspan, rowspan }) => ({ colspan: whole(colspan), rowspan: whole(rowspan) }),
	th: ({ colspan, rowspan }) => ({ colspan: whole(colspan), rowspan: whole(rowspan) }),
	time: ({ datetime }) => ({ datetime }),
	video: ({ src, poster, width, height }, resolve) => ({
		src: resolved(src, resolve),
		poster: resolved(poster, resolve),
		...size(width, height),
		controls: '',
		preload: 'none'
	})
};

function optionsFor(resolve: Resolve): sanitizeHtml.IOptions {
	return {
		allowedTags: [...TEXT_TAGS, ...BLOCK_TAGS],
		nonTextTags: [...DROPPED_TAGS],
		// The transform below builds every attribute anew, and nothing else gets as far as this list.
		allowedAttributes: false,
		transformTags: {
			'*': (tag, from) => {
				const attribs = attributes(tag, from, resolve);
				// Not with `exclusiveFilter`: it copies all of the result for each element that it drops.
				const isEmpty = (tag === 'img' || tag === 'source') && !attribs.src;
				return { tagName: isEmpty ? DROPPED : rename(tag), attribs };
			}
		}
	};
}

const AS_IT_IS = optionsFor((address) => address);

/** Thrown out of the library's parser at the first element that is nested too deep. */
class TooDeep extends Error {}

/**
 * One pass of the library. It takes quadratic time for elements that are nested without a bound, so
 * it is stopped at `documents.htmlDepth`.
 * @throws {TooDeep}
 */
function pass(html: string, options: sanitizeHtml.IOptions): string {
	let depth = 0;
	const bounded: sanitizeHtml.IOptions = {
		...options,
		onOpenTag: () => {
			depth += 1;
			if (depth > documents.htmlDepth) throw new TooDeep();
		},
		onCloseTag: () => {
			depth -= 1;
		}
	};
	// The library writes `<br />`; the standard's form is `<br>`. A `>` in text is `&gt;`.
	return sanitizeHtml(html, bounded).replaceAll(' />', '>');
}

/**
 * HTML from anybody as HTML that is safe to put on a page: an allow-list of elements and
 * attributes, no id, name, style or class, links and sources by `safeLink` and `safeSource`,
 * frames turned into plain links. `sanitize(sanitize(x)) === sanitize(x)`. Elements that are nested
 * deeper than `documents.htmlDepth` lose their tags and keep their text. Takes time in proportion to
 * the length of the HTML, whatever it is.
 * @param resolve what becomes of an address that may stay, such as an absolute one for a feed
 */
export function sanitize(html: string, resolve?: Resolve): string {
	const options = resolve ? optionsFor(resolve) : AS_IT_IS;
	const settled = settle(html);
	try {
		return passes(settled, options);
	} catch (error) {
		if (!(error instanceof TooDeep)) throw error;
	}
	try {
		return passes(flatten(settled), options);
	} catch (error) {
		if (!(error instanceof TooDeep)) throw error;
		// The library's parser and ours do not agree on what is nested in what.
		return escapeText(wordsOfHtml(settled));
	}
}

function passes(html: string, options: sanitizeHtml.IOptions): string {
	let safe = html;
	// Dropping an element can move the place where a parser ends the one around it. So it is read
	// again until nothing moves; the second reading nearly always ends it.
	for (let n = 0; n < MAX_PASSES; n += 1) {
		const before = safe;
		safe = pass(before, options);
		if (safe === before) return safe;
	}
	return escapeText(wordsOfHtml(safe));
}

/** HTML without what parsers read in different ways; as hostile as it was. */
export function settle(html: string): string {
	const text = html.replaceAll('\u0000', '').toWellFormed();
	// A form in a form is none to some, and the words before and in it are then one.
	return framesToLinks(text.replace(/<(\/?)form(?=[\s/>])/gi, '<$1div'));
}

/**
 * Frames as links to what they show: nothing of a third party loads before somebody follows it.
 * This reads the source and not a tree, since parsers do not agree on what is inside a frame; the
 * result is as hostile as the input was. Lengths are bounded to keep it linear, and so are the frames
 * that are read in vain: the sanitiser drops those that are left.
 */
function framesToLinks(html: string): string {
	const source = html.replace(/<\/iframe[^>]{0,64}>/gi, '');
	const parts: string[] = [];
	let from = 0;
	let broken = 0;
	for (const { index } of source.matchAll(/<iframe\b/gi)) {
		if (index < from) continue;
		FRAME.lastIndex = index;
		const match = FRAME.exec(source);
		if (match) {
			parts.push(source.slice(from, index), frameLink(match[1] ?? ''));
			from = index + match[0].length;
		} else if (++broken > MAX_BROKEN_FRAMES) break;
	}
	return parts.join('') + source.slice(from);
}

function frameLink(attributes: string): string {
	const match = FRAME_SOURCE.exec(attributes);
	const url = (match?.[1] ?? match?.[2] ?? match?.[3] ?? '').trim().replace(/^\/\//, 'https://');
	if (!/^https?:\/\//i.test(url)) return '<div></div>';
	const escaped = url.replaceAll('"', '&quot;').replaceAll('<', '&lt;');
	const named = FRAME_TITLE.exec(attributes);
	const title = (named?.[1] ?? named?.[2] ?? '').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
	return `<div data-frame="${title}"><a href="${escaped}">${escaped}</a></div>`;
}

const FRAME = /<iframe\b([^>"']{0,128}(?:(?:"[^"]{0,2048}"|'[^']{0,2048}')[^>"']{0,128}){0,16})>/iy;
const FRAME_TITLE = /(?:^|\s)title\s*=\s*(?:"([^"]*)"|'([^']*)')/i;
const FRAME_SOURCE = /(?:^|\s)(?:data-)?src\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))/i;

function rename(tag: string): string {
	if (PLAIN_BLOCK_TAGS.has(tag)) return 'div';
	return tag === 'h1' ? 'h2' : tag;
}

function attributes(tag: string, from: Attributes, resolve: Resolve): sanitizeHtml.Attributes {
	const dir = /^(?:ltr|rtl|auto)$/.test(from.dir ?? '') ? from.dir : undefined;
	const lang = /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i.test(from.lang ?? '') ? from.lang : undefined;
	const own = Object.hasOwn(ATTRIBUTES, tag) ? ATTRIBUTES[tag]?.(from, resolve) : undefined;
	return Object.fromEntries(
		Object.entries({ ...own, dir, lang }).filter(
			(entry): entry is [string, string] => entry[1] !== undefined
		)
	);
}

function resolved(src: string | undefined, resolve: Resolve): string | undefined {
	const source = safeSource(src);
	return source === null ? undefined : resolve(source);
}

function languageClass(names: string | undefined): string | undefined {
	return names?.split(/\s+/).find((name) => /^language-[a-z0-9+#.-]{1,40}$/.test(name));
}

function size(width: string | undefined, height: string | undefined): Attributes {
	return { width: readPixels(width)?.toString(), height: readPixels(height)?.toString() };
}

function whole(value: string | undefined): string | undefined {
	return /^\d{1,4}$/.test(value ?? '') ? value : undefined;
}
