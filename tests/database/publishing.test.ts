import { beforeEach, describe, expect, test } from 'vitest';
import { anon, makeActor, one, type Actor } from '../support/actors.ts';
import { anyTable, db, sql, superuser } from '../support/clients.ts';
import {
	fresh,
	makeByline,
	makePost,
	makePublication,
	makeStaff,
	makeTag
} from '../support/factories.ts';
import { postStates } from '../support/matrix.ts';
import { begin, outcome, refusal, undone } from '../support/transactions.ts';

let publication: string;
let owner: Actor;
beforeEach(async () => {
	[publication, owner] = await Promise.all([makePublication(), makeActor('owner')]);
	await makeStaff(publication, owner.id, 'owner');
});

async function versionOf(id: string): Promise<number> {
	const rows = await sql<{ version: string }[]>`
		select version from publication_versions where publication_id = ${id}`;
	return Number(one(rows).version);
}

describe('the version of a publication', () => {
	test.each([
		[
			'its settings',
			() => sql`update publications set description = 'New.' where id = ${publication}`
		],
		['a new post', () => makePost({ publication, by: null, state: 'public' })],
		['a new tag', () => makeTag(publication)]
	])('rises with %s', async (_, change) => {
		const before = await versionOf(publication);
		await change();
		expect(await versionOf(publication)).toBeGreaterThan(before);
	});

	test('tells nobody of work on a draft, and rises when it is published and unpublished', async () => {
		const before = await versionOf(publication);
		const draft = await makePost({ publication, by: owner.id });
		await sql`update posts set title = 'Another' where id = ${draft}`;
		await sql`update post_contents set doc = ${sql.json({ type: 'doc', content: [] })} where post_id = ${draft}`;
		await sql`insert into post_tags ${sql({ post_id: draft, tag_id: await makeTag(publication), publication_id: publication })}`;
		const afterTag = before + 1;
		expect(await versionOf(publication)).toBe(afterTag);
		await sql`update posts set status = 'published', published_at = now() where id = ${draft}`;
		expect(await versionOf(publication)).toBe(afterTag + 1);
		await sql`update posts set status = 'draft' where id = ${draft}`;
		expect(await versionOf(publication)).toBe(afterTag + 2);
	});

	test('rises with the name of somebody who signs there', async () => {
		const byline = await makeByline(publication);
		const post = await makePost({ publication, by: null });
		await sql`insert into post_authors ${sql({ post_id: post, profile_id: byline, publication_id: publication })}`;
		const before = await versionOf(publication);
		await sql`update profiles set name = 'New' where id = ${byline}`;
		expect(await versionOf(publication)).toBe(before + 1);
	});

	test('rises once for all that a transaction does', async () => {
		const before = await versionOf(publication);
		await sql.begin(async (own) => {
			for (let n = 0; n < 3; n++) {
				await own`insert into tags ${own({ publication_id: publication, slug: fresh('tag'), name: 'Tag' })}`;
			}
		});
		expect(await versionOf(publication)).toBe(before + 1);
	});

	test('is left alone by other publications', async () => {
		const before = await versionOf(publication);
		await makePost({ publication: await makePublication(), by: null });
		expect(await versionOf(publication)).toBe(before);
	});

	test('rises for each of two who change something at once', async () => {
		const second = await makeActor('editor');
		await makeStaff(publication, second.id, 'editor');
		const before = await versionOf(publication);
		const [one, two] = await Promise.all([begin(owner), begin(second)]);
		const addTag = (who: typeof one) => who.sql`
			insert into tags (publication_id, slug, name) values (${publication}, ${fresh('tag')}, 'Tag')`;
		await addTag(one);
		await addTag(two);
		await Promise.all([one.commit(), two.commit()]);
		expect(await versionOf(publication)).toBe(before + 2);
	});
});

describe('a former address', () => {
	const move = (slug: string, id = publication, by = owner) =>
		refusal(db(by).from('publications').update({ slug }).eq('id', id));

	async function slugOf(id: string): Promise<string> {
		return one(await sql<{ slug: string }[]>`select slug from publications where id = ${id}`).slug;
	}

	const leadsTo = async (slug: string) =>
		(await sql`select publication_id from publication_redirects where slug = ${slug}`).map(
			(row) => row.publication_id
		);

	test('leads to the publication, and back again', async () => {
		const [first, second] = [await slugOf(publication), fresh('pub')];
		expect(await move(second)).toBeNull();
		expect(await leadsTo(first)).toEqual([publication]);
		expect(await move(first)).toBeNull();
		expect([await leadsTo(first), await leadsTo(second)]).toEqual([[], [publication]]);
	});

	test('is taken by nobody else', async () => {
		const former = await slugOf(publication);
		await move(fresh('pub'));
		const other = await makePublication();
		await makeStaff(other, owner.id, 'owner');
		expect(await move(former, other)).toBe('23505');
		expect(
			await outcome(sql`insert into publications (slug, name) values (${former}, 'New')`)
		).toBe('23505');
		expect(await leadsTo(former)).toEqual([publication]);
	});

	test('is not asked for by strangers', async () => {
		const former = await slugOf(publication);
		await move(fresh('pub'));
		const [other, stranger] = [await makePublication(), await makeActor()];
		const slug = await slugOf(other);
		expect(await move(former, other, stranger)).toBeNull();
		expect(await slugOf(other)).toBe(slug);
	});
});

