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
	/** Milliseconds that reading a document from HTML may take: staff wait for it, not readers. */
	convertBudget: 5_000,
	/** Threads at most; fewer where there are fewer processors. */
	threads: 2,
	/** Documents that wait for a thread. One more gets the plain text at once. */
	queue: 100,
	/** Documents that took too long and are not tried again while they stay as they are. */
	remembered: 1_000,
	/** Characters of plain text that stand in for a document that cannot be rendered. */
	plainLength: 50_000
} as const;
