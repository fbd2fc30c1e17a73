/** The first and the last byte, both part of it. */
export interface ByteRange {
	first: number;
	last: number;
}

/**
 * The part of a file that the header `Range` asks for: https://www.rfc-editor.org/rfc/rfc9110#section-14.
 * Players of sound and film want it. Several parts at once may be answered with the whole, and are.
 * @param size of the file in bytes, at least one
 * @returns null for the whole file, `unsatisfiable` for a part that lies beyond its end
 */
export function readRange(header: string | null, size: number): ByteRange | 'unsatisfiable' | null {
	const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? [];
	if (from === '' && to === '') return null;
	if (from === '') {
		const length = Math.min(Number(to), size);
		return length === 0 ? 'unsatisfiable' : { first: size - length, last: size - 1 };
	}
	const first = Number(from);
	const last = to === '' ? size - 1 : Math.min(Number(to), size - 1);
	if (to !== '' && Number(to) < first) return null;
	return first >= size ? 'unsatisfiable' : { first, last };
}
