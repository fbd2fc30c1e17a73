import { describe, expect, test } from 'vitest';
import { postSettings } from '../../src/lib/schemas/post.ts';
import { getEditedPost, publishPost, saveText } from '../../src/lib/server/db/post-editing.ts';
import { changePost, getPostSettings } from '../../src/lib/server/db/post-settings.ts';
import { unpublishPosts } from '../../src/lib/server/db/post-states.ts';
import { createPost } from '../../src/lib/server/db/posts-desk.ts';
import { makeActor } from '../support/actors.ts';
import { db, sql } from '../support/clients.ts';
import {
	makeByline,
	makeMedia,
	makePost,
	makePublication,
	makeStaff,
	makeTag,
	makeTier
} from '../support/factories.ts';

const [anselm, devi] = await Promise.all([makeActor('anselm'), makeActor('devi')]);
const publication = await makePublication();
await Promise.all([anselm, devi].map(({ id }) => makeStaff(publication, id, 'editor')));
await sql`update profiles set name = 'Devi Rathnam' where id = ${devi.id}`;
const desk = db(anselm);

const begin = () => createPost(desk, publication, { kind: 'post' });

async function read(id: string) {
	const post = await getEditedPost(desk, publication, id);
	if (!post) throw new Error('The post is not there.');
	return post;
}

/** Changes the settings as a form of an editor does. */
const change = (id: string, form: object, authors: string[] | null = null, by = desk) =>
	changePost(by, id, postSettings.parse({ visibility: 'public', ...form }), authors);

const textOf = (words: string, title = 'Fog') => ({
	title,
	subtitle: '',
	doc: {
		type: 'doc' as const,
		content: [{ type: 'paragraph' as const, content: [{ type: 'text' as const, text: words }] }]
	},
	schemaVersion: 1,
	words: 1
});

async function titled(title: string) {
	const id = await begin();
	await saveText(desk, id, 0, textOf('One', title));
	return read(id);
}

describe('saving', () => {
	test('counts revisions, and says who saved last', async () => {
		const id = await begin();
		const first = await saveText(desk, id, 0, textOf('One'));
		const second = await saveText(db(devi), id, first, textOf('Two'));
		expect(second).toBeGreaterThan(first);
		expect(await read(id)).toMatchObject({
			title: 'Fog',
			revision: second,
			doc: textOf('Two').doc,
			savedBy: { id: devi.id, name: 'Devi Rathnam' }
		});
	});

	test('on top of an old revision is refused, and writes nothing, not even the title', async () => {
		const id = await begin();
		await saveText(db(devi), id, 0, textOf('Theirs', 'Theirs'));
		await expect(saveText(desk, id, 0, textOf('Mine', 'Mine'))).rejects.toMatchObject({
			code: 'stale_revision',
			status: 409
		});
		expect(await read(id)).toMatchObject({ title: 'Theirs', doc: textOf('Theirs').doc });
	});

	test('the same text again is no new revision', async () => {
		const id = await begin();
		const first = await saveText(desk, id, 0, textOf('One'));
		expect(await saveText(desk, id, first, textOf('One'))).toBe(first);
	});
});

describe('publishing', () => {
	const slugOf = async (id: string) => (await read(id)).slug;

	test('makes an address of the title, and another where that is taken or reserved', async () => {
		const titles = ['Über die Flut', 'Über die Flut', 'Search', '???'];
		const slugs = [];
		for (const title of titles) {
			const post = await titled(title);
			expect(post.slug).toBeNull();
			await publishPost(desk, publication, post);
			slugs.push(await slugOf(post.id));
		}
		expect(slugs).toEqual(['uber-die-flut', 'uber-die-flut-2', 'search-2', 'post']);
	});

	test('keeps an address that was chosen', async () => {
		const { id } = await titled('Tides');
		await change(id, { slug: 'neap' });
		await publishPost(desk, publication, await read(id));
		expect(await slugOf(id)).toBe('neap');
		const other = await titled('Springs');
		await expect(change(other.id, { slug: 'neap' })).rejects.toMatchObject({ code: 'taken' });
	});

	test('again keeps the date of the first time', async () => {
		const { id } = await titled('Twice');
		await publishPost(desk, publication, await read(id));
		await sql`update posts set published_at = '2020-02-02T10:00:00Z' where id = ${id}`;
		await unpublishPosts(desk, publication, [id]);
		expect(await read(id)).toMatchObject({ state: 'draft', slug: 'twice' });
		await publishPost(desk, publication, await read(id));
		expect(await read(id)).toMatchObject({
			state: 'published',
			publishedAt: expect.stringMatching(/^2020-02-02T10:00:00/)
		});
	});

	test('at a moment that is past dates it back, at one to come schedules it', async () => {
		const post = await titled('When');
		await publishPost(desk, publication, post, new Date('1999-12-31T23:00:00Z'));
		expect(await read(post.id)).toMatchObject({ state: 'published', slug: 'when' });
		const tomorrow = new Date(Date.now() + 86_400_000);
		await publishPost(desk, publication, await read(post.id), tomorrow);
		const scheduled = await read(post.id);
		expect(scheduled.state).toBe('scheduled');
		expect(new Date(scheduled.publishedAt ?? 0)).toEqual(tomorrow);
	});

	test('what was scheduled goes out now', async () => {
		const id = await makePost({ publication, by: anselm.id, state: 'scheduled' });
		expect((await read(id)).state).toBe('scheduled');
		await publishPost(desk, publication, await read(id));
		expect((await read(id)).state).toBe('published');
	});
});

