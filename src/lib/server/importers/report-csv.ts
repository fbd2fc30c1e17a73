import { csvLine } from '../../domain/csv.ts';
import type { ImportedItem } from '../db/imports.ts';
import { NOTES, type NoteCode } from './records.ts';

/** The first line of {@link reportLine}s. */
export const REPORT_HEAD = 'kind,source id,name,outcome,reason,notes,id here\r\n';

/** What became of one item, as a line of CSV that a spreadsheet computes nothing of. */
export function reportLine(item: ImportedItem): string {
	const notes = Array.isArray(item.notes) ? item.notes : [];
	const words = notes.map((note) => {
		const { code, count, detail } = Object.assign({ code: '', count: 1, detail: '' }, note);
		const said = Object.hasOwn(NOTES, code) ? NOTES[code as NoteCode] : code;
		return `${said}: ${count}${detail ? ` (${detail})` : ''}`;
	});
	const cells = [item.kind, item.source_id, item.label, item.outcome, item.reason ?? ''];
	return csvLine([...cells, words.join('; '), item.target_id ?? '']);
}
