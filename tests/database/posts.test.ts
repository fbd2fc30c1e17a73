import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { freshEmail, makeActor, one, type Actor } from '../support/actors.ts';
import { db, rest, sql } from '../support/clients.ts';
import {
	documentOf,
	fresh,
	makeMember,
	makePost,
	makePublication,
	makeStaff,
	makeTier,
	paragraph,
	paywall
} from '../support/factories.ts';
import { begin, outcome, refusal } from '../support/transactions.ts';

let publication: string;
let author: Actor;
let editor: Actor;
beforeAll(async () => {
	publication = await makePublication();
	[author, editor] = await Promise.all([makeActor('author'), makeActor('editor')]);
	await makeStaff(publication, author.id, 'author');
	await makeStaff(publication, editor.id, 'editor');
});

const change = (id: string, values: object, by = author) =>
	refusal(db(by).from('posts').update(values).eq('id', id));
const save = (id: string, base: number, doc: object, by = author, more: object = {}) =>
	db(by).rpc('save_post', {
		p_post_id: id,
		p_base_revision: base,
		p_doc: { ...doc },
		p_schema_version: 1,
		p_word_count: 1,
		...more
	});

async function stored(id: string) {
	const rows = await sql`
		select p.*, c.doc, c.revision, c.status as copied_status, c.visibility as copied_visibility,
			c.tier_ids as copied_tiers, c.published_at as copied_published_at, to_jsonb(p)::text as text
		from posts p join post_contents c on c.post_id = p.id where p.id = ${id}`;
	return one(rows);
}

describe('what everybody may see of a text', () => {
	const cases: [string, string, object, { summary: string | null; teaser: boolean }][] = [
		['a public text', 'public', documentOf('Open.', 'More.'), { summary: 'Open. More.', teaser: false }],
		['a closed text', 'members', documentOf('Closed.'), { summary: null, teaser: false }],
		['a closed text with a mark', 'paid', documentOf('Open.', paywall, 'Closed.'), { summary: 'Open.', teaser: true }],
		['a mark at the start', 'tiers', documentOf(paywall, 'Closed.'), { summary: null, teaser: true }],
		[
			'a mark inside a quote, which is none',
			'paid',
			documentOf({ type: 'blockquote', content: [paragraph('Closed.'), paywall, paragraph('Closed.')] }),
			{ summary: null, teaser: false }
		],
		[
			'two marks, of which the first counts',
			'paid',
			documentOf('Open.', paywall, 'Closed.', paywall, 'Closed.'),
			{ summary: 'Open.', teaser: true }
		]
	];

	test.each(cases)('%s', async (_, visibility, doc, expected) => {
		const id = await makePost({ publication, by: author.id });
		expect(await change(id, { visibility })).toBeNull();
		await save(id, 1, doc);
		const row = await stored(id);
		expect({ summary: row.summary, teaser: row.teaser !== null }).toEqual(expected);
		expect(row.text).not.toContain('Closed.');
	});

	test('an excerpt written by hand stands for the summary', async () => {
		const id = await makePost({ publication, by: author.id, state: 'paid' });
		await change(id, { excerpt: 'By hand.' });
		expect((await stored(id)).summary).toBe('By hand.');
		await change(id, { excerpt: null });
		expect((await stored(id)).summary).toBeNull();
	});

	test('a long opening is cut at a word', async () => {
		const long = 'seventeen letters '.repeat(30);
		const id = await makePost({ publication, by: author.id, state: 'public', doc: documentOf(long) });
		const { summary } = await stored(id);
		expect(summary.length).toBeLessThanOrEqual(241);
		expect(summary).toMatch(/(seventeen|letters)…$/);
	});

	test.each(['members', 'paid', 'tiers'])('nothing of it stays when public becomes %s', async (visibility) => {
		const secret = fresh('secret');
		const doc = documentOf(`${secret} and more.`);
		const id = await makePost({ publication, by: author.id, state: 'public', doc });
		expect((await stored(id)).text).toContain(secret);
		expect(await change(id, { visibility })).toBeNull();
		expect((await stored(id)).text).not.toContain(secret);
		await change(id, { visibility: 'public' });
		expect((await stored(id)).summary).toContain(secret);
	});

	test('the log does not keep it either', async () => {
		const secret = fresh('secret');
		const id = await makePost({ publication, by: author.id, state: 'public', doc: documentOf(secret) });
		await change(id, { visibility: 'paid' });
		const log = await sql`select detail::text from audit_log where subject_id = ${id}`;
		expect(log.length).toBeGreaterThan(0);
		expect(JSON.stringify(log)).not.toContain(secret);
	});

	test('no document carries text past its mark', async () => {
		const block = fc.oneof(
			fc.constant('Closed.'),
			fc.constant(paywall),
			fc.constant({ type: 'blockquote', content: [paywall, paragraph('Closed.')] }),
			fc.constant({ type: 'heading', content: [{ type: 'text', text: 'Closed.' }] }),
			fc.constant({ type: 'bulletList', content: [] })
		);
		const documents = fc.tuple(fc.array(fc.constant('Open.'), { maxLength: 3 }), fc.array(block));
		const made = fc
			.sample(documents, { numRuns: 200, seed: 7 })
			.map(([open, closed]) => documentOf(...open, paywall, ...closed));
		const rows = await sql<{ teaser: string; opening: string | null }[]>`
			select private.teaser_of(doc)::text as teaser, private.opening_of(private.teaser_of(doc)) as opening
			from jsonb_array_elements(${JSON.stringify(made)}::text::jsonb) doc`;
		expect(rows).toHaveLength(200);
		expect(rows.filter((row) => JSON.stringify(row).includes('Closed.'))).toEqual([]);
	});
});

