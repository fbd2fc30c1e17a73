import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { beforeAll, describe, expect, it } from 'vitest';
import { plainText } from '../../src/lib/content/index.ts';
import type { Report } from '../../src/lib/server/importers/report.ts';
import { anon, one } from '../support/actors.ts';
import { db, rest, sql, stack } from '../support/clients.ts';
import { fresh, makePublication } from '../support/factories.ts';
import { clone, service } from '../support/stack.ts';
import { readableColumns } from '../support/sweep.ts';
import { importInto, type Tables } from './support.ts';

const FIXTURE = 'tests/fixtures/ghost/export.json';
const POSTS = 27;

function readFixture(): Tables {
	const file = JSON.parse(readFileSync(FIXTURE, 'utf8')) as { db: [{ data: Tables }] };
	return file.db[0].data;
}

const run = (publicationId: string, data = readFixture(), dryRun = false) =>
	importInto(publicationId, { data, dryRun });

/** A fingerprint of every row of the publication, by table; columns may be left out. */
async function fingerprint(
	publicationId: string,
	without: string[] = []
): Promise<Record<string, string>> {
	const tables = await sql<{ name: string }[]>`
		select table_name as name from information_schema.columns
		where table_schema = 'public' and column_name = 'publication_id' and table_name <> 'imports'`;
	const prints: Record<string, string> = {};
	for (const { name } of tables) {
		const rows = await sql`
			select md5(string_agg(row, '|' order by row)) as print
			from (
				select (to_jsonb(t) - ${without}::text[])::text as row
				from ${sql(name)} t where publication_id = ${publicationId}
			) rows`;
		prints[name] = String(rows[0]?.print);
	}
	return prints;
}

async function postId(publicationId: string, title: string): Promise<string> {
	const rows = await sql<{ id: string }[]>`
		select id from posts where publication_id = ${publicationId} and title = ${title}`;
	return one(rows).id;
}

const post = (data: Tables, title: string) =>
	one((data.posts ?? []).filter((row) => row.title === title));

