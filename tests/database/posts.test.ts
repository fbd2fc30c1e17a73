import { describe, expect, test } from 'vitest';
import { freshEmail, makeActor, one, type Actor } from '../support/actors.ts';
import { anyTable, db, sql } from '../support/clients.ts';
import {
	documentOf,
	fresh,
	makeMember,
	makePost,
	makePublication,
	makeStaff,
	makeTier
} from '../support/factories.ts';
import { begin, outcome, refusal } from '../support/transactions.ts';
import { change, makeNewsroom, save, stored } from './posts/newsroom.ts';

const { publication, author, editor } = await makeNewsroom();

describe('a post', () => {
	test.each([
		'id',
		'publication_id',
		'created_by',
		'created_at',
		'updated_at',
		'summary',
		'teaser',
		'tier_ids'
	])('keeps its %s, whoever asks', async (column) => {
		const id = await makePost({ publication, by: author.id });
		const { error } = await anyTable(editor)
			.from('posts')
			.update({ [column]: null })
			.eq('id', id);
		expect(error?.code).toBe('42501');
	});

	test('stays in its publication even for the owner of the database', async () => {
		const [id, other] = await Promise.all([makePost({ publication, by: null }), makePublication()]);
		expect(await outcome(sql`update posts set publication_id = ${other} where id = ${id}`)).toBe(
			'23514'
		);
	});

	test('cannot be published without a time', async () => {
		const id = await makePost({ publication, by: author.id });
		expect(await change(author, id, { status: 'published' })).toBe('23514');
	});

	test('appears at its time by itself', async () => {
		const stranger = await makeActor();
		const id = await makePost({ publication, by: author.id, state: 'scheduled' });
		const seen = async () => {
			const { data } = await db(stranger).from('post_contents').select('post_id').eq('post_id', id);
			return data?.length;
		};
		expect(await seen()).toBe(0);
		await change(author, id, { published_at: new Date(Date.now() - 1000).toISOString() });
		expect(await seen()).toBe(1);
	});

	test('of an author is one that others may sign too', async () => {
		const second = await makeActor('author');
		await makeStaff(publication, second.id, 'author');
		const id = await makePost({ publication, by: author.id });
		expect(await refusal(save(second, id, 1, documentOf('x')))).toBe('PT404');
		const row = { post_id: id, profile_id: second.id, publication_id: publication };
		expect(await refusal(db(editor).from('post_authors').insert(row))).toBeNull();
		expect(await refusal(save(second, id, 1, documentOf('x')))).toBeNull();
	});

	test('is not signed by somebody who is not on the staff, and strangers do not learn who is', async () => {
		const [stranger, id] = await Promise.all([
			makeActor(),
			makePost({ publication, by: editor.id })
		]);
		const sign = (by: Actor, profile: string) =>
			refusal(
				db(by)
					.from('post_authors')
					.insert({ post_id: id, profile_id: profile, publication_id: publication })
			);
		expect(await sign(editor, stranger.id)).toBe('23514');
		expect([await sign(stranger, stranger.id), await sign(stranger, author.id)]).toEqual([
			'42501',
			'42501'
		]);
	});
});

describe('the columns a text copies', () => {
	test('follow the post', async () => {
		const tier = await makeTier(publication);
		const id = await makePost({ publication, by: author.id });
		const published_at = '2026-01-02T03:04:05.000Z';
		await change(author, id, { status: 'published', visibility: 'tiers', published_at });
		await db(author)
			.from('post_tiers')
			.insert({ post_id: id, tier_id: tier, publication_id: publication });
		expect(await stored(id)).toMatchObject({
			copied_status: 'published',
			copied_visibility: 'tiers',
			copied_tiers: [tier],
			copied_published_at: new Date(published_at)
		});
		await sql`delete from tiers where id = ${tier}`;
		expect(await stored(id)).toMatchObject({ tier_ids: [], copied_tiers: [] });
	});

	test('keep both of two tiers that are set at once', async () => {
		const [tier, other] = await Promise.all([makeTier(publication), makeTier(publication)]);
		const id = await makePost({ publication, by: author.id, state: 'tiers' });
		const [one, two] = await Promise.all([begin(author), begin(editor)]);
		const add = (who: typeof one, which: string) => who.sql`
			insert into post_tiers (post_id, tier_id, publication_id) values (${id}, ${which}, ${publication})`;
		await add(one, tier);
		const late = outcome(add(two, other));
		await two.isBlocked();
		await one.commit();
		expect(await late).toBeNull();
		await two.commit();
		expect((await stored(id)).copied_tiers).toEqual([tier, other].sort());
	});

	test.each([
		'status',
		'visibility',
		'tier_ids',
		'published_at',
		'publication_id',
		'revision',
		'saved_by'
	])('%s is written by triggers only', async (column) => {
		const id = await makePost({ publication, by: author.id });
		const values: Record<string, unknown> = {
			status: 'published',
			visibility: 'public',
			revision: 9
		};
		const { error } = await anyTable(author)
			.from('post_contents')
			.update({ [column]: values[column] ?? null })
			.eq('post_id', id);
		expect(error?.code).toBe('42501');
	});
});

describe('the rows around a post', () => {
	const tables = [
		{ table: 'post_tiers', column: 'tier_id', make: makeTier },
		{ table: 'post_tags', column: 'tag_id', make: makeForeignTag }
	] as const;

	test.each(tables)(
		'$table takes nothing of another publication',
		async ({ table, column, make }) => {
			const other = await makePublication();
			await makeStaff(other, editor.id, 'editor');
			const [foreign, id] = await Promise.all([
				make(other),
				makePost({ publication, by: editor.id })
			]);
			const insert = (row: Record<string, string>) =>
				refusal(
					db(editor)
						.from(table)
						.insert(row as never)
				);
			const row = { post_id: id, [column]: foreign };
			expect(await insert({ ...row, publication_id: publication })).toBe('23503');
			expect(await insert({ ...row, publication_id: other })).toBe('23503');
		}
	);

	test('a grant takes nothing of another publication', async () => {
		const [here, other, admin] = [publication, await makePublication(), await makeActor('admin')];
		await Promise.all([makeStaff(here, admin.id, 'admin'), makeStaff(other, admin.id, 'admin')]);
		const [member, tier] = await Promise.all([makeMember(here, freshEmail()), makeTier(other)]);
		const give = (publication_id: string) =>
			refusal(
				db(admin).from('member_grants').insert({ publication_id, member_id: member, tier_id: tier })
			);
		expect([await give(here), await give(other)]).toEqual(['23503', '23503']);
	});

	async function makeForeignTag(of: string): Promise<string> {
		const rows = await sql<{ id: string }[]>`
			insert into tags ${sql({ publication_id: of, slug: fresh('tag'), name: 'Tag' })} returning id`;
		return one(rows).id;
	}
});