describe('saving', () => {
	test('names the revision it was based on', async () => {
		const id = await makePost({ publication, by: author.id });
		expect(await save(id, 1, documentOf('Second.'), author, { p_title: 'Two' })).toMatchObject({ data: 2 });
		const stale = await save(id, 1, documentOf('Late.'), editor, { p_title: 'Late' });
		expect(stale.error).toMatchObject({ code: 'PT409', message: 'stale_revision' });
		expect(await stored(id)).toMatchObject({ title: 'Two', revision: '2', doc: documentOf('Second.') });
	});

	test('twice at once lets one through and tells the other', async () => {
		const id = await makePost({ publication, by: author.id });
		const [one, two] = await Promise.all([begin(author), begin(editor)]);
		const saveIn = (who: typeof one, word: string) =>
			who.sql`select save_post(${id}, 1, ${JSON.stringify(documentOf(word))}::text::jsonb, 1::smallint, 1, ${word})`;
		await saveIn(one, 'First');
		const late = outcome(saveIn(two, 'Second'));
		await two.isBlocked();
		await one.commit();
		expect(await late).toBe('PT409');
		expect(await stored(id)).toMatchObject({ title: 'First', revision: '2', doc: documentOf('First') });
	});

	test('keeps every version, with its title and who saved it', async () => {
		const id = await makePost({ publication, by: author.id, doc: documentOf('One.') });
		await save(id, 1, documentOf('Two.'), author, { p_title: 'Two' });
		await save(id, 2, documentOf('Three.'), editor);
		const { data } = await db(editor)
			.from('post_revisions')
			.select('revision, title, doc, saved_by')
			.eq('post_id', id)
			.order('revision');
		expect(data).toEqual([
			{ revision: 1, title: 'A draft post', doc: documentOf('One.'), saved_by: null },
			{ revision: 2, title: 'Two', doc: documentOf('Two.'), saved_by: author.id },
			{ revision: 3, title: 'Two', doc: documentOf('Three.'), saved_by: editor.id }
		]);
	});

	test('the same text again makes no version', async () => {
		const id = await makePost({ publication, by: author.id, doc: documentOf('One.') });
		expect(await save(id, 1, documentOf('One.'))).toMatchObject({ data: 1, error: null });
		expect(await sql`select revision from post_revisions where post_id = ${id}`).toHaveLength(1);
	});

	test('is no way to find out whether a post is there', async () => {
		const stranger = await makeActor();
		const draft = await makePost({ publication, by: author.id });
		const published = await makePost({ publication, by: author.id, state: 'public' });
		const missing = '00000000-0000-7000-8000-000000000000';
		const codes = await Promise.all(
			[draft, published, missing].map((id) => refusal(save(id, 1, documentOf('x'), stranger)))
		);
		expect(codes).toEqual(['PT404', 'PT404', 'PT404']);
	});
});