describe('a Ghost export comes in', () => {
	let publication: string;
	let report: Report;

	beforeAll(async () => {
		publication = await makePublication();
		report = await run(publication);
	});

	const visible = async () => {
		const { data } = await db(anon)
			.from('posts')
			.select('id, title, visibility, teaser, summary')
			.eq('publication_id', publication);
		return data ?? [];
	};

	it('and is counted', async () => {
		expect(report.counts).toMatchObject({
			tiers: { created: 1 },
			authors: { created: 2 },
			tags: { created: 3 },
			posts: { created: POSTS - 2 },
			pages: { created: 2 }
		});
		const counts = await sql`
			select (select count(*) from posts where publication_id = ${publication})::int as posts,
				(select count(*) from post_authors where publication_id = ${publication})::int as authors,
				(select count(*) from post_tags where publication_id = ${publication})::int as tags`;
		const data = readFixture();
		expect(counts[0]).toEqual({
			posts: data.posts?.length,
			authors: data.posts_authors?.length,
			tags: data.posts_tags?.length
		});
	});

	it('and anybody reads every published public text', async () => {
		const open = (await visible()).filter((row) => row.visibility === 'public');
		const { data: contents } = await db(anon)
			.from('post_contents')
			.select('post_id, doc')
			.eq('publication_id', publication);
		expect(contents?.map((content) => content.post_id).sort()).toEqual(
			open.map((row) => row.id).sort()
		);
		expect(contents?.filter((content) => plainText(content.doc) === '')).toEqual([]);
	});

	it('and the closed ones show their teaser and no more', async () => {
		const closed = (await visible()).filter((row) => row.visibility !== 'public');
		const teasers = closed.map((row) => [row.title, row.teaser && plainText(row.teaser)]);
		expect(Object.fromEntries(teasers)).toEqual({
			'Paywalled for members': 'Public preview part.',
			'Paid only': null,
			'For one tier': 'Everybody reads this.'
		});
		const answers = await Promise.all(
			['posts', 'post_contents', 'post_revisions', 'tags', 'redirects'].map(async (table) => {
				const columns = (await readableColumns(table, 'anon')).join() || '*';
				return rest(anon, `${table}?select=${columns}&publication_id=eq.${publication}`);
			})
		);
		const all = answers.map((answer) => answer.text).join();
		expect(all).toContain('Public preview part.');
		for (const secret of ['xylophone', 'quagmire', 'zanzibar', 'only for free members']) {
			expect(all).not.toContain(secret);
		}
	});

	it('and drafts and scheduled posts are nobody’s to see', async () => {
		const titles = (await visible()).map((row) => row.title);
		for (const title of ['A draft', 'Scheduled post', 'By mail only']) {
			expect(titles).not.toContain(title);
			await expect(postId(publication, title)).resolves.toBeTruthy();
		}
	});

	it('and internal tags and addresses of authors stay inside', async () => {
		const { data: tags } = await db(anon)
			.from('tags')
			.select('slug')
			.eq('publication_id', publication);
		expect(tags?.map((tag) => tag.slug).sort()).toEqual(['guides', 'news']);
		const { data: bylines } = await db(anon)
			.from('profiles')
			.select('name')
			.eq('publication_id', publication);
		expect(bylines?.map((byline) => byline.name).sort()).toEqual(['Ben Writer', 'Olive Owner']);
		const claim = await rest(anon, 'profiles?select=claim_email');
		expect(claim.status).toBeGreaterThanOrEqual(400);
	});

	it('and the post for one tier is for that tier', async () => {
		const rows = await sql`
			select p.tier_ids = c.tier_ids and p.tier_ids = array_agg(t.tier_id) as same
			from posts p join post_contents c on c.post_id = p.id join post_tiers t on t.post_id = p.id
			where p.publication_id = ${publication} group by p.id, c.post_id`;
		expect(rows.map((row) => row.same)).toEqual([true]);
	});

	it('and a second run changes nothing', async () => {
		// Which import met an item last, and what it did with it, is news; all else is as it was.
		const news = ['import_id', 'outcome', 'notes'];
		const before = await fingerprint(publication, news);
		const again = await run(publication);
		expect(again.counts).toMatchObject({
			authors: { created: 0, changed: 0, unchanged: 2 },
			posts: { created: 0, changed: 0, unchanged: POSTS - 2 }
		});
		expect(await fingerprint(publication, news)).toEqual(before);
	});
});

describe('a second run', () => {
	it('writes nothing when it is dry', async () => {
		const publication = await makePublication();
		const before = await fingerprint(publication);
		const report = await run(publication, readFixture(), true);
		expect(report.counts.posts.created).toBe(POSTS - 2);
		expect(await fingerprint(publication)).toEqual(before);
	});

	it('brings what changed at the source, and leaves alone what was edited or deleted here', async () => {
		const publication = await makePublication();
		await run(publication);
		await sql`update posts set subtitle = 'ours' where id = ${await postId(publication, 'Gallery card')}`;
		const doc = JSON.stringify({ type: 'doc', content: [{ type: 'paragraph' }] });
		const edited = await postId(publication, 'HTML card');
		await sql`update post_contents set doc = ${doc}::text::jsonb where post_id = ${edited}`;
		await sql`delete from posts where id = ${await postId(publication, 'Code block')}`;
		await sql`update posts set status = 'deleted' where id = ${await postId(publication, 'Product card')}`;

		const data = readFixture();
		for (const title of ['Two hands', 'Gallery card', 'HTML card', 'Code block', 'Product card']) {
			post(data, title).html = '<p>Written anew.</p>';
		}
		data.posts_tags = (data.posts_tags ?? []).filter(
			(row) => row.post_id !== post(data, 'Two hands').id
		);
		const report = await run(publication, data);
		expect(report.counts.posts).toEqual({
			created: 0,
			changed: 1,
			unchanged: POSTS - 7,
			skipped: 4
		});
		const skipped = [...report.reasons].map(([reason, line]) => [reason, line.names.sort()]);
		expect(Object.fromEntries(skipped)).toEqual({
			'edited in the desk since the last import': ['Gallery card', 'HTML card'],
			'deleted in the desk since the last import': ['Code block', 'Product card']
		});

		const texts = await sql`
			select p.title from posts p join post_contents c on c.post_id = p.id
			where p.publication_id = ${publication} and c.doc::text like '%Written anew.%'`;
		expect(texts.map((row) => row.title)).toEqual(['Two hands']);
		expect((await run(publication, data)).counts.posts.changed).toBe(0);
	});
});

