import { escapeHtml } from './escape.ts';

const mark = /<!--paywall-->/;
// An element without an id of its own: only its name is looked at, and what follows the name.
const opening = /^\s*<([a-z][a-z0-9]*)(?=[\s>])(?![^>]*\sid=)/;

/**
 * Gives what follows the paywall mark an id, so that who joined in the middle of a text comes back to
 * that sentence. An element of its own would stand between two paragraphs and undo their indent.
 * @param html as `renderHtml` writes it
 */
export function withMark(html: string, id: string): string {
	const found = mark.exec(html);
	if (!found) return html;
	const before = html.slice(0, found.index + found[0].length);
	const after = html.slice(before.length);
	const attribute = `id="${escapeHtml(id)}"`;
	return opening.test(after)
		? before + after.replace(opening, (tag) => `${tag} ${attribute}`)
		: `${before}<span ${attribute}></span>${after}`;
}
