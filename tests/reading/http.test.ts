import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../support/clients.ts';
import {
	documentOf,
	fresh,
	makeByline,
	makePost,
	makePublication,
	makeTag,
	paywall
} from '../support/factories.ts';
import type { App } from '../support/app.ts';
import { serve, signIn } from '../server/support.ts';

let app: App;
let id: string;
let slug: string;
let old: string;
let author: string;

beforeAll(async () => {
	[app, id] = await Promise.all([serve(), makePublication()]);
	[old, slug] = [fresh('old'), fresh('now')];
	await sql`update publications set slug = ${old} where id = ${id}`;
	await sql`
		update publications set slug = ${slug}, name = 'جريدة المرفأ', language = 'ar' where id = ${id}`;
	const [post, closed, tag, byline] = await Promise.all([
		makePost({ publication: id, by: null, state: 'public' }),
		makePost({
			publication: id,
			by: null,
			state: 'paid',
			doc: documentOf('Open.', paywall, 'Shut.')
		}),
		makeTag(id),
		makeByline(id)
	]);
	author = byline;
	await sql`update tags set slug = 'salt', name = 'Salt' where id = ${tag}`;
	await sql`update profiles set name = 'Ada Salt' where id = ${byline}`;
	await sql`update posts set slug = 'first', title = 'First </script><b>' where id = ${post}`;
	await sql`update posts set slug = 'closed', title = 'Closed' where id = ${closed}`;
	await sql`update posts set slug = 'again' where id = ${post}`;
	await sql`
		insert into post_tags (post_id, tag_id, publication_id)
		select id, ${tag}, publication_id from posts where publication_id = ${id}`;
	await sql`
		insert into post_authors (post_id, profile_id, publication_id)
		select id, ${byline}, publication_id from posts where publication_id = ${id}`;
}, 240_000);
afterAll(() => app.stop());

const get = (path: string, init: RequestInit = {}) =>
	fetch(app.url + path, { redirect: 'manual', ...init });
const paths = () => [
	`/@${slug}`,
	`/@${slug}/again`,
	`/@${slug}/closed`,
	`/@${slug}/archive`,
	`/@${slug}/subjects`,
	`/@${slug}/tag/salt`,
	`/@${slug}/author/ada-salt-${author}`,
	`/@${slug}/rss.xml`,
	`/@${slug}/atom.xml`,
	`/@${slug}/feed.json`,
	`/@${slug}/sitemap.xml`
];

describe('a page that was read before', () => {
	test('is not sent again while nothing changed, and is when something did', async () => {
		const tags = new Map<string, string>();
		for (const path of paths()) {
			const first = await get(path);
			const etag = first.headers.get('etag') ?? '';
			expect([path, first.status, etag]).toEqual([path, 200, expect.stringMatching(/^W\/".+"$/)]);
			expect(first.headers.get('cache-control')).toBe('public, max-age=0, must-revalidate');
			expect(first.headers.get('vary')).toContain('cookie');
			expect(first.headers.getSetCookie()).toEqual([]);
			tags.set(path, etag);
			const again = await get(path, { headers: { 'if-none-match': `"other", ${etag}` } });
			expect([path, again.status, await again.text()]).toEqual([path, 304, '']);
			expect(again.headers.get('etag')).toBe(etag);
			expect(again.headers.get('cache-control')).toBe('public, max-age=0, must-revalidate');
			// The browser would put it over that of the page it has.
			expect(again.headers.get('content-security-policy')).toBeNull();
		}
		await sql`update posts set subtitle = ${fresh('changed')} where publication_id = ${id}`;
		for (const [path, etag] of tags) {
			const status = async () => (await get(path, { headers: { 'if-none-match': etag } })).status;
			await expect.poll(status, { timeout: 5000 }).toBe(200);
		}
	});

	test('is sent to whoever is signed in, and kept by nobody', async () => {
		const etag = (await get(`/@${slug}`)).headers.get('etag') ?? '';
		const cookie = await signIn('reader@tidetable.example', 'pamphlet-demo');
		const answer = await get(`/@${slug}`, { headers: { cookie, 'if-none-match': etag } });
		expect([answer.status, answer.headers.get('cache-control')]).toEqual([
			200,
			'private, no-store'
		]);
	});

	test('answers HEAD as it answers GET, without a body', async () => {
		for (const path of paths()) {
			const [head, whole] = [await get(path, { method: 'HEAD' }), await get(path)];
			expect([path, head.status, await head.text()]).toEqual([path, 200, '']);
			for (const name of ['etag', 'content-type', 'cache-control', 'last-modified']) {
				expect(head.headers.get(name), `${path} ${name}`).toBe(whole.headers.get(name));
			}
		}
	});
});

