import { describe, expect, test } from 'vitest';
import type { PostCursor } from '../../src/lib/schemas/post.ts';
import {
	DESK_PAGE,
	countDeskPosts,
	noFilter,
	type PostFilter,
	createPost,
	listDeskPosts
} from '../../src/lib/server/db/posts-desk.ts';
import {
	deletePosts,
	duplicatePost,
	publishPosts,
	restorePost,
	undoStates,
	unpublishPosts
} from '../../src/lib/server/db/post-states.ts';
import { makeActor } from '../support/actors.ts';
import { db, sql } from '../support/clients.ts';
import { makePost, makePublication, makeStaff, makeTag, makeTier } from '../support/factories.ts';

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
		await deletePosts(db(author), publication, [id]);
		expect(await countDeskPosts(edits, shelfOf(publication))).toMatchObject({ deleted: 1 });
		await restorePost(db(author), id);
		expect(await countDeskPosts(edits, shelfOf(publication))).toMatchObject({ published: 1 });
	});

	test('of somebody else is not an author’s to delete', async () => {
		const publication = await publicationWithStaff();
		const id = await makePost({ publication, by: editor.id, state: 'public' });
		await expect(deletePosts(db(author), publication, [id])).rejects.toMatchObject({
			code: 'forbidden'
		});
	});
});

test('back from any page is the page before, and the first one is always full', async () => {
	const publication = await publicationWithStaff();
	await sql`
		insert into posts (publication_id, slug, title, status, published_at, created_by)
		select ${publication}, 'n-' || n, 'n ' || n,
			case when n % 3 = 0 then 'draft' else 'published' end,
			case when n % 3 > 0 then timestamptz '2026-01-01' + (n % 4) * interval '1 day' end,
			null
		from generate_series(1, ${2 * DESK_PAGE + 5}::integer) as n`;
	const shelf = shelfOf(publication);
	const go = (place: { from?: PostCursor | null; until?: PostCursor | null }) =>
		listDeskPosts(edits, shelf, { state: null, ...place });
	const ids = ({ posts }: { posts: { id: string }[] }) => posts.map(({ id }) => id);

	const first = await go({});
	const second = await go({ from: first.older });
	const third = await go({ from: second.older });
	expect([first.newer, third.older]).toEqual([null, null]);
	expect(ids(third)).toHaveLength(5);
	const back = await go({ until: third.newer });
	expect(ids(back)).toEqual(ids(second));
	expect(ids(await go({ until: back.newer }))).toEqual(ids(first));

	// Somebody began another: the page before what was the first is not a page of one post.
	const another = await createPost(edits, publication, { kind: 'post' });
	const before = await go({ until: second.newer });
	expect(ids(before)).toEqual(ids(first));
	expect(ids(await go({ until: before.newer }))).toEqual([another, ...ids(first).slice(0, -1)]);
});

test('filters choose by tag, writer, access and the words of the title, all at once', async () => {
	const publication = await publicationWithStaff();
	const [fog, rain] = [
		await makePost({ publication, by: author.id, state: 'members' }),
		await makePost({ publication, by: editor.id, state: 'public' })
	];
	const tag = await makeTag(publication, true);
	await sql`insert into post_tags (post_id, tag_id, publication_id) values (${fog}, ${tag}, ${publication})`;
	await sql`update posts set title = '50% of Fog_*' where id = ${fog}`;
	await sql`update posts set title = 'Rain, 500 of it' where id = ${rain}`;
	const shelf = shelfOf(publication);
	const found = async (filter: Partial<PostFilter>) => {
		const whole = { ...noFilter, ...filter };
		const { posts } = await listDeskPosts(edits, shelf, everything, whole);
		const { published } = await countDeskPosts(edits, shelf, whole);
		expect(published).toBe(posts.length);
		return posts.map(({ id }) => id);
	};
	expect(await found({})).toHaveLength(2);
	expect(await found({ tag })).toEqual([fog]);
	expect(await found({ author: editor.id })).toEqual([rain]);
	expect(await found({ access: 'members' })).toEqual([fog]);
	expect(await found({ q: 'FOG' })).toEqual([fog]);
	expect(await found({ q: '50%' })).toEqual([fog]);
	expect(await found({ q: 'g_*' })).toEqual([fog]);
	expect(await found({ q: '%' })).toEqual([fog]);
	expect(await found({ q: 'a\\' })).toEqual([]);
	expect(await found({ q: '"),id.neq.(' })).toEqual([]);
	expect(await found({ tag, author: author.id, access: 'members', q: 'fog' })).toEqual([fog]);
	expect(await found({ tag, q: 'rain' })).toEqual([]);
});

