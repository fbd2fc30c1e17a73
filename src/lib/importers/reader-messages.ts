import type { ColumnMap } from '../domain/member-file.ts';
import type { MemberFileLook } from './member-file-source.ts';

/** What is read: an archive of Ghost, its members or both; or a file of members of any origin. */
export type ReaderSource =
	| { kind: 'ghost'; archive: File | null; members: File | null }
	| { kind: 'members'; file: File; columns: ColumnMap };

/** What is asked of the reader. */
export type ReaderRequest =
	| { kind: 'look'; file: File; rows: number }
	| { kind: 'open'; source: ReaderSource; items: number }
	| { kind: 'next' };

/** What it answers, to each request one. */
export type ReaderAnswer =
	| { kind: 'looked'; look: MemberFileLook }
	| { kind: 'opened'; total: number }
	| { kind: 'batch'; items: unknown[] }
	| { kind: 'end' }
	| { kind: 'failed'; message: string };
