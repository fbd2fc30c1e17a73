/**
 * Whether the header `If-None-Match` names the tag; compared as RFC 9110 wants it, weakly. `*` names
 * none: whether there is anything to match is not known before the page is made.
 */
export function isMatch(header: string | null, tag: string): boolean {
	const opaque = (given: string) => given.trim().replace(/^W\//, '');
	return header?.split(',').some((given) => opaque(given) === opaque(tag)) ?? false;
}
