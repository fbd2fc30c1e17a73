import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { anon, makeActor, type Actor } from '../support/actors.ts';
import { anyTable, countOf, db, sql } from '../support/clients.ts';
import {
	documentOf,
	image,
	makeMedia,
	makeMember,
	makePost,
	makePublication,
	makeStaff,
	paywall
} from '../support/factories.ts';
import { become, refusal, undone } from '../support/transactions.ts';

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

const sees = async (actor: Actor, file: string) =>
	(await countOf(actor, `media?select=id&id=eq.${file}`)) === 1;

/** Who of an anonymous visitor and a free member sees a file. */
const seenBy = async (file: string) => ({
	anon: await sees(anon, file),
	member: await sees(member, file)
});

describe('a file shows itself where it is shown', () => {
	test('follows the visibility of the post', async () => {
		const file = await makeMedia(publication, author.id);
		const doc = documentOf('Text.', image(file));
		const post = await makePost({ publication, by: author.id, doc });
		const set = (values: object) => sql`update posts set ${sql(values)} where id = ${post}`;
		expect(await seenBy(file)).toEqual({ anon: false, member: false });
		await set({ status: 'published', published_at: new Date(0) });
		expect(await seenBy(file)).toEqual({ anon: true, member: true });
		await set({ visibility: 'members' });
		expect(await seenBy(file)).toEqual({ anon: false, member: true });
		await set({ visibility: 'paid' });
		expect(await seenBy(file)).toEqual({ anon: false, member: false });
		await set({ visibility: 'public', status: 'draft' });
		expect(await seenBy(file)).toEqual({ anon: false, member: false });
	});

	test('to everybody before the paywall mark, to readers behind it', async () => {
		const [before, behind] = [
			await makeMedia(publication, null),
			await makeMedia(publication, null)
		];
		const doc = documentOf(image(before), paywall, image(behind));
		await makePost({ publication, by: null, state: 'members', doc });
		expect(await seenBy(before)).toEqual({ anon: true, member: true });
		expect(await seenBy(behind)).toEqual({ anon: false, member: true });
	});

	test('to everybody as a cover', async () => {
		const cover = await makeMedia(publication, null);
		await makePost({ publication, by: null, state: 'paid', cover });
		expect(await seenBy(cover)).toEqual({ anon: true, member: true });
	});

	test('and not any more when the text drops it', async () => {
		const file = await makeMedia(publication, null);
		const post = await makePost({
			publication,
			by: null,
			state: 'public',
			doc: documentOf(image(file))
		});
		expect(await sees(anon, file)).toBe(true);
		await sql`update post_contents set doc = ${JSON.stringify(documentOf('Text.'))}::text::jsonb where post_id = ${post}`;
		expect(await sees(anon, file)).toBe(false);
	});

	test('wherever in the document it stands', async () => {
		const file = await makeMedia(publication, null);
		const doc = documentOf({ type: 'blockquote', content: [image(file)] });
		await makePost({ publication, by: null, state: 'public', doc });
		expect(await sees(anon, file)).toBe(true);
	});

	test('and names that are no ids break nothing', async () => {
		const doc = documentOf('Text.', image("'; drop table media"), {
			type: 'image',
			attrs: { mediaId: { '0': 1 } }
		});
		const post = await makePost({ publication, by: author.id });
		const { error } = await db(author)
			.from('post_contents')
			.update({ doc: { ...doc } })
			.eq('post_id', post);
		expect(error).toBeNull();
	});
});

describe('a file of another publication', () => {
	test('is not opened by naming it in a text', async () => {
		const file = await makeMedia(await makePublication(), null);
		await makePost({ publication, by: null, state: 'public', doc: documentOf(image(file)) });
		expect(await sees(anon, file)).toBe(false);
	});

	test('is not opened as a cover', async () => {
		const file = await makeMedia(await makePublication(), null);
		const post = await makePost({ publication, by: author.id, state: 'public' });
		expect(
			await refusal(db(author).from('posts').update({ cover_media_id: file }).eq('id', post))
		).toBe('23503');
	});
});

