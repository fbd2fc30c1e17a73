import { describe, expect, test } from 'vitest';
import {
	DESK_PAGE,
	countDeskPosts,
	createPost,
	deletePost,
	listDeskPosts,
	restorePost
} from '../../src/lib/server/db/posts-desk.ts';
import { makeActor } from '../support/actors.ts';
import { db, sql } from '../support/clients.ts';
import { makePost, makePublication, makeStaff } from '../support/factories.ts';

const [editor, author] = await Promise.all([makeActor('editor'), makeActor('author')]);
const edits = db(editor);

async function publicationWithStaff(): Promise<string> {
	const id = await makePublication();
	await Promise.all([makeStaff(id, editor.id, 'editor'), makeStaff(id, author.id, 'author')]);
	return id;
}

const shelfOf = (publicationId: string) =>
	({ publicationId, kind: 'post', signedBy: null }) as const;
const everything = { state: null, from: null };

test('drafts come first, the last edited on top, then what is published, the newest on top', async () => {
	const publication = await publicationWithStaff();
	const [old, recent] = [
		await makePost({ publication, by: null, state: 'public' }),
		await makePost({ publication, by: null, state: 'scheduled' })
	];
	const [first, second] = [
		await makePost({ publication, by: null }),
		await makePost({ publication, by: null })
	];
	await sql`update posts set title = 'Edited' where id = ${first}`;
	const { posts, older } = await listDeskPosts(edits, shelfOf(publication), everything);
	expect(posts.map(({ id }) => id)).toEqual([first, second, recent, old]);
	expect(posts.map(({ state }) => state)).toEqual(['draft', 'draft', 'scheduled', 'published']);
	expect(older).toBeNull();
});

test('page after page has every post once, however many share a moment', async () => {
	const publication = await publicationWithStaff();
	await sql`
		insert into posts (publication_id, slug, title, status, published_at, created_by)
		select ${publication}, 'n-' || n, 'n ' || n,
			case when n % 3 = 0 then 'draft' else 'published' end,
			case when n % 3 > 0 then timestamptz '2026-01-01' + (n % 4) * interval '1 day' end,
			null
		from generate_series(1, ${2 * DESK_PAGE + 5}::integer) as n`;
	const seen: string[] = [];
	let from = null;
	do {
		const page = await listDeskPosts(edits, shelfOf(publication), { state: null, from });
		seen.push(...page.posts.map(({ id }) => id));
		from = page.older;
	} while (from);
	expect(seen).toHaveLength(2 * DESK_PAGE + 5);
	expect(new Set(seen).size).toBe(seen.length);
});

test('each state has its posts, and what is deleted is in no other', async () => {
	const publication = await publicationWithStaff();
	for (const state of ['draft', 'scheduled', 'public', 'paid', 'deleted'] as const) {
		await makePost({ publication, by: null, state });
	}
	expect(await countDeskPosts(edits, shelfOf(publication))).toEqual({
		draft: 1,
		scheduled: 1,
		published: 2,
		deleted: 1
	});
	const statesIn = async (state: 'draft' | 'scheduled' | 'published' | 'deleted' | null) => {
		const { posts } = await listDeskPosts(edits, shelfOf(publication), { state, from: null });
		return [...new Set(posts.map((post) => post.state))].sort();
	};
	expect(await statesIn(null)).toEqual(['draft', 'published', 'scheduled']);
	for (const state of ['draft', 'scheduled', 'published', 'deleted'] as const) {
		expect(await statesIn(state)).toEqual([state]);
	}
});

test('an author’s list has what they sign, and nothing else', async () => {
	const publication = await publicationWithStaff();
	const mine = await makePost({ publication, by: author.id });
	await makePost({ publication, by: editor.id, state: 'public' });
	await makePost({ publication, by: editor.id });
	const shelf = { ...shelfOf(publication), signedBy: author.id };
	const { posts } = await listDeskPosts(db(author), shelf, everything);
	expect(posts.map(({ id }) => id)).toEqual([mine]);
	expect(await countDeskPosts(db(author), shelf)).toMatchObject({ draft: 1, published: 0 });
});

describe('a post', () => {
	test('is begun as a draft that its writer signs', async () => {
		const publication = await publicationWithStaff();
		const id = await createPost(db(author), publication, { kind: 'post' });
		const shelf = { ...shelfOf(publication), signedBy: author.id };
		const { posts } = await listDeskPosts(db(author), shelf, everything);
		expect(posts).toMatchObject([{ id, state: 'draft', visibility: 'public', title: '' }]);
	});

	test('is deleted, and restored as what it was', async () => {
		const publication = await publicationWithStaff();
		const id = await makePost({ publication, by: author.id, state: 'public' });
		await deletePost(db(author), publication, id);
		expect(await countDeskPosts(edits, shelfOf(publication))).toMatchObject({ deleted: 1 });
		await restorePost(db(author), id);
		expect(await countDeskPosts(edits, shelfOf(publication))).toMatchObject({ published: 1 });
	});

	test('of somebody else is not an author’s to delete', async () => {
		const publication = await publicationWithStaff();
		const id = await makePost({ publication, by: editor.id, state: 'public' });
		await expect(deletePost(db(author), publication, id)).rejects.toMatchObject({
			code: 'not_found'
		});
	});
});
