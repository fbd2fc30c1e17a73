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

	/** Mails that one source causes, to all addresses together. A whole company may sign in from one network address. */
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
	/** Passwords that one network may try, for all addresses together. */
	network_password_tries: { tries: 60, seconds: 900 },
	network_password_tries_unnamed: { tries: 10, seconds: 900 },

	/** Invitations to a staff that one person may send, for all publications together. Each is a mail. */
	invitations: { tries: 60, seconds: 86_400 },

	/* Joining and inviting, beside the limits of mail above. */

	/** Requests to join by one address at one publication. A second within the window is a double click. */
	join_again: { tries: 1, seconds: 60 },
	/** Requests to join one publication with addresses of one mailbox. */
	join_mailbox: { tries: 10, seconds: 3600 },
	/** Requests to join from one network without a proof of work. A household or an office needs few. */
	join_network: { tries: 20, seconds: 3600 },
	/** Requests to join one publication without a proof of work. More in so short a time looks like an attack. */
	join: { tries: 30, seconds: 300 },
	/** Requests to join from one network with a proof of work. Enough for a university behind one address. */
	join_proven: { tries: 60, seconds: 3600 },
	/** Uses of one challenge. The window is as long as a challenge is good. */
	join_proof: { tries: 1, seconds: 600 },
	/** Links that wait, for browsers without JavaScript under an attack: from one network, and at one publication. */
	join_later_network: { tries: 3, seconds: 3600 },
	join_later: { tries: 100, seconds: 3600 },

	/** Moves of memberships to another address that one person may ask for. */
	address_change: { tries: 5, seconds: 3600 },

	/** Invitations from one publication to one mailbox: one, one for another role, and one more. */
	invite_mailbox: { tries: 3, seconds: 86_400 },
	/** Invitations to one mailbox, over all publications. Strangers cannot use it up, as they cannot invite. */
	invited_mailbox: { tries: 10, seconds: 86_400 },
	/** Invitations from one publication. */
	invite: { tries: 50, seconds: 86_400 }
} as const satisfies Record<string, Rate>;

/**
 * The proof of work for joining under an attack: so many puzzles, each of which takes 2^bits hashes on
 * average. Half a million hashes take a phone one to three seconds. Several puzzles instead of one keep
 * bad luck small.
 */
export const proofOfWork = {
	puzzles: 8,
	bits: 16,
	/** How long a challenge is good. */
	seconds: 600
} as const;

/** Email addresses, in characters of the form that is stored (RFC 5321, 4.5.3.1, and its erratum 1690). */
export const emailAddresses = {
	characters: 254,
	/** The part before the at sign. */
	localPart: 64
} as const;

/**
 * The document of a post. Postgres has a copy of most of these in `private.document_limits`, and a
 * trigger refuses a document that is over one of them. `overLimit` is the same rule in the app. Lengths
 * are in characters.
 */
export const documents = {
	/** Bytes of its JSON that the app accepts. */
	bytes: 2_000_000,
	/** Bytes of its JSON as Postgres prints it. Postgres adds spaces, so this is wider than `bytes`. */
	storedBytes: 3_000_000,
	/** How deep nodes may be nested. */
	depth: 60,
	/** How deep its JSON may be nested: two levels for each node, and what attributes need. */
	jsonDepth: 130,
	/** Nodes of every kind, the document itself included. */
	nodes: 50_000,
	/** Bold, links and the like, in the whole document. */
	marks: 100_000,
	/** Attributes of one node or mark. The schema has no node with more than ten. */
	attributes: 30,
	/** One piece of text with the same marks, such as a block of code. */
	textLength: 500_000,
	/** A text in an attribute, such as a title or an alternative text. */
	attributeLength: 5_000,
	/** Notes. */
	footnotes: 1_000,
	/** Formulas in lines and formulas of their own, taken together. */
	formulas: 1_000,
	/** One formula. */
	formulaLength: 4_000,
	/** Formulas that are set on a page, taken together: half a second's work. Later ones show their source. */
	formulasSet: 20_000,
	/** Blocks of HTML. Each costs a run of the sanitiser, however short it is. */
	htmlBlocks: 500,
	/** One block of HTML. */
	htmlLength: 200_000,
	/** All blocks of HTML, taken together. */
	allHtmlLength: 500_000,
	/** How deep elements of HTML may be nested. Deeper ones lose their tags and keep their text. */
	htmlDepth: 100,
	/** HTML that is converted to a document, as an import does. */
	convertedLength: 2_000_000
} as const;

