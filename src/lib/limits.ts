/**
 * Every limit of Pamphlet, in one place. The web server, the editor, the command line and the Edge
 * Functions read it here. Postgres has a copy of what must hold for callers of the REST port; a test
 * compares the two. `docs/security.md` shows this file as a table.
 *
 * This module imports nothing, so that every part of the product can use it.
 */

/** So many tries in so many seconds, for one subject (a mailbox, a network, a person). */
export interface Rate {
	tries: number;
	seconds: number;
}

/**
 * Rates that Postgres counts, so that they hold on any number of web servers and for callers of the
 * REST port. The keys are the names in `private.rate_limits`.
 */
export const rates = {
	/** Checkouts that one person may begin. */
	checkout: { tries: 30, seconds: 3600 },
	/** Visits to the billing portal that one person may begin. */
	billing_portal: { tries: 30, seconds: 3600 }
} as const satisfies Record<string, Rate>;

/** Email addresses, in characters of the form that is stored (RFC 5321, 4.5.3.1, and its erratum 1690). */
export const emailAddresses = {
	characters: 254,
	/** The part before the at sign. */
	localPart: 64
} as const;

/** The document of a post. */
export const documents = {
	/** Bytes of its JSON that the app accepts. Postgres adds spaces when it prints JSON, so its limit is wider. */
	bytes: 2_000_000
} as const;
