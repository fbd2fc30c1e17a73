import { BoundedParser } from './bounded-parser.ts';
import { escapeHtml, escapeText } from './escape.ts';
import { BREAKING_TAGS, DROPPED_TAGS } from './tags.ts';

/**
 * HTML with its elements nested no deeper than `documents.htmlDepth` and all of them closed. Deeper
 * ones lose their tags and keep their text. The result is as hostile as the input was.
 */
export function flatten(html: string): string {
	const parts: string[] = [];
	let skipped = 0;
	const parser = new BoundedParser({
		onopentag: (name, attributes) => {
			skipped = parser.isTooDeep ? 1 : 0;
			if (skipped) return;
			const written = Object.entries(attributes).map(
				([key, value]) => ` ${key}="${escapeHtml(value)}"`
			);
			parts.push(`<${name}${written.join('')}>`);
		},
		ontext: (text) => parts.push(escapeText(text)),
		onclosetag: (name) => {
			if (skipped) skipped = 0;
			else parts.push(`</${name}>`);
		}
	});
	parser.end(html);
	return parts.join('');
}

/** The text of HTML, without what is in `DROPPED_TAGS` and with a line break around blocks. */
export function wordsOfHtml(html: string): string {
	const parts: string[] = [];
	let dropped = 0;
	const parser = new BoundedParser({
		onopentagname: (name) => {
			if (DROPPED_TAGS.has(name)) dropped += 1;
			else if (dropped === 0 && BREAKING_TAGS.has(name)) parts.push('\n');
		},
		ontext: (text) => dropped === 0 && parts.push(text),
		onclosetag: (name) => {
			if (DROPPED_TAGS.has(name)) dropped -= 1;
			else if (dropped === 0 && BREAKING_TAGS.has(name)) parts.push('\n');
		}
	});
	parser.end(html);
	return parts.join('');
}