describe('a file that its writer may not see', () => {
	/** What an author gets and gives by showing a file in a post of their own. */
	const gainOf = async (file: string, show: (post: string) => PromiseLike<unknown>) => {
		const post = await makePost({ publication, by: author.id, state: 'public' });
		await show(post);
		return { author: await sees(author, file), anon: await sees(anon, file) };
	};
	const inText = (file: string) => (post: string) =>
		db(author)
			.from('post_contents')
			.update({ doc: { ...documentOf(image(file)) } })
			.eq('post_id', post);
	const asCover = (file: string) => (post: string) =>
		db(author).from('posts').update({ cover_media_id: file }).eq('id', post);
	const asSetting = (file: string) => (post: string) =>
		db(author).rpc('change_post', {
			...{ p_post_id: post, p_settings: { cover_media_id: file }, p_tag_ids: [] }
		});
	const ways = [
		['in a text', inText],
		['as a cover', asCover],
		['as a cover in the settings', asSetting]
	] as const;
	const nothing = { author: false, anon: false };

	test.each(ways)('is opened to nobody %s', async (_, show) => {
		const file = await makeMedia(publication, colleague.id);
		expect(await gainOf(file, show(file))).toEqual(nothing);
	});

	test.each(ways)(
		'is not opened by a draft of its owner that the writer may not see, %s',
		async (_, show) => {
			const file = await makeMedia(publication, colleague.id);
			const doc = documentOf(image(file));
			await makePost({ publication, by: colleague.id, doc, cover: file });
			await makePost({ publication, by: colleague.id, state: 'scheduled', doc, cover: file });
			expect(await gainOf(file, show(file))).toEqual(nothing);
		}
	);

	test.each(ways)('is shown once its owner has published it, %s', async (_, show) => {
		const file = await makeMedia(publication, colleague.id);
		const doc = documentOf(image(file));
		await makePost({ publication, by: colleague.id, state: 'paid', doc });
		expect(await gainOf(file, show(file))).toEqual({ author: true, anon: true });
	});

	test('stays where an editor has put it', async () => {
		const file = await makeMedia(publication, colleague.id);
		const doc = documentOf(image(file));
		const post = await makePost({ publication, by: author.id, state: 'public', doc, cover: file });
		const { error } = await db(author).rpc('save_post', {
			...{ p_post_id: post, p_base_revision: 1, p_schema_version: 1, p_word_count: 1 },
			p_doc: { ...documentOf('More.', image(file)) }
		});
		const again = await db(author).from('posts').update({ cover_media_id: file }).eq('id', post);
		expect([error, again.error, await sees(anon, file)]).toEqual([null, null, true]);
	});

	test('answers as one that does not exist', async () => {
		const post = await makePost({ publication, by: author.id });
		const set = (id: string) =>
			db(author).from('posts').update({ cover_media_id: id }).eq('id', post);
		const [hidden, none] = [
			await set(await makeMedia(publication, colleague.id)),
			await set(randomUUID())
		];
		expect(hidden.error).toEqual(none.error);
	});

	test('is decided as the policy on media decides', async () => {
		const states = ['draft', 'scheduled', 'public', 'paid', 'deleted'] as const;
		for (const by of [author.id, colleague.id, null]) {
			for (const state of states) {
				const [file, cover] = [
					await makeMedia(publication, null),
					await makeMedia(publication, null)
				];
				await makePost({ publication, by, state, cover, doc: documentOf(image(file)) });
			}
			await makeMedia(publication, by);
		}
		for (const actor of [author, colleague, editor]) {
			const differing = await undone(async (own) => {
				await become(own, actor);
				const visible = await own`select id from media where publication_id = ${publication}`;
				await own`reset role`;
				return own`
					select id from media where publication_id = ${publication}
						and (id = any (${visible.map(({ id }) => id as string)})) <> (private.media_in_sight(${publication}, array[id]) <> '{}')`;
			});
			expect(differing).toEqual([]);
		}
	});
});

describe('a row of media', () => {
	const row = () => ({
		publication_id: publication,
		filename: 'a.png',
		mime: 'image/png',
		bytes: 9
	});

	test.each([
		['a path in its name', { filename: '../a.png' }],
		['a name with a slash', { filename: 'a/b.png' }],
		['a hidden name', { filename: '.png' }],
		['two dots in its name', { filename: 'a..png' }],
		['a drawing with scripts', { mime: 'image/svg+xml' }],
		['more than 20 MB', { bytes: 20_971_521 }],
		['no bytes', { bytes: 0 }],
		['a description of 501 letters', { alt: 'a'.repeat(501) }]
	])('takes no file with %s', async (_, values) => {
		expect(
			await refusal(
				db(author)
					.from('media')
					.insert({ ...row(), ...values })
			)
		).toBe('23514');
	});

	test.each(['id', 'publication_id', 'filename', 'path', 'mime', 'bytes', 'created_by'])(
		'keeps its %s',
		async (column) => {
			const id = await makeMedia(publication, editor.id);
			const { error } = await anyTable(editor)
				.from('media')
				.update({ [column]: null })
				.eq('id', id);
			expect(error).not.toBeNull();
		}
	);

	test.each([
		['an author', () => author],
		['an editor', () => editor]
	])('gets its id from the database, not from %s', async (_, who) => {
		const chosen = { ...row(), id: randomUUID() };
		expect(await refusal(anyTable(who()).from('media').insert(chosen))).toBe('42501');
	});

	test("is nobody else's", async () => {
		expect(
			await refusal(
				db(author)
					.from('media')
					.insert({ ...row(), created_by: editor.id } as never)
			)
		).toBe('42501');
	});
});