describe('several posts at once', () => {
	const rows = (ids: string[]) => sql<{ status: string; published_at: Date | null }[]>`
		select status, published_at from posts where id = any (${ids}) order by array_position(${ids}::uuid[], id)`;

	test.each([
		['deleted', deletePosts],
		['taken back', unpublishPosts],
		['published', publishPosts]
	] as const)('are %s, and what they were comes back', async (_, action) => {
		const publication = await publicationWithStaff();
		const ids = [];
		for (const state of ['draft', 'scheduled', 'public'] as const) {
			ids.push(await makePost({ publication, by: author.id, state }));
		}
		const before = await rows(ids);
		const { was } = await action(db(author), publication, ids);
		expect(was.length).toBeGreaterThan(1);
		expect(await rows(ids)).not.toEqual(before);
		await undoStates(db(author), publication, was);
		expect(await rows(ids)).toEqual(before);
	});

	test('are published with addresses of their own, those without a title not at all', async () => {
		const publication = await publicationWithStaff();
		const begin = () => createPost(db(author), publication, { kind: 'post' });
		const ids = [await begin(), await begin(), await begin()];
		await sql`update posts set title = 'Same' where id = any (${ids.slice(0, 2)})`;
		expect(await publishPosts(db(author), publication, ids)).toMatchObject({
			was: [{ status: 'draft' }, { status: 'draft' }],
			untitled: 1
		});
		const slugs =
			await sql`select slug from posts where id = any (${ids.slice(0, 2)}) order by slug`;
		expect(slugs.map(({ slug }) => String(slug))).toEqual(['same', 'same-2']);
	});

	test('of another publication are left alone', async () => {
		const [here, there] = [await publicationWithStaff(), await publicationWithStaff()];
		const id = await makePost({ publication: there, by: author.id, state: 'public' });
		expect(await deletePosts(db(author), here, [id])).toEqual({ was: [], left: 1 });
		expect(await rows([id])).toMatchObject([{ status: 'published' }]);
	});
});

describe('a duplicate', () => {
	test('is a draft of whoever made it, with the words, the tags and the access', async () => {
		const publication = await publicationWithStaff();
		const tier = await makeTier(publication);
		const id = await makePost({ publication, by: editor.id, state: 'tiers', tier });
		const tags = [await makeTag(publication), await makeTag(publication, true)];
		for (const [position, tag_id] of tags.entries()) {
			await sql`insert into post_tags ${sql({ post_id: id, tag_id, publication_id: publication, position })}`;
		}
		await sql`update posts set subtitle = 'Of it', canonical_url = 'https://a.test/' where id = ${id}`;
		const copy = await duplicatePost(db(author), id);
		const [made] = await sql`
			select p.status, p.title, p.subtitle, p.visibility, p.tier_ids, p.created_by, p.published_at, p.canonical_url,
				c.doc = (select doc from post_contents where post_id = ${id}) as same_text,
				array(select tag_id from post_tags where post_id = p.id order by position) as tags
			from posts p join post_contents c on c.post_id = p.id where p.id = ${copy}`;
		expect(made).toEqual({
			status: 'draft',
			title: 'A tiers post (copy)',
			subtitle: 'Of it',
			visibility: 'tiers',
			tier_ids: [tier],
			created_by: author.id,
			published_at: null,
			canonical_url: null,
			same_text: true,
			tags
		});
	});

	test('of what somebody may not read is not to be had', async () => {
		const publication = await publicationWithStaff();
		const draft = await makePost({ publication, by: editor.id });
		await expect(duplicatePost(db(author), draft)).rejects.toMatchObject({ status: 404 });
		const elsewhere = await makePublication();
		const open = await makePost({ publication: elsewhere, by: null, state: 'public' });
		await expect(duplicatePost(db(author), open)).rejects.toMatchObject({ code: 'forbidden' });
	});
});
