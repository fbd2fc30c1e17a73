import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { rootDir } from '../../../supabase/local/settings.ts';
import { memberListQuery } from '../../../src/lib/schemas/member.ts';
import { postListQuery } from '../../../src/lib/schemas/post.ts';
import type { Scene } from './scene.ts';

const routesDir = path.join(rootDir, 'src/routes');

export interface Route {
	/** As SvelteKit names it, without groups: `/@[publication]/[slug]`. */
	id: string;
	/** It has data for the browser at `__data.json`. */
	isPage: boolean;
}

/** Every route that answers GET. */
export function getRoutes(): Route[] {
	const found = new Map<string, Route>();
	for (const entry of readdirSync(routesDir, { recursive: true, withFileTypes: true })) {
		const isPage = entry.name === '+page.svelte';
		const file = path.join(entry.parentPath, entry.name);
		const isEndpoint =
			entry.name === '+server.ts' &&
			/export (const|function) GET\b/.test(readFileSync(file, 'utf8'));
		if (!isPage && !isEndpoint) continue;
		const folders = path.relative(routesDir, entry.parentPath).split(path.sep);
		const id = `/${folders.filter((name) => name !== '' && !/^\(.*\)$/.test(name)).join('/')}`;
		found.set(id, { id, isPage });
	}
	return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The parameters of a route, in order. */
export function paramsOf(route: Route): string[] {
	return [...route.id.matchAll(/\[(?:\.\.\.)?(\w+)\]/g)].map(([, name = '']) => name);
}

/** A path of a route. @param values of its parameters, written as they stand in an address */
export function pathOf(route: Route, values: Record<string, string>): string {
	return route.id.replace(/\[(?:\.\.\.)?(\w+)\]/g, (_, name: string) => values[name] ?? 'x');
}

/** The names of all parameters that anything reads from a query. */
export function queryNames(): string[] {
	const names = new Set([
		...Object.keys(postListQuery.shape),
		...Object.keys(memberListQuery.shape),
		'__proto__',
		'constructor',
		'page'
	]);
	for (const dir of ['src/routes', 'src/lib/server']) {
		const at = path.join(rootDir, dir);
		for (const file of readdirSync(at, { recursive: true, encoding: 'utf8' })) {
			if (!/\.(ts|svelte)$/.test(file)) continue;
			const source = readFileSync(path.join(at, file), 'utf8');
			for (const [, name = ''] of source.matchAll(/\b(?:searchParams|query)\.\w+\(\s*'(\w+)'/g)) {
				names.add(name);
			}
		}
	}
	return [...names];
}

type Rows = { value: string }[];

/**
 * Addresses of the attacked publication as it stands: of every route one or, where rows have pages of
 * their own, one for each row.
 * @throws Error for a parameter that nobody has taught this
 */
export async function addressesOf({ sql, publication }: Scene): Promise<string[]> {
	const list = async (query: PromiseLike<Rows>) => (await query).map(({ value }) => value);
	const one = await sql<Rows>`select slug as value from publications where id = ${publication}`;
	const id = {
		posts: await list(
			sql<Rows>`select id as value from posts where publication_id = ${publication} order by id limit 3`
		),
		members: await list(
			sql<Rows>`select id as value from members where publication_id = ${publication} order by id limit 3`
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
			sql<Rows>`select slug as value from posts where publication_id = ${publication} and status = 'published' order by id limit 3`
		),
		tag: await list(
			sql<Rows>`select slug as value from tags where publication_id = ${publication} limit 3`
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
	return getRoutes().flatMap((route) => {
		if (route.id.startsWith('/media/')) return id.media.map((place) => `/media/${place}`);
		let paths = [{} as Record<string, string>];
		for (const name of paramsOf(route)) {
			const table = /\/(posts|members|runs)\/\[id\]/.exec(route.id)?.[1] as keyof typeof id;
			const values = name === 'id' ? id[table] : params[name];
			if (!values) throw new Error(`Say what stands for [${name}] in ${route.id}.`);
			paths = paths.flatMap((known) =>
				values.map((value) => ({ ...known, [name]: encodeURIComponent(value) }))
			);
		}
		return paths.map((values) => pathOf(route, values));
	});
}