/**
 * A document within these limits is rendered on the main thread of the web server: a few milliseconds
 * at most. A larger one goes to a worker thread.
 */
export const smallDocuments = {
	jsonDepth: 60,
	nodes: 500,
	marks: 500,
	textLength: 20_000,
	allTextLength: 50_000,
	attributes: 30,
	formulaLength: 200,
	allFormulaLength: 400,
	htmlLength: 4_000,
	allHtmlLength: 4_000
} as const;

/** Worker threads that render, check and convert documents. */
export const rendering = {
	/** Milliseconds that one document may take. Then its worker is ended, and the reader gets plain text. */
	budget: 2_000,
	/** Milliseconds that reading a document from HTML, or the head of a picture, may take: staff wait for it, not readers. */
	convertBudget: 5_000,
	/** Threads at most; fewer where there are fewer processors. */
	threads: 2,
	/** Documents that wait for a thread. One more gets the plain text at once. */
	queue: 100,
	/** Documents that took too long and are not tried again while they stay as they are. */
	remembered: 1_000,
	/** Characters of rendered texts that are kept in memory, at one or two bytes each. */
	cachedCharacters: 32_000_000,
	/** Characters of plain text that stand in for a document that cannot be rendered. */
	plainLength: 50_000
} as const;

/** A feed of a publication. */
export const feeds = {
	/** Characters of HTML in all its texts together. The posts that are left have their summary only. */
	htmlLength: 1_000_000
} as const;

/** One file that staff add. */
export const files = {
	/** Bytes. The bucket in Storage and the check on `media.bytes` have the same number. */
	bytes: 20 * 1024 * 1024
} as const;

/** The largest body of a request, and how long it may take to arrive. */
export interface BodyLimit {
	bytes: number;
	seconds: number;
}

/**
 * What the web server reads of the body of one request. A longer one is answered with 413, a slower
 * one with 408. Routes get `form` unless `src/lib/server/http/body-kinds.ts` names them.
 */
export const bodies = {
	/** Forms and small JSON. Fits 500 selected ids, or a note of 5000 emoji with percent-encoding. */
	form: { bytes: 256 * 1024, seconds: 20 },
	/** The text of a post, or one batch of an import. Wider than any text that is stored, so that one a little too long gets the message about its own limit. */
	document: { bytes: 4 * documents.bytes, seconds: 60 },
	/** One file and what a multipart body puts around it. */
	upload: { bytes: files.bytes + 64 * 1024, seconds: 180 }
} as const satisfies Record<string, BodyLimit>;

/** What is inside a body, counted before a parser sees it. */
export const contents = {
	/** Fields of a form, or parts of a multipart body. The largest form selects 500 members. */
	fields: 1000,
	/** Levels of nesting in JSON. Wider than any document, so that one a little too deep gets the message about its own limit. */
	jsonDepth: 1000
} as const;

/** What a request has before its body. */
export const requests = {
	/** Characters of the path, as it was sent. */
	path: 2048,
	/** Characters of the query, as it was sent. A return path of 2048 characters fits into it. */
	query: 8192,
	/** Names and values in the query. */
	queryFields: 100,
	/** Characters of a place in a list: two moments and an id. */
	cursor: 120,
	/** Cookies. A session takes five at most. */
	cookies: 50,
	/** Header lines. Browsers send about 20. */
	headers: 100,
	/** Bytes of the request line and all headers. Node answers 431 to more, before it reads on. */
	headerBytes: 16 * 1024
} as const;

/**
 * Files in the memory of one web server: while they arrive, are checked and are sent to Storage. One
 * takes up to four times its size. A person has one at a time, so that nobody takes all the places.
 */
