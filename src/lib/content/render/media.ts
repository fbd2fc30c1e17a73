import { LAYOUTS, type Layout } from '../../editor/document.ts';
import { leavesSite, safeLink, safeSource } from '../attributes.ts';
import { escapeHtml } from '../escape.ts';
import { fileSize } from '../file-size.ts';
import { isRecord, readChildren, stringOf, type LooseNode } from '../read.ts';
import { resolve, type Context } from './context.ts';
import { linkTag } from './inline.ts';

/** Widest picture in a mail, in pixels. */
const MAIL_WIDTH = 600;

/** A picture with its caption. */
export function image(node: LooseNode, context: Context): string {
	const { src, alt, href } = node.attrs;
	const address = safeSource(src);
	const name = escapeHtml(stringOf(alt));
	const shown =
		address === null
			? missing(node, name)
			: `<img src="${at(address, context)}" alt="${name}"${looks(node, context)}>`;
	const link = safeLink(href);
	const label = name || escapeHtml(link ?? '');
	const linked =
		link === null ? shown : `${linkTag(link, context, ` aria-label="${label}"`)}${shown}</a>`;
	return figure(layoutClass(node.attrs.layout), linked + caption(node, context), context);
}

/** Pictures in rows of up to three; where there are no rows, one below the other. */
export function gallery(node: LooseNode, context: Context): string {
	const pictures = readChildren(node).filter(({ type }) => type === 'image');
	if (context.medium !== 'page') {
		return pictures.map((picture) => image(picture, context)).join('') + paragraphOf(node, context);
	}
	const rows = inRows(pictures)
		.map(
			(row) =>
				`<div class="gallery-row">${row.map((picture) => framed(picture, context)).join('')}</div>`
		)
		.join('');
	const inner = `<div class="gallery-rows">${rows}</div>${caption(node, context)}`;
	return figure(`gallery ${layoutClass(node.attrs.layout)}`, inner, context);
}

/** A film. Nothing of another site is fetched before somebody plays it. */
export function video(node: LooseNode, context: Context): string {
	if (context.medium !== 'page') return playerLink(node, 'Watch the film', context);
	const { width, height, layout } = node.attrs;
	const more = { poster: posterOf(node), width: count(width), height: count(height) };
	const inner = player('video', node, more) + playerTitle(node) + caption(node, context);
	return figure(`video ${layoutClass(layout)}`, inner, context);
}

/** A sound, with the controls of the browser. */
export function audio(node: LooseNode, context: Context): string {
	if (context.medium !== 'page') return playerLink(node, 'Listen', context);
	const poster = posterOf(node);
	const cover =
		poster === null
			? ''
			: `<img class="player-cover" src="${escapeHtml(poster)}" alt="" loading="lazy">`;
	const inner = cover + playerTitle(node) + player('audio', node, {}) + caption(node, context);
	return figure('audio', inner, context);
}

/** A file to take along. */
export function file(node: LooseNode, context: Context): string {
	const { title, description, filename, size, src } = node.attrs;
	const address = safeSource(src);
	const name = stringOf(title) || stringOf(filename) || address || '';
	const bytes = Number.isInteger(size) ? Number(size) : null;
	const about = [stringOf(filename), bytes === null ? '' : fileSize(bytes)]
		.filter(Boolean)
		.join(' · ');
	if (context.medium !== 'page') {
		const words = [stringOf(description), about]
			.filter(Boolean)
			.map((line) => `<br>${escapeHtml(line)}`);
		const link =
			address === null ? escapeHtml(name) : `${linkTag(address, context)}${escapeHtml(name)}</a>`;
		return `<p>${link}${words.join('')}</p>`;
	}
	const spans =
		span('file-title', stringOf(title)) +
		span('file-text', stringOf(description)) +
		span('file-name', stringOf(filename)) +
		(bytes === null
			? ''
			: `<span class="file-size" data-bytes="${bytes}">${escapeHtml(fileSize(bytes))}</span>`);
	const inner = spans || escapeHtml(name);
	const body =
		address === null
			? `<span>${inner}</span>`
			: `${linkTag(address, context, ' download')}${inner}</a>`;
	return `<div class="file">${body}</div>`;
}

/** The caption of a node as a `figcaption`; empty without one. */
export function caption(node: LooseNode, context: Context): string {
	const words = captionWords(node, context);
	return words === '' ? '' : `<figcaption>${words}</figcaption>`;
}

/** The same below something that is no figure. */
export function paragraphOf(node: LooseNode, context: Context): string {
	const words = captionWords(node, context);
	return words === '' ? '' : `<p>${words}</p>`;
}

export function figure(name: string, inner: string, context: Context): string {
	const classes = name.trim();
	return classes && context.medium === 'page'
		? `<figure class="${classes}">${inner}</figure>`
		: `<figure>${inner}</figure>`;
}

