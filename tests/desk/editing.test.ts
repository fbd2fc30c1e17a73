import { describe, expect, test } from 'vitest';
import {
	changePost,
	getEditedPost,
	publishPost,
	saveText,
	unpublishPost
} from '../../src/lib/server/db/post-editing.ts';
import { createPost } from '../../src/lib/server/db/posts-desk.ts';
import { makeActor } from '../support/actors.ts';
import { db, sql } from '../support/clients.ts';
import { makePost, makePublication, makeStaff, makeTier } from '../support/factories.ts';

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
		const change = { visibility: 'public', excerpt: null, tierIds: [] } as const;
		await changePost(desk, publication, id, { ...change, tierIds: [], slug: 'neap' });
		await publishPost(desk, publication, await read(id));
		expect(await slugOf(id)).toBe('neap');
		const other = await titled('Springs');
		await expect(
			changePost(desk, publication, other.id, { ...change, tierIds: [], slug: 'neap' })
		).rejects.toMatchObject({ code: 'taken' });
	});

	test('again keeps the date of the first time', async () => {
		const { id } = await titled('Twice');
		await publishPost(desk, publication, await read(id));
		await sql`update posts set published_at = '2020-02-02T10:00:00Z' where id = ${id}`;
		await unpublishPost(desk, publication, id);
		expect(await read(id)).toMatchObject({ state: 'draft', slug: 'twice' });
		await publishPost(desk, publication, await read(id));
		expect(await read(id)).toMatchObject({
			state: 'published',
			publishedAt: expect.stringMatching(/^2020-02-02T10:00:00/)
		});
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
		const change = { slug: null, visibility: 'tiers', excerpt: null, tierIds } as const;
		await changePost(desk, publication, id, { ...change, tierIds });
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
	await expect(unpublishPost(desk, elsewhere, id)).rejects.toMatchObject({ code: 'not_found' });
});
