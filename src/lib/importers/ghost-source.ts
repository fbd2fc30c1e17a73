import type { GhostItem } from './ghost-items.ts';
import { ghostTables, type GhostTables } from './ghost-rows.ts';
import { ImportFileError } from './import-file-error.ts';
import { jsonRows, type OpenFile } from './json-rows.ts';

/** Where the tables stand: in a list of one database, or alone in very old exports. */
const ROOTS = ['db.0.data', 'data'];

const EVERYTHING: ReadonlySet<string> = new Set(Object.keys(ghostTables));
const POSTS: ReadonlySet<string> = new Set(['posts']);

type Table = keyof GhostTables;
type Order = [id: string, order: number][];

/** What must be known of a whole export before its posts can be read one by one. */
export interface GhostSurvey {
	total: number;
	items: Exclude<GhostItem, { kind: 'post' | 'member' }>[];
	slugs: Set<string>;
	meta: Map<string, GhostTables['posts_meta']>;
	authors: Map<string, Order>;
	tags: Map<string, Order>;
	tiers: Map<string, Order>;
}

/**
 * Reads an export through once and keeps all but the texts; whatever is wrong with the file shows
 * here, before anything was written.
 * @throws {ImportFileError}
 */
export async function surveyGhost(open: OpenFile): Promise<GhostSurvey> {
	const survey: GhostSurvey = {
		total: 0,
		items: [],
		slugs: new Set(),
		meta: new Map(),
		authors: new Map(),
		tags: new Map(),
		tiers: new Map()
	};
	const rows: Pick<{ [T in Table]: GhostTables[T][] }, 'users' | 'tags' | 'products'> = {
		users: [],
		tags: [],
		products: []
	};
	const signing = new Set<string>();
	let posts = 0;
	for await (const { table, index, row } of jsonRows(open, ROOTS, EVERYTHING)) {
		const at = `${table}.${index}`;
		if (table === 'posts') {
			const post = parsed('posts', row, at);
			survey.slugs.add(post.slug);
			if (post.author_id) signing.add(post.author_id);
			posts += 1;
		} else if (table === 'posts_meta') {
			const meta = parsed('posts_meta', row, at);
			survey.meta.set(meta.post_id, meta);
		} else if (table === 'posts_authors') {
			const { post_id, author_id, sort_order } = parsed('posts_authors', row, at);
			add(survey.authors, post_id, author_id, sort_order);
			signing.add(author_id);
		} else if (table === 'posts_tags') {
			const { post_id, tag_id, sort_order } = parsed('posts_tags', row, at);
			add(survey.tags, post_id, tag_id, sort_order);
		} else if (table === 'posts_products') {
			const { post_id, product_id, sort_order } = parsed('posts_products', row, at);
			add(survey.tiers, post_id, product_id, sort_order);
		} else if (table === 'users') rows.users.push(parsed('users', row, at));
		else if (table === 'tags') rows.tags.push(parsed('tags', row, at));
		else rows.products.push(parsed('products', row, at));
	}
	if (posts === 0) throw new ImportFileError('it is JSON, but not an export of Ghost with posts');
	const named = new Set([...survey.tiers.values()].flatMap((tiers) => tiers.map(([id]) => id)));
	survey.items.push(
		// What costs nothing is no tier here, unless posts are for it.
		...rows.products
			.filter((row) => row.type === 'paid' || named.has(row.id))
			.map((row) => ({ kind: 'tier' as const, row })),
		// The rest of the staff signed nothing: their names and addresses are no business of ours.
		...rows.users
			.filter((row) => signing.has(row.id))
			.map((row) => ({ kind: 'author' as const, row })),
		...rows.tags.map((row) => ({ kind: 'tag' as const, row }))
	);
	survey.total = survey.items.length + posts;
	return survey;
}

/** All items of an export, what posts name before the posts that name it. */
export async function* ghostItems(open: OpenFile, survey: GhostSurvey): AsyncGenerator<GhostItem> {
	yield* survey.items;
	for await (const { index, row } of jsonRows(open, ROOTS, POSTS)) {
		const post = parsed('posts', row, `posts.${index}`);
		const authors = inOrder(survey.authors.get(post.id));
		yield {
			kind: 'post',
			row: post,
			meta: survey.meta.get(post.id) ?? null,
			authors: authors.length > 0 || !post.author_id ? authors : [post.author_id],
			tags: inOrder(survey.tags.get(post.id)),
			tiers: inOrder(survey.tiers.get(post.id)),
			neighbours: neighbours(post, survey.slugs)
		};
	}
}

/** Slugs of the archive that stand anywhere in the text as a part of an address. */
function neighbours(post: GhostTables['posts'], slugs: ReadonlySet<string>): string[] {
	const found = new Set<string>();
	for (const text of [post.html, post.lexical, post.mobiledoc]) {
		for (const [, part = ''] of text.matchAll(/\/([^"'\s<>()\\/?#]{1,191})(?=[/?#"'\\\s)<])/g)) {
			if (slugs.has(part)) found.add(part);
		}
	}
	return [...found].slice(0, 5000);
}

function parsed<T extends Table>(table: T, row: unknown, at: string): GhostTables[T] {
	const result = ghostTables[table].safeParse(row);
	if (result.success) return result.data as GhostTables[T];
	const issue = result.error.issues[0];
	const place = [at, ...(issue?.path ?? [])].join('.');
	throw new ImportFileError(
		`it is not an export of Ghost we can read: ${place}: ${issue?.message}`
	);
}

function add(orders: Map<string, Order>, post: string, id: string, order: number): void {
	const known = orders.get(post);
	if (known) known.push([id, order]);
	else orders.set(post, [[id, order]]);
}

function inOrder(order: Order | undefined): string[] {
	return [...new Set([...(order ?? [])].sort((a, b) => a[1] - b[1]).map(([id]) => id))];
}
