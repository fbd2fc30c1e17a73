import { performance } from 'node:perf_hooks';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { checkImage } from './images.ts';

const canvas = sharp({ create: { width: 40, height: 30, channels: 3, background: '#a2c' } });

describe('checkImage', () => {
	it.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)(
		'knows %s by its bytes',
		async (format) => {
			const bytes = await canvas.clone().toFormat(format).toBuffer();
			expect(await checkImage(bytes)).toMatchObject({
				mime: `image/${format}`,
				width: 40,
				height: 30
			});
		}
	);

	it('turns a picture that lies on its side', async () => {
		const bytes = await canvas.clone().jpeg().withMetadata({ orientation: 6 }).toBuffer();
		expect(await checkImage(bytes)).toMatchObject({ width: 30, height: 40 });
	});

	it.each([
		['nothing', ''],
		['a page', '<!doctype html><script>alert(1)</script>'],
		['a drawing with script', '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'],
		['a name only', 'GIF89a']
	])('refuses %s', async (_, text) => {
		await expect(checkImage(new TextEncoder().encode(text))).rejects.toMatchObject({
			code: 'not_an_image',
			status: 415
		});
	});

	it('refuses a bomb by its head alone', async () => {
		const bomb = new Uint8Array(await canvas.clone().png().toBuffer());
		const view = new DataView(bomb.buffer);
		view.setUint32(16, 60_000);
		view.setUint32(20, 60_000);
		view.setUint32(29, crc32(bomb.subarray(12, 29)));
		await expect(checkImage(bomb)).rejects.toMatchObject({ code: 'too_large', status: 413 });
	});

	it('refuses more than 20 MB before it looks inside', async () => {
		await expect(checkImage(new Uint8Array(20 * 1024 * 1024 + 1))).rejects.toMatchObject({
			code: 'too_large'
		});
	});

	it('looks at a picture with very many faults in another thread', async () => {
		const whole = await canvas.clone().png().toBuffer();
		// The signature and the first part, and then parts of text that say nothing.
		const fault = Buffer.concat([Buffer.alloc(4), Buffer.from('tEXt'), Buffer.alloc(4)]);
		const picture = Buffer.concat([whole.subarray(0, 33), ...Array<Buffer>(500_000).fill(fault)]);
		const before = performance.eventLoopUtilization();
		await expect(checkImage(picture)).rejects.toMatchObject({ code: 'not_an_image' });
		expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5);
	});
});
