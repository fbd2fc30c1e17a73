import { describe, expect, test } from 'vitest';
import { listYears } from '../../src/lib/server/db/archive.ts';
import { getByline, listBylines } from '../../src/lib/server/db/bylines.ts';
import { getMovedSlug, listPages } from '../../src/lib/server/db/post-links.ts';
import { listPosts } from '../../src/lib/server/db/posts.ts';
import { getMovedPublication } from '../../src/lib/server/db/publications.ts';
import { countAddresses, listAddresses, listSitemaps } from '../../src/lib/server/db/sitemap.ts';
import { getSubject, hasSubjects, listSubjects } from '../../src/lib/server/db/subjects.ts';
import { sitemap } from '../../src/lib/server/feeds/sitemap.ts';
import { anon, makeActor, one } from '../support/actors.ts';
import { db, sql } from '../support/clients.ts';
import {
	fresh,
	makePost,
	makePublication,
	makeStaff,
	makeTag,
	makeTier
} from '../support/factories.ts';
import { postStates } from '../support/matrix.ts';
import { makeSpecimen, origin, publicationOf } from './support.ts';

const owner = await makeActor('owner');
const [id, elsewhere] = await Promise.all([makePublication(), makePublication()]);
await makeStaff(id, owner.id, 'owner');
const [tier, tag, internal, unused] = await Promise.all([
	makeTier(id),
	makeTag(id),
	makeTag(id, true),
	makeTag(id)
]);
const specimens = await Promise.all(
	postStates.map((state) => makeSpecimen({ publication: id, state, marked: true, tier, tag }))
);
const shown = specimens.filter(({ state }) =>
	['public', 'members', 'paid', 'tiers'].includes(state)
);
const hidden = specimens.filter((specimen) => !shown.includes(specimen));
await sql`
	insert into post_tags (post_id, tag_id, publication_id)
	select id, ${internal}, publication_id from posts where publication_id = ${id}`;
const slugOf = async (tagId: string) =>
	one(await sql<{ slug: string }[]>`select slug from tags where id = ${tagId}`).slug;

const everybody = [
	{ name: 'anybody', client: db(anon) },
	{ name: 'the owner', client: db(owner) }
];

describe.each(everybody)('lists, as $name sees them', ({ client }) => {
	const titles = async (by?: Parameters<typeof listPosts>[2]['by']) =>
		(await listPosts(client, id, { limit: 50, by })).posts.map(({ title }) => title).sort();
	const all = shown.map(({ title }) => title).sort();

	test('have what is published', async () => {
		expect(await titles()).toEqual(all);
	});

	test('of a subject have its posts, each with all of its tags and authors', async () => {
		expect(await titles({ tag })).toEqual(all);
		expect(await titles({ tag: unused })).toEqual([]);
		const { posts } = await listPosts(client, id, { limit: 1, by: { tag } });
		expect(posts[0]?.subjects).toEqual([expect.objectContaining({ slug: await slugOf(tag) })]);
		expect(posts[0]?.authors).toHaveLength(1);
	});

	test('of an author have what they signed', async () => {
		const author = (await listBylines(client, id))[0]?.id ?? '';
		expect(await titles({ author })).toHaveLength(1);
		expect(await getByline(client, id, author)).toMatchObject({ id: author });
		expect(await getByline(client, elsewhere, author)).toBeNull();
	});

	test('name nobody who signed nothing that is out', async () => {
		const names = (await listBylines(client, id)).map(({ name }) => name);
		expect(names).toHaveLength(shown.length);
		const unseen = await sql<{ id: string }[]>`
			select profile_id as id from post_authors where post_id = any (${hidden.map((post) => post.id)})`;
		expect(unseen).toHaveLength(hidden.length);
		for (const { id: author } of unseen) expect(await getByline(client, id, author)).toBeNull();
	});

	test('of subjects count what anybody sees, and know no internal tag', async () => {
		const subjects = await listSubjects(client, id);
		expect(subjects).toEqual([
			expect.objectContaining({ slug: await slugOf(tag), posts: shown.length })
		]);
		expect(await getSubject(client, id, await slugOf(internal))).toBeNull();
		expect(await getSubject(client, elsewhere, await slugOf(tag))).toBeNull();
		expect([await hasSubjects(client, id), await hasSubjects(client, elsewhere)]).toEqual([
			true,
			false
		]);
	});

	test('of years count what anybody sees', async () => {
		const years = await listYears(client, id);
		expect(years.reduce((sum, { posts }) => sum + posts, 0)).toBe(shown.length);
	});

	test('of addresses have what is published', async () => {
		expect(await countAddresses(client, id)).toBe(shown.length);
		expect(await listAddresses(client, id, 0, 5000)).toHaveLength(shown.length);
		expect(await listAddresses(client, id, 1, 3)).toHaveLength(2);
	});
});

