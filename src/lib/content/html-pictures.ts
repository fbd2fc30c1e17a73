import type { Gallery, Image, Media } from '../editor/document.ts';
import { mediaIdOf, readFocus, readPixels, safeLink, safeSource } from './attributes.ts';
import {
	captionOf,
	clip,
	isPhrasing,
	layoutOf,
	type PartReader,
	type Recognise
} from './html-parts.ts';
import {
	descendants,
	hasClass,
	holdAllWords,
	isElement,
	textOf,
	type HtmlElement,
	type HtmlNode
} from './html-tree.ts';

/** Pictures nested deeper than this in a figure are read as if there were none. */
const MAX_NESTING = 50;

/** What makes a figure one of something else. */
const OTHERS: ReadonlySet<string> = new Set(['video', 'audio', 'table', 'pre', 'hr', 'iframe']);

/** A file by its address. */
export function mediaOf(address: string | null | undefined): Media {
	const src = safeSource(address);
	return { mediaId: mediaIdOf(src), src };
}

/** An `img`, or the place of one whose file is missing. `link` is where it leads. */
export function imageOf(element: HtmlElement, link: string | null = null): Image {
	const { attribs } = element;
	const missing = element.name !== 'img';
	return {
		type: 'image',
		attrs: {
			...mediaOf(missing ? null : attribs.src),
			alt: clip(missing ? textOf([element]) : (attribs.alt ?? '')),
			width: readPixels(missing ? attribs['data-width'] : attribs.width),
			height: readPixels(missing ? attribs['data-height'] : attribs.height),
			...readFocus(missing ? attribs['data-focus'] : attribs.style),
			layout: 'text',
			href: link
		}
	};
}

/** A picture or several, when they and their captions are all there is in a figure. */
export const pictureFigure: Recognise = (figure, reader) => {
	if (figure.name !== 'figure') return null;
	const found = [...descendants(figure.children)];
	const captions = found.filter(({ name }) => name === 'figcaption');
	const words = found.filter((one) => one.name === 'figcaption' || isMissing(one));
	if (found.some(({ name }) => OTHERS.has(name))) return null;
	if (!captions.every(({ children }) => isPhrasing(children))) return null;
	if (!holdAllWords(figure.children, words)) return null;

	const images = picturesIn(figure.children, { link: null, reader, nesting: 0 });
	const [only, ...more] = images;
	const caption = captionOf(figure, reader);
	if (!only || !caption) return null;
	const layout = layoutOf(figure);
	if (more.length > 0 || hasClass(figure, 'gallery') || hasClass(figure, 'kg-gallery-card')) {
		const content = [...images, ...(caption.content ?? [])];
		return [{ type: 'gallery', attrs: { layout }, content } satisfies Gallery];
	}
	if (only.content && caption.content) return null;
	return [{ ...only, attrs: { ...only.attrs, layout }, ...caption }];
};

interface Inside {
	link: string | null;
	reader: PartReader;
	nesting: number;
}

function picturesIn(nodes: readonly HtmlNode[], at: Inside): Image[] {
	if (at.nesting > MAX_NESTING) return [];
	return nodes.filter(isElement).flatMap((element): Image[] => {
		if (element.name === 'img' || isMissing(element)) return [imageOf(element, at.link)];
		if (element.name === 'figcaption') return [];
		const link = element.name === 'a' ? safeLink(element.attribs.href) : at.link;
		const images = picturesIn(element.children, { ...at, link, nesting: at.nesting + 1 });
		const last = images.at(-1);
		if (element.name === 'figure' && last) {
			last.attrs.layout = layoutOf(element);
			Object.assign(last, captionOf(element, at.reader));
		}
		return images;
	});
}

function isMissing(element: HtmlElement): boolean {
	return hasClass(element, 'missing-image');
}
