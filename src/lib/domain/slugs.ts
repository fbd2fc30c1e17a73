import { isAtMost } from './plain-text.ts';

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
		.normalize('NFC')
		// Letters and numbers that are drawn as signs, or not at all.
		.replace(new RegExp(notInSlugs, 'gu'), '-')
		.replace(/-+/g, '-');
	return shorten(trimHyphens(plain), MADE_LENGTH);
}

// Signs, capitals of plain Latin, and whatever nobody sees. A check on `posts.slug` and `tags.slug` has
// the same list.
const notInSlugs =
	/[\u0000-\u002c\u002e\u002f\u003a-\u005e\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f\u2ff0-\u3004\u3008-\u3020\u3030\u3164\ud800-\uf8ff\ufe00-\ufe1f\ufe30-\ufe6f\ufeff\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffa0\uffe0-\uffff\u{1d173}-\u{1d17a}\u{1f000}-\u{1faff}\u{e0000}-\u{10ffff}]/u;

/**
 * Whether the database takes it as the slug of a post or a tag, reserved words apart: small letters,
 * figures, hyphens and underlines of any script.
 */
export function isPostSlug(slug: string): boolean {
	return (
		slug !== '' &&
		isAtMost(slug, SLUG_MAX_LENGTH) &&
		!notInSlugs.test(slug) &&
		slug === slug.toLowerCase().normalize('NFC')
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