describe('a deleted post', () => {
	test('keeps what it was, and becomes that again', async () => {
		const id = await makePost({ publication, by: owner.id, state: 'members' });
		await db(owner).from('posts').update({ status: 'deleted' }).eq('id', id);
		const [deleted] =
			await sql`select status, deleted_status, deleted_at from posts where id = ${id}`;
		expect(deleted).toEqual({
			status: 'deleted',
			deleted_status: 'published',
			deleted_at: expect.any(Date)
		});
		expect(await db(owner).rpc('restore_post', { p_post_id: id })).toMatchObject({
			data: 'published'
		});
		expect(
			await sql`select status, deleted_status, deleted_at from posts where id = ${id}`
		).toEqual([{ status: 'published', deleted_status: null, deleted_at: null }]);
		expect(await refusal(db(owner).rpc('restore_post', { p_post_id: id }))).toBe('PT404');
	});

	test.each(['deleted_at', 'deleted_status'])('has its %s from a trigger', async (column) => {
		const id = await makePost({ publication, by: owner.id, state: 'deleted' });
		const { error } = await anyTable(owner)
			.from('posts')
			.update({ [column]: null })
			.eq('id', id);
		expect(error?.code).toBe('42501');
	});
});

describe('what there is to read', () => {
	/** A signed post with a tag in each state. */
	async function fill(byline: string, tag: string, internal: string) {
		for (const state of postStates) {
			const id = await makePost({ publication, by: null, state });
			const here = { post_id: id, publication_id: publication };
			await sql`insert into post_authors ${sql({ ...here, profile_id: byline })}`;
			await sql`insert into post_tags ${sql([tag, internal].map((tag_id) => ({ ...here, tag_id })))}`;
		}
	}

	test('is what is published, counted alike for everybody', async () => {
		const [byline, tag, internal] = await Promise.all([
			makeByline(publication),
			makeTag(publication),
			makeTag(publication, true)
		]);
		await fill(byline, tag, internal);
		const here = { p_publication_id: publication };
		for (const actor of [anon, owner]) {
			const [subjects, years, bylines] = await Promise.all([
				db(actor).rpc('publication_subjects', here),
				db(actor).rpc('publication_years', here),
				db(actor).rpc('publication_bylines', here)
			]);
			expect(subjects.data).toMatchObject([{ posts: 4 }]);
			expect(years.data).toMatchObject([{ posts: 4 }]);
			expect(bylines.data).toMatchObject([{ id: byline, posts: 4 }]);
		}
	});

	test('is nothing of a closed publication, but for its staff', async () => {
		await fill(
			await makeByline(publication),
			await makeTag(publication),
			await makeTag(publication, true)
		);
		await sql`update publications set status = 'closed' where id = ${publication}`;
		const found = await Promise.all(
			[anon, owner].map(async (actor) => {
				const { data } = await db(actor).rpc('publication_years', {
					p_publication_id: publication
				});
				return data?.length;
			})
		);
		expect(found).toEqual([0, 1]);
	});

	test('is sorted into the years of its own calendar', async () => {
		await sql`update publications set time_zone = 'Asia/Tokyo' where id = ${publication}`;
		const id = await makePost({ publication, by: null, state: 'public' });
		await sql`update posts set published_at = '2025-12-31T20:00:00Z' where id = ${id}`;
		const { data } = await db(anon).rpc('publication_years', { p_publication_id: publication });
		expect(data).toMatchObject([{ year: 2026, posts: 1 }]);
	});
});

describe('what time moves', () => {
	const run = () => sql`select private.run_due()`;

	test('the version, when a scheduled post appears', async () => {
		const id = await makePost({ publication, by: null, state: 'scheduled' });
		const before = await versionOf(publication);
		const versions = await undone(async (own) => {
			const version = async () => {
				await own`set constraints all immediate`;
				const [row] =
					await own`select version from publication_versions where publication_id = ${publication}`;
				return Number(row?.version);
			};
			await own`update private.clockwork set last_run_at = now() - interval '1 minute'`;
			await own`select private.run_due()`;
			const waiting = await version();
			// Time cannot be moved, so the post is, without the raise that an update brings.
			await own`set local session_replication_role = replica`;
			await own`update posts set published_at = now() - interval '30 seconds' where id = ${id}`;
			await own`set local session_replication_role = origin`;
			await own`update private.clockwork set last_run_at = now() - interval '1 minute'`;
			await own`select private.run_due()`;
			return { waiting, appeared: await version() };
		}, superuser);
		expect(versions).toEqual({ waiting: before, appeared: before + 1 });
	});

	test('posts out of the deleted ones after thirty days', async () => {
		const [old, recent] = await Promise.all([
			makePost({ publication, by: null, state: 'deleted' }),
			makePost({ publication, by: null, state: 'deleted' })
		]);
		await sql`update posts set deleted_at = now() - interval '31 days' where id = ${old}`;
		await sql`update posts set deleted_at = now() - interval '29 days' where id = ${recent}`;
		await run();
		expect(await sql`select id from posts where publication_id = ${publication}`).toEqual([
			{ id: recent }
		]);
	});

	test('all but the last of each day out of the old versions', async () => {
		const id = await makePost({ publication, by: null });
		const versions = [
			['2026-01-01T08:00:00Z', 2],
			['2026-01-01T20:00:00Z', 3],
			['2026-01-02T08:00:00Z', 4]
		] as const;
		for (const [saved_at, revision] of versions) {
			await sql`
				insert into post_revisions (post_id, revision, publication_id, title, doc, schema_version, saved_at)
				select post_id, ${revision}, publication_id, title, doc, schema_version, ${saved_at}
				from post_revisions where post_id = ${id} and revision = 1`;
		}
		await run();
		const left =
			await sql`select revision from post_revisions where post_id = ${id} order by revision`;
		expect(left.map(({ revision }) => Number(revision))).toEqual([1, 3, 4]);
	});

	test('is not for callers to start', async () => {
		const started = await undone(async (own) => {
			await own`set local role authenticated`;
			return outcome(own.savepoint((inner) => inner`select private.run_due()`));
		});
		expect(started).toBe('42501');
	});
});
