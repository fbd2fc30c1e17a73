import { inBatches } from './batches.ts';
import type { GhostItem } from './ghost-items.ts';
import { memberItems, surveyMembers } from './ghost-members.ts';
import { ghostItems, surveyGhost } from './ghost-source.ts';
import { ImportFileError } from './import-file-error.ts';
import type { OpenFile } from './json-rows.ts';
import type { ReaderAnswer, ReaderRequest } from './reader-messages.ts';

// Reads an archive where nobody waits for it, a batch each time one is asked for.

/** Characters of one batch: what travels in a moment. */
const BATCH_SIZE = 400_000;

let batches: AsyncGenerator<GhostItem[]> | undefined;

self.addEventListener('message', ({ data }: MessageEvent<ReaderRequest>) => {
	void answer(data).then((said: ReaderAnswer) => self.postMessage(said));
});

async function answer(request: ReaderRequest): Promise<ReaderAnswer> {
	try {
		if (request.kind === 'open') return { kind: 'opened', total: await open(request) };
		const next = await batches?.next();
		return next && !next.done ? { kind: 'batch', items: next.value } : { kind: 'end' };
	} catch (error) {
		if (error instanceof ImportFileError) return { kind: 'failed', message: error.message };
		throw error;
	}
}

async function open(request: Extract<ReaderRequest, { kind: 'open' }>): Promise<number> {
	const archive = request.archive && (await about(request.archive, surveyGhost));
	const members = request.members && (await about(request.members, surveyMembers));
	async function* everything(): AsyncGenerator<GhostItem> {
		if (archive) yield* ghostItems(archive.open, archive.survey);
		if (members) yield* memberItems(members.open, members.survey);
	}
	batches = inBatches(everything(), { items: request.items, size: BATCH_SIZE });
	return (archive?.survey.total ?? 0) + (members?.survey.total ?? 0);
}

async function about<S>(file: File, survey: (open: OpenFile) => Promise<S>) {
	const open = () => piecesOf(file);
	try {
		return { open, survey: await survey(open) };
	} catch (error) {
		if (!(error instanceof ImportFileError)) throw error;
		throw new ImportFileError(`${file.name} cannot be imported: ${error.message}.`);
	}
}

// Not every browser lets a stream be walked through.
async function* piecesOf(file: File): AsyncGenerator<Uint8Array> {
	const reader = file.stream().getReader();
	try {
		for (let piece = await reader.read(); !piece.done; piece = await reader.read())
			yield piece.value;
	} finally {
		await reader.cancel();
	}
}
