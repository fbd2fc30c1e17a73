import { AppError } from '../errors.ts';
import type { FileRecord } from './records.ts';

/** Longest path of a file in characters: it is known by its path, which the database takes that long. */
const PATH_MAX = 500;

/** A file of the old site that is among the media of the publication. */
export interface KeptFile {
	id: string;
	/** Where it is served. */
	src: string;
}

/** Why one file cannot be had; the others can. */
export class FileProblem extends Error {
	override name = 'FileProblem';
}

/** Where the files of an archive lie. */
export interface FileSource {
	/**
	 * @param path on the old site, as in `/content/images/2026/11/a.jpg`
	 * @throws {FileProblem}
	 */
	read(path: string): Promise<Uint8Array>;
}

/** Where they go. */
export interface FileStore {
	/** The file an earlier run kept, or null. */
	find(path: string): Promise<KeptFile | null>;
	/** @throws {AppError} for what is no file that can be kept */
	keep(path: string, bytes: Uint8Array): Promise<KeptFile>;
}

/** Brings files of an archive, each once however often it is shown. */
export class Files {
	private readonly met = new Map<string, Promise<KeptFile | null>>();
	private records: FileRecord[] = [];
	private readonly source: FileSource;
	private readonly store: FileStore;

	constructor(source: FileSource, store: FileStore) {
		this.source = source;
		this.store = store;
	}

	/** The file as it is here now; null when it cannot be had, which the records say why. */
	bring(path: string): Promise<KeptFile | null> {
		const known = this.met.get(path);
		if (known) return known;
		const file = this.fetch(path);
		this.met.set(path, file);
		return file;
	}

	/** What became of the files since the last time. */
	takeRecords(): FileRecord[] {
		const { records } = this;
		this.records = [];
		return records;
	}

	private async fetch(path: string): Promise<KeptFile | null> {
		const record: FileRecord = {
			...{ kind: 'file', sourceId: path.slice(-PATH_MAX), label: path.slice(-300), notes: [] }
		};
		this.records.push(record);
		try {
			if (path.length > PATH_MAX) throw new FileProblem('its path is too long');
			return (
				(await this.store.find(path)) ?? (await this.store.keep(path, await this.source.read(path)))
			);
		} catch (error) {
			if (!(error instanceof FileProblem) && !isRefusal(error)) throw error;
			record.problem = error.message;
			return null;
		}
	}
}

// What is no picture or too large is said by the check; all else is a failure of the whole run.
function isRefusal(error: unknown): error is AppError {
	return error instanceof AppError && [413, 415].includes(error.status);
}
