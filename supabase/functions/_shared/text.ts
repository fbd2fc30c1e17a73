/** Longest subject in characters; mail programs show less. */
const SUBJECT_MAX = 150;

/**
 * A text as one line. Line breaks would begin a header or a paragraph of the writer's choosing, and
 * marks of direction would show a name that is not the one written.
 */
export function oneLine(text: string): string {
	return text
		.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
		.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
		.trim();
}

/** A text cut to so many characters, with an ellipsis where it was cut. */
export function clip(text: string, max: number): string {
	const letters = [...text];
	return letters.length > max
		? `${letters
				.slice(0, max - 1)
				.join('')
				.trimEnd()}…`
		: text;
}

/** A text as one line of a mail's head. */
export function headerLine(text: string): string {
	return clip(oneLine(text), SUBJECT_MAX);
}

/** A text as it may stand in HTML, attributes in double quotes included. */
export function escapeHtml(text: string): string {
	const names: Record<string, string> = {
		'&': 'amp',
		'<': 'lt',
		'>': 'gt',
		'"': 'quot',
		"'": '#39'
	};
	return text.replace(/[&<>"']/g, (letter) => `&${names[letter]};`);
}
