import { createClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../support/app.ts';
import { one } from '../support/actors.ts';
import { sql, stack } from '../support/clients.ts';
import { fresh, makeTag } from '../support/factories.ts';
import { postStates, readers, reading, type Reader } from '../support/matrix.ts';
import { makeWorld } from '../support/world.ts';
import { serve, signIn } from '../server/support.ts';
import { makeSpecimen, type Specimen } from './support.ts';

// The matrix of reading once more, by the pages: every list, feed, site map and post, as everybody.

const unpublished = ['draft', 'scheduled', 'deleted'];
const password = fresh('password');
let app: App;
let paths: string[];
let specimens: Specimen[];
const world = await makeWorld();

beforeAll(async () => {
	const publication = world.home.id;
	app = await serve();
	const tag = await makeTag(publication);
	specimens = await Promise.all(
		postStates.flatMap((state) =>
			[true, false].map((marked) =>
				makeSpecimen({ publication, state, marked, tier: world.home.tier, tag })
			)
		)
	);
	const { storage } = createClient(stack.apiUrl, stack.secretKey, {
		auth: { persistSession: false }
	});
	for (const { file, secret } of specimens) {
		const { path } = one(await sql<{ path: string }[]>`select path from media where id = ${file}`);
		const { error } = await storage
			.from('media')
			.upload(path, Buffer.from(secret), { contentType: 'image/png' });
		if (error) throw error;
	}
	await sql`
		update auth.users set encrypted_password = extensions.crypt(${password}, extensions.gen_salt('bf', 4))
		where id = any (${Object.values(world.actors).map(({ id }) => id)})`;
	const [{ slug }, subject, posts] = await Promise.all([
		one(await sql<{ slug: string }[]>`select slug from publications where id = ${publication}`),
		one(await sql<{ slug: string }[]>`select slug from tags where id = ${tag}`),
		sql<{ slug: string }[]>`select slug from posts where publication_id = ${publication}`
	]);
	const lists = ['', '/archive', '/subjects', `/tag/${subject.slug}`];
	const feeds = ['/rss.xml', '/atom.xml', '/feed.json', '/sitemap.xml', '/sitemap-1.xml'];
	paths = [...lists, ...feeds, ...posts.map((post) => `/${post.slug}`)].map(
		(path) => `/@${slug}${path}`
	);
}, 240_000);
afterAll(() => app.stop());

/** Of what is not out, a file is for whoever may change its post: nobody signs these as an author. */
function mayOpen({ state }: Specimen, reader: Reader): boolean {
	return !unpublished.includes(state) || !['author', 'colleague'].includes(reader);
}

describe.each(readers)('%s', (reader) => {
	test('gets by pages and feeds what the matrix says, and not a word more', async () => {
		const { email } = world.actors[reader];
		const cookie = reader === 'anon' ? undefined : await signIn(email, password);
		const headers = { accept: 'text/html,*/*', ...(cookie && { cookie }) };
		const answers = await Promise.all(
			paths
				.flatMap((path) => [path, `${path}/__data.json`])
				.map(async (path) => {
					const answer = await fetch(app.url + path, { headers, redirect: 'manual' });
					const head = [...answer.headers].flat().join(' ');
					return {
						path,
						isData: path.endsWith('/__data.json'),
						text: head + (await answer.text())
					};
				})
		);
		const has = (word: string) => answers.some(({ text }) => text.includes(word));
		// The staff read the texts of drafts in the desk: reading pages show what is out, to everybody.
		const isOut = ({ state }: Specimen) => !unpublished.includes(state);
		const opens = async ({ file, secret }: Specimen) => {
			const answer = await fetch(`${app.url}/media/${file}/a.png`, { headers, redirect: 'manual' });
			return (await answer.text()).includes(secret);
		};
		const seen = await Promise.all(
			specimens.map(async (post) => ({
				state: post.state,
				title: has(post.title),
				secret: has(post.secret),
				file: await opens(post)
			}))
		);
		expect(seen).toEqual(
			specimens.map((post) => ({
				state: post.state,
				title: isOut(post),
				secret: isOut(post) && reading[reader][post.state] === 'read',
				file: reading[reader][post.state] === 'read' && mayOpen(post, reader)
			}))
		);
	});
});
