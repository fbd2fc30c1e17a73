/** Pages in a publication's frame. Apart from those below: no script, no cookie, shared by caches. */
export function isReadingRoute(routeId: string | null): boolean {
	return routeId !== null && withoutGroups(routeId).startsWith('/@');
}

/** Pages in a publication's frame that show how one visitor stands: no cache may keep them. */
export function isPersonalRoute(routeId: string | null): boolean {
	return routeId !== null && /^\/@\[publication\]\/join\/./.test(withoutGroups(routeId));
}

/** Pages in a publication's frame that run a script of ours, with a nonce like the pages of the app. */
export function isScriptedRoute(routeId: string | null): boolean {
	return routeId !== null && withoutGroups(routeId) === '/@[publication]/join/check';
}

/** Pages that look the same to everybody who is not signed in. */
export function isPublicRoute(routeId: string | null): boolean {
	return routeId !== null && (withoutGroups(routeId) === '/' || isReadingRoute(routeId));
}

/** `/(site)/about` is the page `/about`. */
function withoutGroups(routeId: string): string {
	return routeId.replace(/\/\([^)]+\)/g, '') || '/';
}