describe('a publication that has something already', () => {
	it('keeps its own: posts by their address, tags by theirs', async () => {
		const publication = await makePublication();
		await sql`insert into posts ${sql({ publication_id: publication, slug: 'plain', title: 'Ours' })}`;
		await sql`insert into tags ${sql({ publication_id: publication, slug: 'news', name: 'Our news' })}`;
		const report = await run(publication);
		expect(report.counts.tags).toEqual({ created: 2, changed: 0, unchanged: 1, skipped: 0 });
		expect(report.lines().join('\n')).toContain('“Plain (plain is plain-2)”');
		const rows = await sql`
			select slug, title from posts where publication_id = ${publication} and slug like 'plain%' order by slug`;
		expect(rows).toEqual([
			{ slug: 'plain', title: 'Ours' },
			{ slug: 'plain-2', title: 'Plain' }
		]);
		const tagged = await sql`
			select distinct t.name from tags t join post_tags pt on pt.tag_id = t.id
			where t.publication_id = ${publication} and t.slug = 'news'`;
		expect(tagged).toEqual([{ name: 'Our news' }]);
		expect((await run(publication)).counts.posts.unchanged).toBe(POSTS - 2);
	});

	it('refuses one post and takes the rest', async () => {
		// What is done to a table is done to all tests: this is a database of its own.
		const copy = await clone();
		const own = postgres(copy.databaseUrl, { max: 1, onnotice: () => {} });
		try {
			const slug = fresh('pub');
			const rows = await own<{ id: string }[]>`
				insert into publications ${own({ slug, name: slug })} returning id`;
			const publication = one(rows).id;
			const data = readFixture();
			post(data, 'Plain').slug = 'x'.repeat(189) + '-y';
			await own`insert into posts ${own({ publication_id: publication, slug: 'p', title: 'p' })}`;
			const there = () => importInto(publication, { data, db: service(copy.apiUrl) });

			await own`alter table posts add constraint no_plain check (title <> 'Plain') not valid`;
			const report = await there();
			expect(report.counts.posts).toMatchObject({ created: POSTS - 3, skipped: 1 });
			expect(report.lines().join('\n')).toMatch(/refused by the database \(.*no_plain/);
			await own`alter table posts drop constraint no_plain`;
			expect((await there()).counts.posts).toMatchObject({ created: 1, skipped: 0 });
		} finally {
			await own.end();
			await copy.stop();
		}
	});
});

describe('npm run import', () => {
	const cli = promisify(execFile);
	const env = { ...process.env, SUPABASE_URL: stack.apiUrl, SUPABASE_SECRET_KEY: stack.secretKey };
	const command = (...args: string[]) =>
		cli(process.execPath, ['src/lib/server/importers/cli.ts', ...args], { env });

	it('imports into the publication it is given', async () => {
		const slug = fresh('pub');
		await sql`insert into publications ${sql({ slug, name: slug })}`;
		const { stdout } = await command('ghost', FIXTURE, '--publication', slug);
		expect(stdout).toContain(`Imported into @${slug}`);
		expect(stdout).toMatch(/^posts +25 created, 0 changed, 0 unchanged, 0 skipped$/m);
	});

	it.each([
		[
			'a file that is none',
			['ghost', 'package.json', '--publication', 'x'],
			/^package\.json cannot be imported: .+\.\n$/
		],
		[
			'a publication that is none',
			['ghost', FIXTURE, '--publication', 'no-such'],
			/^There is no publication @no-such .+\n$/
		]
	])('says in one line what is wrong with %s', async (_, args, message) => {
		const failure = await command(...args).catch(
			(error: { code: number; stderr: string }) => error
		);
		expect(failure).toMatchObject({ code: 1, stderr: expect.stringMatching(message) });
	});
});
