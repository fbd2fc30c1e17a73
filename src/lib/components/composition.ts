/**
 * A key handler that is not asked about the keys of a composition. Chinese, Japanese, Korean and
 * other languages are typed with an input method. Enter takes the word it offers, and Escape and the
 * arrow keys belong to it too. Use this for every key handler. The keyboard shortcuts of the editor do
 * not need it, because ProseMirror holds back the same keys.
 * @param handle takes the event as its last argument
 * @returns what it answers, and `false` for a key of a composition
 */
export function keyHandler<A extends [...unknown[], KeyboardEvent], R>(
	handle: (...args: A) => R
): (...args: A) => R | false {
	return (...args) => {
		const event = args.at(-1) as KeyboardEvent;
		return isOfComposition(event) ? false : handle(...args);
	};
}

/** Safari ends a composition before it tells of the key that ended it; the key then has code 229. */
function isOfComposition({ isComposing, keyCode }: KeyboardEvent): boolean {
	return isComposing || keyCode === 229;
}

/** Whether an input event comes from typing, and not from a press on an offer of the browser's list. */
export function isTyping(event: Event): boolean {
	const { inputType } = event as Partial<InputEvent>;
	return inputType !== undefined && /^insertText|Composition/.test(inputType);
}
