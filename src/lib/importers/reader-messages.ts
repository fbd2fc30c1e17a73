import type { GhostItem } from './ghost-items.ts';

/** What is asked of the reader of an archive. */
export type ReaderRequest =
	{ kind: 'open'; archive: File | null; members: File | null; items: number } | { kind: 'next' };

/** What it answers, to each request one. */
export type ReaderAnswer =
	| { kind: 'opened'; total: number }
	| { kind: 'batch'; items: GhostItem[] }
	| { kind: 'end' }
	| { kind: 'failed'; message: string };
