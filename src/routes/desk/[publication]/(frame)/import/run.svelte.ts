import type { z } from 'zod';
import { ArchiveReader } from '$lib/importers/archive-reader';
import type { GhostItem } from '$lib/importers/ghost-items';
import { ImportFileError } from '$lib/importers/import-file-error';
import { importProblem, sendBatch } from '$lib/importers/send-batch';
import {
	begunImport,
	broughtBatch,
	type BroughtBatch,
	type newImport,
	type Outcomes
} from '$lib/schemas/import';

/** Items in one request; fewer where the server fetches pictures for them. */
const ITEMS = 50;
const ITEMS_WITH_PICTURES = 5;

type Phase = 'choosing' | 'reading' | 'running' | 'paused' | 'done' | 'cancelled' | 'failed';

export interface Wish {
	archive: File | null;
	members: File | null;
	siteUrl: string;
	dryRun: boolean;
}

/** An import as the desk's page sees it: what is read in the browser goes to the server in batches. */
export class ImportRun {
	phase = $state<Phase>('choosing');
	total = $state(0);
	done = $state(0);
	counts = $state<Record<string, Outcomes>>({});
	remarks = $state<Record<string, number>>({});
	problem = $state('');
	id = $state('');
	dryRun = $state(false);

	private reader: ArchiveReader<'ghost'> | undefined;
	/** What was read and has not arrived. */
	private waiting: GhostItem[] | null = null;
	/** The work under way; after a pause its last batch may still be. */
	private loop: Promise<void> | undefined;
	private readonly base: string;

	/** @param base path of the publication's import in the desk */
	constructor(base: string) {
		this.base = base;
	}

	async begin(wish: Wish): Promise<void> {
		const { archive, members, siteUrl, dryRun } = wish;
		Object.assign(this, { phase: 'reading', total: 0, done: 0, problem: '', dryRun });
		Object.assign(this, { counts: {}, remarks: {} });
		this.waiting = null;
		this.reader?.close();
		this.reader = new ArchiveReader();
		await this.carefully(async () => {
			const items = siteUrl.trim() ? ITEMS_WITH_PICTURES : ITEMS;
			this.total = (await this.reader?.open({ kind: 'ghost', archive, members }, items)) ?? 0;
			const fileName = archive?.name ?? members?.name ?? '';
			const body: z.input<typeof newImport> = { fileName, total: this.total, siteUrl, dryRun };
			this.id = begunImport.parse(await sendBatch('POST', `${this.base}/runs`, body)).id;
			await this.work();
		});
	}

	async pause(): Promise<void> {
		this.phase = 'paused';
		await this.carefully(() => this.step('paused'));
	}

	async resume(): Promise<void> {
		await this.carefully(async () => {
			await this.loop?.catch(() => {});
			this.problem = '';
			await this.step('running');
			await this.work();
		});
	}

	async cancel(): Promise<void> {
		this.phase = 'cancelled';
		await this.carefully(() => this.step('cancelled'));
		this.close();
	}

	/** Ends what goes on in the browser; on the server it can go on later. */
	close(): void {
		this.reader?.close();
		this.reader = undefined;
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
				await this.step('done');
				this.phase = 'done';
				return this.close();
			}
			const answer = await sendBatch('POST', `${this.base}/runs/${this.id}/batch`, {
				items: this.waiting
			});
			this.add(broughtBatch.parse(answer));
			this.done += this.waiting.length;
			this.waiting = null;
		}
	}

	private isRunning(): boolean {
		return this.phase === 'running';
	}

	private add({ counts, lines }: BroughtBatch): void {
		for (const [kind, more] of Object.entries(counts)) {
			const sum = (this.counts[kind] ??= { created: 0, changed: 0, unchanged: 0, skipped: 0 });
			for (const name of outcomes) sum[name] += more[name];
		}
		for (const { text, count } of lines) this.remarks[text] = (this.remarks[text] ?? 0) + count;
	}

	private async step(status: 'running' | 'paused' | 'done' | 'cancelled'): Promise<void> {
		await sendBatch('PATCH', `${this.base}/runs/${this.id}`, { status });
	}

	/** Whatever goes wrong is said on the page; what was sent stays, and can be gone on with. */
	private async carefully(work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (error) {
			if (this.phase === 'paused' || this.phase === 'cancelled') return;
			this.problem = importProblem(error);
			this.phase = this.id && !(error instanceof ImportFileError) ? 'paused' : 'failed';
		}
	}
}

const outcomes = ['created', 'changed', 'unchanged', 'skipped'] as const;
