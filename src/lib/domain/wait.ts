/** A wait in words: `42 seconds`, `12 minutes`. Rounded up, so that nobody comes back too early. */
export function waitInWords(seconds: number): string {
	if (seconds <= 90) return count(Math.max(1, Math.ceil(seconds)), 'second');
	return count(Math.ceil(seconds / 60), 'minute');
}

function count(number: number, unit: string): string {
	return `${number} ${unit}${number === 1 ? '' : 's'}`;
}
