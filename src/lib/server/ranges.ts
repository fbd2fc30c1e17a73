/** A part of a file, both ends included, in bytes. */
export interface Range {
	start: number;
	end: number;
}

/**
 * The one part that a `Range` header asks for (RFC 9110, 14.1.2). Null for the whole file: without a
 * header, with one we do not understand, or with several parts, which a server may ignore.
 */
export function readRange(header: string | null, size: number): Range | 'unsatisfiable' | null {
	const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
	if (from === '' && to === '') return null;
	const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
	const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
	if (from !== '' && to !== '' && Number(to) < start) return null;
	return start >= size || (from === '' && Number(to) === 0) ? 'unsatisfiable' : { start, end };
}
