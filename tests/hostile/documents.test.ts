import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve } from '../server/support.ts';
import type { App } from '../support/app.ts';
import { makeActor } from '../support/actors.ts';
import { sql, superuser } from '../support/clients.ts';
import { documentOf, makePost, makePublication, makeStaff } from '../support/factories.ts';

let app: App;
beforeAll(async () => {
	app = await serve();
});
afterAll(() => app.stop());

/** Fifty readers of more than a megabyte are slow on a busy machine. Nothing here depends on how long it takes. */
const TIMEOUT = 180_000;

/** Much more HTML than a document may have: it takes the sanitiser several times as long as it has. */
const html = '<p>'.repeat(950_000);

/** A publication with one published post, and the address of that post. */
async function publish(doc: object) {
	const [publication, author] = await Promise.all([makePublication(), makeActor('author')]);
	await makeStaff(publication, author.id, 'author');
	const id = await makePost({ publication, by: author.id, state: 'public' });
	// As a document that was stored before there were limits.
	await superuser.begin(async (tx) => {
		await tx`set local session_replication_role = 'replica'`;
		await tx`update public.post_contents set doc = ${tx.json(doc as never)}, revision = revision + 1 where post_id = ${id}`;
	});
	const [row] = await sql<{ home: string; slug: string }[]>`
		select '/@' || pub.slug as home, p.slug from posts p
		join publications pub on pub.id = p.publication_id where p.id = ${id}
	`;
	if (!row) throw new Error('The post is gone.');
	return { id, home: row.home, path: `${row.home}/${row.slug}` };
}

const paragraph = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });
const hostile = {
	type: 'doc',
	content: [paragraph('The words <stay>.'), { type: 'html', attrs: { html } }]
};

const logged = (id: string) =>
	app
		.output()
		.split('\n')
		.filter((line) => line.includes('took too long') && line.includes(id));

describe('a text that takes too long to render', { timeout: TIMEOUT }, () => {
	test('is tried once for all its readers, and other publications are answered', async () => {
		const [post, other] = await Promise.all([publish(hostile), publish(documentOf('Hello.'))]);
		const read = async (path: string) => {
			const answer = await fetch(app.url + path);
			return { status: answer.status, page: await answer.text() };
		};
		const readers = Array.from({ length: 50 }, () => read(post.path));
		const others = [];
		for (let n = 0; n < 5; n += 1) others.push(await read(other.path));
		for (const { status, page } of others) {
			expect(status).toBe(200);
			expect(page).toContain('Hello.');
		}

		for (const { status, page } of await Promise.all(readers)) {
			expect(status).toBe(200);
			expect(page).toContain('too large to be shown as it was written');
			expect(page).toContain('The words &lt;stay&gt;.');
		}
		await expect.poll(() => logged(post.id)).toHaveLength(1);

		// It is remembered: whoever comes later does not start it again.
		expect((await read(post.path)).page).toContain('The words &lt;stay&gt;.');
		expect(logged(post.id)).toHaveLength(1);
	});

	test('comes in a feed as plain text, beside the others', async () => {
		const post = await publish(hostile);
		for (const feed of ['rss.xml', 'atom.xml', 'feed.json']) {
			const answer = await fetch(`${app.url}${post.home}/${feed}`);
			expect(answer.status).toBe(200);
			expect(await answer.text()).toContain('The words');
		}
		await expect.poll(() => logged(post.id)).toHaveLength(1);
	});

	test('shows a sentence where it has no words', async () => {
		const post = await publish({ type: 'doc', content: [{ type: 'html', attrs: { html } }] });
		const page = await (await fetch(app.url + post.path)).text();
		expect(page).toContain('This text is too large to be shown right now.');
	});
});

describe('a large text within the limits', () => {
	test('is rendered whole', async () => {
		const doc = documentOf(...Array.from({ length: 2000 }, (_, n) => `Paragraph ${n}.`));
		const post = await publish(doc);
		const page = await (await fetch(app.url + post.path)).text();
		expect(page.match(/<p>Paragraph \d+\.<\/p>/g)).toHaveLength(2000);
		expect(logged(post.id)).toEqual([]);
	});
});
