import type { Audio, Media, Video } from '../editor/document.ts';
import { readPixels, readSeconds, safeSource } from './attributes.ts';
import { captionOf, fit, layoutOf, type Recognise } from './html-parts.ts';
import { mediaOf } from './html-pictures.ts';
import {
	descendants,
	findClass,
	findTag,
	hasClass,
	holdAllWords,
	ownChildren,
	textOf,
	wordsOf,
	type HtmlElement
} from './html-tree.ts';

/** A film or a sound, with its title, its picture and what is said below it. */
export const playerFigure: Recognise = (figure, reader) => {
	if (figure.name !== 'figure') return null;
	const missing = findClass(figure, 'missing-file');
	const media = missing ?? findTag(figure, 'video') ?? findTag(figure, 'audio');
	const kind = missing ? missing.attribs['data-kind'] : media?.name;
	if (!media || (kind !== 'video' && kind !== 'audio')) return null;
	if (!missing && safeSource(sourceOfPlayer(media)) === null) return null;

	const cover = findClass(figure, 'player-cover');
	const title = ownChildren(figure, 'p').find((one) => hasClass(one, 'player-title'));
	const name = title ? wordsOf([title]) : '';
	const parts = figure.children.filter((child) => child === title || isCaption(child));
	if (!fit(name) || !holdAllWords(figure.children, parts)) return null;
	for (const one of descendants(figure.children)) {
		if (OTHERS.has(one.name) && one !== media && one !== cover) return null;
	}
	const caption = captionOf(figure, reader);
	if (!caption) return null;
	const block = kind === 'video' ? videoOf(media, figure) : audioOf(media, cover?.attribs.src);
	block.attrs.title = name;
	return [{ ...block, ...caption }];
};

const OTHERS: ReadonlySet<string> = new Set(['img', 'video', 'audio', 'table', 'pre', 'hr']);

/** A player outside a figure. */
export const barePlayer: Recognise = (element) => {
	if (element.name !== 'video' && element.name !== 'audio') return null;
	// Words in it are for browsers that cannot play it, or an author's way to say more.
	if (textOf(element.children).trim() !== '' || safeSource(sourceOfPlayer(element)) === null)
		return null;
	return [element.name === 'video' ? videoOf(element, element) : audioOf(element, undefined)];
};

export function videoOf(media: HtmlElement, figure: HtmlElement): Video {
	const read = (name: string) => media.attribs[name] ?? media.attribs[`data-${name}`];
	return {
		type: 'video',
		attrs: {
			...mediaOf(sourceOfPlayer(media)),
			title: '',
			duration: readSeconds(read('seconds')),
			poster: posterOf(read('poster')),
			width: readPixels(read('width')),
			height: readPixels(read('height')),
			layout: layoutOf(figure)
		}
	};
}

export function audioOf(media: HtmlElement, cover: string | undefined): Audio {
	return {
		type: 'audio',
		attrs: {
			...mediaOf(sourceOfPlayer(media)),
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
export function sourceOfPlayer(player: HtmlElement): string | undefined {
	const sources = [player, ...ownChildren(player, 'source')].map(({ attribs }) => attribs.src);
	return sources.find((src) => safeSource(src) !== null);
}

function isCaption(node: object): boolean {
	return 'name' in node && node.name === 'figcaption';
}
