import { inBatches } from './batches.ts';
import type { GhostItem } from './ghost-items.ts';
import { memberItems, surveyMembers } from './ghost-members.ts';
import { ghostItems, surveyGhost } from './ghost-source.ts';
import { ImportFileError } from './import-file-error.ts';
import type { OpenFile } from './json-rows.ts';
import { lookAtMembers, memberFileItems, surveyMemberFile } from './member-file-source.ts';
import type { ReaderAnswer, ReaderRequest, ReaderSource } from './reader-messages.ts';

// Reads files where nobody waits for them, a batch each time one is asked for.

/** Characters of one batch: what travels in a moment. */
const BATCH_SIZE = 400_000;

let batches: AsyncGenerator<unknown[]> | undefined;

self.addEventListener('message', ({ data }: MessageEvent<ReaderRequest>) => {
	void answer(data).then((said: ReaderAnswer) => self.postMessage(said));
});

async function answer(request: ReaderRequest): Promise<ReaderAnswer> {
	try {
		if (request.kind === 'look') {
			const { survey } = await about(request.file, (open) => lookAtMembers(open, request.rows));
			return { kind: 'looked', look: survey };
		}
		if (request.kind === 'open') {
			const limits = { items: request.items, size: BATCH_SIZE };
			const { total, items } = await open(request.source);
			batches = inBatches(items, limits);
			return { kind: 'opened', total };
		}
		const next = await batches?.next();
		return next && !next.done ? { kind: 'batch', items: next.value } : { kind: 'end' };
	} catch (error) {
		if (error instanceof ImportFileError) return { kind: 'failed', message: error.message };
		throw error;
	}
}

async function open(
	source: ReaderSource
): Promise<{ total: number; items: AsyncGenerator<unknown> }> {
	if (source.kind === 'members') {
		const { columns } = source;
		const file = await about(source.file, (open) => surveyMemberFile(open, columns));
		return {
			total: file.survey.total,
			items: memberFileItems(file.open, columns, file.survey)
		};
	}
	const archive = source.archive && (await about(source.archive, surveyGhost));
	const members = source.members && (await about(source.members, surveyMembers));
	async function* everything(): AsyncGenerator<GhostItem> {
		if (archive) yield* ghostItems(archive.open, archive.survey);
		if (members) yield* memberItems(members.open, members.survey);
	}
	return {
		total: (archive?.survey.total ?? 0) + (members?.survey.total ?? 0),
		items: everything()
	};
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
