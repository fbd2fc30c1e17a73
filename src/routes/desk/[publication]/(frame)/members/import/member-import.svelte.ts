import { csvLine } from '$lib/domain/csv';
import type { ColumnMap } from '$lib/domain/member-file';
import { ArchiveReader } from '$lib/importers/archive-reader';
import { ImportFileError } from '$lib/importers/import-file-error';
import type { MemberFileItem, MemberFileLook } from '$lib/importers/member-file-source';
import { importProblem, sendBatch } from '$lib/importers/send-batch';
import { broughtMembers, type BroughtMembers } from '$lib/schemas/member';

/** Lines in one request. */
const LINES = 1000;
/** Lines shown before it begins. */
const LOOK = 5;
/** Remarks that are kept; a file with more has the wrong columns. */
const REMARKS = 100_000;

type Phase = 'choosing' | 'reading' | 'running' | 'paused' | 'done' | 'cancelled' | 'failed';
type Remark = { line: number; email: string; outcome: string; why: string };

/** A file of members on its way: it is read in the browser and goes to the server in batches. */
export class MemberImport {
	phase = $state<Phase>('choosing');
	total = $state(0);
	done = $state(0);
	problem = $state('');
	counts = $state({ created: 0, changed: 0, unchanged: 0, skipped: 0 });
	/** How often each thing was said. */
	sums = $state<Record<string, number>>({});
	remarks = $state.raw<Remark[]>([]);

	private reader: ArchiveReader<'members'> | undefined;
	/** What was read and has not arrived. */
	private waiting: MemberFileItem[] | null = null;
	private loop: Promise<void> | undefined;
	private readonly address: string;

	/** @param address where batches are sent */
	constructor(address: string) {
		this.address = address;
	}

	/**
	 * The names of a file's columns and its first lines.
	 * @throws {ImportFileError}
	 */
	async look(file: File): Promise<MemberFileLook> {
		const reader = new ArchiveReader<'members'>();
		try {
			return await reader.look(file, LOOK);
		} finally {
			reader.close();
		}
	}

	async begin(file: File, columns: ColumnMap): Promise<void> {
		this.reset();
		this.phase = 'reading';
		this.reader = new ArchiveReader();
		await this.carefully(async () => {
			this.total = (await this.reader?.open({ kind: 'members', file, columns }, LINES)) ?? 0;
			await this.work();
		});
	}

	pause(): void {
		this.phase = 'paused';
	}

	async resume(): Promise<void> {
		await this.carefully(async () => {
			await this.loop?.catch(() => {});
			this.problem = '';
			await this.work();
		});
	}

	cancel(): void {
		this.phase = 'cancelled';
		this.close();
	}

	/** Back to the beginning, for another file. */
	reset(): void {
		this.close();
		Object.assign(this, { phase: 'choosing', total: 0, done: 0, problem: '', waiting: null });
		Object.assign(this, { sums: {}, remarks: [] });
		this.counts = { created: 0, changed: 0, unchanged: 0, skipped: 0 };
	}

	close(): void {
		this.reader?.close();
		this.reader = undefined;
	}

	/** What was left out, whole or in part, as a file. */
	report(): Blob {
		const head = csvLine(['line', 'email', 'outcome', 'reason']);
		const lines = this.remarks.map(({ line, email, outcome, why }) =>
			csvLine([{ figure: String(line) }, email, outcome, why])
		);
		return new Blob(['\ufeff', head, ...lines], { type: 'text/csv' });
	}

	private work(): Promise<void> {
		this.phase = 'running';
		this.loop = this.bringAll();
		return this.loop;
	}

	private async bringAll(): Promise<void> {
		while (this.isRunning()) {
			this.waiting ??= (await this.reader?.next()) ?? null;
			if (!this.isRunning()) return;
			if (!this.waiting) {
				this.phase = 'done';
				return this.close();
			}
			const items = this.waiting;
			const rows = items.flatMap(({ row, skipped }) => (skipped ? [] : [row]));
			const answer =
				rows.length > 0
					? broughtMembers.parse(await sendBatch('POST', this.address, { rows }))
					: null;
			this.note(items, answer);
			this.done += items.length;
			this.waiting = null;
		}
	}

	private isRunning(): boolean {
		return this.phase === 'running';
	}

	private note(items: MemberFileItem[], answer: BroughtMembers | null): void {
		const emails: Record<number, string> = Object.fromEntries(
			items.map(({ row }) => [row.line, row.email])
		);
		const found = [
			...items.flatMap(({ row: { line }, faults, skipped }) =>
				faults.map((code) => ({ line, code, detail: null, skipped }))
			),
			...(answer?.remarks ?? [])
		];
		for (const name of ['created', 'changed', 'unchanged'] as const)
			this.counts[name] += answer?.[name] ?? 0;
		const more: Remark[] = [];
		for (const { line, code, detail, skipped } of found) {
			if (skipped) this.counts.skipped += 1;
			const why = (reasons[code] ?? code).replace('%', detail ?? '');
			this.sums[why] = (this.sums[why] ?? 0) + 1;
			const outcome = skipped ? 'skipped' : 'taken in part';
			more.push({ line, email: emails[line] ?? '', outcome, why });
		}
		if (more.length > 0) this.remarks = [...this.remarks, ...more].slice(0, REMARKS);
	}

	/** Whatever goes wrong is said on the page; what was sent stays, and can be gone on with. */
	private async carefully(work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (error) {
			if (this.phase === 'cancelled') return;
			this.problem = importProblem(error);
			this.phase = error instanceof ImportFileError && this.done === 0 ? 'failed' : 'paused';
		}
	}
}

const reasons: Record<string, string> = {
	ragged: 'it has more or fewer cells than there are columns',
	twice: 'the address stands in an earlier line',
	date: 'its date of joining is none: today is taken',
	no_address: 'it has no address',
	bad_address: 'nobody can sign in with its address: it should look like name@example.org',
	name: 'its name is longer than 120 characters or has control characters',
	note: 'its note is longer than 5000 characters',
	label: 'a label is longer than 191 characters, has control characters, or cannot be seen',
	labels: 'it has more than 500 labels',
	tier: 'the name of a tier is longer than 300 characters: no access was given',
	tiers: 'it has more than 100 tiers: no access was given',
	until: 'the last day of an access is no date: no access was given',
	moment: 'a date in it is before the year 1 or after the year 9999',
	no_tier: 'there is no tier “%”: no access was given',
	grant_over: 'its access to “%” is over: it was not given'
};
