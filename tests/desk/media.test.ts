import { describe, expect, test } from 'vitest';
import { findFile, readFile, storeFile } from '../../src/lib/server/db/media.ts';
import type { Client } from '../../src/lib/supabase/server.ts';
import { anon, makeActor } from '../support/actors.ts';
import { db, sql } from '../support/clients.ts';
import { makePost, makePublication, makeStaff } from '../support/factories.ts';

const [author, stranger] = await Promise.all([makeActor('author'), makeActor('stranger')]);
const publication = await makePublication();
await makeStaff(publication, author.id, 'author');

const bytes = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);
const picture = {
	publicationId: publication,
	filename: 'buoy.png',
	mime: 'image/png',
	...{ bytes, width: 40, height: 30 }
};
const rows = async () =>
	(await sql`select id from media where publication_id = ${publication}`).length;

describe('a picture', () => {
	test('comes back as it went in, to its author', async () => {
		const { id, src } = await storeFile(db(author), picture);
		expect(src).toBe(`/media/${id}/buoy.png`);
		const file = await findFile(db(author), id, 'buoy.png');
		if (!file) throw new Error('It is not there.');
		expect(file.mime).toBe('image/png');
		const read = await readFile(db(author), file);
		expect(new Uint8Array(await read.arrayBuffer())).toEqual(bytes);
	});

	test('has one name', async () => {
		const { id } = await storeFile(db(author), picture);
		expect(await findFile(db(author), id, 'another.png')).toBeNull();
	});

	test('is nobody else’s until a post shows it', async () => {
		const { id, src } = await storeFile(db(author), picture);
		expect(await findFile(db(anon), id, 'buoy.png')).toBeNull();
		const image = { type: 'image', attrs: { mediaId: id, src, alt: '' } };
		const doc = { type: 'doc', content: [image] };
		await makePost({ publication, by: author.id, state: 'public', doc });
		const file = await findFile(db(anon), id, 'buoy.png');
		if (!file) throw new Error('It is not there.');
		expect((await readFile(db(anon), file)).size).toBe(bytes.length);
	});

	test('of a stranger is refused', async () => {
		const before = await rows();
		await expect(storeFile(db(stranger), picture)).rejects.toMatchObject({ code: 'forbidden' });
		expect(await rows()).toBe(before);
	});

	test('that storage does not take leaves no row', async () => {
		const client = db(author);
		const upload = async () => ({ data: null, error: { message: 'fetch failed' } });
		const broken = new Proxy(client, {
			get: (target, name) =>
				name === 'storage' ? { from: () => ({ upload }) } : Reflect.get(target, name, target)
		}) as Client;
		const before = await rows();
		await expect(storeFile(broken, picture)).rejects.toMatchObject({ code: 'unavailable' });
		expect(await rows()).toBe(before);
	});
});
