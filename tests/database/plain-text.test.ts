import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { postSlug, savePost } from '../../src/lib/schemas/post.ts';
import { publicationName, publicationSlug } from '../../src/lib/schemas/publication.ts';
import { tagName } from '../../src/lib/schemas/tag.ts';
import { sql } from '../support/clients.ts';
import { makePost, makePublication, makeTag } from '../support/factories.ts';

/**
 * The schemas of the app and the checks of the database are written twice. What a schema lets through
 * the database must take, and what a schema refuses the database must refuse, for whoever passes the
 * app by.
 */

const publication = await makePublication();
const post = await makePost({ publication, by: null });
const tag = await makeTag(publication);

// One of each kind that somebody may try, and those that a rule about them might forget.
const pieces = [
	...[
		'a',
		'Z',
		'0',
		'-',
		'_',
		'é',
		'É',
		'e\u0301',
		'ß',
		'ﬁ',
		'ı',
		'İ',
		'Ω',
		'ς',
		'а',
		'ж',
		'日',
		'ｱ'
	],
	...['ا', 'א', 'क\u094d', '\u0e33', '한', '\u1112\u1161', 'µ', 'ª', '²', '½', 'Ⓐ', '𝐀', '𐐀', 'ǅ'],
	...[
		' ',
		'\t',
		'\n',
		'\u0001',
		'\u001b',
		'\u007f',
		'\u0085',
		'\u00a0',
		'\u00ad',
		'\u034f',
		'\u061c'
	],
	...['\u115f', '\u180e', '\u2003', '\u200b', '\u200c', '\u200d', '\u200e', '\u2028', '\u2029'],
	...['\u202e', '\u2060', '\u2066', '\u2800', '\u3000', '\u3164', '\ufe0f', '\ufeff', '\uffa0'],
	...[
		'\ufffc',
		'\u{e0020}',
		'\u{1d173}',
		'\ue000',
		'\u{f0000}',
		'😀',
		'👩‍🚀',
		'·',
		'×',
		'–',
		'…',
		'’'
	],
	...[
		'€',
		'→',
		'∀',
		'★',
		'、',
		'・',
		'〜',
		'！',
		'.',
		'/',
		'\\',
		'?',
		'#',
		'%',
		'&',
		'<',
		'>',
		'"',
		"'"
	],
	...['`', '^', '{', '}', '|', '@', ':', ';', ',', '=', '+', '$', '!', '*', '(', ')', '~', '[', ']']
];
const words = fc.oneof(
	fc.array(fc.constantFrom(...pieces), { maxLength: 4 }).map((parts) => parts.join('')),
	fc.string({ unit: 'binary', maxLength: 5 }).filter((text) => !text.includes('\u0000')),
	fc.string({ unit: 'grapheme', maxLength: 5 }).filter((text) => !text.includes('\u0000'))
);

/** What the database says of each text, in one question. */
async function taken(
	table: 'posts' | 'tags' | 'publications',
	column: 'slug' | 'title' | 'name',
	id: string,
	texts: string[]
): Promise<boolean[]> {
	return sql.begin(async (tx) => {
		// Each in a block of its own, which takes back what it wrote.
		await tx`create temporary table said (n integer, taken boolean) on commit drop`;
		await tx.unsafe(
			`do $do$
			declare t text; k integer;
			begin
				for t, k in select v, ordinality from unnest(string_to_array(convert_from(decode('${Buffer.from(
					texts.join('\u0002\u0003\u0002')
				).toString(
					'base64'
				)}', 'base64'), 'utf8'), U&'\\0002\\0003\\0002')) with ordinality as u (v, ordinality)
				loop
					begin
						update ${table} set ${column} = t where id = '${id}';
						raise exception 'taken' using errcode = 'P0002';
					exception
						when check_violation then insert into said values (k, false);
						when no_data_found or unique_violation then insert into said values (k, true);
					end;
				end loop;
			end $do$`
		);
		const rows = await tx<{ taken: boolean }[]>`select taken from said order by n`;
		return rows.map((row) => row.taken);
	});
}

interface Rule {
	table: 'posts' | 'tags' | 'publications';
	column: 'slug' | 'title' | 'name';
	id: string;
	/** What the schema makes of a text; undefined when it refuses. */
	parse: (text: string) => string | undefined;
}
const rules: [string, Rule][] = [
	[
		'the address of a post',
		{
			...{ table: 'posts', column: 'slug', id: post },
			parse: (text) => postSlug.safeParse(text).data || undefined
		}
	],
	[
		'the title of a post',
		{
			...{ table: 'posts', column: 'title', id: post },
			parse: (title) => savePost.shape.title.safeParse(title).data
		}
	],
	[
		'the name of a tag',
		{
			...{ table: 'tags', column: 'name', id: tag },
			parse: (name) => tagName.safeParse(name).data
		}
	],
	[
		'the name of a publication',
		{
			...{ table: 'publications', column: 'name', id: publication },
			parse: (name) => publicationName.safeParse(name).data
		}
	],
	[
		'the address of a publication',
		{
			...{ table: 'publications', column: 'slug', id: publication },
			parse: (slug) => publicationSlug.safeParse(slug).data
		}
	]
];

describe.each(rules)('%s', (_, { table, column, id, parse }) => {
	test('is refused and taken by both alike', async () => {
		const random = fc.sample(words, 1500);
		const edges = [80, 191, 300].flatMap((n) => ['a'.repeat(n), '𐐨'.repeat(n), 'a'.repeat(n + 1)]);
		const reserved = ['feed', 'tag', 'search', 'desk', 'media', 'www'];
		const texts = [...pieces, ...reserved, ...edges, ...random];

		const raw = await taken(table, column, id, texts);
		const refusedByAppOnly = texts.filter((text, n) => raw[n] && parse(text) === undefined);
		expect(refusedByAppOnly.map(escape)).toEqual([]);

		const parsed = texts.map(parse).filter((text) => text !== undefined);
		const through = await taken(table, column, id, parsed);
		const refusedByDatabaseOnly = parsed.filter((_, n) => !through[n]);
		expect(refusedByDatabaseOnly.map(escape)).toEqual([]);
	});
});

function escape(text: string): string {
	return [...text].map((letter) => `U+${letter.codePointAt(0)?.toString(16)}`).join(' ');
}