describe('the columns a text copies', () => {
	test('follow the post', async () => {
		const tier = await makeTier(publication);
		const id = await makePost({ publication, by: author.id });
		const published_at = '2026-01-02T03:04:05.000Z';
		await change(id, { status: 'published', visibility: 'tiers', published_at });
		await db(author).from('post_tiers').insert({ post_id: id, tier_id: tier, publication_id: publication });
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

	test.each(['status', 'visibility', 'tier_ids', 'published_at', 'publication_id', 'revision', 'saved_by'])(
		'%s is written by triggers only',
		async (column) => {
			const id = await makePost({ publication, by: author.id });
			const values: Record<string, unknown> = { status: 'published', visibility: 'public', revision: 9 };
			const { error } = await db(author)
				.from('post_contents')
				.update({ [column]: values[column] ?? null })
				.eq('post_id', id);
			expect(error?.code).toBe('42501');
		}
	);
});

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
		const { error } = await db(editor)
			.from('posts')
			.update({ [column]: null })
			.eq('id', id);
		expect(error?.code).toBe('42501');
	});

	test('stays in its publication even for the owner of the database', async () => {
		const [id, other] = await Promise.all([makePost({ publication, by: null }), makePublication()]);
		expect(await outcome(sql`update posts set publication_id = ${other} where id = ${id}`)).toBe('23514');
	});

	test('cannot be published without a time', async () => {
		const id = await makePost({ publication, by: author.id });
		expect(await change(id, { status: 'published' })).toBe('23514');
	});

	test('appears at its time by itself', async () => {
		const stranger = await makeActor();
		const id = await makePost({ publication, by: author.id, state: 'scheduled' });
		const seen = async () => {
			const { data } = await db(stranger).from('post_contents').select('post_id').eq('post_id', id);
			return data?.length;
		};
		expect(await seen()).toBe(0);
		await change(id, { published_at: new Date(Date.now() - 1000).toISOString() });
		expect(await seen()).toBe(1);
	});

	test('of an author is one that others may sign too', async () => {
		const second = await makeActor('author');
		await makeStaff(publication, second.id, 'author');
		const id = await makePost({ publication, by: author.id });
		expect(await refusal(save(id, 1, documentOf('x'), second))).toBe('PT404');
		const row = { post_id: id, profile_id: second.id, publication_id: publication };
		expect(await refusal(db(editor).from('post_authors').insert(row))).toBeNull();
		expect(await refusal(save(id, 1, documentOf('x'), second))).toBeNull();
	});

	test('is not signed by somebody who is not on the staff, and strangers do not learn who is', async () => {
		const [stranger, id] = await Promise.all([makeActor(), makePost({ publication, by: editor.id })]);
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

describe('the rows around a post', () => {
	const tables = [
		{ table: 'post_tiers', column: 'tier_id', make: makeTier },
		{ table: 'post_tags', column: 'tag_id', make: makeForeignTag }
	] as const;

	test.each(tables)('$table takes nothing of another publication', async ({ table, column, make }) => {
		const other = await makePublication();
		await makeStaff(other, editor.id, 'editor');
		const [foreign, id] = await Promise.all([make(other), makePost({ publication, by: editor.id })]);
		const insert = (row: Record<string, string>) => refusal(db(editor).from(table).insert(row as never));
		const row = { post_id: id, [column]: foreign };
		expect(await insert({ ...row, publication_id: publication })).toBe('23503');
		expect(await insert({ ...row, publication_id: other })).toBe('23503');
	});

	test('a grant takes nothing of another publication', async () => {
		const [here, other, admin] = [publication, await makePublication(), await makeActor('admin')];
		await Promise.all([makeStaff(here, admin.id, 'admin'), makeStaff(other, admin.id, 'admin')]);
		const [member, tier] = await Promise.all([makeMember(here, freshEmail()), makeTier(other)]);
		const give = (publication_id: string) =>
			refusal(db(admin).from('member_grants').insert({ publication_id, member_id: member, tier_id: tier }));
		expect([await give(here), await give(other)]).toEqual(['23503', '23503']);
	});

	async function makeForeignTag(of: string): Promise<string> {
		const rows = await sql<{ id: string }[]>`
			insert into tags ${sql({ publication_id: of, slug: fresh('tag'), name: 'Tag' })} returning id`;
		return one(rows).id;
	}
});

describe('an old address', () => {
	const slugs = async (id: string) =>
		(await sql`select slug from redirects where post_id = ${id} order by slug`).map(({ slug }) => slug);

	test('leads to the post once it was published', async () => {
		const id = await makePost({ publication, by: author.id, state: 'public' });
		const { slug } = await stored(id);
		await change(id, { slug: `${slug}-b` });
		await change(id, { slug: `${slug}-c` });
		expect(await slugs(id)).toEqual([slug, `${slug}-b`]);
		await change(id, { slug });
		expect(await slugs(id)).toEqual([`${slug}-b`, `${slug}-c`]);
	});

	test('of a draft is forgotten', async () => {
		const id = await makePost({ publication, by: author.id });
		await change(id, { slug: fresh('post') });
		expect(await slugs(id)).toEqual([]);
	});

	test('goes to the post that had it last', async () => {
		const [first, second] = await Promise.all([
			makePost({ publication, by: author.id, state: 'public' }),
			makePost({ publication, by: author.id, state: 'public' })
		]);
		const { slug } = await stored(first);
		await change(first, { slug: fresh('post') });
		await change(second, { slug });
		expect(await slugs(first)).toEqual([]);
		await change(second, { slug: fresh('post') });
		expect(await slugs(second)).toContain(slug);
	});

	test('of another publication is another address', async () => {
		const other = await makePublication();
		const [here, there] = await Promise.all([
			makePost({ publication, by: author.id, state: 'public' }),
			makePost({ publication: other, by: null, state: 'public' })
		]);
		const { slug } = await stored(here);
		await sql`update posts set slug = ${slug} where id = ${there}`;
		await change(here, { slug: fresh('post') });
		expect(await slugs(here)).toEqual([slug]);
		const answer = await rest(author, `redirects?slug=eq.${slug}&select=publication_id`);
		expect(JSON.parse(answer.text)).toEqual([{ publication_id: publication }]);
	});
});
