import type { Doc } from '../../editor/document.ts';

/** What an importer makes of a source, whatever the source is: rows as we would write them. */
export type ImportRecord = TierRecord | AuthorRecord | TagRecord | PostRecord;

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

/** A paid plan that posts name as theirs; prices are for the owner to set. */
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
	excerpt: string | null;
	status: 'draft' | 'published';
	visibility: 'public' | 'members' | 'paid' | 'tiers';
	/** ISO 8601; in the future for a scheduled post. */
	publishedAt: string | null;
	createdAt: string | null;
	coverAlt: string;
	coverCaption: string;
	doc: Doc;
	wordCount: number;
	/** Source ids, in order. */
	authors: string[];
	tags: string[];
	tiers: string[];
};

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
		'Pictures and files that are not in the export, their words are kept (--site-url shows them from the old site)',
	files_elsewhere: 'Pictures and files that stay on the old site',
	cover_missing: 'Covers that are not in the export, their descriptions are kept',
	links_dropped: 'Links into the old site that lost their target (--site-url keeps them)',
	gated: 'Passages for a part of the readers only, left out so that nobody else reads them',
	code_left_out: 'Code injected into head or foot, left out',
	kept_as_html: 'Parts kept as blocks of HTML',
	from_plain_text: 'Texts without HTML, taken from their plain text',
	no_text: 'Texts that are empty in the export',
	shortened: 'Fields longer than there is room for, shortened',
	new_slug: 'Addresses that were taken, reserved or unusable, changed',
	mail_only: 'Posts that went out by mail only, now drafts',
	unknown_status: 'Posts of a status we do not know, now drafts',
	unknown_visibility: 'Posts of an access we do not know, now for paying members only',
	no_date: 'Published posts without a date, now of the date they were made',
	author_missing: 'Bylines left out, their authors being gone or on the staff by now',
	already_there: 'Tags that were there already, used as they are'
} as const;

/** A file that is not what its importer reads. One line for the person who named it. */
export class ImportFileError extends Error {
	override name = 'ImportFileError';
}