describe('an address that is not quite right', () => {
	test.each<[string, number, string]>([
		['/@OLD', 301, '/@SLUG'],
		['/@OLD?before=x', 301, '/@SLUG?before=x'],
		['/@OLD/first', 301, '/@SLUG/first'],
		['/@OLD/rss.xml', 301, '/@SLUG/rss.xml'],
		['/@OLD/feed.json', 301, '/@SLUG/feed.json'],
		['/@OLD/sitemap.xml', 301, '/@SLUG/sitemap.xml'],
		['/@OLD/tag/salt', 301, '/@SLUG/tag/salt'],
		['/@OLD/archive?year=2026', 301, '/@SLUG/archive?year=2026'],
		['/@OLD/a/b/c', 301, '/@SLUG/a/b/c'],
		['/@SLUG/first', 301, '/@SLUG/again'],
		['/@SLUG/first?utm=1', 301, '/@SLUG/again?utm=1'],
		['/@SLUG/AGAIN', 301, '/@SLUG/again'],
		['/@SLUG/tag/SALT', 301, '/@SLUG/tag/salt'],
		['/@SLUG/author/AUTHOR', 301, '/@SLUG/author/ada-salt-AUTHOR'],
		['/@SLUG/author/somebody-AUTHOR', 301, '/@SLUG/author/ada-salt-AUTHOR'],
		['/@SLUG/feed', 301, '/@SLUG/rss.xml'],
		['/@SLUG/rss/', 308, '/@SLUG/rss'],
		['/@SLUG/', 308, '/@SLUG'],
		['/@SLUG/again/', 308, '/@SLUG/again'],
		['/@SLUG/rss.xml/', 308, '/@SLUG/rss.xml']
	])('%s: %i %s', async (from, status, to) => {
		const fill = (path: string) =>
			path.replace('OLD', old).replace('SLUG', slug).replaceAll('AUTHOR', author);
		const answer = await get(fill(from));
		expect(answer.status).toBe(status);
		const location = new URL(answer.headers.get('location') ?? '', app.url + fill(from));
		expect(location.href).toBe(app.url + fill(to));
	});

	test('in capitals leads to the publication too', async () => {
		const answer = await get(`/@${slug.toUpperCase()}/again`);
		expect([answer.status, answer.headers.get('location')]).toEqual([301, `/@${slug}/again`]);
	});

	test.each([
		'/nothing',
		'/a/b/c',
		'/tag/nothing',
		'/author/nobody',
		'/archive?year=1066',
		'/sitemap-9.xml'
	])('%s is the publication’s own 404', async (path) => {
		const answer = await get(`/@${slug}${path}`, { headers: { accept: 'text/html' } });
		const html = await answer.text();
		expect(answer.status).toBe(404);
		if (path.endsWith('.xml')) return;
		expect(html).toContain(`href="/@${slug}"`);
		expect(html).toContain('جريدة المرفأ');
		expect(html).toMatch(/<html lang="ar" dir="rtl"/);
		expect(html).not.toMatch(/<script/);
		expect(answer.headers.get('content-security-policy')).toContain("script-src 'none'");
	});

	test('nobody’s publication has no masthead to show', async () => {
		expect((await get('/@nobody-at-all/x')).status).toBe(404);
		expect((await get('/@nobody-at-all/rss.xml')).status).toBe(404);
	});
});

