import { escapeHtml } from '../../content/escape.ts';
import { markdownToHtml } from '../../editor/paste/markdown.ts';

// The cards of Ghost's two editors as the HTML Ghost makes of them, for exports that hold no HTML.
// What stands in them is as hostile as any other text: whoever reads this sanitises it.

export type Card = Record<string, unknown>;

/** A card as HTML; null for one nobody knows. */
export function cardHtml(type: string, card: Card): string | null {
	const render = Object.hasOwn(CARDS, type) ? CARDS[type] : undefined;
	return render ? gated(card, render(card)) : null;
}

const CARDS: Readonly<Record<string, (card: Card) => string>> = {
	image: (card) => figure('image', card, linked(word(card, 'href'), picture(card))),
	gallery: (card) => {
		const images = list(card.images).map(
			(one) => `<div class="kg-gallery-image">${picture(one)}</div>`
		);
		const rows = `<div class="kg-gallery-container"><div class="kg-gallery-row">${images.join('')}</div></div>`;
		return figure('gallery', { ...card, cardWidth: 'wide' }, rows);
	},
	markdown: (card) => markdownToHtml(word(card, 'markdown')),
	html: (card) => `<!--kg-card-begin: html-->${word(card, 'html')}<!--kg-card-end: html-->`,
	code: codeHtml,
	codeblock: codeHtml,
	embed: (card) => figure('embed', card, word(card, 'html') || link(word(card, 'url'))),
	bookmark: (card) => {
		const about = { ...recordOf(card.metadata), ...card };
		const part = (name: string) =>
			`<span class="kg-bookmark-${name}">${escapeHtml(word(about, name))}</span>`;
		const names = ['title', 'description', 'author', 'publisher'];
		const inside = names.map(part).join('');
		return figure(
			'bookmark',
			card,
			`<a class="kg-bookmark-container" href="${attribute(word(card, 'url'))}">${inside}</a>`
		);
	},
	button: (card) =>
		`<div class="kg-card kg-button-card">${button(card, 'buttonText', 'buttonUrl')}</div>`,
	callout: (card) =>
		`<div class="kg-card kg-callout-card kg-callout-card-${attribute(word(card, 'backgroundColor'))}">` +
		(word(card, 'calloutEmoji')
			? `<div class="kg-callout-emoji">${escapeHtml(word(card, 'calloutEmoji'))}</div>`
			: '') +
		`<div class="kg-callout-text">${word(card, 'calloutText')}</div></div>`,
	toggle: (card) =>
		`<div class="kg-card kg-toggle-card"><h4 class="kg-toggle-heading-text">${word(card, 'heading')}</h4>` +
		`<div class="kg-toggle-content">${word(card, 'content')}</div></div>`,
	video: (card) => {
		const poster = word(card, 'customThumbnailSrc') || word(card, 'thumbnailSrc');
		const media = `<video src="${attribute(word(card, 'src'))}"${sizes(card)}></video>`;
		const time = `<span class="kg-video-duration">${clock(card.duration)}</span>`;
		return figure('video', card, media + time, ` data-kg-thumbnail="${attribute(poster)}"`);
	},
	audio: (card) =>
		`<div class="kg-card kg-audio-card">${word(card, 'thumbnailSrc') && picture({ src: card.thumbnailSrc })}` +
		`<div class="kg-audio-title">${escapeHtml(word(card, 'title'))}</div>` +
		`<audio src="${attribute(word(card, 'src'))}"></audio>` +
		`<span class="kg-audio-duration">${clock(card.duration)}</span></div>`,
	file: (card) => {
		const size = Number(card.fileSize);
		const parts = [
			['title', word(card, 'fileTitle')],
			['caption', word(card, 'fileCaption')],
			['filename', word(card, 'fileName')],
			['filesize', Number.isFinite(size) && size > 0 ? `${size} Bytes` : '']
		];
		const inside = parts.map(
			([name = '', text = '']) => `<div class="kg-file-card-${name}">${escapeHtml(text)}</div>`
		);
		return (
			`<div class="kg-card kg-file-card"><a class="kg-file-card-container" href="${attribute(word(card, 'src'))}">` +
			`${inside.join('')}</a></div>`
		);
	},
	product: (card) =>
		`<div class="kg-card kg-product-card">${word(card, 'productImageSrc') && picture({ src: card.productImageSrc })}` +
		`<h4>${word(card, 'productTitle')}</h4><div>${word(card, 'productDescription')}</div>` +
		`${card.productButtonEnabled ? paragraph(button(card, 'productButton', 'productUrl')) : ''}</div>`,
	header: (card) =>
		`<div class="kg-card kg-header-card">${word(card, 'backgroundImageSrc') && picture({ src: card.backgroundImageSrc })}` +
		`<h2>${word(card, 'header')}</h2><p>${word(card, 'subheader')}</p>` +
		`${card.buttonEnabled ? paragraph(button(card, 'buttonText', 'buttonUrl')) : ''}</div>`,
	signup: (card) => {
		const parts = [
			['heading', word(card, 'header')],
			['subheading', word(card, 'subheader')],
			['button-default', escapeHtml(word(card, 'buttonText'))],
			['disclaimer', word(card, 'disclaimer')]
		];
		const inside = parts.map(
			([name = '', html = '']) => `<div class="kg-signup-card-${name}">${html}</div>`
		);
		return `<div class="kg-card kg-signup-card">${inside.join('')}</div>`;
	},
	'call-to-action': (card) =>
		`<div class="kg-card kg-cta-card">${card.hasSponsorLabel ? word(card, 'sponsorLabel') : ''}` +
		linked(
			word(card, 'buttonUrl'),
			word(card, 'imageUrl') && picture({ src: card.imageUrl, alt: 'CTA Image' })
		) +
		`<div>${word(card, 'textValue')}</div>` +
		`${card.showButton ? paragraph(button(card, 'buttonText', 'buttonUrl')) : ''}</div>`,
	// These were in mails only.
	email: () => '',
	'email-cta': () => '',
	'email-only': () => '',
	paywall: () => '<!--members-only-->',
	hr: () => '<hr>',
	horizontalrule: () => '<hr>',
	// A player whose address is not in the export.
	transistor: () => ''
};

