import type { Doc } from '../../editor/document.ts';

/** What an importer makes of a source, whatever the source is: rows as we would write them. */
export type ImportRecord =
	TierRecord | AuthorRecord | TagRecord | PostRecord | MemberRecord | FileRecord;

export type RecordKind = ImportRecord['kind'];

interface Common {
	/** The id the item has where it comes from; a second run knows it by this. */
	sourceId: string;
	/** What a report calls it. */
	label: string;
	/** What did not come over as it was. */
	notes: Note[];
	/** Why it cannot come over at all. */
	problem?: string;
}

/** A paid plan; prices are for the owner to set. */
export type TierRecord = Common & {
	kind: 'tier';
	slug: string;
	name: string;
	description: string;
};

export type AuthorRecord = Common & {
	kind: 'author';
	name: string;
	bio: string;
	/** Lets the author claim the byline when joining the staff. Lower case. */
	email: string | null;
};

export type TagRecord = Common & {
	kind: 'tag';
	slug: string;
	name: string;
	description: string;
	isInternal: boolean;
};

export type PostRecord = Common & {
	kind: 'post';
	postKind: 'post' | 'page';
	slug: string;
	title: string;
	/** Other slugs it was known by where it comes from. */
	formerSlugs: string[];
	excerpt: string | null;
	metaTitle: string | null;
	metaDescription: string | null;
	canonicalUrl: string | null;
	status: 'draft' | 'published';
	visibility: 'public' | 'members' | 'paid' | 'tiers';
	/** ISO 8601; in the future for a scheduled post. */
	publishedAt: string | null;
	createdAt: string | null;
	coverMediaId: string | null;
	coverAlt: string;
	coverCaption: string;
	doc: Doc;
	schemaVersion: number;
	wordCount: number;
	/** Source ids, in order. */
	authors: string[];
	tags: string[];
	tiers: string[];
};

export type MemberRecord = Common & {
	kind: 'member';
	/** Lower case. */
	email: string;
	name: string;
	emailState: 'subscribed' | 'unsubscribed';
	labels: string[];
	/** Names of tiers that cost this member nothing; empty where the source names none. */
	grants: string[];
	stripeCustomerId: string | null;
	createdAt: string | null;
};

/** A file that was put among the media of the publication, or was not found. */
export type FileRecord = Common & { kind: 'file' };

export type NoteCode = keyof typeof NOTES;

/** Something that was left out or changed, how often in one item. */
export interface Note {
	code: NoteCode;
	count: number;
	detail?: string;
}

/** What the report says about each kind of note, before how many and where. */
export const NOTES = {
	files_missing:
		'Pictures and files that are not in the export, their words are kept (the address of the old site brings them)',
	files_elsewhere: 'Pictures and files that could not be fetched, still shown from the old site',
	cover_missing: 'Covers that are not in the export, their descriptions are kept',
	cover_elsewhere:
		'Covers that could not be fetched from the old site, their descriptions are kept',
	links_dropped:
		'Links into the old site that lost their target (the address of the old site keeps them)',
	gated: 'Passages for a part of the readers only, left out so that nobody else reads them',
	code_left_out: 'Code injected into head or foot, left out',
	kept_as_html: 'Parts kept as blocks of HTML',
	from_source: 'Texts without HTML, taken from what the editor stored',
	card_unknown: 'Parts of a kind nobody knows, their words are kept',
	no_address: 'Addresses of first publication that are no web addresses, left out',
	from_plain_text: 'Texts without HTML, taken from their plain text',
	no_text: 'Texts that are empty in the export',
	shortened: 'Fields longer than there is room for, shortened',
	new_slug: 'Addresses that were taken, reserved or unusable, changed',
	mail_only: 'Posts that went out by mail only, now drafts',
	unknown_status: 'Posts of a status we do not know, now drafts',
	unknown_visibility: 'Posts of an access we do not know, now for paying members only',
	no_date: 'Published posts without a date, now of the date they were made',
	author_missing: 'Bylines left out, their authors being gone or on the staff by now',
	already_there: 'Tags that were there already, used as they are',
	author_address: 'Authors whose address nobody can sign in with: nobody can claim their bylines',
	on_staff: 'Authors who are on the staff, and sign with their own names',
	member_there: 'Members who were there already, completed',
	unsubscribed: 'Members who do not want mail, and get none',
	paying: 'Paying members: their Stripe customers are kept, their access comes with payments',
	gift: 'Members with a gift: given by the old site, to be given here by hand',
	no_tier: 'Complimentary members whose tier is not here, to be given one by hand',
	formula: 'Values that a spreadsheet would compute, taken as the words they are'
} as const;
