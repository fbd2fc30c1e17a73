import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { anon, freshEmail, makeActor, one, type Actor } from '../support/actors.ts';
import { db, rest, sql } from '../support/clients.ts';
import { documentOf, makePublication, makeStaff } from '../support/factories.ts';
import { service } from '../support/stack.ts';
import { readableColumns } from '../support/sweep.ts';

let publication: string;
let admin: Actor;
let editor: Actor;
let ownerElsewhere: Actor;
beforeAll(async () => {
	[admin, editor, ownerElsewhere] = await Promise.all([makeActor(), makeActor(), makeActor()]);
	publication = await makePublication();
	await Promise.all([
		makeStaff(publication, admin.id, 'admin'),
		makeStaff(publication, editor.id, 'editor'),
		makePublication().then((id) => makeStaff(id, ownerElsewhere.id, 'owner'))
	]);
});

async function begin(dryRun = false): Promise<string> {
	const rows = await sql<{ id: string }[]>`
		insert into imports ${sql({ publication_id: publication, source: 'ghost', dry_run: dryRun })}
		returning id`;
	return one(rows).id;
}

function post(slug: string, words = 'Text.') {
	return {
		...{
			kind: 'post',
			sourceId: slug,
			label: slug,
			notes: [],
			postKind: 'post',
			slug,
			title: slug
		},
		...{ formerSlugs: [], excerpt: null, metaTitle: null, metaDescription: null },
		...{ canonicalUrl: null, visibility: 'paid', status: 'published' },
		...{ publishedAt: '2020-01-01T00:00:00Z', createdAt: null, coverMediaId: null },
		...{ coverAlt: '', coverCaption: '', doc: documentOf(words), schemaVersion: 1, wordCount: 1 },
		...{ authors: [], tags: [], tiers: [] }
	};
}

const send = (actor: Actor, id: string, items: object[]) =>
	db(actor).rpc('import_batch', { p_import_id: id, p_items: JSON.parse(JSON.stringify(items)) });

const slugs = async (like: string) =>
	(
		await sql`select slug from posts where publication_id = ${publication} and slug like ${like}`
	).map(({ slug }) => slug);

