import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { anon, freshEmail, makeActor, one, type Actor } from '../support/actors.ts';
import { anyTable, sql } from '../support/clients.ts';
import {
	documentOf,
	image,
	makeMedia,
	makeMember,
	makePost,
	makePublication,
	makeStaff
} from '../support/factories.ts';

let publication: string;
let author: Actor;
let colleague: Actor;
let editor: Actor;
let member: Actor;
beforeAll(async () => {
	publication = await makePublication();
	[author, colleague, editor, member] = await Promise.all([
		makeActor('author'),
		makeActor('colleague'),
		makeActor('editor'),
		makeActor('member')
	]);
	await Promise.all([
		makeStaff(publication, author.id, 'author'),
		makeStaff(publication, colleague.id, 'author'),
		makeStaff(publication, editor.id, 'editor'),
		makeMember(publication, member.email)
	]);
});

describe('the bytes', () => {
	const bucket = (actor: Actor) => anyTable(actor).storage.from('media');
	const png = new Blob([new Uint8Array([137, 80, 78, 71])], { type: 'image/png' });

	async function pathOf(file: string): Promise<string> {
		return one(await sql<{ path: string }[]>`select path from media where id = ${file}`).path;
	}

	/** A file of somebody with its bytes in the bucket. */
	async function uploaded(by: Actor): Promise<{ file: string; path: string }> {
		const file = await makeMedia(publication, by.id);
		const path = await pathOf(file);
		const { error } = await bucket(by).upload(path, png);
		expect(error).toBeNull();
		return { file, path };
	}

	const stored = async (path: string) =>
		(await sql`select from storage.objects where bucket_id = 'media' and name = ${path}`).length ===
		1;
	const opens = async (actor: Actor, path: string) =>
		(await bucket(actor).download(path)).error === null;

	test('lie in a private bucket', async () => {
		expect(await sql`select public from storage.buckets where id = 'media'`).toEqual([
			{ public: false }
		]);
	});

	test('come after their row, and from whoever wrote it', async () => {
		const file = await makeMedia(publication, author.id);
		const path = await pathOf(file);
		const strange = `${publication}/${randomUUID()}/a.png`;
		for (const actor of [anon, member, colleague, editor]) {
			expect((await bucket(actor).upload(path, png)).error).not.toBeNull();
		}
		expect((await bucket(author).upload(strange, png)).error).not.toBeNull();
		expect([await stored(path), await stored(strange)]).toEqual([false, false]);
		expect((await bucket(author).upload(path, png)).error).toBeNull();
		expect(await stored(path)).toBe(true);
	});

	test('open to whoever sees the row', async () => {
		const { file, path } = await uploaded(author);
		const doc = documentOf(image(file));
		const all = [anon, member, colleague, author, editor];
		const openedBy = async () => Promise.all(all.map((actor) => opens(actor, path)));
		expect(await openedBy()).toEqual([false, false, false, true, true]);
		const post = await makePost({ publication, by: author.id, state: 'members', doc });
		expect(await openedBy()).toEqual([false, true, true, true, true]);
		await sql`update posts set visibility = 'public' where id = ${post}`;
		expect(await openedBy()).toEqual([true, true, true, true, true]);
	});

	test('are not listed for whoever may not open them', async () => {
		const { file, path } = await uploaded(author);
		const folder = path.slice(0, path.lastIndexOf('/'));
		expect((await bucket(member).list(folder)).data ?? []).toEqual([]);
		expect((await bucket(author).list(folder)).data).toMatchObject([{ name: 'a.png' }]);
		expect(path).toContain(file);
	});

	test('are not replaced, and removed by their author and editors only', async () => {
		const { file, path } = await uploaded(author);
		await makePost({ publication, by: author.id, state: 'public', doc: documentOf(image(file)) });
		for (const actor of [anon, member, colleague]) {
			await bucket(actor).remove([path]);
			expect((await bucket(actor).upload(path, png, { upsert: true })).error).not.toBeNull();
		}
		expect(await stored(path)).toBe(true);
		await bucket(editor).remove([path]);
		expect(await stored(path)).toBe(false);
	});

	test('are out of reach for an author who left', async () => {
		const leaver = await makeActor('leaver');
		await makeStaff(publication, leaver.id, 'author');
		const { file, path } = await uploaded(leaver);
		await makePost({ publication, by: null, state: 'public', doc: documentOf(image(file)) });
		await sql`delete from publication_staff where user_id = ${leaver.id}`;
		await bucket(leaver).remove([path]);
		expect([await stored(path), await opens(leaver, path)]).toEqual([true, true]);
		await sql`delete from storage.objects where name = ${path}`;
		expect((await bucket(leaver).upload(path, png)).error).not.toBeNull();
		expect(await stored(path)).toBe(false);
	});

	test('of a closed publication open to its staff only', async () => {
		const closed = await makePublication();
		await makeStaff(closed, author.id, 'author');
		await makeMember(closed, freshEmail());
		const file = await makeMedia(closed, author.id);
		const path = await pathOf(file);
		await bucket(author).upload(path, png);
		await makePost({
			publication: closed,
			by: author.id,
			state: 'public',
			doc: documentOf(image(file))
		});
		expect(await opens(anon, path)).toBe(true);
		await sql`update publications set status = 'closed' where id = ${closed}`;
		expect([await opens(anon, path), await opens(author, path)]).toEqual([false, true]);
	});
});
