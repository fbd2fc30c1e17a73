/**
 * Letters in the longest line of a name or a title once it is set in at most two lines: display
 * type is as large as that allows. Up to `oneLine` letters it stays on one line.
 */
export function longestLine(name: string, oneLine = NAME_LINE): number {
	const words = name.trim().split(/\s+/);
	const length = (part: string[]) => [...part.join(' ')].length;
	if (length(words) <= oneLine) return length(words);
	let best = length(words);
	for (let cut = 1; cut < words.length; cut++) {
		best = Math.min(best, Math.max(length(words.slice(0, cut)), length(words.slice(cut))));
	}
	return best;
}

/** Longer than this and a single line would be set too small to be a nameplate. */
const NAME_LINE = 18;

/**
 * Names as the language joins them, “Marit Thorsby and Anselm Crake”: each piece with the one it
 * names, or as what stands between.
 */
export function listNames<T extends { name: string }>(
	people: T[],
	language: string
): { text: string; named: T | null }[] {
	let format: Intl.ListFormat;
	try {
		format = new Intl.ListFormat(language, { type: 'conjunction' });
	} catch {
		format = new Intl.ListFormat('en-GB', { type: 'conjunction' });
	}
	const rest = people.values();
	return format.formatToParts(people.map(({ name }) => name)).map(({ type, value }) => ({
		text: value,
		named: type === 'element' ? (rest.next().value ?? null) : null
	}));
}

const counts = [
	'No',
	'One',
	'Two',
	'Three',
	'Four',
	'Five',
	'Six',
	'Seven',
	'Eight',
	'Nine',
	'Ten'
];

/** Heading of the landing page: “Six publications, one press”. */
export function pressTitle(publications: number): string {
	const count = counts[publications] ?? String(publications);
	return `${count} ${publications === 1 ? 'publication' : 'publications'}, one press`;
}
