import { emailAddresses } from '../limits.ts';

/*
 * The grammar of email addresses. `private.email_address` in Postgres is the same grammar, except that
 * it takes domains in ASCII only; a test compares the two. Lists of characters are written out, because
 * classes such as `\s` differ from one engine to the next.
 */

// Zero-width characters, marks of direction, fillers, selectors and tags. They come along with copied text.
const invisible =
	/[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\u{e0000}-\u{e0fff}]/gu;

// Accents may be characters of their own.
const anyLetter = /[\p{L}\p{M}]/gu;

const surroundingSpace =
	/^[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u2800\u3000]+|[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u2800\u3000]+$/g;

/** A dot-atom (RFC 5322, 3.2.3): neither quoted strings nor comments, which no provider gives out. */
const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

/** Labels of letters, digits and inner hyphens (RFC 1123, 2.1), two or more of them. */
const domainName =
	/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** The last label is a number in IP addresses, and never in the names of domains (RFC 3696, 2). */
const endsInNumber = /\.[0-9]+$/;

/**
 * The one way an email address is written and stored: without invisible characters and surrounding
 * space, in lower case, an internationalised domain in its ASCII form (`xn--…`). This is what Supabase
 * Auth stores for the address, so that an address and the login behind it can be compared as text.
 *
 * @returns null for what is no plain address, such as one with a display name, quotes or a comment.
 */
export function emailAddress(text: string): string | null {
	const address = trimmed(text);
	if (address === null) return null;
	const at = address.lastIndexOf('@');
	if (at < 1) return null;
	const local = lowerCase(address.slice(0, at));
	const domain = asciiDomain(address.slice(at + 1));
	if (domain === null || local.length > emailAddresses.localPart) return null;
	if (!localPart.test(local) || !domainName.test(domain) || endsInNumber.test(domain)) return null;
	const whole = `${local}@${domain}`;
	return whole.length <= emailAddresses.characters ? whole : null;
}

/** Without what cannot be seen and the space around; null for what is too long. */
function trimmed(text: string): string | null {
	if (text.length > 10_000) return null;
	const visible = text.replace(invisible, '');
	// The longest address with generous space around it. It also keeps the next line from slow work.
	return visible.length > 1000 ? null : visible.replace(surroundingSpace, '');
}

/**
 * What is wrong with a text that is no address.
 * @returns `empty` when there is nothing; `letters` when all is well but for letters before the at sign
 * that are not those of ASCII; `form` for the rest
 */
export function addressFault(text: string): 'empty' | 'letters' | 'form' {
	const address = trimmed(text);
	if (address === '') return 'empty';
	const at = address?.lastIndexOf('@') ?? -1;
	if (!address || at < 1) return 'form';
	const plain = address.slice(0, at).replace(anyLetter, 'a') + address.slice(at);
	return emailAddress(plain) === null ? 'form' : 'letters';
}

/** A to Z only: other letters may become ASCII ones in lower case, such as the Kelvin sign. */
function lowerCase(text: string): string {
	return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** A domain in ASCII, by the rules that browsers follow (UTS 46); null where there is none. */
function asciiDomain(domain: string): string | null {
	if (/^[\u0000-\u007f]*$/.test(domain)) return lowerCase(domain);
	// Other ASCII characters would divide a URL.
	if (/[^a-zA-Z0-9.\u0080-\u{10ffff}-]/u.test(domain)) return null;
	try {
		return new URL(`http://${domain}`).hostname;
	} catch {
		return null;
	}
}
