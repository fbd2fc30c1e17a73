import type { APIRequestContext } from '@playwright/test';
import postgres from 'postgres';
import type { StackHandle } from '../support/stack-handle.ts';
import { makeClosedWorld, type ClosedWorld } from './support/closed-world.ts';
import { ask, crawl, words, type Answer } from './support/crawl.ts';
import { freshSlug } from './support/publications.ts';
import { expect, test } from './support/test.ts';

// Each of these asks some hundred times.
test.describe.configure({ mode: 'default', timeout: 240_000 });

let world: ClosedWorld;
test.beforeAll(async ({ stack }) => {
	world = await makeClosedWorld(stack);
});

/** Where the words stand that were found, and in the answer to which question. */
function leaks(answers: Answer[]): string[] {
	return answers.flatMap(({ asked, text }) =>
		[...world.secrets]
			// Whoever asks with a word gets it back in the address.
			.filter(([secret]) => text.includes(secret) && !asked.includes(secret))
			.map(([, place]) => `${place}: ${asked}`)
	);
}

/** So that a search that finds no leak is known to find words at all. */
function expectToFind(words: string[], answers: Answer[]): void {
	const missing = words.filter((word) => !answers.some(({ text }) => text.includes(word)));
	expect(missing).toEqual([]);
}

test('no page, feed, site map, header or piece of data has a word that is closed', async ({
	request,
	stack
}) => {
	const home = `/@${world.slug}`;
	const lists = [
		`${home}?before=x`,
		`${home}/archive`,
		`${home}/subjects`,
		`${home}/sitemap-1.xml`
	];
	const start = [home, '/', '/robots.txt', '/sitemap.xml', ...lists];
	const answers = await crawl(request, stack.siteUrl, start, [home, '/media/']);
	expect(answers.length).toBeGreaterThan(45);
	expectToFind(world.open, answers);
	expect(leaks(answers)).toEqual([]);
});

test('what one might guess of the closed is not there', async ({ request, stack }) => {
	const secrets = [...world.secrets.keys()];
	const hidden = world.guesses.filter((path) => secrets.some((secret) => path.includes(secret)));
	expect(hidden.length).toBeGreaterThan(20);
	const answers: Answer[] = [];
	for (const path of hidden) answers.push(await ask(request, stack.siteUrl + path));
	expect(answers.filter(({ status }) => status !== 404)).toEqual([]);
	expect(leaks(answers)).toEqual([]);
});

test('the REST port, the files and the functions have none either', async ({ request, stack }) => {
	const answers = await askApi(request, stack);
	expectToFind([...world.open, ...world.formerSlugs], answers);
	expect(leaks(answers)).toEqual([]);
});

test('nothing of the closed posts of the demonstration is in any page or answer', async ({
	request,
	stack
}) => {
	const homes = ['/@tide-table', '/@field-notes'];
	const seen = [
		...(await crawl(request, stack.siteUrl, homes, [...homes, '/media/'])),
		...(await askApi(request, stack))
	];
	const hidden = await wordsOnlyInClosedTexts(request, stack);
	expect(hidden.size).toBeGreaterThan(100);
	const found = seen.flatMap(({ asked, text }) => {
		const here = words(text);
		return [...hidden].filter((word) => here.has(word)).map((word) => `${word}: ${asked}`);
	});
	expect(found).toEqual([]);
});

/** Every table, every function and the files, asked with the key that everybody has. */
async function askApi(request: APIRequestContext, stack: StackHandle): Promise<Answer[]> {
	const sql = postgres(stack.databaseUrl, { max: 1, onnotice: () => {} });
	try {
		// An asterisk is refused as a whole where a visitor may not read every column.
		const tables = await sql<{ name: string; columns: string }[]>`
			select c.relname as name, coalesce(string_agg(a.attname, ',' order by a.attnum), '*') as columns
			from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
				and not a.attisdropped and has_column_privilege('anon', c.oid, a.attnum, 'select')
			where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v', 'm', 'p')
			group by c.relname`;
		const all = (table: string) => tables.find(({ name }) => name === table)?.columns ?? '*';
		const functions = await sql<{ name: string; args: string[] | null }[]>`
			select proname as name, proargnames[1:pronargs] as args from pg_proc
			where pronamespace = 'public'::regnamespace`;
		const answers: Answer[] = [];
		const headers = { apikey: stack.publishableKey, 'content-type': 'application/json' };
		const rest = async (path: string, more: Parameters<typeof ask>[2] = {}) => {
			const options = { ...more, headers: { ...headers, ...more.headers } };
			answers.push(await ask(request, `${stack.apiUrl}${path}`, options));
		};
		await rest('/rest/v1/');
		for (const { name, columns } of tables) {
			for (const select of new Set(['*', columns])) {
				await rest(`/rest/v1/${name}?select=${select}`, { headers: { prefer: 'count=exact' } });
				await rest(`/rest/v1/${name}?select=${select}`, { headers: { accept: 'text/csv' } });
			}
		}
		const [post, content, file] = ['posts', 'post_contents', 'media'].map(all);
		const around = `${post},post_contents(${content}),post_media(*,media(${file})),post_tags(*,tags(*)),redirects(*)`;
		await rest(`/rest/v1/posts?select=${around},post_revisions(*)`);
		await rest(`/rest/v1/posts?select=${around}`);
		await rest(
			`/rest/v1/publications?select=*,posts(${post}),tags(*),media(${file}),post_contents(${content})`
		);
		for (const id of world.postIds) {
			await rest(`/rest/v1/post_contents?post_id=eq.${id}&select=${content}`);
			await rest(`/rest/v1/posts?id=eq.${id}&select=${post},post_contents!inner(doc)`);
		}
		for (const { name, args } of functions) {
			for (const id of [world.postIds[0], world.postIds.at(-1)]) {
				const given = (args ?? []).map((arg) => [arg, argument(arg, id ?? '')]);
				await rest(`/rest/v1/rpc/${name}`, { method: 'POST', data: Object.fromEntries(given) });
			}
		}
		for (const object of world.objects) {
			for (const way of [
				'object',
				'object/public',
				'object/authenticated',
				'render/image/public'
			]) {
				await rest(`/storage/v1/${way}/media/${object}`);
			}
			const sign = { method: 'POST', data: { expiresIn: 60 } };
			await rest(`/storage/v1/object/sign/media/${object}`, sign);
		}
		await rest('/storage/v1/object/list/media', {
			method: 'POST',
			data: { prefix: world.id, limit: 100 }
		});
		await rest('/storage/v1/bucket');
		return answers;
	} finally {
		await sql.end();
	}
}

