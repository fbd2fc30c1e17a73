import postgres from 'postgres';
import type { StackHandle } from '../../support/stack-handle.ts';
import { freshSlug } from './publications.ts';

interface PostValues {
	title: string;
	status?: 'draft' | 'published';
	kind?: 'post' | 'page';
	visibility?: 'public' | 'members' | 'paid';
	slug?: string;
	published_at?: Date | null;
	created_by?: string | null;
}

/** Makes posts past the pages, and returns their ids: for journeys that begin with many. */
export async function makePosts(
	stack: StackHandle,
	publicationId: string,
	posts: PostValues[]
): Promise<string[]> {
	const rows = posts.map((post) => ({
		...{ publication_id: publicationId, status: 'draft', kind: 'post', visibility: 'public' },
		...{ published_at: null, created_by: null },
		...post,
		slug: post.slug ?? freshSlug('post')
	}));
	return withSql(stack, async (sql) => {
		const made = await sql<{ id: string }[]>`insert into posts ${sql(rows)} returning id`;
		return made.map(({ id }) => id);
	});
}

/** Adds a tag with the posts that have it. */
export async function makeTagOf(
	stack: StackHandle,
	publicationId: string,
	name: string,
	postIds: string[]
): Promise<void> {
	await withSql(stack, async (sql) => {
		const slug = freshSlug('tag');
		const [tag] = await sql<{ id: string }[]>`
			insert into tags ${sql({ publication_id: publicationId, slug, name })} returning id`;
		for (const post_id of postIds) {
			await sql`
				insert into post_tags (post_id, tag_id, publication_id)
				values (${post_id}, ${tag?.id ?? ''}, ${publicationId})`;
		}
	});
}

/** Sets the clock a publication goes by. */
export async function setTimeZone(
	stack: StackHandle,
	publicationId: string,
	timeZone: string
): Promise<void> {
	await withSql(
		stack,
		(sql) => sql`update publications set time_zone = ${timeZone} where id = ${publicationId}`
	);
}

/** What the database has of a post. */
export async function postRow(stack: StackHandle, id: string) {
	return withSql(stack, async (sql) => {
		const [row] = await sql<
			{ status: string; title: string; slug: string; published_at: Date | null }[]
		>`select status, title, slug, published_at from posts where id = ${id}`;
		if (!row) throw new Error(`There is no post ${id}.`);
		return row;
	});
}

async function withSql<T>(
	{ databaseUrl }: StackHandle,
	run: (sql: postgres.Sql) => PromiseLike<T>
): Promise<T> {
	const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
	try {
		return await run(sql);
	} finally {
		await sql.end();
	}
}
