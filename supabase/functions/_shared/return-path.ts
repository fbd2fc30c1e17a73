/**
 * A path of the reading side to come back to: `/@slug/…`, and from the account page `/account…`.
 * Anybody may have written it, so it is a list of what may be in it: no host, no `//`, no backslash, no
 * control character, and nothing that becomes one of them when it is decoded, once or again.
 */
const segment = /(?!\.{1,2}(?:\/|\?|$))(?:[\p{L}\p{M}\p{N}._~-]|%[89a-f][0-9a-f])+/u.source;
const query = /\?[A-Za-z0-9._~=&-]*/.source;
const path = new RegExp(`^/(?:@[a-z0-9-]{2,63}|account)(?:/${segment})*/?(?:${query})?$`, 'iu');

export function isReturnPath(wish: string): boolean {
	return wish.length <= 1024 && path.test(wish);
}
