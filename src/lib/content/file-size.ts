const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** A count of bytes as people read it: `61 bytes`, `1.4 MB`. */
export function fileSize(bytes: number): string {
	let size = bytes;
	let unit = 0;
	while (size >= 999.5 && unit < UNITS.length - 1) {
		size /= 1000;
		unit += 1;
	}
	const digits = unit === 0 || size >= 10 ? 0 : 1;
	// A no-break space: a number stays with its unit.
	return `${size.toFixed(digits)}\u00a0${bytes === 1 ? 'byte' : UNITS[unit]}`;
}
