import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import { describe, expect, test } from 'vitest';
import { atom } from '../../src/lib/server/feeds/atom.ts';
import { feeds } from '../../src/lib/limits.ts';
import { readFeed } from '../../src/lib/server/feeds/feed.ts';
import { jsonFeed } from '../../src/lib/server/feeds/json-feed.ts';
import { rss } from '../../src/lib/server/feeds/rss.ts';
import { anon } from '../support/actors.ts';
import { db, sql } from '../support/clients.ts';
import {
	documentOf,
	makeMedia,
	makePost,
	makePublication,
	makeTag,
	makeTier
} from '../support/factories.ts';
import { postStates } from '../support/matrix.ts';
import { makeSpecimen, origin, publicationOf } from './support.ts';

const id = await makePublication();
await sql`
	update publications
	set name = ${'Salt & <b>Vinegar</b>'}, description = 'Crisps.', language = 'en-IE' where id = ${id}`;
const [tier, tag] = await Promise.all([makeTier(id), makeTag(id)]);
const specimens = await Promise.all(
	postStates.flatMap((state) =>
		[true, false].map(async (marked) => ({
			marked,
			...(await makeSpecimen({ publication: id, state, marked, tier, tag }))
		}))
	)
);
// A page is no news, and stands in no feed.
const page = await makePost({ publication: id, by: null, state: 'public' });
await sql`update posts set kind = 'page' where id = ${page}`;

const publication = await publicationOf(id);
const feed = await readFeed(db(anon), publication, origin);
const home = `${origin}/@${publication.slug}`;

/** What anybody may read, asked past our own modules. */
interface Readable {
	id: string;
	slug: string;
	title: string;
	summary: string | null;
	author: string;
	/** The words that stand in the text as far as it is open. */
	words: string[];
	published: string;
}

async function readable(): Promise<Readable[]> {
	const { data, error } = await db(anon)
		.from('posts')
		.select('id, slug, title, summary, published_at, authors:post_authors(profile:profiles(name))')
		.eq('publication_id', id)
		.eq('kind', 'post')
		.order('published_at', { ascending: false })
		.order('id', { ascending: false });
	if (error) throw error;
	const { data: texts } = await db(anon)
		.from('post_contents')
		.select('post_id, doc')
		.eq('publication_id', id);
	return data.map((post) => {
		const specimen = specimens.find((made) => made.id === post.id);
		const whole = JSON.stringify(texts?.find(({ post_id }) => post_id === post.id)?.doc ?? null);
		const open =
			specimen && (specimen.marked || whole.includes(specimen.open)) ? [specimen.open] : [];
		return {
			...post,
			author: post.authors[0]?.profile.name ?? '',
			words: [
				...(specimen?.marked ? open : []),
				...(specimen && whole.includes(specimen.secret) ? [specimen.secret] : [])
			],
			published: new Date(post.published_at ?? '').toISOString()
		};
	});
}
const expected = await readable();

/** A feed in the terms of all formats. */
interface Entry {
	id: string | undefined;
	url: string | undefined;
	title: string | undefined;
	summary: string | undefined;
	author: string | undefined;
	published: string | undefined;
	html: string;
}

const formats: { name: string; read: () => Entry[] }[] = [
	{
		name: 'RSS',
		read: () =>
			(parseRssFeed(rss(feed)).items ?? []).map((item) => ({
				id: item.guid?.value,
				url: item.link,
				title: item.title,
				summary: item.description,
				author: item.dc?.creators?.[0],
				published: item.pubDate && new Date(item.pubDate).toISOString(),
				html: item.content?.encoded ?? ''
			}))
	},
	{
		name: 'Atom',
		read: () =>
			(parseAtomFeed(atom(feed)).entries ?? []).map((entry) => ({
				id: entry.id,
				url: entry.links?.[0]?.href,
				title: entry.title,
				summary: entry.summary,
				author: entry.authors?.[0]?.name,
				published: entry.published && new Date(entry.published).toISOString(),
				html: entry.content ?? ''
			}))
	},
	{
		name: 'JSON Feed',
		read: () =>
			(parseJsonFeed(jsonFeed(feed)).items ?? []).map((item) => ({
				id: item.id,
				url: item.url,
				title: item.title,
				summary: item.summary,
				author: item.authors?.[0]?.name,
				published: item.date_published,
				html: item.content_html ?? ''
			}))
	}
];

test('anybody may read something, and not everything', () => {
	expect(expected).toHaveLength(8);
	expect(expected.flatMap(({ words }) => words)).toHaveLength(6);
});

