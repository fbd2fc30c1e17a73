import sharp from 'sharp';
import { beforeAll, expect, it } from 'vitest';
import { FileProblem } from '../../src/lib/server/importers/files.ts';
import { findImportedFile, makeImportedFile } from '../../src/lib/server/db/imported-files.ts';
import { beginImport } from '../../src/lib/server/db/imports.ts';
import { anon, makeActor, one } from '../support/actors.ts';
import { db, sql } from '../support/clients.ts';
import { makeMedia, makePublication, makeStaff } from '../support/factories.ts';
import { importInto, operator } from './support.ts';

const PATH = '/content/images/2026/11/boat.png';

let picture: Uint8Array;
beforeAll(async () => {
	picture = await sharp({ create: { width: 4, height: 3, channels: 3, background: '#abc' } })
		.png()
		.toBuffer();
});

const posts = [
	{
		...{ id: 'p', slug: 'p', title: 'P', status: 'published', published_at: '2020-01-01' },
		...{ feature_image: `__GHOST_URL__${PATH}` },
		html: `<img src="__GHOST_URL__${PATH}" alt="A boat"><img src="__GHOST_URL__/content/images/none.png" alt="Nothing"><a href="__GHOST_URL__/content/files/a.exe">x</a>`
	}
];

function archive() {
	const read: string[] = [];
	const files = {
		read: async (path: string) => {
			read.push(path);
			if (path === PATH) return picture;
			if (path.endsWith('.exe')) return new Uint8Array([0x4d, 0x5a, 0, 0]);
			throw new FileProblem('there is no such file in the folder');
		}
	};
	return { read, archive: { data: { posts }, files } };
}

/** Where the bytes of its only file lie. */
async function bytesOf(publication: string): Promise<string> {
	return one(
		await sql<{ path: string }[]>`select path from media where publication_id = ${publication}`
	).path;
}

async function mediaOf(publication: string) {
	return sql`
		select filename, mime, width, height, bytes, p.slug as cover_of
		from media m left join posts p on p.cover_media_id = m.id
		where m.publication_id = ${publication}`;
}

it.each(['an operator', 'an admin'])('pictures come along, once, brought by %s', async (who) => {
	const publication = await makePublication();
	const admin = await makeActor('admin');
	await makeStaff(publication, admin.id, 'admin');
	const client = who === 'an admin' ? db(admin) : operator;
	const { archive: given, read } = archive();
	const report = await importInto(publication, { ...given, db: client });
	expect(report.counts.files).toEqual({ created: 1, changed: 0, unchanged: 0, skipped: 2 });
	expect([...report.reasons.keys()]).toEqual([
		'there is no such file in the folder',
		expect.stringContaining('That kind of file cannot be added')
	]);
	expect(await mediaOf(publication)).toEqual([
		{
			...{ filename: 'boat.png', mime: 'image/png', width: 4, height: 3 },
			...{ bytes: picture.byteLength, cover_of: 'p' }
		}
	]);
	// Whoever sees the post sees its picture.
	const { data } = await db(anon)
		.storage.from('media')
		.download(await bytesOf(publication));
	expect(data?.size).toBe(picture.byteLength);

	read.length = 0;
	const again = await importInto(publication, { ...given, db: client });
	expect(again.counts.posts.unchanged).toBe(1);
	expect(read).not.toContain(PATH);
	expect(await mediaOf(publication)).toHaveLength(1);
});

it('a file whose bytes did not arrive is brought anew', async () => {
	const publication = await makePublication();
	const { archive: given } = archive();
	await importInto(publication, given);
	const path = await bytesOf(publication);
	const broken = posts.map((post) => ({ ...post, title: 'P again' }));
	await operator.storage.from('media').remove([path]);
	await importInto(publication, { ...given, data: { posts: broken } });
	expect(await mediaOf(publication)).toHaveLength(1);
	const { data } = await operator.storage.from('media').download(path);
	expect(data?.size).toBe(picture.byteLength);
});

it('a file that was deleted in the desk comes anew, and is shown again', async () => {
	const publication = await makePublication();
	// The loss of its cover would count as an edit of the post, and what was edited stays as it is.
	const bare = posts.map((post) => ({ ...post, feature_image: null }));
	const given = { ...archive().archive, data: { posts: bare } };
	await importInto(publication, given);
	const before = await bytesOf(publication);
	await sql`delete from media where publication_id = ${publication}`;
	expect((await importInto(publication, given)).counts.files.created).toBe(1);
	const after = await bytesOf(publication);
	expect(after).not.toBe(before);
	const { data } = await db(anon).storage.from('media').download(after);
	expect(data?.size).toBe(picture.byteLength);
});

it('a file is nobody else’s to bring: not an author’s, not of another publication', async () => {
	const [publication, other] = [await makePublication(), await makePublication()];
	const [author, stranger] = [await makeActor('author'), await makeActor('stranger')];
	await Promise.all([
		makeStaff(publication, author.id, 'author'),
		makeStaff(other, stranger.id, 'admin')
	]);
	const run = await beginImport(operator, {
		...{ publicationId: publication, fileName: 'a.json', siteUrl: null },
		...{ dryRun: false, total: 1 }
	});
	const file = { path: PATH, filename: 'boat.png', mime: 'image/png', bytes: 9 };
	for (const actor of [anon, author, stranger]) {
		await expect(
			makeImportedFile(db(actor), run.id, { ...file, width: 4, height: 3 })
		).rejects.toThrow();
	}
	expect(await mediaOf(publication)).toEqual([]);
});

it('an item cannot name the row of a file: only the database does', async () => {
	const [publication, other] = [await makePublication(), await makePublication()];
	const theirs = await makeMedia(other, null);
	const admin = await makeActor('admin');
	await makeStaff(publication, admin.id, 'admin');
	const run = await beginImport(db(admin), {
		...{ publicationId: publication, fileName: 'a.json', siteUrl: null },
		...{ dryRun: false, total: 1 }
	});
	const item = { kind: 'file', sourceId: PATH, label: PATH, notes: [], target: theirs };
	const { data } = await db(admin).rpc('import_batch', { p_import_id: run.id, p_items: [item] });
	expect(data).toMatchObject([{ outcome: 'skipped' }]);
	expect(await findImportedFile(db(admin), publication, PATH)).toBeNull();
});

it('a dry run keeps no file', async () => {
	const publication = await makePublication();
	const { archive: given } = archive();
	const report = await importInto(publication, { ...given, dryRun: true });
	expect(report.counts.files.created).toBe(1);
	expect(await mediaOf(publication)).toEqual([]);
});

it('an address that had to change leads on', async () => {
	const publication = await makePublication();
	const named = ['rss', 'A b', 'plain'].map((slug) => ({ ...posts[0], id: slug, slug }));
	await sql`insert into posts ${sql({ publication_id: publication, slug: 'plain', title: 'Ours' })}`;
	await importInto(publication, { data: { posts: named } });
	const rows = await sql`
		select r.slug, p.slug as to from redirects r join posts p on p.id = r.post_id
		where r.publication_id = ${publication} order by r.slug`;
	expect(rows).toEqual([
		{ slug: 'A b', to: 'a-b' },
		{ slug: 'rss', to: 'rss-2' }
	]);
});
