import { csvLine, fromCsvText } from './csv.ts';
import { emailAddress } from './email-address.ts';
import { mailStates, memberSources, memberStatuses, type MailState } from './member-words.ts';
import { isDay, readMoment } from './moments.ts';

/**
 * The columns of a file of members. Who pays is not in it: that is up to payments, and could not come
 * back. Several labels stand in one cell as a line of CSV of its own; so do tiers and their ends.
 */
export const memberColumns = [
	'email',
	'name',
	'status',
	'email_state',
	'labels',
	'note',
	'joined_at',
	'source',
	'complimentary_tier',
	'complimentary_until'
] as const;
export type MemberColumn = (typeof memberColumns)[number];

/** A member as the database gives it out for a file. */
export type ExportedMember = [
	email: string,
	name: string,
	status: string,
	emailState: string,
	labels: string[],
	note: string,
	/** Null for a moment that has none in a calendar. */
	joinedAt: string | null,
	source: string,
	grants: [tier: string, until: string | null][]
];

/** The line of a member, with its end. */
export function memberLine(member: ExportedMember): string {
	const [email, name, status, emailState, labels, note, joinedAt, source, grants] = member;
	return csvLine([
		...[email, name, status, emailState, listCell(labels), note, joinedAt ?? '', source],
		listCell(grants.map(([tier]) => tier)),
		listCell(grants.map(([, until]) => until ?? ''))
	]);
}