describe.each(formats)('$name', ({ read }) => {
	const entries = read();

	test('has exactly the posts anybody sees, in their order', () => {
		expect(entries).toEqual(
			expected.map((post) => {
				const published = new Date(post.published);
				// RSS knows no part of a second.
				if (entries[0]?.published?.endsWith('.000Z')) published.setMilliseconds(0);
				return {
					id: `urn:uuid:${post.id}`,
					url: `${home}/${post.slug}`,
					title: post.title,
					summary: post.summary ?? undefined,
					author: post.author,
					published: published.toISOString(),
					html: expect.any(String)
				};
			})
		);
	});

	test('has as much of their texts as anybody may read', () => {
		for (const [n, post] of expected.entries()) {
			const words = entries[n]?.html.match(/(open|secret)-[0-9a-f]{8}-[0-9a-f]{4}/g) ?? [];
			expect(words, post.slug).toEqual(post.words);
		}
	});
});

test('no word of what is closed or not out is in any byte', () => {
	const bytes = rss(feed) + atom(feed) + jsonFeed(feed);
	const hidden = specimens.flatMap(({ state, marked, title, open, secret }) => {
		if (state === 'draft' || state === 'scheduled' || state === 'deleted')
			return [title, open, secret];
		if (state === 'public') return [];
		return marked ? [secret] : [open, secret];
	});
	expect(hidden).toHaveLength(27);
	expect(hidden.filter((word) => bytes.includes(word))).toEqual([]);
});

describe('what feed readers go by', () => {
	test('a name with signs in it comes back as it was', () => {
		expect(parseRssFeed(rss(feed))).toMatchObject({
			title: 'Salt & <b>Vinegar</b>',
			description: 'Crisps.',
			language: 'en-IE',
			link: home
		});
		expect(parseAtomFeed(atom(feed))).toMatchObject({
			id: `urn:uuid:${id}`,
			title: 'Salt & <b>Vinegar</b>',
			subtitle: 'Crisps.',
			links: [{ href: home }, { href: `${home}/atom.xml`, rel: 'self' }]
		});
		expect(parseJsonFeed(jsonFeed(feed))).toMatchObject({
			title: 'Salt & <b>Vinegar</b>',
			home_page_url: home,
			feed_url: `${home}/feed.json`
		});
	});

	test('Atom says that its content is HTML', () => {
		expect(atom(feed).match(/<content /g)?.length).toBe(
			atom(feed).match(/<content type="html">/g)?.length
		);
	});

	test('addresses in a text lead somewhere from anywhere', async () => {
		const other = await makePublication();
		const media = await makeMedia(other, null);
		await makePost({
			publication: other,
			by: null,
			state: 'public',
			doc: documentOf(
				{ type: 'html', attrs: { html: '<p><a href="/@x/z">z</a></p>' } },
				{ type: 'image', attrs: { mediaId: media, src: `/media/${media}/a.png`, alt: '' } },
				{
					type: 'paragraph',
					content: [
						{ type: 'text', text: 'here', marks: [{ type: 'link', attrs: { href: '/@x/y' } }] },
						{ type: 'text', text: 'there', marks: [{ type: 'link', attrs: { href: '#part' } }] }
					]
				}
			)
		});
		const { items } = await readFeed(db(anon), await publicationOf(other), origin);
		const html = items[0]?.text.html ?? '';
		expect(html).toContain(`src="${origin}/media/${media}/a.png"`);
		expect(html).toContain(`href="${origin}/@x/y"`);
		expect(html).toContain(`href="${origin}/@x/z"`);
		expect(html).toContain(`href="${items[0]?.url}#part"`);
	});

	test('a sign no XML can carry breaks no feed', async () => {
		const other = await makePublication();
		await makePost({
			publication: other,
			by: null,
			state: 'public',
			doc: documentOf('bell \u0007 and ]]> end')
		});
		const read = await readFeed(db(anon), await publicationOf(other), origin);
		expect(parseRssFeed(rss(read)).items?.[0]?.content?.encoded).toContain(']]&gt; end');
		expect(rss(read) + atom(read)).not.toContain('\u0007');
	});
});

test('an empty publication has an empty feed', async () => {
	const read = await readFeed(db(anon), await publicationOf(await makePublication()), origin);
	expect(read.items).toEqual([]);
	expect(parseRssFeed(rss(read)).title).toBe(read.publication.name);
	expect(parseAtomFeed(atom(read)).entries ?? []).toEqual([]);
	expect(parseJsonFeed(jsonFeed(read)).items ?? []).toEqual([]);
});

test('a feed has so much text, and then summaries', async () => {
	const other = await makePublication();
	const half = documentOf('word '.repeat(90_000), 'word '.repeat(30_000));
	for (let n = 0; n < 3; n += 1) {
		await makePost({ publication: other, by: null, state: 'public', doc: half });
	}
	const read = await readFeed(db(anon), await publicationOf(other), origin);
	expect(read.items.map(({ text }) => text.html === '')).toEqual([false, true, true]);
	for (const { summary } of read.items) expect(summary).toContain('word word');
	expect(jsonFeed(read).length).toBeLessThan(feeds.htmlLength * 1.1);
});
