import { memberRow, type ColumnMap, type MemberRow } from '../domain/member-file.ts';
import type { MailState } from '../domain/member-words.ts';
import { memberFileRow } from '../schemas/member.ts';
import { csvLines } from './csv-rows.ts';
import { ImportFileError } from './import-file-error.ts';
import type { OpenFile } from './json-rows.ts';

/** What keeps a line out. The database has the same words for what it refuses. */
const keepsOut = {
	ragged: true,
	twice: true,
	bad_address: true,
	name: true,
	note: true,
	label: true,
	labels: true,
	date: false,
	tier: false,
	tiers: false,
	until: false
};
export type MemberFileFault = keyof typeof keepsOut;

/** A line of a file of members on its way. */
export interface MemberFileItem {
	row: MemberRow;
	/** Why it is not sent, or what of it is left out. */
	faults: MemberFileFault[];
	/** Whether it is not sent. */
	skipped: boolean;
}

export interface MemberFileLook {
	names: string[];
	/** The first lines below the names. */
	rows: string[][];
}

/**
 * The beginning of a file, to see what its columns are.
 * @throws {ImportFileError} also for a file without lines
 */
export async function lookAtMembers(open: OpenFile, rows: number): Promise<MemberFileLook> {
	const look: MemberFileLook = { names: [], rows: [] };
	for await (const { cells } of csvLines(open)) {
		if (look.names.length === 0) look.names = cells.map((cell) => cell.trim());
		else look.rows.push(cells);
		if (look.rows.length === rows) break;
	}
	if (look.names.length === 0) throw new ImportFileError('it is empty');
	if (look.rows.length === 0) throw new ImportFileError('it has a first line and no members');
	return look;
}

export interface MemberFileSurvey {
	total: number;
	/** Addresses that may get no mail by any line, and why: no other line makes them subscribed again. */
	stopped: Map<string, MailState>;
}

/** Reads a file through once, before anything is sent. */
export async function surveyMemberFile(
	open: OpenFile,
	columns: ColumnMap
): Promise<MemberFileSurvey> {
	const survey: MemberFileSurvey = { total: 0, stopped: new Map() };
	for await (const { row } of rowsOf(open, columns)) {
		survey.total += 1;
		if (row.email_state && row.email_state !== 'subscribed') {
			survey.stopped.set(row.email, row.email_state);
		}
	}
	return survey;
}

/** The lines of a file, each address once. */
export async function* memberFileItems(
	open: OpenFile,
	columns: ColumnMap,
	{ stopped }: MemberFileSurvey
): AsyncGenerator<MemberFileItem> {
	const met = new Set<string>();
	for await (const { row, fault } of rowsOf(open, columns)) {
		const isTwice = row.email !== '' && met.has(row.email);
		met.add(row.email);
		const stop = stopped.get(row.email);
		if (stop && row.email_state === 'subscribed') row.email_state = stop;
		if (fault === 'ragged' || isTwice) {
			yield { row, faults: [fault === 'ragged' ? fault : 'twice'], skipped: true };
			continue;
		}
		const over = fitRow(row);
		const first = over.find((one) => keepsOut[one]);
		const faults = first ? [first] : [...new Set(fault ? [fault, ...over] : over)];
		yield { row, faults, skipped: first !== undefined };
	}
}

/**
 * Finds what the server would refuse in a line, because one bad line would stop the whole batch. Takes off
 * the parts that a member can do without.
 */
function fitRow(row: MemberRow): MemberFileFault[] {
	const faults = memberFileRow.safeParse(row).error?.issues.map(({ path }) => faultAt(path)) ?? [];
	if (faults.includes('date')) delete row.joined_at;
	if (faults.some((fault) => fault === 'tier' || fault === 'tiers' || fault === 'until')) {
		delete row.grants;
	}
	return faults;
}

function faultAt([column, index, part]: readonly PropertyKey[]): MemberFileFault {
	switch (column) {
		case 'email':
			return 'bad_address';
		case 'name':
			return 'name';
		case 'note':
			return 'note';
		case 'labels':
			return index === undefined ? 'labels' : 'label';
		case 'joined_at':
			return 'date';
		case 'grants':
			return index === undefined ? 'tiers' : part === 'until' ? 'until' : 'tier';
		default:
			// The other columns have a few words that are known here, and nothing else.
			throw new Error(`A line of a file has a wrong ${String(column)}.`);
	}
}

async function* rowsOf(
	open: OpenFile,
	columns: ColumnMap
): AsyncGenerator<{ row: MemberRow; fault: 'ragged' | 'date' | null }> {
	let names: string[] | undefined;
	for await (const { line, cells } of csvLines(open)) {
		if (!names) {
			names = cells.map((cell) => cell.trim().toLowerCase());
			continue;
		}
		const { row, fault } = memberRow(cells, { line, columns, names });
		yield { row, fault: cells.length === names.length ? fault : 'ragged' };
	}
}
