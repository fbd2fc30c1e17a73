/** Words an adult reads in a minute: the mean for English non-fiction, Brysbaert 2019, rounded. */
const WORDS_A_MINUTE = 240;

/** Whole minutes, at least one; null for a post without text. */
export function readingMinutes(words: number): number | null {
	return words > 0 ? Math.max(1, Math.round(words / WORDS_A_MINUTE)) : null;
}
