import { TONES, type Block } from '../editor/document.ts';

import { safeLink } from './attributes.ts';
import { readEmbed } from './embeds.ts';
import { codeFigure } from './html-code.ts';
import { captionOf, fit, isPhrasing, type Recognise } from './html-parts.ts';
import { barePlayer, playerFigure } from './html-players.ts';
import { mediaOf, pictureFigure } from './html-pictures.ts';
import { plainTable } from './html-table.ts';
import {
	descendants,
	findClass,
	findTag,
	hasClass,
	holdAllWords,
	isElement,
	isText,
	ownChildren,
	textOf,
	wordsOf,
	type HtmlElement
} from './html-tree.ts';
import { documents } from '../limits.ts';

/** A call to do something, alone in its paragraph. */
const action: Recognise = (element) => {
	if (element.name !== 'p' || !hasClass(element, 'action')) return null;
	const link = findTag(element, 'a');
	return link && holdAllWords(element.children, [link]) ? buttonOf(link) : null;
};

/** Links that Ghost draws as buttons. */
const GHOST_BUTTONS = [
	'kg-btn',
	'kg-header-card-button',
	'kg-cta-button',
	'kg-product-card-button'
];

const ghostButton: Recognise = (element) =>
	element.name === 'a' && GHOST_BUTTONS.some((name) => hasClass(element, name))
		? buttonOf(element)
		: null;

function buttonOf(link: HtmlElement): Block[] | null {
	const href = safeLink(link.attribs.href);
	const label = wordsOf([link]);
	if (href === null || label === '' || !fit(label)) return null;
	for (const { name } of descendants(link.children)) if (name === 'img') return null;
	return [{ type: 'button', attrs: { label, href } }];
}

const pullQuote: Recognise = (element, reader) => {
	if (element.name !== 'blockquote') return null;
	if (!hasClass(element, 'pull') && !hasClass(element, 'kg-blockquote-alt')) return null;
	const cites = ownChildren(element, 'cite');
	const last = cites.at(-1);
	const rest = element.children.filter((child) => child !== last);
	const after = last ? element.children.slice(element.children.indexOf(last) + 1) : [];
	const cite = last ? wordsOf([last]) : '';
	if (cites.length > 1 || textOf(after).trim() !== '' || !isPhrasing(rest) || !fit(cite))
		return null;
	const content = reader.line(rest);
	const attrs = { cite };
	return [
		content.length > 0 ? { type: 'pullQuote', attrs, content } : { type: 'pullQuote', attrs }
	];
};

const mathBlock: Recognise = (element) => {
	const latex = element.attribs['data-latex'];
	const ours = element.name === 'div' && hasClass(element, 'math');
	if (!ours || latex === undefined || latex.length > documents.formulaLength) return null;
	return [{ type: 'mathBlock', attrs: { latex } }];
};

/** A frame, which `settle` made a box with a link: alone, or with words below it. */
const frame: Recognise = (element, reader) => {
	const alone = element.name === 'div' && element.attribs['data-frame'] !== undefined;
	const box = alone ? element : frameIn(element);
	const target = box && readEmbed(findTag(box, 'a')?.attribs.href);
	if (!target) return null;
	const caption = alone ? {} : captionOf(element, reader);
	const title = (box.attribs['data-frame'] ?? '').replace(/\s+/g, ' ').trim();
	if (!caption || !fit(title)) return null;
	if (!alone && !holdAllWords(element.children, [box, ...ownChildren(element, 'figcaption')]))
		return null;
	return [{ type: 'embed', attrs: { url: target.url, title }, ...caption }];
};

/** The one frame in a figure. */
function frameIn(figure: HtmlElement): HtmlElement | null {
	if (figure.name !== 'figure') return null;
	const all = [...descendants(figure.children)];
	const frames = all.filter(({ attribs }) => attribs['data-frame'] !== undefined);
	return frames.length === 1 && !all.some(({ name }) => name === 'img')
		? (frames[0] ?? null)
		: null;
}

