import type { App } from '@supabase/lite';
import sharp from 'sharp';

type Adapter = NonNullable<App['_transformationAdapter']>;
type Options = Parameters<Adapter['transform']>[1];

/** Resizes images the way Storage's image transformation does. */
export class SharpImages implements Adapter {
	readonly driver = sharp;
	readonly requiresBuffer = true;

	async transform(input: Uint8Array, options: Options) {
		let image = sharp(input).rotate();
		if (options.width || options.height) {
			const { width, height, resize } = options;
			image = image.resize({ width, height, fit: resize ?? 'cover' });
		}
		const format = options.format ?? (await sharp(input).metadata()).format;
		const { data, info } = await image
			.toFormat(format ?? 'png', { quality: options.quality ?? 80 })
			.toBuffer({ resolveWithObject: true });
		return {
			body: new Uint8Array(data),
			contentType: `image/${info.format}`,
			contentLength: info.size
		};
	}
}
