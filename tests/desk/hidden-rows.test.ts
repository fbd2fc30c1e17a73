import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressesOf } from '../hostile/addresses.ts';
import { setScene, type Role, type Scene } from '../hostile/scene.ts';
import { pooled } from '../hostile/support.ts';
import { ensureBuild } from '../support/build.ts';

/** Rows that a policy hides, where a page expects them beside others. Every page comes all the same. */

let scene: Scene;
let former: { id: string; name: string }[];

beforeAll(async () => {
	await ensureBuild(() => {});
	scene = await setScene();
	former = await addFormerStaff(3);
}, 120_000);
afterAll(() => scene.stop());

/** People who were authors, left drafts and published posts behind, and were removed. */
async function addFormerStaff(count: number): Promise<typeof former> {
	const { sql, publication } = scene;
	const people = await sql<{ id: string; name: string }[]>`
		insert into auth.users (id, instance_id, aud, role, email, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
		select gen_random_uuid(), '00000000-0000-0000-0000-000000000000', 'authenticated', 'authenticated',
			'former' || n || '@former.example', '{}', '{}', now(), now()
		from generate_series(1, ${count}) n
		returning id, 'Former ' || substring(email from '\\d+') as name`;
	for (const { id, name } of people) {
		await sql`update profiles set name = ${name} where id = ${id}`;
		await sql`insert into publication_staff (publication_id, user_id, role) values (${publication}, ${id}, 'author')`;
		for (const status of ['draft', 'published']) {
			const [post] = await sql<{ id: string }[]>`
				insert into posts (publication_id, kind, title, slug, status, published_at, visibility)
				values (${publication}, 'post', ${`${status} of ${name}`}, ${`${status}-${id}`}, ${status},
					${status === 'published' ? sql`now() - interval '1 day'` : null}, 'public')
				returning id`;
			await sql`insert into post_authors (post_id, profile_id, publication_id) values (${post?.id ?? ''}, ${id}, ${publication})`;
		}
	}
	await sql`delete from publication_staff where user_id = any(${people.map(({ id }) => id)})`;
	return people;
}

/** Addresses that somebody gets an error for. */
async function errorsFor(role: Role): Promise<[string, number][]> {
	const answers = await pooled(
		await addressesOf(scene, 6),
		async (address): Promise<[string, number]> => [address, (await scene.get(role, address)).status]
	);
	return answers.filter(([, status]) => status >= 500);
}

describe.each(['owner', 'author', 'nobody'] as const)('former staff, to %s', (role) => {
	it('breaks no page', { timeout: 120_000 }, async () => {
		expect(former).toHaveLength(3);
		expect(await errorsFor(role)).toEqual([]);
	});
});

it('an editor takes over the draft of somebody who was removed', async () => {
	const { sql } = scene;
	const [draft] = await sql<{ id: string }[]>`
		select id from posts where slug = ${`draft-${former[0]?.id ?? ''}`}`;
	const [editor] = await sql<{ id: string }[]>`
		select id from auth.users where email = 'devi@tidetable.example'`;
	const editPage = `/desk/tide-table/posts/${draft?.id ?? ''}`;
	expect((await scene.get('editor', editPage)).text).toContain(former[0]?.name);
	const changed = await scene.rest('editor', 'rpc/change_post', {
		method: 'POST',
		body: JSON.stringify({
			...{ p_post_id: draft?.id, p_settings: { visibility: 'public' }, p_tag_ids: [] },
			p_author_ids: [editor?.id]
		})
	});
	expect(changed.status).toBe(204);
	const authors = await sql`select profile_id from post_authors where post_id = ${draft?.id ?? ''}`;
	expect(authors).toEqual([{ profile_id: editor?.id }]);
});

/** Tables whose rows the pages get beside those of other tables, which are still seen. */
const embedded = [['invoices', 'media', 'profiles', 'tags', 'tiers'], ['members'], ['posts']];

describe.each(embedded.map((tables) => [tables]))('when policies hide all of %j', (tables) => {
	const onEach = (statement: (table: string) => string) =>
		scene.sql.unsafe(tables.map(statement).join(';'));

	it('every page comes, or says that there is nothing', { timeout: 240_000 }, async () => {
		await onEach(
			(table) =>
				`create policy "hide all" on public.${table} as restrictive for select to anon, authenticated using (false)`
		);
		try {
			for (const role of ['owner', 'nobody'] as const) expect(await errorsFor(role)).toEqual([]);
			if (!tables.includes('profiles')) return;
			const posts = await scene.get('owner', '/desk/tide-table/posts');
			expect(posts.text).toContain('Former staff member');
		} finally {
			await onEach((table) => `drop policy "hide all" on public.${table}`);
		}
	});
});
