import { TONES } from '../../editor/document.ts';
import { safeLink } from '../attributes.ts';
import { readEmbed } from '../embeds.ts';
import { escapeHtml } from '../escape.ts';
import { readChildren, stringOf, type LooseNode } from '../read.ts';
import { resolve, type Context } from './context.ts';
import { linkTag } from './inline.ts';
import { caption, figure, paragraphOf, span } from './media.ts';

/** Words of the text, set large. */
export function pullQuote(node: LooseNode, context: Context): string {
	const cite = escapeHtml(stringOf(node.attrs.cite));
	const words = `<p>${context.line(node)}</p>`;
	if (context.medium !== 'page') {
		return `<blockquote>${words}${cite ? `<p><cite>${cite}</cite></p>` : ''}</blockquote>`;
	}
	return `<blockquote class="pull">${words}${cite ? `<cite>${cite}</cite>` : ''}</blockquote>`;
}

export function callout(node: LooseNode, context: Context, depth: number): string {
	const inner = context.blocks(node, depth);
	if (context.medium === 'feed') return `<div>${inner}</div>`;
	if (context.medium === 'mail') {
		return `<div style="background:#f2f1ec;padding:12px 20px;margin:16px 0">${inner}</div>`;
	}
	const tone = TONES.find((known) => known === node.attrs.tone) ?? 'accent';
	return `<div class="callout" role="note" data-tone="${tone}">${inner}</div>`;
}

/** Folded on a page; elsewhere everything shows, since nothing there can be pressed. */
export function toggle(node: LooseNode, context: Context, depth: number): string {
	const [first, ...rest] = readChildren(node);
	const summary = first?.type === 'toggleSummary' ? first : null;
	const body = summary ? { ...node, content: rest } : node;
	const line = summary ? context.line(summary) : '';
	const inner = context.blocks(body, depth);
	if (context.medium !== 'page') return `<p><strong>${line}</strong></p>${inner}`;
	return `<details class="toggle"><summary>${line}</summary>${inner}</details>`;
}

/** Something of another site: a box that says what it is and leads there. Nothing of it is loaded. */
export function embed(node: LooseNode, context: Context): string {
	const target = readEmbed(node.attrs.url);
	const title = stringOf(node.attrs.title);
	if (!target) return (title ? `<p>${escapeHtml(title)}</p>` : '') + paragraphOf(node, context);
	const { provider, url } = target;
	if (context.medium !== 'page') {
		const words = escapeHtml(title || url);
		return `<p>${linkTag(url, context)}${words}</a> (${provider})</p>${paragraphOf(node, context)}`;
	}
	const words =
		span('embed-title', title) +
		`<span class="embed-note">This is at ${provider}. Nothing is loaded from there, and it learns nothing about you, until you follow the link.</span>`;
	const label = title ? ` aria-label="Open on ${provider}: ${escapeHtml(title)}"` : '';
	const link = `${linkTag(url, context, ` class="button"${label}`)}Open on ${provider}</a>`;
	return figure('embed', `<div>${words}</div>${link}${caption(node, context)}`, context);
}

/** A link with what is known about the page behind it. No picture of another site is shown. */
export function bookmark(node: LooseNode, context: Context): string {
	const { title, description, publisher, url } = node.attrs;
	const href = safeLink(url);
	const lines = [stringOf(description), stringOf(publisher)].filter(Boolean);
	if (context.medium !== 'page') {
		const name = escapeHtml(stringOf(title) || href || '');
		const link = href === null ? name : `${linkTag(href, context)}${name}</a>`;
		const below = lines.map((line) => `<br>${escapeHtml(line)}`).join('');
		return `<p>${link}${below}</p>${paragraphOf(node, context)}`;
	}
	const words =
		span('bookmark-title', stringOf(title)) +
		span('bookmark-text', stringOf(description)) +
		span('bookmark-by', stringOf(publisher));
	const inner = words + span('bookmark-address', href === null ? '' : placeOf(href));
	const box = href === null ? `<div>${inner}</div>` : `${linkTag(href, context)}${inner}</a>`;
	return figure('bookmark', box + caption(node, context), context);
}

export function button(node: LooseNode, context: Context): string {
	const href = safeLink(node.attrs.href);
	const label = escapeHtml(stringOf(node.attrs.label) || href || '');
	if (href === null) return `<p>${label}</p>`;
	if (context.medium === 'page') {
		return `<p class="action">${linkTag(href, context, ' class="button"')}${label}</a></p>`;
	}
	const style =
		context.medium === 'mail'
			? ' style="display:inline-block;padding:8px 16px;border:1px solid #1d1814;color:#1d1814;text-decoration:none"'
			: '';
	return `<p>${linkTag(href, context, style)}${label}</a></p>`;
}

/** Where one subscribes: on a page only, since everybody else who reads this has done so. */
export function signup(node: LooseNode, context: Context): string {
	if (context.medium !== 'page') return '';
	const { title, text, label, note } = node.attrs;
	const name = stringOf(label);
	const words = escapeHtml(name || 'Subscribe');
	const href = context.options.subscribeHref;
	const action = href
		? `<p class="action"><a class="button signup-label" href="${escapeHtml(resolve(href, context))}">${words}</a></p>`
		: span('signup-label', name);
	return (
		`<div class="signup">${line('signup-title', title)}${line('signup-text', text)}` +
		`${action}${line('signup-note', note)}</div>`
	);
}

function line(name: string, words: unknown): string {
	const text = stringOf(words);
	return text === '' ? '' : `<p class="${name}">${escapeHtml(text)}</p>`;
}

function placeOf(href: string): string {
	return URL.parse(href)?.host.replace(/^www\./, '') || href;
}