describe('keyset paging', () => {
	test('shows each post once, also those of one moment, while others appear', async () => {
		const place = await makePublication();
		await Promise.all(
			Array.from({ length: 7 }, () => makePost({ publication: place, by: null, state: 'public' }))
		);
		await sql`update posts set published_at = now() - interval '1 day' where publication_id = ${place}`;
		const seen: string[] = [];
		let before: Awaited<ReturnType<typeof listPosts>>['older'] = null;
		do {
			const page = await listPosts(db(anon), place, { limit: 3, before: before ?? undefined });
			seen.push(...page.posts.map((post) => post.id));
			before = page.older;
			await makePost({ publication: place, by: null, state: 'public' });
		} while (before);
		expect(seen).toHaveLength(7);
		expect(new Set(seen).size).toBe(7);
	});
});

describe('a year', () => {
	test('is that of the publication’s time zone', async () => {
		const place = await makePublication();
		await sql`update publications set time_zone = 'Pacific/Auckland' where id = ${place}`;
		const make = () => makePost({ publication: place, by: null, state: 'public' });
		const [last, first] = await Promise.all([make(), make()]);
		// One and a half hours apart in the world, and a year in Auckland.
		await sql`update posts set published_at = '2024-12-31 10:30Z' where id = ${last}`;
		await sql`update posts set published_at = '2024-12-31 12:00Z' where id = ${first}`;
		const years = await listYears(db(anon), place);
		expect(years.map(({ year, posts }) => [year, posts])).toEqual([
			[2025, 1],
			[2024, 1]
		]);
		const { posts } = await listPosts(db(anon), place, { limit: 9, within: years[1] });
		expect(posts.map((post) => post.id)).toEqual([last]);
	});
});

describe('former addresses', () => {
	test('of a post lead to where it is, unless it is not to be seen', async () => {
		const place = await makePublication();
		const post = await makePost({ publication: place, by: null, state: 'public' });
		const [old, now] = [fresh('old'), fresh('now')];
		await sql`update posts set slug = ${old} where id = ${post}`;
		await sql`update posts set slug = ${now} where id = ${post}`;
		expect(await getMovedSlug(db(anon), place, old)).toBe(now);
		expect(await getMovedSlug(db(anon), id, old)).toBeNull();
		await sql`update posts set status = 'draft' where id = ${post}`;
		expect(await getMovedSlug(db(anon), place, old)).toBeNull();
	});

	test('of a publication lead to where it is, unless it is closed', async () => {
		const place = await makePublication();
		const { slug: old } = await publicationOf(place);
		const now = fresh('now');
		await sql`update publications set slug = ${now} where id = ${place}`;
		expect(await getMovedPublication(db(anon), old)).toBe(now);
		expect(await getMovedPublication(db(anon), now)).toBeNull();
		await sql`update publications set status = 'closed' where id = ${place}`;
		expect(await getMovedPublication(db(anon), old)).toBeNull();
	});
});

describe('the site map', () => {
	test('has the pages, the lists and the posts, and what first appeared elsewhere is there', async () => {
		const place = await makePublication();
		const publication = await publicationOf(place);
		const make = () => makePost({ publication: place, by: null, state: 'public' });
		const [post, page, copied] = await Promise.all([make(), make(), make()]);
		const slug = fresh('ümlaut');
		await sql`update posts set slug = ${slug} where id = ${post}`;
		await sql`update posts set kind = 'page', slug = 'about' where id = ${page}`;
		await sql`update posts set canonical_url = 'https://elsewhere.example/' where id = ${copied}`;
		const xml = await sitemap(db(anon), publication, 1, origin);
		const home = `${origin}/@${publication.slug}`;
		expect(xml.match(/<loc>[^<]*<\/loc>/g)?.sort()).toEqual(
			[`${home}`, `${home}/about`, `${home}/${encodeURIComponent(slug)}`]
				.map((address) => `<loc>${address}</loc>`)
				.sort()
		);
		expect(await listPages(db(anon), place)).toEqual([expect.objectContaining({ slug: 'about' })]);
	});

	test('of the installation names live publications only, with their sizes', async () => {
		const closed = await makePublication('closed');
		const maps = await listSitemaps(db(anon));
		const { slug } = await publicationOf(id);
		expect(maps.find((map) => map.slug === slug)).toEqual({ slug, addresses: shown.length });
		const { slug: gone } = one(
			await sql<{ slug: string }[]>`select slug from publications where id = ${closed}`
		);
		expect(maps.map((map) => map.slug)).not.toContain(gone);
	});
});
