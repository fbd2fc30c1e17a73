import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderSource } from './file-folder.ts';
import { zipSource } from './file-zip.ts';

let home: string;
beforeAll(async () => {
	home = await mkdtemp(path.join(tmpdir(), 'pamphlet-files-'));
});
afterAll(() => rm(home, { recursive: true }));

describe('a folder', () => {
	let root: string;
	beforeAll(async () => {
		root = path.join(home, 'content');
		await mkdir(path.join(root, 'images/2026'), { recursive: true });
		await writeFile(path.join(root, 'images/2026/a b.jpg'), 'picture');
		await writeFile(path.join(home, 'secret'), 'secret');
		await symlink(path.join(home, 'secret'), path.join(root, 'images/link.jpg'));
		await symlink(home, path.join(root, 'images/out'));
	});

	it.each(['content', 'content/images', '.'])('is found from %s', async (below) => {
		const source = await folderSource(path.join(home, below));
		const bytes = await source.read('/content/images/2026/a%20b.jpg');
		expect(Buffer.from(bytes).toString()).toBe('picture');
	});

	it.each([
		['a link', '/content/images/link.jpg', 'it is a link, which is not followed'],
		['a file behind a link', '/content/images/out/secret', 'it is a link, which is not followed'],
		['a way out', '/content/images/../../secret', 'its path is not a plain one'],
		[
			'a way out in disguise',
			'/content/images/%2e%2e/%2e%2e/secret',
			'its path is not a plain one'
		],
		['a folder', '/content/images/2026', 'it is no file'],
		['nothing', '/content/images/none.jpg', 'there is no such file in the folder'],
		['another place', '/etc/passwd', 'it is no file of the old site']
	])('gives no %s', async (_, address, message) => {
		const source = await folderSource(root);
		await expect(source.read(address)).rejects.toThrow(message);
	});
});

interface ZipEntry {
	name: string;
	data: Buffer;
	/** Rights on Unix. */
	mode?: number;
	/** What the archive says, when that is not so. */
	size?: number;
}

/** A ZIP file, right or wrong: a library would not write the wrong ones. */
async function zipOf(...entries: ZipEntry[]): Promise<string> {
	const bodies: Buffer[] = [];
	const heads: Buffer[] = [];
	let offset = 0;
	for (const { name, data, mode = 0o100644, size = data.length } of entries) {
		const packed = deflateRawSync(data);
		const about = Buffer.alloc(26);
		about.writeUInt16LE(20, 0);
		about.writeUInt16LE(8, 4);
		about.writeUInt32LE(packed.length, 14);
		about.writeUInt32LE(size, 18);
		about.writeUInt16LE(Buffer.byteLength(name), 22);
		const body = Buffer.concat([Buffer.from('PK\u0003\u0004'), about, Buffer.from(name), packed]);
		const tail = Buffer.alloc(14);
		tail.writeUInt32LE(mode * 0x10000, 6);
		tail.writeUInt32LE(offset, 10);
		const made = Buffer.from([20, 3]);
		heads.push(
			Buffer.concat([Buffer.from('PK\u0001\u0002'), made, about, tail, Buffer.from(name)])
		);
		bodies.push(body);
		offset += body.length;
	}
	const head = Buffer.concat(heads);
	const end = Buffer.alloc(18);
	end.writeUInt16LE(entries.length, 4);
	end.writeUInt16LE(entries.length, 6);
	end.writeUInt32LE(head.length, 8);
	end.writeUInt32LE(offset, 12);
	const file = path.join(home, `${entries.length}-${Math.random()}.zip`);
	await writeFile(file, Buffer.concat([...bodies, head, Buffer.from('PK\u0005\u0006'), end]));
	return file;
}

const LIMITS = { entries: 3, total: 10_000_000, ratio: 200 };
const picture = { name: 'site/content/images/a.jpg', data: Buffer.from('picture') };

describe('a ZIP file', () => {
	it('gives the files it holds', async () => {
		const source = await zipSource(await zipOf(picture));
		const bytes = await source.read('/content/images/a.jpg');
		expect(Buffer.from(bytes).toString()).toBe('picture');
		await expect(source.read('/content/images/b.jpg')).rejects.toThrow('there is no such file');
		source.close();
	});

	it.each([
		[
			'a name that leads out',
			{ name: '../../images/a.jpg' },
			/cannot be read \(invalid relative path/
		],
		['a name from the root', { name: '/images/a.jpg' }, /cannot be read \(absolute path/],
		[
			'a name with a backslash',
			{ name: 'images\\..\\a.jpg' },
			/cannot be read \(invalid characters/
		],
		['a promise of too much', { size: 20_000_000 }, /holds more than is unpacked/]
	])('is refused for %s', async (_, wrong, message) => {
		await expect(zipSource(await zipOf({ ...picture, ...wrong }), LIMITS)).rejects.toThrow(message);
	});

	it('is refused for too many entries, and when it is none', async () => {
		const many = ['a', 'b', 'c', 'd'].map((name) => ({ ...picture, name: `images/${name}.jpg` }));
		await expect(zipSource(await zipOf(...many), LIMITS)).rejects.toThrow('holds more than is');
		await expect(zipSource('package.json')).rejects.toThrow('the ZIP file cannot be read');
	});

	it('unpacks no bomb, no link, and nothing larger than it said', async () => {
		const bomb = { name: 'images/bomb.jpg', data: Buffer.alloc(5_000_000) };
		const link = { name: 'images/link.jpg', data: Buffer.from('/etc/passwd'), mode: 0o120777 };
		const liar = { name: 'images/liar.jpg', data: Buffer.alloc(100_000), size: 10 };
		const source = await zipSource(await zipOf(bomb, link, liar), LIMITS);
		await expect(source.read('/content/images/bomb.jpg')).rejects.toThrow('packed tighter');
		await expect(source.read('/content/images/link.jpg')).rejects.toThrow('no such file');
		await expect(source.read('/content/images/liar.jpg')).rejects.toThrow('too many bytes');
		source.close();
	});
});
