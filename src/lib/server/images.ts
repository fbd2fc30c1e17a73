import sharp from 'sharp';
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

async function readHead(bytes: Uint8Array) {
	try {
		// The limit is ours to check: its own error does not tell a large picture from a broken one.
		return await sharp(bytes, { limitInputPixels: false }).metadata();
	} catch (error) {
		throw notAnImage(error);
	}
}

function notAnImage(cause?: unknown): AppError {
	return new AppError('not_an_image', 415, {
		message: 'That is not a picture we can show. JPEG, PNG, WebP, GIF and AVIF work.',
		cause
	});
}