function argument(name: string, post: string): unknown {
	if (/post_id/.test(name)) return post;
	if (/publication_id/.test(name)) return world.id;
	if (/email/.test(name)) return 'nobody@example.test';
	if (/kind/.test(name)) return 'code';
	if (/doc/.test(name)) return { type: 'doc', content: [] };
	if (/version|revision|count|hue/.test(name)) return 1;
	return 'x';
}

/** Dates have these, whatever is written in the texts. */
const months = Array.from({ length: 12 }, (_, month) =>
	new Intl.DateTimeFormat('en', { month: 'long' }).format(new Date(2026, month))
);
/** Pieces of documents, by the names they are stored under. */
const nodes = ['paywall'];

/**
 * Words of the posts of the demonstration that nobody without a right reads, less those that stand in
 * what anybody reads, or in pages of other publications, whose words are those of the pages themselves.
 */
async function wordsOnlyInClosedTexts(
	request: APIRequestContext,
	stack: StackHandle
): Promise<Set<string>> {
	const sql = postgres(stack.databaseUrl, { max: 1, onnotice: () => {} });
	try {
		const texts = await sql<{ text: string; is_open: boolean }[]>`
			with seeded as (
				select p.*, c.doc, p.status = 'published' and p.published_at <= now() as is_out
				from posts p join post_contents c on c.post_id = p.id
				join publications b on b.id = p.publication_id
				where b.slug in ('tide-table', 'field-notes')
			)
			select doc::text as text, is_out and visibility = 'public' as is_open from seeded
			union all
			select concat_ws(' ', title, subtitle, excerpt, summary, slug, teaser::text, cover_alt, cover_caption), is_out
			from seeded
			union all
			-- What other tests write meanwhile is nothing of the demonstration.
			select concat_ws(' ', to_jsonb(p), doc), true
			from posts p join post_contents c on c.post_id = p.id
			where p.publication_id not in (select publication_id from seeded)
			union all
			select slug, true from redirects
			where publication_id not in (select publication_id from seeded)
			union all
			select concat_ws(' ', name, description), true from publications
			union all
			select concat_ws(' ', name, description, slug),
				not is_internal or publication_id not in (select publication_id from seeded)
			from tags
			union all
			select concat_ws(' ', name, bio), email like '%@example.test' or exists (
				select from post_authors a join posts p on p.id = a.post_id
				where a.profile_id = profiles.id and p.status = 'published' and p.published_at <= now())
			from profiles left join auth.users on users.id = profiles.id
			union all
			select concat_ws(' ', name, description, array_to_string(benefits, ' ')), true from tiers
			union all
			select concat_ws(' ', filename, alt), true from media where publication_id <> ${world.id}
			union all
			select concat_ws(' ', relname, attname), true
			from pg_class join pg_attribute on attrelid = pg_class.oid
			where relnamespace = 'public'::regnamespace
			union all
			select proname, true from pg_proc where pronamespace = 'public'::regnamespace
			union all
			select refusal[1], true
			from pg_proc, regexp_matches(prosrc, 'raise exception ''([^'']+)''', 'g') as refusal
			where pronamespace in ('public'::regnamespace, 'private'::regnamespace)`;
		const hidden = words(
			texts
				.filter((row) => !row.is_open)
				.map((row) => row.text)
				.join(' ')
		);
		const open = words(
			texts
				.filter((row) => row.is_open)
				.map((row) => row.text)
				.join(' ')
		);

		const slug = freshSlug('empty');
		await sql`insert into publications (slug, name) values (${slug}, 'Empty')`;
		const [empty, other] = [`/@${slug}`, `/@${world.slug}`];
		const pages = await crawl(request, stack.siteUrl, [empty, `${empty}/x`, other], [empty, other]);
		const ours = words([...pages.map(({ text }) => text), ...months, ...nodes].join(' '));
		return hidden.difference(open).difference(ours);
	} finally {
		await sql.end();
	}
}
