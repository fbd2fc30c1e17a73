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
