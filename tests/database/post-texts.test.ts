import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeActor } from '../support/actors.ts';
import { db, sql } from '../support/clients.ts';
import { documentOf, fresh, makePost, paragraph, paywall } from '../support/factories.ts';
import { begin, outcome, refusal } from '../support/transactions.ts';
import { change, makeNewsroom, save, stored } from './posts/newsroom.ts';

const { publication, author, editor } = await makeNewsroom();

describe('what everybody may see of a text', () => {
	const cases: [string, string, object, { summary: string | null; teaser: boolean }][] = [
		[
			'a public text',
			'public',
			documentOf('Open.', 'More.'),
			{ summary: 'Open. More.', teaser: false }
		],
		['a closed text', 'members', documentOf('Closed.'), { summary: null, teaser: false }],
		[
			'a closed text with a mark',
			'paid',
			documentOf('Open.', paywall, 'Closed.'),
			{ summary: 'Open.', teaser: true }
		],
		[
			'a mark at the start',
			'tiers',
			documentOf(paywall, 'Closed.'),
			{ summary: null, teaser: true }
		],
		[
			'a mark inside a quote, which is none',
			'paid',
			documentOf({
				type: 'blockquote',
				content: [paragraph('Closed.'), paywall, paragraph('Closed.')]
			}),
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
		expect(await change(author, id, { visibility })).toBeNull();
		await save(author, id, 1, doc);
		const row = await stored(id);
		expect({ summary: row.summary, teaser: row.teaser !== null }).toEqual(expected);
		expect(row.text).not.toContain('Closed.');
	});

	test('an excerpt written by hand stands for the summary', async () => {
		const id = await makePost({ publication, by: author.id, state: 'paid' });
		await change(author, id, { excerpt: 'By hand.' });
		expect((await stored(id)).summary).toBe('By hand.');
		await change(author, id, { excerpt: null });
		expect((await stored(id)).summary).toBeNull();
	});

	test('a long opening is cut at a word', async () => {
		const long = 'seventeen letters '.repeat(30);
		const id = await makePost({
			publication,
			by: author.id,
			state: 'public',
			doc: documentOf(long)
		});
		const { summary } = await stored(id);
		expect(summary.length).toBeLessThanOrEqual(241);
		expect(summary).toMatch(/(seventeen|letters)…$/);
	});

	test.each(['members', 'paid', 'tiers'])(
		'nothing of it stays when public becomes %s',
		async (visibility) => {
			const secret = fresh('secret');
			const doc = documentOf(`${secret} and more.`);
			const id = await makePost({ publication, by: author.id, state: 'public', doc });
			expect((await stored(id)).text).toContain(secret);
			expect(await change(author, id, { visibility })).toBeNull();
			expect((await stored(id)).text).not.toContain(secret);
			await change(author, id, { visibility: 'public' });
			expect((await stored(id)).summary).toContain(secret);
		}
	);

	test('the log does not keep it either', async () => {
		const secret = fresh('secret');
		const id = await makePost({
			publication,
			by: author.id,
			state: 'public',
			doc: documentOf(secret)
		});
		await change(author, id, { visibility: 'paid' });
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
		expect(await save(author, id, 1, documentOf('Second.'), { p_title: 'Two' })).toMatchObject({
			data: 2
		});
		const stale = await save(editor, id, 1, documentOf('Late.'), { p_title: 'Late' });
		expect(stale.error).toMatchObject({ code: 'PT409', message: 'stale_revision' });
		expect(await stored(id)).toMatchObject({
			title: 'Two',
			revision: '2',
			doc: documentOf('Second.')
		});
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
		expect(await stored(id)).toMatchObject({
			title: 'First',
			revision: '2',
			doc: documentOf('First')
		});
	});

	test('keeps every version, with its title and who saved it', async () => {
		const id = await makePost({ publication, by: author.id, doc: documentOf('One.') });
		await save(author, id, 1, documentOf('Two.'), { p_title: 'Two' });
		await save(editor, id, 2, documentOf('Three.'));
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
		expect(await save(author, id, 1, documentOf('One.'))).toMatchObject({ data: 1, error: null });
		expect(await sql`select revision from post_revisions where post_id = ${id}`).toHaveLength(1);
	});

	test('a new title alone is a version too, so that nobody saves the old one over it', async () => {
		const id = await makePost({ publication, by: author.id, doc: documentOf('One.') });
		expect(await save(author, id, 1, documentOf('One.'), { p_title: 'New' })).toMatchObject({
			data: 2
		});
		expect(await refusal(save(editor, id, 1, documentOf('One.'), { p_title: 'Old' }))).toBe(
			'PT409'
		);
		expect(await stored(id)).toMatchObject({ title: 'New', revision: '2' });
	});

	test('is no way to find out whether a post is there', async () => {
		const stranger = await makeActor();
		const draft = await makePost({ publication, by: author.id });
		const published = await makePost({ publication, by: author.id, state: 'public' });
		const missing = '00000000-0000-7000-8000-000000000000';
		const codes = await Promise.all(
			[draft, published, missing].map((id) => refusal(save(stranger, id, 1, documentOf('x'))))
		);
		expect(codes).toEqual(['PT404', 'PT404', 'PT404']);
	});
});
