import type { GhostItem } from './ghost-items.ts';
import { ImportFileError } from './import-file-error.ts';
import type { ReaderAnswer, ReaderRequest } from './reader-messages.ts';

/** An archive in the browser, read beside the page. */
export class ArchiveReader {
	private readonly worker = new Worker(new URL('./reader.worker.ts', import.meta.url), {
		type: 'module'
	});

	/**
	 * Reads the files through once.
	 * @returns how many items they hold
	 * @throws {ImportFileError}
	 */
	async open(archive: File | null, members: File | null, items: number): Promise<number> {
		const answer = await this.ask({ kind: 'open', archive, members, items });
		return answer.kind === 'opened' ? answer.total : 0;
	}

	/** The next items; null at the end. */
	async next(): Promise<GhostItem[] | null> {
		const answer = await this.ask({ kind: 'next' });
		return answer.kind === 'batch' ? answer.items : null;
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