/** A span of escaped words; nothing without words. */
export function span(name: string, words: string): string {
	return words === '' ? '' : `<span class="${name}">${escapeHtml(words)}</span>`;
}

function captionWords(node: LooseNode, context: Context): string {
	const last = readChildren(node).findLast(({ type }) => type === 'caption');
	return last ? context.line(last) : '';
}

function playerLink(node: LooseNode, fallback: string, context: Context): string {
	const address = safeSource(node.attrs.src);
	const title = escapeHtml(stringOf(node.attrs.title));
	const words = address === null ? title : `${linkTag(address, context)}${title || fallback}</a>`;
	return (words === '' ? '' : `<p>${words}</p>`) + paragraphOf(node, context);
}

/** The player; where its file is missing, a place that keeps what is known about it. */
function player(kind: string, node: LooseNode, more: Record<string, string | null>): string {
	const address = safeSource(node.attrs.src);
	const known = { ...more, seconds: count(node.attrs.duration) };
	const title = stringOf(node.attrs.title);
	const write = (prefix: (name: string) => string) =>
		Object.entries(known)
			.map(([name, value]) => (value === null ? '' : ` ${prefix(name)}="${escapeHtml(value)}"`))
			.join('');
	if (address === null) {
		return `<span class="missing-file" data-kind="${kind}"${write((name) => `data-${name}`)}></span>`;
	}
	const attributes = write((name) => (name === 'seconds' ? 'data-seconds' : name));
	const label = title === '' ? '' : ` aria-label="${escapeHtml(title)}"`;
	const preload = leavesSite(address) ? 'none' : 'metadata';
	return `<${kind} src="${escapeHtml(address)}"${attributes}${label} controls preload="${preload}"></${kind}>`;
}

function playerTitle(node: LooseNode): string {
	const title = stringOf(node.attrs.title);
	return title === '' ? '' : `<p class="player-title">${escapeHtml(title)}</p>`;
}

function count(value: unknown): string | null {
	return Number.isInteger(value) && Number(value) > 0 && Number(value) < 1_000_000
		? String(value)
		: null;
}

function posterOf({ attrs }: LooseNode): string | null {
	return isRecord(attrs.poster) ? safeSource(attrs.poster.src) : null;
}

function missing(node: LooseNode, name: string): string {
	// The words stay; nothing pretends that there is a file to show.
	const size = pixels('data-width', node.attrs.width) + pixels('data-height', node.attrs.height);
	const focus = focusOf(node);
	const focal = focus === null ? '' : ` data-focus="${focus}"`;
	return `<span class="missing-image"${size}${focal}>${name}</span>`;
}

function looks(node: LooseNode, { medium }: Context): string {
	const { width, height } = node.attrs;
	if (medium === 'mail') {
		const shown = Math.min(MAIL_WIDTH, Number.isInteger(width) ? Number(width) : MAIL_WIDTH);
		return ` width="${shown}" style="max-width:100%;height:auto"`;
	}
	const size = pixels('width', width) + pixels('height', height);
	if (medium === 'feed') return size;
	const focus = focusOf(node);
	return `${size}${focus === null ? '' : ` style="object-position:${focus}"`} loading="lazy"`;
}

function focusOf({ attrs: { focalX, focalY } }: LooseNode): string | null {
	const percent = [focalX, focalY].map((share) =>
		typeof share === 'number' && share >= 0 && share <= 1 ? Math.round(share * 100) : null
	);
	return percent.includes(null) ? null : percent.map((part) => `${part}%`).join(' ');
}

function framed(picture: LooseNode, context: Context): string {
	const { width, height } = picture.attrs;
	const ratio = Number(width) / Number(height);
	const grow = Number.isFinite(ratio) && ratio > 0 ? Math.min(5, Math.max(0.2, ratio)) : 1.5;
	return `<div style="flex:${Math.round(grow * 1000) / 1000}">${image(picture, context)}</div>`;
}

// Three in a row, but never one alone below three.
function inRows(pictures: LooseNode[]): LooseNode[][] {
	const rows: LooseNode[][] = [];
	for (let at = 0; at < pictures.length;) {
		const count = pictures.length - at === 4 ? 2 : 3;
		rows.push(pictures.slice(at, at + count));
		at += count;
	}
	return rows;
}

function layoutClass(layout: unknown): Layout | '' {
	return LAYOUTS.find((known) => known === layout && known !== 'text') ?? '';
}

function pixels(name: string, value: unknown): string {
	return Number.isInteger(value) && Number(value) > 0 && Number(value) < 100_000
		? ` ${name}="${Number(value)}"`
		: '';
}

function at(address: string, context: Context): string {
	return escapeHtml(resolve(address, context));
}
