/** Pages of a publication that anybody reads: no script, no cookie, shared by caches. */
export function isReadingRoute(routeId: string | null): boolean {
	return routeId !== null && withoutGroups(routeId).startsWith('/@');
}

/** Pages in a publication's frame that show how one visitor stands: no cache may keep them. */
export function isPersonalRoute(routeId: string | null): boolean {
	return routeId !== null && /^\/@\[publication\]\/join\/./.test(withoutGroups(routeId));
}

/** Pages that look the same to everybody who is not signed in. */
export function isPublicRoute(routeId: string | null): boolean {
	return routeId !== null && (withoutGroups(routeId) === '/' || isReadingRoute(routeId));
}

/** `/(site)/about` is the page `/about`. */
function withoutGroups(routeId: string): string {
	return routeId.replace(/\/\([^)]+\)/g, '') || '/';
}
