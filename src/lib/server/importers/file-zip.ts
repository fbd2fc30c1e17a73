import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { MEDIA_MAX_BYTES } from '../../schemas/media.ts';
import { ImportFileError } from '../../importers/import-file-error.ts';
import { FileProblem, type FileSource } from './files.ts';
import { placeOf } from './file-place.ts';

/** What an archive of pictures may promise at most. */
export interface ZipLimits {
	entries: number;
	/** Bytes of all files once they are unpacked. */
	total: number;
	/** How many times larger than its packed form a file may be. */
	ratio: number;
}

export const ZIP_LIMITS: ZipLimits = { entries: 100_000, total: 50_000_000_000, ratio: 200 };

/** Below this size nobody is harmed, whatever the ratio. */
const HARMLESS_BYTES = 1_000_000;

/**
 * A ZIP file with the files of the old site, each unpacked when it is asked for.
 * @throws {ImportFileError} for a broken archive, one past the limits, and one whose names lead out of it
 */
export async function zipSource(
	file: string,
	limits = ZIP_LIMITS
): Promise<FileSource & { close(): void }> {
	const zip = await openZip(file);
	const entries = await readNames(zip, limits);
	return {
		async read(address) {
			const entry = entries.get(placeOf(address));
			if (!entry) throw new FileProblem('there is no such file in the ZIP file');
			return unpack(zip, entry, limits);
		},
		close: () => zip.close()
	};
}

function openZip(file: string): Promise<ZipFile> {
	return new Promise((resolve, reject) => {
		// Every name is looked at: one with `..`, a backslash or a drive is an error there.
		const options = { lazyEntries: true, autoClose: false, strictFileNames: true };
		yauzl.open(file, options, (error, zip) => (error ? reject(broken(error)) : resolve(zip)));
	});
}

function readNames(zip: ZipFile, limits: ZipLimits): Promise<Map<string, Entry>> {
	const entries = new Map<string, Entry>();
	let total = 0;
	let count = 0;
	return new Promise((resolve, reject) => {
		const fail = (error: Error) => {
			zip.close();
			reject(error);
		};
		zip.on('error', (error: Error) => fail(broken(error)));
		zip.on('end', () => resolve(entries));
		zip.on('entry', (entry: Entry) => {
			count += 1;
			total += entry.uncompressedSize;
			if (count > limits.entries || total > limits.total)
				return fail(new ImportFileError('the ZIP file holds more than is unpacked'));
			const isFolder = entry.fileName.endsWith('/');
			// A link says so in the rights it has on Unix; it may lead anywhere.
			const isLink = ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000;
			const place = isFolder || isLink ? null : placeIn(entry.fileName);
			if (place !== null) entries.set(place, entry);
			zip.readEntry();
		});
		zip.readEntry();
	});
}

function placeIn(name: string): string | null {
	try {
		return placeOf(name);
	} catch {
		return null;
	}
}

function unpack(zip: ZipFile, entry: Entry, { ratio }: ZipLimits): Promise<Uint8Array> {
	const { uncompressedSize: size, compressedSize: packed } = entry;
	if (size > MEDIA_MAX_BYTES) return Promise.reject(new FileProblem('it is larger than 20 MB'));
	if (size > HARMLESS_BYTES && size > packed * ratio)
		return Promise.reject(new FileProblem('it is packed tighter than files are'));
	return new Promise((resolve, reject) => {
		zip.openReadStream(entry, (error, stream) => {
			if (error) return reject(new FileProblem(`it cannot be unpacked (${error.message})`));
			const chunks: Buffer[] = [];
			// The stream ends with an error when there is more than was announced.
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('error', (problem: Error) =>
				reject(new FileProblem(`it cannot be unpacked (${problem.message})`))
			);
			stream.on('end', () => resolve(Buffer.concat(chunks)));
		});
	});
}

function broken(error: Error): ImportFileError {
	return new ImportFileError(`the ZIP file cannot be read (${error.message})`);
}
