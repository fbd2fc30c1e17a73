import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { App } from '@supabase/lite';
import { z } from 'zod';

type Adapter = NonNullable<App['_storageAdapter']>;
type Metadata = Awaited<ReturnType<Adapter['headObject']>>;

const sidecar = z.object({
	mimetype: z.string(),
	cacheControl: z.string(),
	eTag: z.string()
});

/**
 * Keeps the objects of Storage as files. A file is named after a hash of bucket and key, so that no
 * key can point outside the folder, and `a` and `a/b` may both exist.
 */
export class FileStorage implements Adapter {
	readonly driver = fs;
	readonly #folder: string;

	constructor(folder: string) {
		this.#folder = folder;
	}

	async getObject(
		bucket: string,
		key: string,
		_version: string | undefined,
		headers?: { ifNoneMatch?: string; range?: string }
	) {
		const metadata = await this.headObject(bucket, key);
		const file = this.#file(bucket, key);
		if (headers?.ifNoneMatch === metadata.eTag) return { httpStatusCode: 304, metadata };
		const range = /^bytes=(\d+)-(\d*)$/.exec(headers?.range ?? '');
		if (!range) return { httpStatusCode: 200, metadata, body: webStream(file) };
		const start = Number(range[1]);
		const end = range[2] ? Math.min(Number(range[2]), metadata.size - 1) : metadata.size - 1;
		const part = {
			...metadata,
			contentLength: end - start + 1,
			contentRange: `bytes ${start}-${end}/${metadata.size}`
		};
		return { httpStatusCode: 206, metadata: part, body: webStream(file, { start, end }) };
	}

	async uploadObject(
		bucket: string,
		key: string,
		_version: string | undefined,
		body: Parameters<Adapter['uploadObject']>[3],
		mimetype: string,
		cacheControl: string
	): Promise<Metadata> {
		const bytes = Buffer.from(await new Response(body as BodyInit).arrayBuffer());
		const eTag = `"${createHash('md5').update(bytes).digest('hex')}"`;
		const file = this.#file(bucket, key);
		await replaceFile(file, bytes);
		await replaceFile(
			`${file}.json`,
			Buffer.from(JSON.stringify({ mimetype, cacheControl, eTag }))
		);
		return this.headObject(bucket, key);
	}

	async deleteObject(bucket: string, key: string) {
		const file = this.#file(bucket, key);
		await fs.rm(file, { force: true });
		await fs.rm(`${file}.json`, { force: true });
	}

	async deleteObjects(bucket: string, keys: string[]) {
		for (const key of keys) await this.deleteObject(bucket, key);
	}

	async copyObject(
		sourceBucket: string,
		source: string,
		_version: string | undefined,
		bucket: string,
		key: string
	) {
		const [from, to] = [this.#file(sourceBucket, source), this.#file(bucket, key)];
		await replaceFile(to, await fs.readFile(from));
		await replaceFile(`${to}.json`, await fs.readFile(`${from}.json`));
		const { eTag, lastModified } = await this.headObject(bucket, key);
		return { httpStatusCode: 200, eTag, lastModified };
	}

	async headObject(bucket: string, key: string): Promise<Metadata> {
		const file = this.#file(bucket, key);
		const { size, mtime } = await fs.stat(file);
		const kept = sidecar.parse(JSON.parse(await fs.readFile(`${file}.json`, 'utf8')));
		return { ...kept, size, contentLength: size, lastModified: mtime };
	}

	async privateAssetUrl(bucket: string, key: string) {
		return `file://${this.#file(bucket, key)}`;
	}

	#file(bucket: string, key: string): string {
		const name = createHash('sha256').update(`${bucket}\0${key}`).digest('hex');
		return path.join(this.#folder, name.slice(0, 2), name);
	}
}

function webStream(file: string, range?: { start: number; end: number }) {
	return Readable.toWeb(createReadStream(file, range)) as ReadableStream;
}

/** Writes beside the file, onto the disk, and then moves it there: readers see the old or the new one. */
async function replaceFile(file: string, bytes: Uint8Array) {
	await fs.mkdir(path.dirname(file), { recursive: true });
	const draft = `${file}.${randomUUID()}`;
	const handle = await fs.open(draft, 'w');
	try {
		await handle.writeFile(bytes);
		await handle.sync();
	} finally {
		await handle.close();
	}
	await fs.rename(draft, file);
}
