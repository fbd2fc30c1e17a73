/** Whether the header `If-None-Match` names the tag; compared as RFC 9110 wants it, weakly. */
export function isMatch(header: string | null, tag: string): boolean {
	if (header === null) return false;
	const opaque = (given: string) => given.trim().replace(/^W\//, '');
	return header.split(',').some((given) => given.trim() === '*' || opaque(given) === opaque(tag));
}