export const uploads = {
	/** At once. Others wait for their turn. */
	atOnce: 6,
	/** Of one person, with those that wait. One more is answered with 429. The editor sends one after the other. */
	ofOnePerson: 3,
	/** Waiting. One more is answered with 503. */
	waiting: 30
} as const;

/**
 * Tables that one call of the REST port may embed. Postgres has a copy in `private.embeds_are_few`. Rows
 * have a limit of their own, `max_rows` in config.toml.
 */
export const restEmbeds = {
	tables: 10,
	/** How deep tables may be embedded in tables. A list of rows may stand on the first level only. */
	levels: 2
} as const;

/** Connections of one web server. */
export const connections = {
	/** Open at once. Further ones are closed without an answer. */
	open: 2000,
	/** Seconds in which all headers of a request must arrive. */
	headersSeconds: 10,
	/** Seconds in which a whole request must arrive, with the time it waits for its turn. */
	requestSeconds: 300,
	/** Seconds without a byte in either direction, after which a connection is closed. */
	idleSeconds: 120,
	/** Seconds for which the rest of a body is thrown away after an early answer. Without them a browser shows a broken connection instead of the answer. */
	discardSeconds: 5
} as const;

/**
 * What one network (an IPv4 address, or the /64 of an IPv6 address) may ask of one web server. Counted
 * in that process.
 */
export const network = {
	/** Requests that are answered at once. Others of the same network wait for their turn. */
	requestsAtOnce: 8,
	/** Requests that wait. One more is answered with 429. */
	requestsWaiting: 100,
	/** Requests in total, with those for files. Enough for a school or an office behind one address. */
	requests: { tries: 500, seconds: 10 },
	/** Forms of sign-in and of joining. The variable SIGN_IN_POSTS_PER_MINUTE changes the tries. */
	signInForms: { tries: 30, seconds: 60 }
} as const;

/**
 * How one web server shares its processor between those who ask, see `src/lib/server/http/places.ts`.
 * Counted in that process.
 */
export const places = {
	/** Requests that are answered at once, at most. Fewer while the server is busy. */
	most: 16,
	/** Further ones, for networks and publications that used little lately. */
	kept: 4,
	/** Little: so much of the server's time. */
	little: 0.33,
	/** Share of the time that the server may be busy before fewer requests are answered at once. */
	busy: 0.85,
	/** The same while somebody who used little is being served. The rest is theirs. */
	busyWithOthers: 0.4,
	/** Seconds after which a request counts no more, though it is not answered yet: it waits for its client or for Postgres. */
	seconds: 0.3,
	/** Seconds in which two thirds of what was used are forgotten. */
	memory: 3,
	/** Networks and publications whose use is remembered. */
	subjects: 10_000
} as const;

/** What the Edge Functions accept in the body of a request. Bytes, unless it says otherwise. */
export const functionBodies = {
	/** `checkout` and `billing-portal`: two ids and a path to come back to. */
	payment: 4096,
	/** `invite-staff`: an id, an email address and a role. */
	invitation: 2048,
	/** `reconcile-payments`: two switches. */
	reconciliation: 1024,
	/** `send-mail`: a call of Auth's send-email hook has a few thousand bytes. */
	authHook: 65_536,
	/** `stripe-webhook`: events have some ten thousand bytes, and Stripe adds fields over time. */
	stripeEvent: 1_048_576,
	/** How deep the lists and objects of our own requests may nest. They are flat. */
	depth: 8
} as const;

/**
 * Rows that may stand at one other row, with those that are archived or over. Postgres has a copy in
 * the triggers `limit_count`. A reader's pages show all that a publication gave them, so others must
 * not be able to give without end.
 */
export const counts = {
	/** Tiers of a publication. The page to join shows those on offer. */
	tiers: 200,
	/** Labels of a member. */
	labels: 100,
	/** Complimentary access of a member. */
	grants: 500
} as const;

/** Memberships that others made for the address of a person. */
export const addedMemberships = {
	/** How many of them the account page shows at once: anybody can make them, so there may be very many. */
	shown: 20
} as const;
