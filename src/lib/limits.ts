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
	billing_portal: { tries: 30, seconds: 3600 },

	/*
	 * Mail that anybody can have sent. A source is a signed-in person, or the network of a visitor.
	 * All callers that name no network with the server token are one source.
	 */

	/** Mails that one source causes, to whatever addresses: a company behind one address signs in. */
	mails_by_source: { tries: 100, seconds: 3600 },
	/** The same for all callers past our pages together. */
	mails_by_source_unnamed: { tries: 20, seconds: 3600 },
	/** Mails to one mailbox that sources cause through our pages and functions. */
	mails_to_mailbox: { tries: 12, seconds: 3600 },
	/** Of those, what one source causes: it takes three sources to use up a mailbox's share. */
	mails_to_mailbox_by_source: { tries: 4, seconds: 3600 },
	/**
	 * Sign-in mails to one address come this far apart. Auth holds to it as well, by `max_frequency` in
	 * config.toml. Kept in `private.auth_mails` and not counted as tries: a mail that another limit
	 * refuses must not put off the next one.
	 */
	auth_mail: { tries: 1, seconds: 60 },
	/** Mails to one mailbox that Auth was asked for directly, past our pages. */
	auth_mails_direct: { tries: 2, seconds: 3600 },
	/** The same for all mailboxes together. */
	auth_mails_direct_all: { tries: 100, seconds: 3600 },

	/* Sign-in. */

	/** Sign-ins that one network may begin. */
	network_sign_ins: { tries: 60, seconds: 600 },
	network_sign_ins_unnamed: { tries: 20, seconds: 600 },
	/** Codes that may be typed in one sign-in. Its window is also how long a sign-in lasts: a code lives ten minutes. */
	code_tries: { tries: 5, seconds: 900 },
	/** Codes that one network may type, in all its sign-ins. */
	network_code_tries: { tries: 30, seconds: 600 },
	network_code_tries_unnamed: { tries: 5, seconds: 600 },
	/** Codes for one address that one source may type in sign-ins that had no mail sent. */
	code_tries_without_mail: { tries: 5, seconds: 600 },
	/** The same from all sources together, so that many networks cannot guess one code. */
	code_tries_without_mail_all: { tries: 100, seconds: 600 },
	/** Passwords for one address that one source may try. */
	password_tries: { tries: 10, seconds: 900 },
	/** Passwords that one network may try, for whatever addresses. */
	network_password_tries: { tries: 60, seconds: 900 },
	network_password_tries_unnamed: { tries: 10, seconds: 900 }
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