/** Several texts in one cell, as a line of CSV of their own. */
export function listCell(items: readonly string[]): string {
	return items
		.map((item) => (/[",]|^\s|\s$/.test(item) ? `"${item.replaceAll('"', '""')}"` : item))
		.join(',');
}

/** The texts of such a cell; spaces around those without quotation marks do not count. */
export function readListCell(cell: string): string[] {
	if (cell === '') return [];
	const items: string[] = [];
	const item = /\s*(?:"((?:[^"]|"")*)"|([^,]*?))\s*(?:,|$)/y;
	for (let at = 0; at <= cell.length;) {
		item.lastIndex = at;
		const found = item.exec(cell);
		// A mark that does not end is a mark like any other.
		if (!found) return cell.split(',').map((part) => part.trim());
		items.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
		if (!found[0].endsWith(',') && item.lastIndex >= cell.length) break;
		at = item.lastIndex;
		if (at === cell.length) {
			items.push('');
			break;
		}
	}
	return items;
}

/** A line of a file, as the database takes it. */
export interface MemberRow {
	/** From 1, as in the file. */
	line: number;
	email: string;
	name?: string;
	note?: string;
	status?: string;
	email_state?: MailState;
	labels?: string[];
	/** RFC 3339. */
	joined_at?: string;
	source?: string;
	grants?: { tier: string; until?: string }[];
}

/** Where each of our columns stands in a file: the number of its column, from 0. */
export type ColumnMap = Partial<Record<MemberColumn | FlagColumn, number>>;

/** Columns of other systems that say one of ours in their own way. */
export const flagColumns = ['subscribed', 'complimentary'] as const;
type FlagColumn = (typeof flagColumns)[number];

const aliases: Record<MemberColumn | FlagColumn, string[]> = {
	email: ['email', 'email address', 'e-mail', 'e-mail address', 'address', 'mail', 'subscriber'],
	name: ['name', 'full name', 'display name', 'subscriber name'],
	status: ['status'],
	email_state: ['email_state'],
	labels: ['labels', 'label', 'tags', 'groups'],
	note: ['note', 'notes', 'comment', 'comments'],
	joined_at: [
		'joined_at',
		'joined',
		'created_at',
		'created at',
		'created',
		'start date',
		'subscribed at',
		'signup date',
		'sign up date',
		'optin_time',
		'confirm_time',
		'date added',
		'subscription date'
	],
	source: ['source'],
	complimentary_tier: ['complimentary_tier'],
	complimentary_until: ['complimentary_until'],
	subscribed: ['subscribed_to_emails', 'subscribed', 'email_disabled', 'unsubscribed'],
	complimentary: ['complimentary_plan']
};

/** Which column of a file is which, by the names of its first line. */
export function guessColumns(names: readonly string[]): ColumnMap {
	const plain = names.map((name) => name.trim().toLowerCase());
	const found: ColumnMap = {};
	for (const [column, words] of Object.entries(aliases) as [keyof ColumnMap, string[]][]) {
		const at = words.map((word) => plain.indexOf(word)).find((n) => n >= 0);
		if (at !== undefined) found[column] = at;
	}
	return found;
}

const yes = /^(?:true|yes|y|1|subscribed|active)$/i;
const no = /^(?:false|no|n|0|unsubscribed|cleaned|bounced|inactive)$/i;

/**
 * A line of a file as the database takes it.
 * @param names of the columns, in lower case: a column such as “unsubscribed” says the opposite
 */
export function memberRow(
	cells: readonly string[],
	{ line, columns, names }: { line: number; columns: ColumnMap; names: readonly string[] }
): { row: MemberRow; fault: 'date' | null } {
	const raw = (column: keyof ColumnMap): string => {
		const at = columns[column];
		return at === undefined ? '' : (cells[at] ?? '');
	};
	const isOurs = memberColumns.every((column, n) => names[n] === column);
	// What is ours comes back to the letter; an apostrophe against formulas goes in any file.
	const text = (column: keyof ColumnMap) => {
		const cell = fromCsvText(raw(column));
		return isOurs ? cell : cell.trim();
	};
	const word = (column: keyof ColumnMap) => text(column).trim().toLowerCase();
	// What is no address goes on as it is written: the database names the line and why it is left out.
	const row: MemberRow = { line, email: emailAddress(text('email')) ?? text('email') };
	const [name, note] = [text('name'), text('note')];
	if (name !== '') row.name = name;
	if (note !== '') row.note = note;
	const status = memberStatuses.find((known) => known === word('status'));
	if (status) row.status = status;
	row.email_state = mailState();
	const labels = [...new Set(readListCell(text('labels')).filter((label) => label.trim() !== ''))];
	if (labels.length > 0) row.labels = labels;
	const source = memberSources.find((known) => known === word('source'));
	if (source) row.source = source;
	const joined = parseMoment(word('joined_at'));
	if (joined) row.joined_at = joined;
	const grants = grantsOf(text('complimentary_tier'), text('complimentary_until'));
	if (grants.length > 0) row.grants = grants;
	const fault = joined === null ? 'date' : null;
	return { row, fault };

	function mailState(): MailState {
		const known = mailStates.find((state) => state === word('email_state'));
		if (known) return known;
		// Mailchimp calls an address that bounced for good "cleaned".
		if (/^(?:bounced|cleaned)$/.test(word('status'))) return 'bounced';
		return isSubscribed() ? 'subscribed' : 'unsubscribed';
	}

	function isSubscribed(): boolean {
		// A word nobody knows allows no mail.
		if (word('email_state') !== '') return false;
		const flag = word('subscribed');
		const isNegative = /^(?:un|email_dis)/.test(names[columns.subscribed ?? -1] ?? '');
		if (flag !== '') return isNegative ? !yes.test(flag) : !no.test(flag);
		// Of other systems' words for a status, these say that no mail may be sent.
		return !no.test(word('status'));
	}
}

function grantsOf(tierCell: string, untilCell: string): { tier: string; until?: string }[] {
	const untils = readListCell(untilCell);
	return readListCell(tierCell)
		.map((tier, n) => ({ tier, until: (untils[n] ?? '').trim() }))
		.filter(({ tier }) => tier.trim() !== '')
		.map(({ tier, until }) =>
			// What is no date goes on as it is written: without an end, the access would never end.
			until === '' ? { tier } : { tier, until: parseMoment(until) ?? until }
		);
}

/** A moment as RFC 3339 has it; undefined for nothing, null for what is none. Days are in UTC. */
function parseMoment(text: string): string | undefined | null {
	if (text === '') return undefined;
	const found =
		/^(\d{4}-\d\d-\d\d)(?:[t ](\d\d:\d\d)(?::(\d\d(?:\.\d{1,9})?))?\s*(z|[+-]\d\d:?\d\d| ?utc)?)?$/i.exec(
			text
		);
	if (!found) return null;
	const [, day, time = '00:00', seconds = '00', zone = 'Z'] = found;
	const offset = /^[+-]/.test(zone) ? zone.replace(/^(...):?(..)$/, '$1:$2') : 'Z';
	const moment = `${day}T${time}:${seconds}${offset}`;
	return readMoment(moment) === null || !isDay(day ?? '') ? null : moment;
}
