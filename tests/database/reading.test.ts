import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../support/actors.ts';
import { countOf, db, rest, sql } from '../support/clients.ts';
import { documentOf, fresh, image, makeMedia, makePost, paywall } from '../support/factories.ts';
import { postStates, readers, reading, readingClosed, type PostState } from '../support/matrix.ts';
import { readableColumns } from '../support/sweep.ts';
import { makeWorld, type Place } from '../support/world.ts';

const world = await makeWorld();

/** A post with a word before the paywall mark, one after it, and a file in each part. */
interface Specimen {
	id: string;
	state: PostState;
	marked: boolean;
	open: string;
	secret: string;
	cover: string;
	openFile: string;
	closedFile: string;
}

async function makeSpecimen(
	place: Place,
	word: string,
	state: PostState,
	marked: boolean
): Promise<Specimen> {
	const by = world.actors.author.id;
	const [cover, openFile, closedFile] = await Promise.all([
		makeMedia(place.id, by),
		makeMedia(place.id, by),
		makeMedia(place.id, by)
	]);
	const open = fresh('open');
	const secret = `${word}-${state}-${marked}`;
	const doc = marked
		? documentOf(open, image(openFile), paywall, secret, image(closedFile))
		: documentOf(secret, image(closedFile));
	const tier = state === 'tiers' ? place.tier : undefined;
	const id = await makePost({ publication: place.id, by, state, tier, doc, cover });
	return { id, state, marked, open, secret, cover, openFile, closedFile };
}

async function makePosts(name: string, place: Place, matrix: typeof reading) {
	const word = fresh('secret');
	const posts = await Promise.all(
		postStates.flatMap((state) => [
			makeSpecimen(place, word, state, true),
			makeSpecimen(place, word, state, false)
		])
	);
	return { name, id: place.id, matrix, word, posts };
}

const places = await Promise.all([
	makePosts('a live publication', world.home, reading),
	makePosts('a closed publication', world.closed, readingClosed)
]);

/** Functions of the API that change nothing: whoever asks may ask them with anything. */
const readingFunctions = await sql<{ name: string; args: string[] }[]>`
	select proname as name, coalesce(proargnames[1:pronargs], '{}') as args from pg_proc
	where pronamespace = 'public'::regnamespace and provolatile <> 'v' and prorettype <> 'trigger'::regtype`;
const views = (
	await sql<{ name: string }[]>`
		select relname as name from pg_class
		where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')`
).map(({ name }) => name);

/** All that a visitor without a login may ask for: an asterisk is refused as a whole. */
const [postColumns, contentColumns] = await Promise.all(
	['posts', 'post_contents'].map((table) => readableColumns(table, 'anon'))
);

/** Questions to which a text would be the answer, past all pages. */
const searched = [
	`post_contents?select=${contentColumns}&doc->>content=like.*WORD*`,
	'post_revisions?select=*&doc->>content=like.*WORD*',
	`posts?select=${postColumns},post_contents!post_contents_post_id_fkey!inner(${contentColumns})&post_contents.doc->>content=like.*WORD*`,
	'post_contents?select=doc->content&order=doc->>content.desc',
	`posts?select=${postColumns}&or=(title.ilike.*WORD*,summary.ilike.*WORD*,excerpt.ilike.*WORD*)`
];

function argumentFor(name: string, publication: string, post: string, word: string): unknown {
	if (/publication_id$/.test(name)) return publication;
	if (/_id$/.test(name)) return post;
	if (/count|limit|before|after|months|version/.test(name)) return null;
	return word;
}

