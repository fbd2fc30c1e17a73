import type { GhostItem } from './ghost-items.ts';
import { ImportFileError } from './import-file-error.ts';
import type { MemberFileItem, MemberFileLook } from './member-file-source.ts';
import type { ReaderAnswer, ReaderRequest, ReaderSource } from './reader-messages.ts';

type ItemOf<S extends ReaderSource['kind']> = { ghost: GhostItem; members: MemberFileItem }[S];

/** Files in the browser, read beside the page: an archive, or members. */
export class ArchiveReader<S extends ReaderSource['kind']> {
	private readonly worker = new Worker(new URL('./reader.worker.ts', import.meta.url), {
		type: 'module'
	});

	/**
	 * The beginning of a file of members.
	 * @throws {ImportFileError}
	 */
	async look(file: File, rows: number): Promise<MemberFileLook> {
		const answer = await this.ask({ kind: 'look', file, rows });
		return answer.kind === 'looked' ? answer.look : { names: [], rows: [] };
	}

	/**
	 * Reads the files through once.
	 * @param items of one batch, at most
	 * @returns how many items they hold
	 * @throws {ImportFileError}
	 */
	async open(source: Extract<ReaderSource, { kind: S }>, items: number): Promise<number> {
		const answer = await this.ask({ kind: 'open', source, items });
		return answer.kind === 'opened' ? answer.total : 0;
	}

	/** The next items; null at the end. */
	async next(): Promise<ItemOf<S>[] | null> {
		const answer = await this.ask({ kind: 'next' });
		return answer.kind === 'batch' ? (answer.items as ItemOf<S>[]) : null;
	}

	close(): void {
		this.worker.terminate();
	}

	private async ask(request: ReaderRequest): Promise<ReaderAnswer> {
		const answer = await new Promise<ReaderAnswer>((resolve, reject) => {
			this.worker.onmessage = ({ data }: MessageEvent<ReaderAnswer>) => resolve(data);
			this.worker.onerror = () => reject(new ImportFileError('The file could not be read.'));
			this.worker.postMessage(request);
		});
		if (answer.kind === 'failed') throw new ImportFileError(answer.message);
		return answer;
	}
}