// Later cards say to whom they are shown on the web.
function gated(card: Card, html: string): string {
	const web = recordOf(recordOf(card.visibility).web);
	if (web.nonMember !== false || html === '') return html;
	return `<!--kg-gated-block:begin nonMember:false -->${html}<!--kg-gated-block:end-->`;
}

function codeHtml(card: Card): string {
	const language = attribute(word(card, 'language'));
	const open = language ? `<code class="language-${language}">` : '<code>';
	return figure('code', card, `<pre>${open}${escapeHtml(word(card, 'code'))}</code></pre>`);
}

function figure(name: string, card: Card, inside: string, attributes = ''): string {
	const width = word(card, 'cardWidth');
	const wide = width === 'wide' || width === 'full' ? ` kg-width-${width}` : '';
	const caption = word(card, 'caption');
	const below = caption && `<figcaption>${caption}</figcaption>`;
	return `<figure class="kg-card kg-${name}-card${wide}"${attributes}>${inside}${below}</figure>`;
}

function picture(image: Card): string {
	return `<img src="${attribute(word(image, 'src'))}" alt="${attribute(word(image, 'alt'))}"${sizes(image)}>`;
}

function sizes(card: Card): string {
	const size = (name: string) =>
		typeof card[name] === 'number' ? ` ${name}="${Math.round(card[name])}"` : '';
	return size('width') + size('height');
}

function linked(href: string, html: string): string {
	return href && html ? `<a href="${attribute(href)}">${html}</a>` : html;
}

function link(href: string): string {
	return href && `<a href="${attribute(href)}">${escapeHtml(href)}</a>`;
}

function button(card: Card, label: string, href: string): string {
	return `<a class="kg-btn" href="${attribute(word(card, href))}">${escapeHtml(word(card, label))}</a>`;
}

function paragraph(html: string): string {
	return `<p>${html}</p>`;
}

function clock(seconds: unknown): string {
	if (typeof seconds !== 'number' || !(seconds >= 0)) return '';
	const whole = Math.round(seconds);
	return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

function attribute(text: string): string {
	return escapeHtml(text).replaceAll('"', '&quot;');
}

function word(card: Card, name: string): string {
	const value = card[name];
	return typeof value === 'string' ? value : '';
}

export function list(value: unknown): Card[] {
	return Array.isArray(value) ? value.map(recordOf) : [];
}

export function recordOf(value: unknown): Card {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? Object.fromEntries(Object.entries(value))
		: {};
}
