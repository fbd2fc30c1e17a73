import { safePath } from './redirects.ts';

/** The id in a whole text where its open part ended; `markId` of the renderer. */
export const MARK_ID = 'read-on';

/**
 * Where somebody was reading before they came to join, or null.
 * @param wish from a query or a form: anybody may have written it
 * @param home path of the publication; what lies elsewhere is no place to come back to
 */
export function readingPlace(wish: unknown, home: string): string | null {
	// As a browser reads it: without the dots that lead upwards. No page to read needs a query.
	const { pathname } = new URL(safePath(wish, home), 'http://pamphlet.invalid');
	const isInside = pathname.startsWith(`${home}/`) && pathname.length <= 500;
	return isInside && !`${pathname}/`.startsWith(`${home}/join/`) ? pathname : null;
}

/** The address of the sentence where the reader stopped. */
export function sentenceAt(place: string): string {
	return `${place}#${MARK_ID}`;
}

/**
 * The page where one joins.
 * @param home path of the publication
 * @param kept what was chosen, and where to come back to
 */
export function joinPath(
	home: string,
	kept: { back?: string | null; tier?: string; every?: string } = {}
): string {
	const query = new URLSearchParams();
	for (const name of ['tier', 'every', 'back'] as const) {
		const value = kept[name];
		if (value) query.set(name, value);
	}
	return query.size > 0 ? `${home}/join?${query}` : `${home}/join`;
}
