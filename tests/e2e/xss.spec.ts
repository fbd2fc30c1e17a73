import type { Browser } from '@playwright/test';
import { htmlToDoc, validateDoc } from '../../src/lib/content/index.ts';
import { documentOfAll, documentsOf } from '../fixtures/xss/fields.ts';
import { dangersIn } from '../fixtures/xss/inspect.ts';
import {
	listen,
	makeHostilePaper,
	must,
	oneLine,
	traps,
	type HostilePaper
} from './support/hostile.ts';
import { signIn } from './support/people.ts';
import { expect, test } from './support/test.ts';

// Hundreds of pages each; a trace of them would cost more than they do.
test.describe.configure({ timeout: 600_000 });
test.use({ trace: 'off' });

/** A browser that hears whether anything runs; the policy of the page does not help it when it is off. */
async function hearing(browser: Browser, site: string, bypassCSP: boolean) {
	const context = await browser.newContext({ bypassCSP });
	const heard = await listen(context, site);
	return { context, heard, page: await context.newPage() };
}

/** A published post has the text in every column that holds words. */
async function publish({ db, posts }: HostilePaper): Promise<void> {
	const published_at = new Date(Date.now() - 60_000).toISOString();
	for (const { id, text } of posts) {
		const words = {
			title: oneLine(text, 300),
			subtitle: oneLine(text, 500),
			excerpt: oneLine(text, 500)
		};
		const more = { meta_title: oneLine(text, 300), meta_description: oneLine(text, 500) };
		const cover = { cover_alt: oneLine(text, 500), cover_caption: oneLine(text, 500) };
		const row = { ...words, ...more, ...cover, status: 'published', published_at };
		must(await db.from('posts').update(row).eq('id', id).select('id').single());
	}
}

/** Opens a page and expects nothing to have run, and nothing in it to run when it is pressed. */
async function expectCalm(
	{ heard, page }: Awaited<ReturnType<typeof hearing>>,
	address: string,
	text: string
): Promise<void> {
	const answer = await page.goto(address);
	expect(answer?.status(), address).toBe(200);
	expect(await traps(page), text).toEqual([]);
	expect(heard, text).toEqual([]);
}

test('the ear hears what runs', async ({ browser, stack }) => {
	const { heard, page } = await hearing(browser, stack.siteUrl, true);
	await page.goto('/healthz');
	await page.setContent('<img src=x onerror=pwned()><a href="javascript:pwned()">x</a>');
	await expect.poll(() => heard.length).toBe(1);
	expect(await traps(page)).toEqual(['onerror=pwned()', 'href=javascript:pwned()']);
	await page.context().close();
});

test('nothing runs of what staff writes past the app', async ({ browser, stack }) => {
	const paper = await makeHostilePaper(stack);
	const { db, posts, slug } = paper;
	for (const { id, text } of posts) {
		// Postgres keeps no NUL; a document that has one is refused as a whole.
		const doc = documentOfAll(text.replaceAll('\u0000', ''));
		must(
			await db.from('post_contents').update({ doc }).eq('post_id', id).select('post_id').single()
		);
	}
	await publish(paper);
	const nasty = oneLine('"><img src=x onerror=pwned()>', 100);
	must(
		await db
			.from('profiles')
			.update({ name: nasty, bio: nasty })
			.eq('id', paper.author.id)
			.select('id')
			.single()
	);

	const bare = await hearing(browser, stack.siteUrl, true);
	for (const [index, post] of posts.entries()) {
		await expectCalm(bare, `/@${slug}/${post.slug}`, post.text);
		if (index % 3 === 0) await expectCalm(bare, `/@${slug}/tag/${post.tag}`, post.text);
	}
	for (const path of ['', '/archive', '/subjects'])
		await expectCalm(bare, `/@${slug}${path}`, path);
	await bare.context.close();

	const guarded = await hearing(browser, stack.siteUrl, false);
	for (const post of posts.filter((_, index) => index % 5 === 0)) {
		await expectCalm(guarded, `/@${slug}/${post.slug}`, post.text);
	}
	await guarded.context.close();
});

