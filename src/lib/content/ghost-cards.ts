import type { Block, Inline, Paragraph, Tone } from '../editor/document.ts';
import { safeLink, safeSource } from './attributes.ts';
import { captionOf, clip, type PartReader } from './html-parts.ts';
import { audioOf, posterOf, sourceOfPlayer, videoOf } from './html-players.ts';
import { mediaOf } from './html-pictures.ts';
import { findClass, findTag, hasClass, wordsOf, type HtmlElement } from './html-tree.ts';

/** Parts of Ghost's cards that work its players and forms. Their labels are not the author's. */
const CHROME = [
	...['kg-video-overlay', 'kg-video-player-container', 'kg-audio-player', 'kg-audio-thumbnail'],
	...['kg-toggle-card-icon', 'kg-file-card-icon', 'kg-signup-card-form']
];

/** Whether the element is a part of a card that shows nothing an author wrote. */
export function isChrome(element: HtmlElement): boolean {
	return CHROME.some((name) => hasClass(element, name));
}

/**
 * The blocks of a Ghost card whose classes say more than its elements do; null for all else. Cards
 * of plain elements, such as pictures, galleries, headers and products, are read as those elements.
 */
export function ghostCard(element: HtmlElement, reader: PartReader): Block[] | null {
	const name = Object.keys(CARDS).find((card) => hasClass(element, card));
	return name ? (CARDS[name]?.(element, reader) ?? null) : null;
}

const TONES: Readonly<Record<string, Tone>> = {
	...{ grey: 'plain', white: 'plain', green: 'good', yellow: 'warn', red: 'bad' },
	...{ blue: 'accent', pink: 'accent', purple: 'accent', accent: 'accent' }
};

const CARDS: Record<string, (card: HtmlElement, reader: PartReader) => Block[] | null> = {
	'kg-bookmark-card': (card, reader) => {
		const url = safeLink(findClass(card, 'kg-bookmark-container')?.attribs.href);
		const caption = captionOf(card, reader);
		if (url === null || !caption) return null;
		const by = [part(card, 'kg-bookmark-author'), part(card, 'kg-bookmark-publisher')];
		const attrs = {
			url,
			title: part(card, 'kg-bookmark-title'),
			description: part(card, 'kg-bookmark-description'),
			publisher: clip(by.filter(Boolean).join(' · '))
		};
		return [{ type: 'bookmark', attrs, ...caption }];
	},
	'kg-file-card': (card) => {
		const container = findClass(card, 'kg-file-card-container');
		const attrs = {
			...mediaOf(container?.attribs.href),
			title: part(card, 'kg-file-card-title'),
			description: part(card, 'kg-file-card-caption'),
			filename: part(card, 'kg-file-card-filename'),
			size: bytesIn(part(card, 'kg-file-card-filesize'))
		};
		return [{ type: 'file', attrs }];
	},
	'kg-callout-card': (card, reader) => {
		const emoji = part(card, 'kg-callout-emoji');
		const content = reader.blocks(findClass(card, 'kg-callout-text')?.children ?? []);
		const first = content[0];
		if (emoji) {
			const opens = first?.type === 'paragraph';
			content.splice(
				0,
				opens ? 1 : 0,
				paragraph(joined(emoji, opens ? (first.content ?? []) : []))
			);
		}
		const colour = /kg-callout-card-([a-z]+)/.exec(card.attribs.class ?? '')?.[1] ?? '';
		const tone = Object.hasOwn(TONES, colour) ? TONES[colour] : undefined;
		return content.length > 0
			? [{ type: 'callout', attrs: { tone: tone ?? 'accent' }, content }]
			: [];
	},
	'kg-toggle-card': (card, reader) => {
		const heading = reader.line(findClass(card, 'kg-toggle-heading-text')?.children ?? []);
		const body = reader.blocks(findClass(card, 'kg-toggle-content')?.children ?? []);
		const summary = {
			type: 'toggleSummary' as const,
			...(heading.length > 0 && { content: heading })
		};
		return [{ type: 'toggle', content: [summary, ...(body.length > 0 ? body : [paragraph([])])] }];
	},
	'kg-video-card': (card, reader) => {
		const media = findTag(card, 'video');
		const caption = captionOf(card, reader);
		if (!media || !caption) return null;
		if (safeSource(sourceOfPlayer(media)) === null) return fileless(card, reader);
		const block = videoOf(media, card);
		const { attribs } = card;
		block.attrs.poster =
			posterOf(attribs['data-kg-custom-thumbnail']) ?? posterOf(attribs['data-kg-thumbnail']);
		block.attrs.duration = clockIn(part(card, 'kg-video-duration'));
		return [{ ...block, ...caption }];
	},
	'kg-audio-card': (card, reader) => {
		const media = findTag(card, 'audio');
		const title = findClass(card, 'kg-audio-title');
		if (!media || safeSource(sourceOfPlayer(media)) === null)
			return title ? reader.blocks([title]) : [];
		const cover = findTag(card, 'img');
		const block = audioOf(media, cover?.attribs.src);
		block.attrs.title = part(card, 'kg-audio-title');
		block.attrs.duration = clockIn(part(card, 'kg-audio-duration'));
		return [block];
	},
	'kg-signup-card': (card) => {
		const names = ['heading', 'subheading', 'button-default', 'disclaimer'];
		const [title = '', text = '', label = '', note = ''] = names.map((name) =>
			part(card, `kg-signup-card-${name}`)
		);
		return [{ type: 'signup', attrs: { title, text, label, note } }];
	}
};

// Nothing to play: what is said below it stays.
function fileless(card: HtmlElement, reader: PartReader): Block[] {
	return reader.blocks(
		card.children.filter((child) => 'name' in child && child.name === 'figcaption')
	);
}

// Neighbouring plain texts are one node.
function joined(text: string, rest: Inline[]): Inline[] {
	const [first, ...others] = rest;
	if (first?.type === 'text' && !first.marks) {
		return [{ type: 'text', text: `${text} ${first.text}` }, ...others];
	}
	return [{ type: 'text', text: first ? `${text} ` : text }, ...rest];
}

function paragraph(content: Inline[]): Paragraph {
	return content.length > 0 ? { type: 'paragraph', content } : { type: 'paragraph' };
}

function part(card: HtmlElement, name: string): string {
	const element = findClass(card, name);
	return element ? clip(wordsOf([element])) : '';
}

/** Seconds of a clock such as `1:02`. */
function clockIn(text: string): number | null {
	const match = /^(?:(\d{1,2}):)?(\d{1,3}):(\d{2})$/.exec(text);
	if (!match) return null;
	const [, hours = '0', minutes = '0', seconds = '0'] = match;
	return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) || null;
}

/** Bytes of a size as Ghost writes it, such as `61 Bytes` or `1.5 MB`. */
function bytesIn(text: string): number | null {
	const [, count, unit = ''] = /^([\d.]{1,9})\s*(bytes?|kb|mb|gb)$/i.exec(text) ?? [];
	const power = ['b', 'k', 'm', 'g'].indexOf(unit.charAt(0).toLowerCase());
	return Math.round(Number(count) * 1024 ** power) || null;
}
