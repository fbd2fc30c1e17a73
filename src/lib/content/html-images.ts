import type { Image } from '../editor/document.ts';
import { mediaIdOf, readPixels, safeSource } from './attributes.ts';
import { descendants, hasClass, textOf, type HtmlElement, type HtmlNode } from './html-tree.ts';

/**
 * Pictures among the nodes, when pictures and their caption are all there is; else none. The
 * caption goes to the last of them, where it stood below a gallery.
 */
export function imagesOf(nodes: readonly HtmlNode[]): Image[] {
	const elements = [...descendants(nodes)];
	const captions = elements.filter((element) => element.name === 'figcaption');
	const captionText = words(captions.map((caption) => textOf([caption])).join(' '));
	const missing = elements.filter((element) => hasClass(element, 'missing-image'));
	const missingText = missing.map((element) => textOf([element])).join('');
	if (squeeze(textOf(nodes)) !== squeeze(missingText + captionText)) return [];
	if (elements.some((element) => OTHER_MEDIA.has(element.name))) return [];

	const images = elements
		.filter((element) => element.name === 'img' || missing.includes(element))
		.map((element) => imageOf(element));
	const last = images.at(-1);
	if (last) last.attrs.caption = captionText;
	return images;
}

/** Whether a picture in the figure is a link, which an image node has no place for. */
export function isLinkedFigure(figure: HtmlElement): boolean {
	return [...descendants(figure.children)].some(
		(element) =>
			element.name === 'a' &&
			[...descendants(element.children)].some(
				(inner) => inner.name === 'img' && safeSource(inner.attribs.src) !== null
			)
	);
}

const OTHER_MEDIA: ReadonlySet<string> = new Set(['video', 'audio', 'table', 'pre', 'hr']);

function imageOf(element: HtmlElement): Image {
	const { attribs } = element;
	const missing = element.name !== 'img';
	const src = missing ? null : safeSource(attribs.src);
	return {
		type: 'image',
		attrs: {
			mediaId: mediaIdOf(src),
			src,
			alt: missing ? textOf([element]) : (attribs.alt ?? ''),
			caption: '',
			width: readPixels(missing ? attribs['data-width'] : attribs.width),
			height: readPixels(missing ? attribs['data-height'] : attribs.height)
		}
	};
}

function words(text: string): string {
	return text.replace(/[ \t\r\n\f]+/g, ' ').trim();
}

function squeeze(text: string): string {
	return text.replace(/\s+/g, '');
}
