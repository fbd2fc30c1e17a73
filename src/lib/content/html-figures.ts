import type { Audio, Block, Gallery, Image, Media, Video } from '../editor/document.ts';
import {
	mediaIdOf,
	readFocus,
	readPixels,
	readSeconds,
	safeLink,
	safeSource
} from './attributes.ts';
import { captionOf, clip, fit, isPhrasing, layoutOf, type PartReader, type Recognise } from './html-parts.ts';
import {
	descendants,
	findClass,
	findTag,
	hasClass,
	holdAllWords,
	isElement,
	ownChildren,
	textOf,
	wordsOf,
	type HtmlElement,
	type HtmlNode
} from './html-tree.ts';
import { languageOf } from './html-marks.ts';

/** Pictures, players and code with the words below them. */
export const figureBlocks: Recognise = (element, reader) => {
	if (element.name === 'video' || element.name === 'audio') return barePlayer(element);
	if (element.name !== 'figure') return null;
	return player(element, reader) ?? code(element, reader) ?? pictures(element, reader);
};

/** A file by its address. */
export function mediaOf(address: string | null | undefined): Media {
	const src = safeSource(address);
	return { mediaId: mediaIdOf(src), src };
}

/** An `img`, or the place of one whose file is missing. `link` is where it leads. */
export function imageOf(element: HtmlElement, link: string | null = null): Image {
	const { attribs } = element;
	const missing = element.name !== 'img';
	const alt = missing ? textOf([element]) : (attribs.alt ?? '');
	return {
		type: 'image',
		attrs: {
			...mediaOf(missing ? null : attribs.src),
			alt: clip(alt),
			width: readPixels(missing ? attribs['data-width'] : attribs.width),
			height: readPixels(missing ? attribs['data-height'] : attribs.height),
			...readFocus(missing ? attribs['data-focus'] : attribs.style),
			layout: 'text',
			href: link
		}
	};
}

/** Pictures and their captions, when that is all there is in a figure. */
function pictures(figure: HtmlElement, reader: PartReader): Block[] | null {
	const found = [...descendants(figure.children)];
	if (found.some(({ name }) => OTHERS.has(name))) return null;
	const captions = found.filter(({ name }) => name === 'figcaption');
	const missing = found.filter((inner) => hasClass(inner, 'missing-image'));
	if (!holdAllWords(figure.children, found.filter((one) => [...captions, ...missing].includes(one)))) return null;
	if (!captions.every(({ children }) => isPhrasing(children))) return null;
	const caption = captionOf(figure, reader);
	const images = picturesIn(figure.children, null, reader);
	const [only] = images;
	if (!only || !caption) return null;
	const layout = layoutOf(figure);
	if (images.length === 1 && !hasClass(figure, 'gallery') && !hasClass(figure, 'kg-gallery-card')) {
		const inner = only.content && caption.content ? {} : caption;
		if (only.content && caption.content) return null;
		return [{ ...only, ...inner, attrs: { ...only.attrs, layout } }];
	}
	const gallery: Gallery = { type: 'gallery', attrs: { layout }, content: [...images, ...(caption.content ?? [])] };
	return [gallery];
}

const OTHERS: ReadonlySet<string> = new Set(['video', 'audio', 'table', 'pre', 'hr', 'iframe']);

function picturesIn(nodes: readonly HtmlNode[], link: string | null, reader: PartReader): Image[] {
	return nodes.filter(isElement).flatMap((element): Image[] => {
		if (element.name === 'img' || hasClass(element, 'missing-image')) return [imageOf(element, link)];
		if (element.name === 'figcaption') return [];
		const leads = element.name === 'a' ? safeLink(element.attribs.href) : link;
		const inside = picturesIn(element.children, leads, reader);
		const last = inside.at(-1);
		const caption = element.name === 'figure' ? captionOf(element, reader) : null;
		if (element.name === 'figure' && last) last.attrs.layout = layoutOf(element);
		if (last && caption?.content) last.content = caption.content;
		return inside;
	});
}

/** A player of our own pages: the film or the sound, its title, its picture and what is said below. */
function player(figure: HtmlElement, reader: PartReader): Block[] | null {
	const missing = findClass(figure, 'missing-file');
	const media = missing ?? findTag(figure, 'video') ?? findTag(figure, 'audio');
	const kind = missing ? missing.attribs['data-kind'] : media?.name;
	if (!media || (kind !== 'video' && kind !== 'audio')) return null;
	const title = findClass(figure, 'player-title');
	const captions = ownChildren(figure, 'figcaption');
	const caption = captionOf(figure, reader);
	const name = title ? wordsOf([title]) : '';
	const parts = [...figure.children].filter((child) => child === title || captions.some((one) => one === child));
	if (!caption || !fit(name) || !holdAllWords(figure.children, parts)) return null;
	if (!missing && safeSource(sourceIn(media)) === null) return null;
	const cover = findClass(figure, 'player-cover');
	if (!hasClass(figure, kind) && [...descendants(figure.children)].some((one) => one.name === 'img')) return null;
	const block = kind === 'video' ? videoOf(media, figure) : audioOf(media, cover?.attribs.src);
	block.attrs.title = name || block.attrs.title;
	return [{ ...block, ...caption }];
}

function barePlayer(element: HtmlElement): Block[] | null {
	// Words in it are for browsers that cannot play it, or an author's way to say more.
	if (textOf(element.children).trim() !== '' || safeSource(sourceIn(element)) === null) return null;
	return [element.name === 'video' ? videoOf(element, element) : audioOf(element, undefined)];
}

function videoOf(media: HtmlElement, figure: HtmlElement): Video {
	const { attribs } = media;
	const read = (name: string) => attribs[name] ?? attribs[`data-${name}`];
	return {
		type: 'video',
		attrs: {
			...mediaOf(sourceIn(media)),
			title: '',
			duration: readSeconds(attribs['data-seconds']),
			poster: posterOf(read('poster')),
			width: readPixels(read('width')),
			height: readPixels(read('height')),
			layout: layoutOf(figure)
		}
	};
}

function audioOf(media: HtmlElement, cover: string | undefined): Audio {
	return {
		type: 'audio',
		attrs: {
			...mediaOf(sourceIn(media)),
			title: '',
			duration: readSeconds(media.attribs['data-seconds']),
			poster: posterOf(cover)
		}
	};
}

/** The picture of a player, or null when the address is of no use. */
export function posterOf(address: string | null | undefined): Media | null {
	const poster = mediaOf(address);
	return poster.src === null ? null : poster;
}

/** The address of what a player plays. */
export function sourceIn(player: HtmlElement): string | undefined {
	if (player.attribs.src !== undefined) return player.attribs.src;
	return ownChildren(player, 'source').find(({ attribs }) => safeSource(attribs.src) !== null)?.attribs.src;
}

/** Code with words below it. */
function code(figure: HtmlElement, reader: PartReader): Block[] | null {
	const [pre, second] = ownChildren(figure, 'pre');
	const captions = ownChildren(figure, 'figcaption');
	const caption = captions.map((one) => wordsOf([one])).join(' ').trim();
	if (!pre || second || !fit(caption)) return null;
	if (!captions.every(({ children }) => isPhrasing(children))) return null;
	if (!holdAllWords(figure.children, figure.children.filter((child) => isElement(child) && (child === pre || captions.includes(child))))) return null;
	if ([...descendants(figure.children)].some(({ name }) => name === 'img')) return null;
	const [block] = reader.blocks([pre]);
	if (block?.type !== 'codeBlock') return null;
	return [{ ...block, attrs: { language: languageOf(pre), caption } }];
}
