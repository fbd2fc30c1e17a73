import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { MEDIA_MAX_BYTES } from '../../schemas/media.ts';
import { FileProblem, type FileSource } from './files.ts';
import { placeOf } from './file-place.ts';

/** A folder with the files of the old site: its `content` folder, or what lies in it. */
export async function folderSource(folder: string): Promise<FileSource> {
	const root = await realpath(folder);
	return {
		async read(address) {
			const place = placeOf(address);
			for (const base of ['content', '.', '..']) {
				// The folder may be `images` itself; what lies beside it is none of ours.
				if (base === '..' && path.basename(root) !== place.split('/')[0]) continue;
				const file = path.join(root, base, ...place.split('/'));
				const bytes = await readPlain(file, root);
				if (bytes) return bytes;
			}
			throw new FileProblem('there is no such file in the folder');
		}
	};
}

async function readPlain(file: string, root: string): Promise<Uint8Array | null> {
	let real: string;
	try {
		real = await realpath(file);
	} catch {
		return null;
	}
	// Another real path means that a link is on the way, which may lead anywhere.
	if (real !== file || !real.startsWith(root + path.sep))
		throw new FileProblem('it is a link, which is not followed');
	const facts = await stat(real);
	if (!facts.isFile()) throw new FileProblem('it is no file');
	if (facts.size > MEDIA_MAX_BYTES) throw new FileProblem('it is larger than 20 MB');
	return readFile(real);
}
