import { memberRow, type ColumnMap, type MemberRow } from '../domain/member-file.ts';
import type { MailState } from '../domain/member-words.ts';
import { csvLines } from './csv-rows.ts';
import { ImportFileError } from './import-file-error.ts';
import type { OpenFile } from './json-rows.ts';

/** A line of a file of members on its way. */
export interface MemberFileItem {
	row: MemberRow;
	/** Why it is not sent, or what of it is left out. */
	fault: 'ragged' | 'twice' | 'date' | null;
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
		yield { row, fault: fault === 'ragged' ? fault : isTwice ? 'twice' : fault };
	}
}

async function* rowsOf(open: OpenFile, columns: ColumnMap): AsyncGenerator<MemberFileItem> {
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