test('nothing runs in the feeds', async ({ browser, request, stack }) => {
	const paper = await makeHostilePaper(stack);
	for (const { id, text } of paper.posts) {
		const doc = documentOfAll(text.replaceAll('\u0000', ''));
		must(
			await paper.db
				.from('post_contents')
				.update({ doc })
				.eq('post_id', id)
				.select('post_id')
				.single()
		);
	}
	await publish(paper);
	const feed: unknown = await (await request.get(`/@${paper.slug}/feed.json`)).json();
	expect(feed).toMatchObject({ items: expect.any(Array) });
	const { items } = feed as { items: { content_html?: string }[] };
	expect(items.length).toBeGreaterThan(5);
	for (const { content_html: html = '' } of items) expect(dangersIn(html)).toEqual([]);

	const { context, heard, page } = await hearing(browser, stack.siteUrl, true);
	for (const name of ['rss.xml', 'atom.xml', 'sitemap.xml']) {
		const answer = await request.get(`/@${paper.slug}/${name}`);
		await page.goto('/healthz');
		// A browser reads it as XML, where a script in the right namespace would run.
		const wrong = await page.evaluate(
			(text) => {
				const read = new DOMParser().parseFromString(text, 'application/xml');
				document.body.append(document.importNode(read.documentElement, true));
				return read.querySelectorAll('parsererror, script, iframe').length;
			},
			await answer.text()
		);
		expect(wrong, name).toBe(0);
		expect(heard, name).toEqual([]);
	}
	await context.close();
});

test('nothing runs of what is written through the app, for readers or in the desk', async ({
	browser,
	stack
}) => {
	const paper = await makeHostilePaper(stack);
	const { slug, author } = paper;
	// Several to a page: one that broke it, and hid the others so, would be found.
	const posts = paper.posts.filter((_, index) => index % 4 === 0);
	const desk = await hearing(browser, stack.siteUrl, true);
	await signIn(desk.context, stack.siteUrl, author);
	for (const [index, { id, text }] of posts.entries()) {
		const texts = paper.posts.slice(index * 4, index * 4 + 4).map((post) => post.text);
		const doc = { type: 'doc', content: texts.flatMap(acceptable) };
		const words = { title: oneLine(text, 300), subtitle: oneLine(text, 500) };
		const { revision } = must<{ revision: number }>(
			await paper.db.from('post_contents').select('revision').eq('post_id', id).single()
		);
		const answer = await desk.context.request.put(`${stack.siteUrl}/desk/${slug}/posts/${id}`, {
			data: { ...words, doc, revision },
			headers: { origin: stack.siteUrl }
		});
		expect(answer.status(), `${text}: ${await answer.text()}`).toBe(200);
	}
	await publish(paper);

	const reader = await hearing(browser, stack.siteUrl, true);
	for (const post of posts) await expectCalm(reader, `/@${slug}/${post.slug}`, post.text);
	await reader.context.close();

	await desk.page.goto(`/desk/${slug}/posts`);
	await expect(desk.page.getByRole('heading', { level: 1 })).toBeVisible();
	expect(desk.heard).toEqual([]);
	for (const post of posts.filter((_, index) => index % 3 === 0)) {
		await desk.page.goto(`/desk/${slug}/posts/${post.id}`);
		await expect(desk.page.getByRole('textbox', { name: 'Text', exact: true })).toBeVisible();
		expect(desk.heard, post.text).toEqual([]);
	}
	await desk.context.close();
});

/** Every block with the text in it that the app takes, and the document that the text is as HTML. */
function acceptable(text: string): unknown[] {
	const taken = [{ doc: htmlToDoc(text) as object }, ...documentsOf(text)].flatMap(({ doc }) => {
		try {
			return validateDoc(doc).content;
		} catch {
			return [];
		}
	});
	return taken.filter(({ type }, index) => type !== 'paywall' && index < 80);
}