describe('what a page says of itself', () => {
	test('is in its head, and nothing of it breaks out', async () => {
		const html = await (await get(`/@${slug}/again`)).text();
		expect(html).toMatch(/<html lang="ar" dir="rtl"/);
		expect(html).toContain(`<link rel="canonical" href="${app.url}/@${slug}/again"`);
		for (const file of ['rss.xml', 'atom.xml', 'feed.json']) {
			expect(html).toMatch(new RegExp(`<link rel="alternate"[^>]*href="/@${slug}/${file}"`));
		}
		const [, json = ''] = /<script type="application\/ld\+json">([^<]*)<\/script>/.exec(html) ?? [];
		expect(JSON.parse(json)).toMatchObject({
			'@type': 'BlogPosting',
			headline: 'First </script><b>',
			isAccessibleForFree: true
		});
		expect(html.match(/<script/g)).toHaveLength(1);
	});

	test('says of a closed post that it is closed', async () => {
		const html = await (await get(`/@${slug}/closed`)).text();
		expect(html).toContain('"isAccessibleForFree":false');
		expect(html).toContain('Open.');
		expect(html).not.toContain('Shut.');
	});
});

describe('a file', () => {
	test('is sent whole, in part, or not again', async () => {
		const page = await (await get('/@tide-table')).text();
		const path = /src="(\/media\/[^"]+)"/.exec(page)?.[1] ?? '';
		const whole = await get(path);
		const bytes = Buffer.from(await whole.arrayBuffer());
		expect([whole.status, whole.headers.get('content-disposition')]).toEqual([200, 'inline']);
		expect(whole.headers.get('accept-ranges')).toBe('bytes');

		const part = await get(path, { headers: { range: 'bytes=10-19' } });
		expect(part.status).toBe(206);
		expect(part.headers.get('content-range')).toBe(`bytes 10-19/${bytes.length}`);
		expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(10, 20));

		const beyond = await get(path, { headers: { range: `bytes=${bytes.length}-` } });
		expect([beyond.status, beyond.headers.get('content-range')]).toEqual([
			416,
			`bytes */${bytes.length}`
		]);

		const etag = whole.headers.get('etag') ?? '';
		const again = await get(path, { headers: { 'if-none-match': etag } });
		expect([again.status, again.headers.get('content-security-policy')]).toEqual([304, null]);
		const other = await get(path, { headers: { range: 'bytes=0-1', 'if-range': '"other"' } });
		expect(other.status).toBe(200);
	});
});

describe('for machines', () => {
	test('a feed is the same for the owner as for anybody', async () => {
		const cookie = await signIn('marit@tidetable.example', 'pamphlet-demo');
		const anybody = await (await get('/@tide-table/rss.xml')).text();
		const owners = await get('/@tide-table/rss.xml', { headers: { cookie } });
		expect(await owners.text()).toBe(anybody);
		expect(owners.headers.get('cache-control')).toBe('private, no-store');
	});

	test('robots.txt names the site map, and the site map the publication', async () => {
		const robots = await (await get('/robots.txt')).text();
		expect(robots).toMatch(/^Disallow: \/desk$/m);
		expect(robots).toContain(`Sitemap: ${app.url}/sitemap.xml`);
		const index = await (await get('/sitemap.xml')).text();
		expect(index).toContain(`<loc>${app.url}/@${slug}/sitemap.xml</loc>`);
		const map = await (await get(`/@${slug}/sitemap.xml`)).text();
		expect(map).toContain(`<loc>${app.url}/@${slug}/again</loc>`);
		for (const [, address = ''] of map.matchAll(/<loc>([^<]*)<\/loc>/g)) {
			expect([address, (await fetch(address, { redirect: 'manual' })).status]).toEqual([
				address,
				200
			]);
		}
	});

	test.each([
		['rss.xml', 'application/rss+xml; charset=utf-8'],
		['atom.xml', 'application/atom+xml; charset=utf-8'],
		['feed.json', 'application/feed+json; charset=utf-8']
	])('%s is %s, and says when it changed', async (file, type) => {
		const { headers } = await get(`/@${slug}/${file}`);
		expect(headers.get('content-type')).toBe(type);
		expect(Date.parse(headers.get('last-modified') ?? '')).toBeGreaterThan(Date.now() - 3_600_000);
	});
});