test('the tiers of a post are those that were chosen last', async () => {
	const [one, two] = await Promise.all([makeTier(publication), makeTier(publication)]);
	const { id } = await titled('For some');
	const choose = async (...tierIds: string[]) => {
		await change(id, { visibility: 'tiers', tier: tierIds });
		return (await read(id)).tierIds;
	};
	expect(await choose(one)).toEqual([one]);
	expect(await choose(one, two)).toEqual([one, two].sort());
	expect(await choose(two)).toEqual([two]);
});

test('a post is at home in its own publication only', async () => {
	const elsewhere = await makePublication();
	await makeStaff(elsewhere, anselm.id, 'owner');
	const { id } = await titled('At home');
	expect(await getEditedPost(desk, elsewhere, id)).toBeNull();
	expect(await unpublishPosts(desk, elsewhere, [id])).toEqual({ was: [], left: 1 });
});

describe('settings', () => {
	const settingsOf = async (id: string) => {
		const settings = await getPostSettings(desk, publication, id);
		if (!settings) throw new Error('The post is not there.');
		return settings;
	};

	test('keep subjects and writers in their order', async () => {
		const { id } = await titled('In order');
		const [a, b, c] = [
			await makeTag(publication),
			await makeTag(publication),
			await makeTag(publication)
		];
		const byline = await makeByline(publication);
		await change(id, { tag: [a, b] }, [anselm.id, byline]);
		await change(id, { tag: [c, b, c] }, [byline, devi.id]);
		expect((await settingsOf(id)).tags.map((tag) => tag.id)).toEqual([c, b]);
		expect((await read(id)).authors.map((author) => author.id)).toEqual([byline, devi.id]);
	});

	test('are changed all or not at all', async () => {
		const { id } = await titled('Whole');
		await change(id, { excerpt: 'As it was.' });
		const stranger = await makeActor('stranger');
		await expect(change(id, { excerpt: 'New.' }, [stranger.id])).rejects.toMatchObject({
			code: 'invalid'
		});
		expect(await read(id)).toMatchObject({ excerpt: 'As it was.', authors: [{ id: anselm.id }] });
	});

	test('know the former addresses, and forget one that the post has again', async () => {
		const post = await titled('One');
		await publishPost(desk, publication, post);
		await change(post.id, { slug: 'two' });
		await change(post.id, { slug: 'three' });
		expect((await settingsOf(post.id)).formerSlugs).toEqual(['two', 'one']);
		await change(post.id, { slug: 'one' });
		expect((await settingsOf(post.id)).formerSlugs).toEqual(['three', 'two']);
	});

	test('have a cover of the publication, and of no other', async () => {
		const { id } = await titled('Covered');
		const cover = await makeMedia(publication, anselm.id);
		await change(id, { cover, cover_alt: 'A buoy', meta_title: 'Buoys' });
		expect(await settingsOf(id)).toMatchObject({
			cover: { id: cover, src: `/media/${cover}/a.png`, isPicture: true },
			coverAlt: 'A buoy',
			metaTitle: 'Buoys',
			metaDescription: null
		});
		const foreign = await makeMedia(await makePublication(), null);
		await expect(change(id, { cover: foreign })).rejects.toMatchObject({ code: 'referenced' });
	});

	test('name others as writers for editors only', async () => {
		const writer = await makeActor('writer');
		await makeStaff(publication, writer.id, 'author');
		const id = await makePost({ publication, by: writer.id });
		await change(id, { excerpt: 'Mine.' }, null, db(writer));
		await expect(change(id, {}, [writer.id, devi.id], db(writer))).rejects.toMatchObject({
			code: 'forbidden'
		});
	});

	test('of others are not an author’s to change', async () => {
		const writer = await makeActor('writer');
		await makeStaff(publication, writer.id, 'author');
		const id = await makePost({ publication, by: anselm.id, state: 'public' });
		await expect(change(id, { slug: 'mine-now' }, null, db(writer))).rejects.toMatchObject({
			code: 'post_not_found'
		});
	});

	test('take a hundred subjects and no more, however they come', async () => {
		const { id } = await titled('Many');
		const tags = await sql<{ id: string }[]>`
			insert into tags (publication_id, slug, name)
			select ${publication}, 'many-' || n, 'Many ' || n from generate_series(1, 101) as n returning id`;
		const ids = tags.map((tag) => tag.id);
		await change(id, { tag: ids.slice(1) });
		const { error } = await desk
			.from('post_tags')
			.insert({ post_id: id, tag_id: ids[0] ?? '', publication_id: publication });
		expect(error).toMatchObject({ code: '23514', message: 'too_many_tags' });
	});
});
