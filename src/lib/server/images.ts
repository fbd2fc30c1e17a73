import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { rendering } from '../limits.ts';
import {
	IMAGE_MAX_EDGE,
	IMAGE_MAX_PIXELS,
	MEDIA_MAX_BYTES,
	type ImageType
} from '../schemas/media.ts';
import { AppError } from './errors.ts';

/** A picture that was looked at and may be kept. */
export interface CheckedImage {
	bytes: Uint8Array;
	mime: ImageType;
	/** As it is shown: a picture that says it lies on its side is turned. */
	width: number;
	height: number;
}

// What sharp calls the formats, which it tells by their first bytes and not by their names.
const types: Record<string, ImageType> = {
	jpeg: 'image/jpeg',
	png: 'image/png',
	webp: 'image/webp',
	gif: 'image/gif'
};

/**
 * Reads the head of a picture, without decoding it.
 * @throws {AppError} `too_large`: bytes or pixels; `not_an_image`: another format, or a broken file
 */
export async function checkImage(bytes: Uint8Array): Promise<CheckedImage> {
	if (bytes.byteLength > MEDIA_MAX_BYTES) {
		throw new AppError('too_large', 413, { message: 'A picture may have 20 MB at most.' });
	}
	const head = await readHead(bytes);
	const mime =
		head.format === 'heif' && head.compression === 'av1' ? 'image/avif' : types[head.format];
	if (!mime) throw notAnImage();
	const { width, height } = head.autoOrient;
	if (width * height > IMAGE_MAX_PIXELS || Math.max(width, height) > IMAGE_MAX_EDGE) {
		throw new AppError('too_large', 413, {
			message: 'The picture has too many pixels: 100 million at most, 20,000 along an edge.'
		});
	}
	return { bytes, mime, width, height };
}

/** What sharp says of a picture. */
interface Head {
	format: string;
	compression?: string;
	autoOrient: { width: number; height: number };
}

const sharp = createRequire(import.meta.url).resolve('sharp');

// The limit of pixels is ours to check: sharp's own error does not tell a large picture from a broken one.
const program = `
	const { parentPort, workerData } = require('node:worker_threads');
	const picture = require(workerData.sharp)(workerData.bytes, { limitInputPixels: false });
	picture.metadata().then(
		({ format, compression, autoOrient }) => parentPort.postMessage({ format, compression, autoOrient }),
		(error) => parentPort.postMessage({ problem: String(error).slice(0, 500) })
	);
`;

/**
 * In a thread of its own: a file may have millions of frames or faults, and sharp makes an object of each
 * on the thread that asks.
 */
async function readHead(bytes: Uint8Array): Promise<Head> {
	const worker = new Worker(program, {
		...{ eval: true, name: 'pictures', workerData: { bytes, sharp } },
		resourceLimits: { maxOldGenerationSizeMb: 256 }
	});
	const answer = await new Promise<Head | { problem: string }>((resolve) => {
		const fail = (problem: string) => resolve({ problem });
		const timer = setTimeout(() => fail('it took too long'), rendering.convertBudget);
		worker.once('message', resolve);
		// Out of memory, for one.
		worker.once('error', (error) => fail(String(error)));
		worker.once('exit', () => {
			clearTimeout(timer);
			fail('the thread ended');
		});
	});
	void worker.terminate();
	if ('problem' in answer) throw notAnImage(answer.problem);
	return answer;
}

function notAnImage(cause?: unknown): AppError {
	return new AppError('not_an_image', 415, {
		message: 'That is not a picture we can show. JPEG, PNG, WebP, GIF and AVIF work.',
		cause
	});
}
