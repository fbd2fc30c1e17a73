// The base is never shown: it only shows whether an address leaves its origin.
const base = 'http://pamphlet.invalid';

// Control characters, which browsers drop from an address before they read it.
const unsafe = /[\u0000-\u001f\u007f-\u009f\\]/;

const longest = 2048;

/**
 * The path to go on to after sign-in, or the fallback when the wish would lead to another site.
 * It must still be harmless after it was decoded twice, since some proxy or page may do that.
 * @param wish from a query, a form or a cookie: anybody may have written it
 * @param origin an absolute address on this origin is taken too, and loses it
 */
export function safePath(wish: unknown, fallback: string, origin?: string): string {
	if (typeof wish !== 'string' || wish.length > longest) return fallback;
	const path =
		origin !== undefined && wish.startsWith(`${origin}/`) ? wish.slice(origin.length) : wish;
	return readings(path).every(staysHere) ? path : fallback;
}

/** The path as it is, decoded once and decoded twice. */
function readings(path: string): string[] {
	const all = [path];
	for (let last = path; all.length < 3; all.push(last)) {
		try {
			last = decodeURIComponent(last);
		} catch {
			return all;
		}
	}
	return all;
}

function staysHere(path: string): boolean {
	if (!path.startsWith('/') || path.startsWith('//') || unsafe.test(path)) return false;
	if (!URL.canParse(path, base)) return false;
	const url = new URL(path, base);
	return url.origin === base && !url.pathname.startsWith('//');
}
