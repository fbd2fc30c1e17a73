import { z } from 'zod';
import { ImportFileError } from './records.ts';

/** Longer files do not fit one string in Node; they need a reader that streams. */
const MAX_BYTES = 500_000_000;

const text = z
	.string()
	.nullish()
	.transform((value) => value ?? '');
const id = z.union([z.string().min(1).max(191), z.number().transform(String)]);
const moment = z.union([z.string(), z.number()]).nullish();
const order = z
	.number()
	.nullish()
	.transform((value) => value ?? 0);

const post = z.object({
	id,
	title: text,
	slug: text,
	html: text,
	plaintext: text,
	feature_image: text,
	// Exports before Ghost 3 said it with a flag.
	type: z.enum(['post', 'page']).nullish(),
	page: z.union([z.boolean(), z.number()]).nullish(),
	status: text,
	visibility: text,
	created_at: moment,
	published_at: moment,
	custom_excerpt: text,
	codeinjection_head: text,
	codeinjection_foot: text,
	author_id: id.nullish()
});

const meta = z.object({
	post_id: id,
	feature_image_alt: text,
	feature_image_caption: text,
	email_only: z.union([z.boolean(), z.number()]).nullish()
});

const user = z.object({ id, name: text, slug: text, email: text, bio: text });
const tag = z.object({ id, name: text, slug: text, description: text, visibility: text });
const product = z.object({ id, name: text, slug: text, description: text });

const rows = <T extends z.ZodType>(row: T) =>
	z
		.array(row)
		.nullish()
		.transform((list) => list ?? []);

const exportData = z.object({
	posts: z.array(post, { error: 'there is no list of posts' }),
	posts_meta: rows(meta),
	users: rows(user),
	posts_authors: rows(z.object({ post_id: id, author_id: id, sort_order: order })),
	tags: rows(tag),
	posts_tags: rows(z.object({ post_id: id, tag_id: id, sort_order: order })),
	products: rows(product),
	posts_products: rows(z.object({ post_id: id, product_id: id, sort_order: order }))
});

// The tables stand in a list of one database, or alone in very old exports.
const exportFile = z.union([
	z
		.object({ db: z.tuple([z.object({ data: z.unknown() })], z.unknown()) })
		.transform((file) => file.db[0].data),
	z.object({ data: z.unknown() }).transform((file) => file.data)
]);

export type GhostExport = z.output<typeof exportData>;
export type GhostPost = GhostExport['posts'][number];
export type GhostMeta = GhostExport['posts_meta'][number];

/**
 * Reads the file that Ghost's "Export content" gives. What an import has no use for, such as the
 * hashes of passwords and the settings, is dropped here and goes no further.
 * @throws {ImportFileError} with one line that says what is wrong and where
 */
export function readGhostExport(bytes: Uint8Array): GhostExport {
	const file = exportFile.safeParse(parseJson(bytes));
	if (!file.success) throw new ImportFileError('it is JSON, but not an export of Ghost');
	const result = exportData.safeParse(file.data);
	if (!result.success) {
		const issue = result.error.issues[0];
		const place = issue?.path.length ? `${issue.path.join('.')}: ` : '';
		throw new ImportFileError(
			`it is not an export of Ghost we can read: ${place}${issue?.message}`
		);
	}
	return result.data;
}

function parseJson(bytes: Uint8Array): unknown {
	if (bytes.byteLength === 0) throw new ImportFileError('it is empty');
	if (bytes.byteLength > MAX_BYTES) throw new ImportFileError('it is larger than 500 MB');
	let json: string;
	try {
		json = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		throw new ImportFileError('it is not UTF-8 text');
	}
	try {
		return JSON.parse(json);
	} catch (error) {
		const reason = error instanceof Error ? error.message.split('\n')[0] : '';
		throw new ImportFileError(`it is not complete JSON (${reason})`);
	}
}