const embed: Recognise = (element, reader) => {
	if (element.name !== 'figure' || !hasClass(element, 'embed')) return null;
	const link = findTag(element, 'a');
	const target = readEmbed(link?.attribs.href);
	const titled = findClass(element, 'embed-title');
	const title = titled ? wordsOf([titled]) : '';
	const caption = captionOf(element, reader);
	const parts = [
		titled,
		findClass(element, 'embed-note'),
		link,
		...ownChildren(element, 'figcaption')
	];
	if (!target || !caption || !fit(title) || !holdAllWords(element.children, parts)) return null;
	return [{ type: 'embed', attrs: { url: target.url, title }, ...caption }];
};

const bookmark: Recognise = (element, reader) => {
	if (element.name !== 'figure' || !hasClass(element, 'bookmark')) return null;
	const box = element.children.find(isElement);
	const url = safeLink(box?.attribs.href);
	const parts = ['bookmark-title', 'bookmark-text', 'bookmark-by'].map((name) =>
		findClass(element, name)
	);
	const [title = '', description = '', publisher = ''] = parts.map((part) =>
		part ? wordsOf([part]) : ''
	);
	const caption = captionOf(element, reader);
	const captions = ownChildren(element, 'figcaption');
	const all = [...parts, findClass(element, 'bookmark-address'), ...captions];
	if (url === null || !caption || !fit(title, description, publisher)) return null;
	if (!holdAllWords(element.children, all)) return null;
	return [{ type: 'bookmark', attrs: { url, title, description, publisher }, ...caption }];
};

const file: Recognise = (element) => {
	if (element.name !== 'div' || !hasClass(element, 'file')) return null;
	const parts = ['file-title', 'file-text', 'file-name', 'file-size'].map((name) =>
		findClass(element, name)
	);
	const media = mediaOf(findTag(element, 'a')?.attribs.href);
	const [title = '', description = '', filename = ''] = parts.map((part) =>
		part ? wordsOf([part]) : ''
	);
	if (!fit(title, description, filename)) return null;
	if (!holdAllWords(element.children, parts) && textOf(element.children) !== media.src) return null;
	const bytes = /^\d{1,12}$/.exec(parts[3]?.attribs['data-bytes'] ?? '')?.[0];
	const size = bytes === undefined || Number(bytes) === 0 ? null : Number(bytes);
	return [{ type: 'file', attrs: { ...media, title, description, filename, size } }];
};

const signup: Recognise = (element) => {
	if (element.name !== 'div' || !hasClass(element, 'signup')) return null;
	const names = ['signup-title', 'signup-text', 'signup-label', 'signup-note'];
	const parts = names.map((name) => findClass(element, name));
	const [title = '', text = '', label = '', note = ''] = parts.map((part) =>
		part ? wordsOf([part]) : ''
	);
	if (!fit(title, text, label, note) || !holdAllWords(element.children, parts)) return null;
	return [{ type: 'signup', attrs: { title, text, label, note } }];
};

/** The tone of a callout of ours; null for anything else. */
export function toneOf(element: HtmlElement) {
	if (!hasClass(element, 'callout')) return null;
	return TONES.find((known) => known === element.attribs['data-tone']) ?? 'accent';
}

/** The line of a `<details>` and what it folds away. */
export function toggleParts(details: HtmlElement) {
	const first = details.children.find(
		(child) => isElement(child) || (isText(child) && child.data.trim() !== '')
	);
	const ours = first && isElement(first) && first.name === 'summary' && isPhrasing(first.children);
	const summary = ours ? first : null;
	return {
		summary: summary?.children ?? [],
		body: details.children.filter((child) => child !== summary)
	};
}

/** Every kind of box that is read as a whole, in the order they are asked. */
export const BOXES: readonly Recognise[] = [
	...[action, ghostButton, pullQuote, mathBlock, frame, embed, bookmark, file, signup, plainTable],
	...[playerFigure, codeFigure, pictureFigure, barePlayer]
];
