import { fileTypeFromBuffer } from 'file-type';
import { MEDIA_MAX_BYTES, type MediaType } from '../schemas/media.ts';
import { AppError } from './errors.ts';
import { checkImage } from './images.ts';

/** A file that was looked at and may be kept. */
export interface CheckedFile {
	bytes: Uint8Array;
	mime: MediaType;
	/** Of a picture, in pixels. */
	width: number | null;
	height: number | null;
}

/** What a file is by its first bytes, and the type it is kept under. */
const known: Readonly<Record<string, MediaType>> = {
	'audio/mpeg': 'audio/mpeg',
	'audio/mp4': 'audio/mp4',
	'audio/x-m4a': 'audio/mp4',
	'audio/ogg': 'audio/ogg',
	'video/mp4': 'video/mp4',
	'video/x-m4v': 'video/mp4',
	'video/webm': 'video/webm',
	'application/pdf': 'application/pdf',
	'application/epub+zip': 'application/epub+zip',
	'application/zip': 'application/zip'
};

/** Text has no first bytes of its own: its name says what it is. */
const textTypes: Readonly<Record<string, MediaType>> = { txt: 'text/plain', csv: 'text/csv' };

const extensions: Readonly<Record<MediaType, string>> = {
	'image/jpeg': 'jpg',
	'image/png': 'png',
	'image/webp': 'webp',
	'image/gif': 'gif',
	'image/avif': 'avif',
	'audio/mpeg': 'mp3',
	'audio/mp4': 'm4a',
	'audio/ogg': 'ogg',
	'video/mp4': 'mp4',
	'video/webm': 'webm',
	'application/pdf': 'pdf',
	'application/epub+zip': 'epub',
	'application/zip': 'zip',
	'text/plain': 'txt',
	'text/csv': 'csv'
};

/**
 * Finds out what a file is, by its bytes and not by what the browser says; by its name only for text,
 * which has to be UTF-8.
 * @throws {AppError} `too_large`; `not_accepted`: another kind of file; what {@link checkImage} throws
 */
export async function checkFile(bytes: Uint8Array, name: string): Promise<CheckedFile> {
	if (bytes.byteLength > MEDIA_MAX_BYTES) {
		throw new AppError('too_large', 413, { message: 'A file may have 20 MB at most.' });
	}
	if (bytes.byteLength === 0) {
		throw new AppError('not_accepted', 415, { message: 'The file is empty.' });
	}
	const mime = (await typeOf(bytes)) ?? '';
	if (mime.startsWith('image/')) return checkImage(bytes);
	const type = mime === '' ? textType(bytes, name) : known[mime];
	if (!type) throw notAccepted();
	return { bytes, mime: type, width: null, height: null };
}

/** What the type of a file is told by. The rest may hold millions of parts, which would be looked at one by one. */
const HEAD_BYTES = 64 * 1024;

/** A broken head is no type. */
async function typeOf(bytes: Uint8Array): Promise<string | undefined> {
	try {
		const type = await fileTypeFromBuffer(bytes.subarray(0, HEAD_BYTES));
		return type?.mime.split(';')[0];
	} catch (error) {
		throw notAccepted(error);
	}
}

function textType(bytes: Uint8Array, name: string): MediaType | undefined {
	const type = textTypes[/\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''];
	if (!type) return undefined;
	try {
		const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		return text.includes('\u0000') ? undefined : type;
	} catch {
		return undefined;
	}
}

function notAccepted(cause?: unknown): AppError {
	return new AppError('not_accepted', 415, {
		message:
			'That kind of file cannot be added. Pictures (JPEG, PNG, WebP, GIF, AVIF), sound (MP3, M4A, Ogg), films (MP4, WebM), PDF, EPUB, ZIP, and text or CSV in UTF-8 can.',
		cause
	});
}

/** Longest name without its extension; the database takes 120 characters in all. */
const STEM_MAX = 80;

/** The name a file is kept and served under: plain letters, and the extension of what it is. */
export function safeFilename(name: string, mime: MediaType): string {
	const stem = name
		.replace(/\.[^.]*$/, '')
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.replace(/[^A-Za-z0-9]+/g, '-')
		.slice(0, STEM_MAX)
		.replace(/^-+|-+$/g, '')
		.toLowerCase();
	return `${stem || (mime.startsWith('image/') ? 'picture' : 'file')}.${extensions[mime]}`;
}
