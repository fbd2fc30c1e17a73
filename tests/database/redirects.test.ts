import { describe, expect, test } from 'vitest';
import { rest, sql } from '../support/clients.ts';
import { fresh, makePost, makePublication } from '../support/factories.ts';
import { change, makeNewsroom, stored } from './posts/newsroom.ts';

const { publication, author } = await makeNewsroom();

describe('an old address', () => {
	const slugs = async (id: string) =>
		(await sql`select slug from redirects where post_id = ${id} order by slug`).map(
			({ slug }) => slug
		);

	test('leads to the post once it was published', async () => {
		const id = await makePost({ publication, by: author.id, state: 'public' });
		const { slug } = await stored(id);
		await change(author, id, { slug: `${slug}-b` });
		await change(author, id, { slug: `${slug}-c` });
		expect(await slugs(id)).toEqual([slug, `${slug}-b`]);
		await change(author, id, { slug });
		expect(await slugs(id)).toEqual([`${slug}-b`, `${slug}-c`]);
	});

	test('of a draft is forgotten', async () => {
		const id = await makePost({ publication, by: author.id });
		await change(author, id, { slug: fresh('post') });
		expect(await slugs(id)).toEqual([]);
	});

	test('goes to the post that had it last', async () => {
		const [first, second] = await Promise.all([
			makePost({ publication, by: author.id, state: 'public' }),
			makePost({ publication, by: author.id, state: 'public' })
		]);
		const { slug } = await stored(first);
		await change(author, first, { slug: fresh('post') });
		await change(author, second, { slug });
		expect(await slugs(first)).toEqual([]);
		await change(author, second, { slug: fresh('post') });
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
		await change(author, here, { slug: fresh('post') });
		expect(await slugs(here)).toEqual([slug]);
		const answer = await rest(author, `redirects?slug=eq.${slug}&select=publication_id`);
		expect(JSON.parse(answer.text)).toEqual([{ publication_id: publication }]);
	});
});
