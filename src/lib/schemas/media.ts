import { z } from 'zod';

/** What the bucket takes; the check on `media.mime` has the same list. */
export const imageTypes = [
	'image/jpeg',
	'image/png',
	'image/webp',
	'image/gif',
	'image/avif'
] as const;

export type ImageType = (typeof imageTypes)[number];

/** Largest file in bytes: the limit of the bucket and of `media.bytes`. */
export const IMAGE_MAX_BYTES = 20 * 1024 * 1024;

/** Largest picture in pixels, and the longest edge. More would be a bomb for whoever decodes it. */
export const IMAGE_MAX_PIXELS = 100_000_000;
export const IMAGE_MAX_EDGE = 20_000;

/** What the upload answers. */
export const uploaded = z.object({
	id: z.uuid(),
	src: z.string(),
	width: z.number().int().nullable(),
	height: z.number().int().nullable()
});

export type Uploaded = z.output<typeof uploaded>;
