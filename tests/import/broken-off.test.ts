import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { one } from '../support/actors.ts';
import { sql, stack } from '../support/clients.ts';
import { fresh } from '../support/factories.ts';

/** How often an import is killed; more often for whoever wants to know it better. */
const TIMES = Number(process.env.IMPORT_KILLS ?? 3);
const POSTS = 400;
const MEMBERS = 1500;

let home: string;
beforeAll(async () => {
	home = await mkdtemp(path.join(tmpdir(), 'pamphlet-import-'));
	const ids = Array.from({ length: POSTS }, (_, n) => `p${n}`);
	const posts = ids.map((id, n) => ({
		...{ id, slug: n % 50 === 0 ? 'same' : id, title: `Post ${n}`, status: 'published' },
		...{ published_at: '2020-01-01 00:00:00', html: `<p>${'words '.repeat(200)}${n}</p>` }
	}));
	const tags = ['a', 'b'].map((id) => ({ id, slug: id, name: id }));
	const posts_tags = ids.map((id, n) => ({ post_id: id, tag_id: n % 2 ? 'a' : 'b' }));
	const users = [{ id: 'u', name: 'Una', slug: 'una', email: 'una@x.test' }];
	const posts_authors = ids.map((id) => ({ post_id: id, author_id: 'u' }));
	const data = { posts, tags, posts_tags, users, posts_authors };
	await writeFile(path.join(home, 'export.json'), JSON.stringify({ data }));
	const lines = Array.from({ length: MEMBERS }, (_, n) => `member${n}@x.test,"A,B"`);
	await writeFile(path.join(home, 'members.csv'), ['email,labels', ...lines].join('\n'));
});
afterAll(() => rm(home, { recursive: true }));

async function newPublication() {
	const slug = fresh('pub');
	const rows = await sql<{ id: string }[]>`
		insert into publications ${sql({ slug, name: slug })} returning id`;
	return { slug, id: one(rows).id };
}

/**
 * Runs the command, and ends it hard once so many of its 20 batches are through.
 * @returns the signal that ended it; null when it ended by itself
 */
async function run(slug: string, batches = Infinity): Promise<NodeJS.Signals | null> {
	const command = ['src/lib/server/importers/cli.ts', 'ghost', path.join(home, 'export.json')];
	const options = ['--members', path.join(home, 'members.csv'), '--publication', slug];
	const env = { ...process.env, SUPABASE_URL: stack.apiUrl, SUPABASE_SECRET_KEY: stack.secretKey };
	const child = spawn(process.execPath, [...command, ...options], {
		env,
		stdio: ['ignore', 'ignore', 'pipe']
	});
	let seen = 0;
	child.stderr.on('data', (text: Buffer) => {
		seen += text.toString().split(' items').length - 1;
		// Some time into the next batch: before it is sent, while it is written, or after.
		if (seen >= batches) setTimeout(() => child.kill('SIGKILL'), Math.random() * 150);
	});
	await once(child, 'exit');
	return child.signalCode;
}

/** All that an import brings, without keys and moments of its own. */
async function stateOf(publication: string) {
	return sql`
		select 'post' as kind, p.slug, p.title, c.revision::int, md5(c.doc::text) as text,
			array(select name from profiles a join post_authors pa on pa.profile_id = a.id where pa.post_id = p.id) as authors,
			array(select t.slug from tags t join post_tags pt on pt.tag_id = t.id where pt.post_id = p.id) as tags
		from posts p join post_contents c on c.post_id = p.id where p.publication_id = ${publication}
		union all
		select 'member', email, name, 0, '', array(select label from member_labels l where l.member_id = m.id order by label), '{}'
		from members m where publication_id = ${publication}
		union all
		select 'item', kind || source_id, outcome, coalesce(revision, 0)::int, '', '{}', '{}'
		from import_items where publication_id = ${publication}
		union all
		select 'import', status, counts::text, 0, '', '{}', '{}' from imports where publication_id = ${publication}
		order by kind, slug`;
}

it(
	'an import that is killed again and again ends as one that was not',
	async () => {
		const [whole, broken] = [await newPublication(), await newPublication()];
		expect(await run(whole.slug)).toBeNull();
		for (let n = 0; n < TIMES; n += 1) {
			expect(await run(broken.slug, 1 + Math.floor(Math.random() * 12))).toBe('SIGKILL');
		}
		expect(await run(broken.slug)).toBeNull();
		const expected = await stateOf(whole.id);
		expect(expected.length).toBe(2 * (POSTS + MEMBERS) + 2 + 1 + 1);
		expect(await stateOf(broken.id)).toEqual(expected);
	},
	60_000 + TIMES * 30_000
);
