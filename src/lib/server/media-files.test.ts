import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { checkFile, safeFilename } from './media-files.ts';

const ascii = (text: string) => new TextEncoder().encode(text);
const bytes = (...parts: (string | number[])[]) =>
	new Uint8Array(
		parts.flatMap((part) => (typeof part === 'string' ? [...ascii(part)] : part)).concat(zeros(64))
	);
const zeros = (count: number) => new Array<number>(count).fill(0);

const heads = {
	'audio/mpeg': bytes('ID3', [4, 0, 0, 0, 0, 0, 0], [0xff, 0xfb, 0x90, 0x64]),
	'audio/mp4': bytes([0, 0, 0, 24], 'ftypM4A ', [0, 0, 0, 0], 'M4A isom'),
	'video/mp4': bytes([0, 0, 0, 24], 'ftypisom', [0, 0, 2, 0], 'isommp41'),
	'audio/ogg': bytes('OggS', zeros(22), [1, 30], [1], 'vorbis'),
	'video/webm': bytes([0x1a, 0x45, 0xdf, 0xa3, 0x87, 0x42, 0x82, 0x84], 'webm'),
	'application/pdf': bytes('%PDF-1.7\n')
};

describe('checkFile', () => {
	it.each(Object.entries(heads))('knows %s by its bytes', async (mime, head) => {
		expect(await checkFile(head, 'whatever.exe')).toMatchObject({ mime, width: null });
	});

	it('knows a picture, and its size', async () => {
		const picture = await sharp({
			create: { width: 40, height: 30, channels: 3, background: '#a2c' }
		})
			.png()
			.toBuffer();
		const checked = await checkFile(picture, 'notes.txt');
		expect(checked).toMatchObject({ mime: 'image/png', width: 40, height: 30 });
	});

	it.each([
		['tides.csv', 'text/csv'],
		['Tides.TXT', 'text/plain']
	])('takes text by its name: %s', async (name, mime) => {
		expect(await checkFile(ascii('Harwick,06:40 – high'), name)).toMatchObject({ mime });
	});

	it.each([
		['a page', '<!doctype html><script>alert(1)</script>', 'page.html'],
		['a page without a type', '<script>alert(1)</script>', 'page'],
		['a drawing with script', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'drawing.svg'],
		['a program', 'MZ\u0000\u0000', 'tides.txt'],
		['text with nothing in it', 'a\u0000b', 'tides.txt']
	])('refuses %s', async (_, text, name) => {
		await expect(checkFile(ascii(text), name)).rejects.toMatchObject({
			code: 'not_accepted',
			status: 415
		});
	});

	it('refuses text that is not UTF-8', async () => {
		const latin1 = new Uint8Array([0x46, 0xe4, 0x68, 0x72, 0x65]);
		await expect(checkFile(latin1, 'tides.txt')).rejects.toMatchObject({ code: 'not_accepted' });
	});

	it('refuses nothing at all, and more than 20 MB', async () => {
		await expect(checkFile(new Uint8Array(0), 'a.txt')).rejects.toMatchObject({
			code: 'not_accepted'
		});
		await expect(checkFile(new Uint8Array(20 * 1024 * 1024 + 1), 'a.zip')).rejects.toMatchObject({
			code: 'too_large',
			status: 413
		});
	});
});

describe('safeFilename', () => {
	it.each([
		['Fähre im Hafen.JPG', 'fahre-im-hafen.jpg'],
		['../../etc/passwd', 'picture.jpg'],
		['туман.png', 'picture.jpg'],
		['.htaccess', 'picture.jpg'],
		['a..b.jpeg', 'a-b.jpg'],
		['x"\r\nSet-Cookie: a=b.jpg', 'x-set-cookie-a-b.jpg'],
		[`${'long '.repeat(60)}.jpg`, `${'long-'.repeat(16).slice(0, -1)}.jpg`]
	])('%j becomes %j', (name, safe) => {
		expect(safeFilename(name, 'image/jpeg')).toBe(safe);
		expect(safe).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/);
	});

	it('gives a file the extension of what it is', () => {
		expect(safeFilename('tides.exe', 'application/pdf')).toBe('tides.pdf');
		expect(safeFilename('туман', 'text/csv')).toBe('file.csv');
	});
});
