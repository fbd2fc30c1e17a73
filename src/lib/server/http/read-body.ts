import { MIMEType } from 'node:util';
import { isDeeperThan } from '../../domain/json-depth.ts';
import { contents } from '../../limits.ts';
import { AppError } from '../errors.ts';

/**
 * The form in the body of a request. Its fields are counted before it is parsed.
 * @throws {AppError} 400 `bad_request` for what is no form or a broken one, 413 `too_large` for too
 * many fields, and what the limits of the body throw
 */
export async function readForm(request: Request): Promise<FormData> {
	const type = request.headers.get('content-type') ?? '';
	const separator = separatorOf(type);
	const bytes = await readBytes(request);
	if (isMoreOftenThan(separator.most, separator.text, bytes)) {
		throw new AppError('too_large', 413, {
			message: `That form has more than ${contents.fields} fields. Nothing was changed.`
		});
	}
	try {
		return await new Response(bytes, { headers: { 'content-type': type } }).formData();
	} catch (error) {
		throw new AppError('bad_request', 400, { cause: error });
	}
}

/**
 * The JSON in the body of a request. Its depth is counted before it is parsed.
 * @throws {AppError} 400 `bad_request` for what is no JSON or nested too deep, and what the limits of
 * the body throw
 */
export async function readJson(request: Request): Promise<unknown> {
	const bytes = await readBytes(request);
	try {
		const json = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		if (isDeeperThan(contents.jsonDepth, json)) throw new RangeError('nested too deep');
		return JSON.parse(json);
	} catch (error) {
		throw new AppError('bad_request', 400, { cause: error });
	}
}

/**
 * The whole body, in one array. Each chunk is copied and dropped: a body that is sent in chunks of one
 * byte would otherwise need a hundred times its size.
 */
async function readBytes(request: Request): Promise<Uint8Array<ArrayBuffer>> {
	let bytes = new Uint8Array(16 * 1024);
	let size = 0;
	const reader = request.body?.getReader();
	try {
		for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
			const end = size + read.value.byteLength;
			if (end > bytes.byteLength) {
				const wider = new Uint8Array(Math.max(end, 2 * bytes.byteLength));
				wider.set(bytes.subarray(0, size));
				bytes = wider;
			}
			bytes.set(read.value, size);
			size = end;
		}
	} catch (error) {
		// The connection broke, or the body is not what its headers promised.
		throw error instanceof AppError ? error : new AppError('bad_request', 400, { cause: error });
	}
	return bytes.subarray(0, size);
}

/** What stands between the fields of a form, by the type of its body, and how often at most. */
function separatorOf(contentType: string): { text: string; most: number } {
	const type = mimeType(contentType);
	if (type.essence === 'application/x-www-form-urlencoded') {
		return { text: '&', most: contents.fields - 1 };
	}
	const boundary = type.essence === 'multipart/form-data' ? type.params.get('boundary') : null;
	if (!boundary) throw new AppError('bad_request', 400);
	// One before each part, and one after the last.
	return { text: `--${boundary}`, most: contents.fields + 1 };
}

function mimeType(text: string): MIMEType {
	try {
		return new MIMEType(text);
	} catch (error) {
		throw new AppError('bad_request', 400, { cause: error });
	}
}

function isMoreOftenThan(most: number, text: string, bytes: Uint8Array): boolean {
	const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	let at = -text.length;
	for (let count = 0; count <= most; count += 1) {
		at = buffer.indexOf(text, at + text.length);
		if (at === -1) return false;
	}
	return true;
}
