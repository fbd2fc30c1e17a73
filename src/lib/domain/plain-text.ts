/**
 * What a line of text may hold: the checks of the database have the same lists of characters, since
 * classes such as `\s` and `[[:cntrl:]]` differ from one engine and locale to the next.
 */
const breaksLine = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

// Spaces, joiners, marks of direction, fillers, selectors and tags: alone they show nothing.
const seen =
	/[^\u0000-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\u{e0000}-\u{e0fff}]/u;

/** Whether a text stands on one line, free of control characters. */
export function isOneLine(text: string): boolean {
	return !breaksLine.test(text) && text.isWellFormed();
}

/** Whether anything of a text can be seen. */
export function isSeen(text: string): boolean {
	return seen.test(text);
}

/** Whether the database can keep a text of several lines. */
export function isStorable(text: string): boolean {
	return !text.includes('\u0000') && text.isWellFormed();
}

/** Whether a text has at most so many characters, counted as the database counts them. */
export function isAtMost(text: string, characters: number): boolean {
	if (text.length <= characters) return true;
	return text.length <= 2 * characters && [...text].length <= characters;
}