/** Everything one visitor gets out of a publication, by each way in. */
async function lookAround(actor: Actor, publication: string) {
	const here = `publication_id=eq.${publication}`;
	const from = db(actor);
	const texts = 'post_contents!post_contents_post_id_fkey';
	const [posts, contents, media, revisions, embedded, contentCount, innerCount] = await Promise.all(
		[
			from.from('posts').select('id, title, summary, teaser').eq('publication_id', publication),
			from.from('post_contents').select('post_id, doc').eq('publication_id', publication),
			from.from('media').select('id').eq('publication_id', publication),
			from.from('post_revisions').select('post_id, doc').eq('publication_id', publication),
			rest(
				actor,
				`posts?select=${postColumns},${texts}(${contentColumns}),post_tags(*),post_media(*)&${here}`
			),
			countOf(actor, `post_contents?select=${contentColumns}&${here}`),
			countOf(actor, `posts?select=id,${texts}!inner(post_id)&${here}`)
		]
	);
	return {
		posts: new Map(posts.data?.map((post) => [post.id, post])),
		contents: new Map(contents.data?.map((content) => [content.post_id, content])),
		media: new Set(media.data?.map(({ id }) => id)),
		revised: new Set(revisions.data?.map((revision) => revision.post_id)),
		embedded,
		contentCount,
		innerCount
	};
}

describe.each(places)('in $name', ({ id: publication, matrix, word, posts }) => {
	describe.each(readers)('%s', (reader) => {
		const actor = world.actors[reader];
		let seen: Awaited<ReturnType<typeof lookAround>>;
		beforeAll(async () => {
			seen = await lookAround(actor, publication);
		});

		test.each(posts)('$state, with a paywall mark: $marked', (post) => {
			const reach = matrix[reader][post.state];
			const row = seen.posts.get(post.id);
			const everything = JSON.stringify([...seen.posts.values()]) + seen.embedded.text;
			expect(seen.embedded.status).toBe(200);
			expect(row !== undefined, 'is in posts').toBe(reach !== 'nothing');
			expect(JSON.stringify(seen.contents.get(post.id) ?? '')).toEqual(
				reach === 'read' ? expect.stringContaining(post.secret) : '""'
			);
			expect(everything.includes(post.secret), 'text anywhere').toBe(reach === 'read');
			if (post.marked) expect(everything.includes(post.open), 'teaser').toBe(reach !== 'nothing');
			else expect(row?.teaser ?? null).toBeNull();

			expect(seen.media.has(post.cover), 'cover').toBe(reach !== 'nothing');
			expect(seen.media.has(post.closedFile), 'file in the text').toBe(reach === 'read');
			if (post.marked)
				expect(seen.media.has(post.openFile), 'file in the teaser').toBe(reach !== 'nothing');
		});

		test('counts tell no more than the rows', () => {
			const readable = posts.filter(({ state }) => matrix[reader][state] === 'read').length;
			expect([seen.contentCount, seen.innerCount]).toEqual([readable, readable]);
		});

		test.each([
			{ marked: true, block: 3 },
			{ marked: false, block: 0 }
		])('filters find only what may be read, with a mark: $marked', async ({ marked, block }) => {
			const filter = `doc->content->${block}->content->0->>text=like.${word}*`;
			const found = await countOf(actor, `post_contents?select=post_id&${filter}`);
			const readable = posts.filter(
				(post) => post.marked === marked && matrix[reader][post.state] === 'read'
			);
			expect(found).toBe(readable.length);
		});

		test('no function that reads, no view and no search has a text of others', async () => {
			const hidden = posts.filter(({ state }) => matrix[reader][state] !== 'read');
			const answers = await Promise.all([
				...readingFunctions.flatMap(({ name, args }) =>
					// A function of one post is asked for one that is closed and for one that is not out.
					hidden.slice(-2).map((post) => {
						const given = args.map((arg) => [arg, argumentFor(arg, publication, post.id, word)]);
						const body = JSON.stringify(Object.fromEntries(given));
						return rest(actor, `rpc/${name}`, { method: 'POST', body });
					})
				),
				...views.map((name) => rest(actor, `${name}?select=*&limit=1000`)),
				...searched.map((path) => rest(actor, path.replaceAll('WORD', word)))
			]);
			const found = hidden.filter(({ secret }) =>
				answers.some(({ text }) => text.includes(secret))
			);
			expect(found.map(({ state, marked }) => ({ state, marked }))).toEqual([]);
		});

		test('old versions are for those who may change the post', () => {
			const drafts = posts.filter(({ state }) => state === 'draft');
			const changes = drafts.every(({ state }) => matrix[reader][state] === 'read');
			expect([...seen.revised].sort()).toEqual(changes ? posts.map(({ id }) => id).sort() : []);
		});
	});
});
