import type { Outcome, Verdict } from '../db/imports.ts';
import { NOTES, type ImportRecord, type NoteCode } from './records.ts';

export type Counts = Record<Outcome, number>;

/** Names listed below a note or a reason before the rest is only counted. */
const NAMES_SHOWN = 5;

type Row = 'tiers' | 'authors' | 'tags' | 'posts' | 'pages' | 'members' | 'files';

interface Line {
	count: number;
	/** In how many items. */
	items: number;
	names: string[];
}

/** What a run did, item by item added up: as large for a thousand items as for ten. */
export class Report {
	readonly counts: Record<Row, Counts> = {
		tiers: none(),
		authors: none(),
		tags: none(),
		posts: none(),
		pages: none(),
		members: none(),
		files: none()
	};
	/** Why items were skipped, with the first of their names. */
	readonly reasons = new Map<string, Line>();
	readonly notes = new Map<NoteCode, Line>();

	add(record: ImportRecord, { outcome, reason, notes = [] }: Verdict): void {
		this.counts[rowOf(record)][outcome] += 1;
		if (reason) count(this.reasons, reason, 1, record.label);
		for (const { code, count: times, detail } of notes) {
			count(this.notes, code, times, detail ? `${record.label} (${detail})` : record.label);
		}
	}

	/** The report as lines to read. */
	lines(): string[] {
		const table = Object.entries(this.counts)
			.filter(([, counts]) => Object.values(counts).some((n) => n > 0))
			.map(([row, counts]) => `${row.padEnd(7)}  ${summary(counts)}`);
		const skipped = [...this.reasons].map(([reason, line]) => `Skipped, ${reason}: ${list(line)}`);
		const notes = [...this.notes].map(
			([code, line]) => `${NOTES[code]}: ${line.count} in ${list(line)}`
		);
		return [...table, ...skipped, ...notes];
	}

	/** What was skipped and what did not come over as it was, with how often. */
	remarks(): { text: string; count: number }[] {
		return [
			...[...this.reasons].map(([reason, { count: n }]) => ({
				text: `Skipped: ${reason}`,
				count: n
			})),
			...[...this.notes].map(([code, { count: n }]) => ({ text: NOTES[code], count: n }))
		];
	}
}

function rowOf(record: ImportRecord): Row {
	return record.kind === 'post' ? `${record.postKind}s` : `${record.kind}s`;
}

function none(): Counts {
	return { created: 0, changed: 0, unchanged: 0, skipped: 0 };
}

function summary(counts: Counts): string {
	return Object.entries(counts)
		.map(([outcome, n]) => `${n} ${outcome}`)
		.join(', ');
}

function count<K>(lines: Map<K, Line>, key: K, times: number, name: string): void {
	const line = lines.get(key) ?? { count: 0, items: 0, names: [] };
	line.count += times;
	line.items += 1;
	if (line.names.length < NAMES_SHOWN) line.names.push(name);
	lines.set(key, line);
}

function list(line: Line): string {
	const more = line.items - line.names.length;
	const shown = line.names.map((name) => `“${name}”`);
	return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
