import { bodies, type BodyLimit } from '../../limits.ts';

/** Routes that take more than a form. All others get the limit of a form. */
const kinds: Readonly<Record<string, keyof typeof bodies>> = {
	'/desk/[publication]/media': 'upload',
	'/desk/[publication]/posts/[id]': 'document',
	'/desk/[publication]/posts/[id]/copy': 'document',
	'/desk/[publication]/import/runs/[id]/batch': 'document',
	'/desk/[publication]/members/import/batch': 'document'
};

/** The routes with a limit of their own. A test checks that each exists and reads a body. */
export const routesWithOwnLimit = Object.keys(kinds);

/** The limit for the body of a request to a route. */
export function bodyLimitOf(routeId: string | null): BodyLimit {
	const kind = routeId !== null && Object.hasOwn(kinds, routeId) ? kinds[routeId] : undefined;
	return bodies[kind ?? 'form'];
}

const textTooLong = 'The text is too long for one post. Split it in two.';

const words: Readonly<Record<string, string>> = {
	'/desk/[publication]/media': 'A file may have 20 MB at most.',
	'/desk/[publication]/posts/[id]': textTooLong,
	'/desk/[publication]/posts/[id]/copy': textTooLong
};

/** What a person is told whose request to a route is too large; undefined for the general sentence. */
export function tooLargeWords(routeId: string | null): string | undefined {
	return routeId !== null && Object.hasOwn(words, routeId) ? words[routeId] : undefined;
}
