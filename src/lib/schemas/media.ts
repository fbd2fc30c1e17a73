import { z } from 'zod';
import { files } from '../limits.ts';

/** Pictures: what the bucket takes; the check on `media.mime` has the same lists. */
export const imageTypes = [
	'image/jpeg',
	'image/png',
	'image/webp',
	'image/gif',
	'image/avif'
] as const;
export const audioTypes = ['audio/mpeg', 'audio/mp4', 'audio/ogg'] as const;
export const videoTypes = ['video/mp4', 'video/webm'] as const;
/** Files to take along. */
export const documentTypes = [
	'application/pdf',
	'application/epub+zip',
	'application/zip',
	'text/plain',
	'text/csv'
] as const;

export type ImageType = (typeof imageTypes)[number];
export type MediaType =
	| ImageType
	| (typeof audioTypes)[number]
	| (typeof videoTypes)[number]
	| (typeof documentTypes)[number];

/** Largest file in bytes: the limit of the bucket and of `media.bytes`. */
export const MEDIA_MAX_BYTES = files.bytes;

/** Largest picture in pixels, and the longest edge. More would be a bomb for whoever decodes it. */
export const IMAGE_MAX_PIXELS = 100_000_000;
export const IMAGE_MAX_EDGE = 20_000;

/** What the upload answers. */
export const uploaded = z.object({
	id: z.uuid(),
	src: z.string(),
	mime: z.string(),
	bytes: z.number().int(),
	width: z.number().int().nullable(),
	height: z.number().int().nullable()
});

export type Uploaded = z.output<typeof uploaded>;
