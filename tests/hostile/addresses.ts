import { addressOf, everyTarget } from './routes.ts';
import type { Scene } from './scene.ts';

type Rows = { value: string }[];

/**
 * Addresses of the attacked publication as it stands: of every route one or, where rows have pages of
 * their own, one for each row.
 * @param most pages of posts, of members and of tags
 * @throws Error for a parameter that nobody has taught this
 */
export async function addressesOf({ sql, publication }: Scene, most = 3): Promise<string[]> {
	const list = async (query: PromiseLike<Rows>) => (await query).map(({ value }) => value);
	const one = await sql<Rows>`select slug as value from publications where id = ${publication}`;
	const id = {
		posts: await list(
			sql<Rows>`select id as value from posts where publication_id = ${publication} order by id desc limit ${most}`
		),
		members: await list(
			sql<Rows>`select id as value from members where publication_id = ${publication} order by id desc limit ${most}`
		),
		media: await list(
			sql<Rows>`select id || '/' || filename as value from media where publication_id = ${publication} limit 2`
		),
		runs: await list(
			sql<Rows>`select id as value from imports where publication_id = ${publication} limit 1`
		)
	};
	const params: Record<string, string[]> = {
		publication: one.map(({ value }) => value),
		slug: await list(
			sql<Rows>`select slug as value from posts where publication_id = ${publication} and status = 'published' order by id desc limit ${most}`
		),
		tag: await list(
			sql<Rows>`select slug as value from tags where publication_id = ${publication} limit ${most}`
		),
		author: await list(
			sql<Rows>`select distinct profile_id as value from post_authors where publication_id = ${publication} limit 4`
		),
		tier: await list(
			sql<Rows>`select id as value from tiers where publication_id = ${publication} limit 2`
		),
		token: ['0123456789abcdef0123456789abcdef'],
		page: ['1'],
		rest: ['a/b']
	};
	const any = Object.fromEntries(
		[...Object.keys(params), 'id', 'filename'].map((name) => [name, 'x'])
	);
	const routes = everyTarget(any)
		.filter(({ method }) => method === 'GET')
		.map(({ routeId }) => routeId);
	return [...new Set(routes)].flatMap((routeId) => {
		if (routeId.startsWith('/media/')) return id.media.map((place) => `/media/${place}`);
		let paths = [{} as Record<string, string>];
		for (const [, name = ''] of routeId.matchAll(/\[(?:\.\.\.)?(\w+)\]/g)) {
			const table = /\/(posts|members|runs)\/\[id\]/.exec(routeId)?.[1] as keyof typeof id;
			const values = name === 'id' ? id[table] : params[name];
			if (!values) throw new Error(`Say what stands for [${name}] in ${routeId}.`);
			paths = paths.flatMap((known) =>
				values.map((value) => ({ ...known, [name]: encodeURIComponent(value) }))
			);
		}
		return paths.map((values) => addressOf(routeId, values));
	});
}
