import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePerson } from '../e2e/support/people.ts';
import { serve, signIn, stack } from '../server/support.ts';
import type { App } from '../support/app.ts';
import { makeActor } from '../support/actors.ts';
import { sql, superuser } from '../support/clients.ts';
import {
	documentOf,
	makeMember,
	makePost,
	makePublication,
	makeStaff
} from '../support/factories.ts';
import { countingApi } from './support.ts';

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
	const path = await addressOf(id);
	return { id, home: path.slice(0, path.lastIndexOf('/')), path };
}

async function addressOf(post: string): Promise<string> {
	const [row] = await sql<{ path: string }[]>`
		select '/@' || pub.slug || '/' || p.slug as path from posts p
		join publications pub on pub.id = p.publication_id where p.id = ${post}
	`;
	if (!row) throw new Error('The post is gone.');
	return row.path;
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

describe('a text that was shown before', { timeout: TIMEOUT }, () => {
	let api: Awaited<ReturnType<typeof countingApi>>;
	let counted: App;
	beforeAll(async () => {
		api = await countingApi();
		counted = await serve({ PUBLIC_SUPABASE_URL: api.url });
	});
	afterAll(async () => {
		await counted.stop();
		await api.stop();
	});
	const loads = () => api.countOf('/post_contents?select=doc');
	const read = async (path: string, cookie = '') =>
		(await fetch(counted.url + path, { headers: { cookie } })).text();

	test('is not loaded again, by however many readers, until it changes', async () => {
		const doc = documentOf(...Array.from({ length: 2000 }, (_, n) => `Paragraph ${n}.`));
		const post = await publish(doc);
		const before = loads();
		const pages = await Promise.all(Array.from({ length: 20 }, () => read(post.path)));
		for (const page of pages) expect(page).toContain('<p>Paragraph 1999.</p>');
		expect(await read(post.path)).toContain('<p>Paragraph 1999.</p>');
		expect(loads() - before).toBe(1);

		const changed = JSON.stringify(documentOf('Another text.'));
		await sql`update post_contents set doc = ${changed}::text::jsonb where post_id = ${post.id}`;
		expect(await read(post.path)).toContain('<p>Another text.</p>');
		expect(loads() - before).toBe(2);
	});

	test('is shown to nobody else, nor to a member who lost the right to it', async () => {
		const [publication, author, reader] = await Promise.all([
			makePublication(),
			makeActor('author'),
			makePerson(stack, 'Reader')
		]);
		await makeStaff(publication, author.id, 'author');
		const member = await makeMember(publication, reader.email);
		const secret = 'The part that is for members.';
		const id = await makePost({
			...{ publication, by: author.id, state: 'members' },
			doc: documentOf(secret)
		});
		const path = await addressOf(id);
		const cookie = await signIn(reader.email, reader.password);

		expect(await read(path, cookie)).toContain(secret);
		expect(await read(path)).not.toContain(secret);
		expect(await read(path, cookie)).toContain(secret);
		await sql`update members set status = 'banned' where id = ${member}`;
		expect(await read(path, cookie)).not.toContain(secret);
	});
});
