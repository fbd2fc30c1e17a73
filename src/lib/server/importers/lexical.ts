import { escapeHtml } from '../../content/escape.ts';
import { cardHtml, list, recordOf, type Card } from './ghost-cards-html.ts';

/** A source of a post as HTML, and how many of its parts nobody knows. */
export interface RenderedSource {
	html: string;
	unknown: number;
}

/** Deeper parts are left out: no editor makes them. */
const MAX_DEPTH = 60;

/** The marks of a text, as bits of a number, outermost first. */
const FORMATS: readonly [bit: number, tag: string][] = [
	[1, 'strong'],
	[2, 'em'],
	[4, 's'],
	[8, 'u'],
	[128, 'mark'],
	[32, 'sub'],
	[64, 'sup'],
	[16, 'code']
];

/**
 * What Ghost's present editor stores, as the HTML Ghost makes of it.
 * @see https://github.com/TryGhost/Koenig/tree/main/packages/kg-default-nodes
 */
export function lexicalHtml(source: string): RenderedSource {
	const state = { unknown: 0 };
	const root = recordOf(recordOf(parse(source)).root);
	return { html: children(root, state, 0), unknown: state.unknown };
}

export function parse(source: string): unknown {
	try {
		return JSON.parse(source);
	} catch {
		return null;
	}
}

interface State {
	unknown: number;
}

function children(node: Card, state: State, depth: number): string {
	if (depth > MAX_DEPTH) return '';
	return list(node.children)
		.map((child) => nodeHtml(child, state, depth))
		.join('');
}

function nodeHtml(node: Card, state: State, depth: number): string {
	const type = String(node.type ?? '').replace(/^extended-/, '');
	const inside = () => children(node, state, depth + 1);
	switch (type) {
		case 'text':
			return textHtml(node);
		case 'linebreak':
			return '<br>';
		case 'tab':
			return ' ';
		case 'paragraph':
			return `<p>${inside()}</p>`;
		case 'heading': {
			const tag = /^h[1-6]$/.test(String(node.tag)) ? String(node.tag) : 'h2';
			return `<${tag}>${inside()}</${tag}>`;
		}
		case 'quote':
		case 'aside':
			return `<blockquote${type === 'aside' ? ' class="kg-blockquote-alt"' : ''}>${inside()}</blockquote>`;
		case 'list': {
			const start =
				Number.isInteger(node.start) && node.start !== 1 ? ` start="${node.start}"` : '';
			return node.listType === 'number' ? `<ol${start}>${inside()}</ol>` : `<ul>${inside()}</ul>`;
		}
		case 'listitem':
			return `<li>${inside()}</li>`;
		case 'link':
		case 'autolink': {
			const href = escapeHtml(String(node.url ?? '')).replaceAll('"', '&quot;');
			return `<a href="${href}">${inside()}</a>`;
		}
		default: {
			const card = cardHtml(type, node);
			if (card === null) state.unknown += 1;
			// Whatever it is, its words stay.
			return card ?? inside();
		}
	}
}

function textHtml(node: Card): string {
	const format = typeof node.format === 'number' ? node.format : 0;
	const tags = FORMATS.filter(([bit]) => (format & bit) !== 0).map(([, tag]) => tag);
	return tags.reduceRight(
		(html, tag) => `<${tag}>${html}</${tag}>`,
		escapeHtml(String(node.text ?? ''))
	);
}
