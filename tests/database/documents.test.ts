import { describe, expect, test } from 'vitest';
import { overLimit, type Measure } from '../../src/lib/content/over-limit.ts';
import { documents } from '../../src/lib/limits.ts';
import { db, rest, sql, superuser } from '../support/clients.ts';
import { documentOf, makePost } from '../support/factories.ts';
import { makeNewsroom, save, stored } from './posts/newsroom.ts';

const { publication, author } = await makeNewsroom();

const limits = await sql<{ name: Measure; most: number }[]>`
	select name, most from private.document_limits order by name
`;

const doc = (...content: object[]) => ({ type: 'doc', content });
const paragraph = (...content: object[]) => ({ type: 'paragraph', content });
const times = (count: number, node: object) => Array.from({ length: count }, () => node);
const html = (length: number) => ({ type: 'html', attrs: { html: 'x'.repeat(length) } });
const formula = (length: number) => ({ type: 'mathInline', attrs: { latex: 'x'.repeat(length) } });
const bold = { type: 'bold' };

function nested(depth: number): object {
	let node: object = paragraph();
	// The document and the paragraph are two of the levels.
	for (let level = 1; level < depth; level += 1) node = { type: 'blockquote', content: [node] };
	return doc(node);
}

function deepJson(depth: number): object {
	// The list, the node and its attributes are three of the levels below the document.
	let value: object = {};
	for (let level = 3; level < depth; level += 1) value = { value };
	return doc({ type: 'paragraph', attrs: value });
}

/** For each limit, a document that has exactly so much of it. */
const documentWith: Record<string, (most: number) => object> = {
	jsonDepth: deepJson,
	depth: nested,
	nodes: (most) => doc(...times(most - 1, { type: 'paragraph' })),
	marks: (most) => doc(paragraph({ type: 'text', text: 'x', marks: times(most, bold) })),
	attributes: (most) =>
		doc({ type: 'paragraph', attrs: Object.fromEntries(times(most, bold).map((_, n) => [n, 0])) }),
	textLength: (most) => doc(paragraph({ type: 'text', text: 'x'.repeat(most) })),
	footnotes: (most) => doc(paragraph(...times(most, { type: 'footnote' }))),
	formulas: (most) => doc(paragraph(...times(most, formula(1)))),
	formulaLength: (most) => doc(paragraph(formula(most))),
	htmlBlocks: (most) => doc(...times(most, html(1))),
	htmlLength: (most) => doc(html(most)),
	allHtmlLength: (most) => {
		const half = Math.floor(documents.htmlLength / 2);
		return doc(...times(Math.floor(most / half), html(half)), html(most % half));
	}
};

describe('the limits of a document', () => {
	test('are the same in Postgres and in src/lib/limits.ts', async () => {
		const inTheApp = Object.entries(documents).filter(([name]) => name in documentWith);
		expect(Object.fromEntries(limits.map(({ name, most }) => [name, most]))).toEqual(
			Object.fromEntries(inTheApp)
		);
		const [check] = await sql<{ rule: string }[]>`
			select pg_get_constraintdef(oid) as rule from pg_constraint
			where conrelid = 'public.post_contents'::regclass and pg_get_constraintdef(oid) like '%octet_length%'
		`;
		expect(check?.rule).toContain(String(documents.storedBytes));
	});

	test.each(limits)('an author cannot pass $name over REST', async ({ name, most }) => {
		const make = documentWith[name];
		if (!make) throw new Error(`There is no document for the limit ${name}.`);
		const id = await makePost({ publication, by: author.id });
		const before = documentOf('Before.');
		await save(author, id, 1, before);
		const patch = async (document: object) => {
			const answer = await rest(author, `post_contents?post_id=eq.${id}`, {
				method: 'PATCH',
				body: JSON.stringify({ doc: document })
			});
			return answer.status;
		};
		const over = make(most + 1);
		expect(await patch(over)).toBe(400);
		const { error } = await db(author).rpc('save_post', {
			p_post_id: id,
			p_base_revision: (await stored(id)).revision,
			p_doc: over as never,
			p_schema_version: 1,
			p_word_count: 0
		});
		expect(error?.code).toBe('23514');
		const [kept] = await sql`select doc from post_contents where post_id = ${id}`;
		expect(kept?.doc).toEqual(before);

		expect(await patch(make(most))).toBeLessThan(300);
		expect([overLimit(make(most), documents), overLimit(over, documents)]).toEqual([null, name]);
	});

	test('too many bytes are refused', async () => {
		const id = await makePost({ publication, by: author.id });
		const long = doc(
			...times(8, paragraph({ type: 'text', text: 'x'.repeat(documents.textLength - 1) }))
		);
		const answer = await rest(author, `post_contents?post_id=eq.${id}`, {
			method: 'PATCH',
			body: JSON.stringify({ doc: long })
		});
		expect(answer.status).toBe(400);
	});

	test('a post whose text is older than a limit can still be published', async () => {
		const id = await makePost({ publication, by: author.id });
		await superuser.begin(async (tx) => {
			await tx`set local session_replication_role = 'replica'`;
			await tx`update public.post_contents set doc = ${superuser.json(nested(90) as never)} where post_id = ${id}`;
		});
		const { error } = await db(author)
			.from('posts')
			.update({ status: 'published', published_at: new Date().toISOString() })
			.eq('id', id);
		expect(error).toBeNull();
	});
});
