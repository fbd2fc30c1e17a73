/** A text with the digits of every script as 0 to 9. */
export function asciiDigits(text: string): string {
	return text.replace(/\p{Nd}/gu, digitOf);
}

/** Each script has its ten in a row. */
function digitOf(digit: string): string {
	const point = digit.codePointAt(0) ?? 0;
	let first = point;
	while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
	return String((point - first) % 10);
}