describe('a batch of an archive', () => {
	test('is taken from an admin, under their name', async () => {
		const slug = `by-${randomUUID()}`;
		const { data, error } = await send(admin, await begin(), [post(slug)]);
		expect({ data, error }).toMatchObject({ data: [{ outcome: 'created' }], error: null });
		const log = await sql`
			select distinct actor_id from audit_log
			where subject = 'posts' and subject_id = (select id::text from posts where slug = ${slug})`;
		expect(log).toEqual([{ actor_id: admin.id }]);
	});

	test.each([
		['an editor', () => editor],
		['staff of another publication', () => ownerElsewhere]
	])('is not taken from %s', async (_, who) => {
		const slug = `no-${randomUUID()}`;
		const { error } = await send(who(), await begin(), [post(slug)]);
		expect(error).toMatchObject({ code: 'PT404', message: 'import_not_found' });
		expect(await slugs(slug)).toEqual([]);
	});

	test('is not taken from anybody else', async () => {
		const { error } = await send(anon, await begin(), []);
		expect(error?.code).toBe('42501');
	});

	test('is taken from operators with their key', async () => {
		const slug = `key-${randomUUID()}`;
		const items = JSON.parse(JSON.stringify([post(slug)]));
		const { data } = await service().rpc('import_batch', {
			p_import_id: await begin(),
			p_items: items
		});
		expect(data).toMatchObject([{ outcome: 'created' }]);
	});

	test.each(['paused', 'done', 'cancelled'])(
		'is not taken by an import that is %s',
		async (status) => {
			const id = await begin();
			await db(admin).from('imports').update({ status }).eq('id', id);
			const { error } = await send(admin, id, [post(`late-${randomUUID()}`)]);
			expect(error).toMatchObject({ code: 'PT409', message: 'import_not_running' });
		}
	);

	test('sent twice is sent once, and tells the same', async () => {
		const [id, slug] = [await begin(), `twice-${randomUUID()}`];
		const [first, second] = [
			await send(admin, id, [post(slug)]),
			await send(admin, id, [post(slug)])
		];
		expect(second.data).toEqual(first.data);
		const counts = one(await sql`select counts from imports where id = ${id}`);
		expect(counts).toEqual({ counts: { post: { created: 1 } } });
		expect(await slugs(`${slug}%`)).toEqual([slug]);
	});

	test('of a dry run tells and leaves nothing', async () => {
		const [id, slug] = [await begin(true), `dry-${randomUUID()}`];
		const { data } = await send(admin, id, [post(slug), { ...post('x'), slug: '' }]);
		expect(data).toMatchObject([{ outcome: 'created' }, { outcome: 'skipped' }]);
		expect(await slugs(slug)).toEqual([]);
		const [left] = await sql`select count(*)::int as n from import_items where import_id = ${id}`;
		expect(left).toEqual({ n: 0 });
	});

	test('shows nobody a closed text, not even for a moment', async () => {
		const slug = `closed-${randomUUID()}`;
		await send(admin, await begin(), [post(slug, 'quagmire')]);
		const answers = await Promise.all(
			['posts', 'post_contents', 'post_revisions'].map(async (table) => {
				const columns = (await readableColumns(table, 'anon')).join() || '*';
				return rest(anon, `${table}?select=${columns}&publication_id=eq.${publication}`);
			})
		);
		const all = answers.map(({ text }) => text).join();
		expect(all).toContain(slug);
		expect(all).not.toContain('quagmire');
	});

	test('names no file of another publication as its cover', async () => {
		const other = await makePublication();
		const file = { publication_id: other, filename: 'a.png', mime: 'image/png', bytes: 1 };
		const media = one(await sql<{ id: string }[]>`insert into media ${sql(file)} returning id`).id;
		const slug = `cover-${randomUUID()}`;
		await send(admin, await begin(), [{ ...post(slug), coverMediaId: media }]);
		expect(await sql`select cover_media_id from posts where slug = ${slug}`).toEqual([
			{ cover_media_id: null }
		]);
	});

	test('lets somebody on the staff sign what they wrote', async () => {
		const author = { kind: 'author', sourceId: 'me', label: 'Me', notes: [], name: 'Me', bio: '' };
		const slug = `signed-${randomUUID()}`;
		const { data } = await send(admin, await begin(), [
			{ ...author, email: editor.email },
			{ ...post(slug), authors: ['me', 'gone'] }
		]);
		expect(data).toMatchObject([
			{ outcome: 'unchanged', notes: [{ code: 'on_staff' }] },
			{ outcome: 'created', notes: [{ code: 'author_missing', count: 1 }] }
		]);
		const signed = await sql`
			select a.profile_id from post_authors a join posts p on p.id = a.post_id where p.slug = ${slug}`;
		expect(signed).toEqual([{ profile_id: editor.id }]);
	});

	test('tells of no address what is behind it', async () => {
		const member = {
			...{ kind: 'member', label: '', notes: [], name: '', emailState: 'unsubscribed', labels: [] },
			...{ grants: [], stripeCustomerId: 'cus_secret', createdAt: null }
		};
		const email = freshEmail();
		await send(admin, await begin(), [{ ...member, sourceId: email, email }]);
		const read = await db(admin).from('members').select('email, email_state').eq('email', email);
		expect(read.data).toEqual([{ email, email_state: 'unsubscribed' }]);
		const secret = await rest(admin, `members?select=stripe_customer_id&email=eq.${email}`);
		expect(secret.text).toContain('42501');
		const changed = await db(admin)
			.from('members')
			.update({ email_state: 'subscribed' })
			.eq('email', email);
		expect(changed.error?.code).toBe('42501');
	});
});
