/** Longest slug made from a title; a shorter address is easier to pass on. */
const MADE_LENGTH = 80;

/** Longest slug the database takes for a post or a tag. */
export const SLUG_MAX_LENGTH = 191;

/** Addresses no publication may have. The check on `publications.slug` has the same list. */
export const reservedSlugs: ReadonlySet<string> = new Set([
	...['account', 'admin', 'administrator', 'api', 'app', 'assets', 'auth', 'blog', 'cdn', 'desk'],
	...['docs', 'feed', 'ftp', 'help', 'hostmaster', 'imap', 'inbox', 'invitations', 'login', 'mail'],
	...['media', 'mx', 'ns1', 'ns2', 'official', 'pamphlet', 'pop', 'postmaster', 'root', 'security'],
	...['sign-in', 'sign-out', 'sign-up', 'smtp', 'static', 'status', 'stripe', 'support'],
	...['webmaster', 'www']
]);

/** Paths of the reading side, which no post may have. The check on `posts.slug` has the same list. */
export const reservedPostSlugs: ReadonlySet<string> = new Set([
	...['archive', 'author', 'feed', 'join', 'media', 'page', 'rss', 'search', 'sitemap', 'subjects'],
	'tag'
]);

// Latin letters that no decomposition turns into plain ones.
const SPELLED: Record<string, string> = {
	ß: 'ss',
	æ: 'ae',
	œ: 'oe',
	ø: 'o',
	đ: 'd',
	ð: 'd',
	þ: 'th',
	ł: 'l',
	ħ: 'h',
	ı: 'i',
	ŋ: 'ng'
};

/**
 * A slug made of a text: lower case, Latin letters without their accents, anything that is not a
 * letter or a number turned into one hyphen. Letters of other scripts stay, unless `ascii` is set,
 * as it is for a publication, whose slug has to serve as a host name. Empty when nothing is left.
 */
export function slugify(text: string, options: { ascii?: boolean } = {}): string {
	const plain = text
		.normalize('NFKC')
		.toLowerCase()
		.replace(/['’ʼ]/gu, '')
		.replace(/\p{Script=Latin}/gu, plainLetter)
		.replace(options.ascii ? /[^a-z0-9]+/g : /[^\p{L}\p{M}\p{N}]+/gu, '-')
		.normalize('NFC');
	return shorten(trimHyphens(plain), MADE_LENGTH);
}

/** Whether the database would take it as the slug of a post, reserved words apart. */
export function isPostSlug(slug: string): boolean {
	return (
		slug.length <= SLUG_MAX_LENGTH &&
		/^[\p{L}\p{M}\p{N}_-]+$/u.test(slug) &&
		slug === slug.toLowerCase()
	);
}

/** The slug itself when it is free, or the first of `slug-2`, `slug-3`, … that is. */
export function freeSlug(slug: string, isTaken: (candidate: string) => boolean): string {
	let candidate = slug;
	for (let n = 2; isTaken(candidate); n += 1) {
		const suffix = `-${n}`;
		candidate = trimHyphens(slug.slice(0, SLUG_MAX_LENGTH - suffix.length)) + suffix;
	}
	return candidate;
}

function plainLetter(letter: string): string {
	const plain = letter.normalize('NFD').replace(/\p{M}/gu, '');
	return SPELLED[plain] ?? plain;
}

function trimHyphens(text: string): string {
	return text.replace(/^-+|-+$/g, '');
}

// Cut between words where there is one to cut at.
function shorten(slug: string, length: number): string {
	const letters = [...slug];
	if (letters.length <= length) return slug;
	const cut = letters.slice(0, length).join('');
	const end = cut.lastIndexOf('-');
	return trimHyphens(end > length / 2 ? cut.slice(0, end) : cut);
}
