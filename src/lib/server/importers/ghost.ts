import { htmlText } from '../../content/text.ts';
import { countWords, htmlToDoc, InvalidDocument, validateDoc } from '../../content/index.ts';
import { escapeHtml } from '../../content/escape.ts';
import { isPostSlug, reservedPostSlugs, slugify } from '../../domain/slugs.ts';
import { emptyDoc, type Doc } from '../../editor/schema.ts';
import type { GhostExport, GhostMeta, GhostPost } from './ghost-export.ts';
import { prepareHtml, type Site } from './ghost-html.ts';
import type {
	AuthorRecord,
	ImportRecord,
	Note,
	NoteCode,
	PostRecord,
	TagRecord,
	TierRecord
} from './records.ts';

export interface GhostOptions {
	/** Slug of the publication that takes the archive: links between its posts lead there. */
	publication: string;
	/** Address of the old site, for pictures and for links that nothing here answers. */
	siteUrl: string | null;
}

/** A Ghost export as records: plans, authors and tags first, then the posts that name them. */
export function* normalise(data: GhostExport, options: GhostOptions): Generator<ImportRecord> {
	const authorsOf = related(data.posts_authors, 'author_id');
	const tagsOf = related(data.posts_tags, 'tag_id');
	const tiersOf = related(data.posts_products, 'product_id');
	const metaOf = new Map(data.posts_meta.map((meta) => [meta.post_id, meta]));

	const tiers = new Set([...tiersOf.values()].flat());
	for (const product of data.products) if (tiers.has(product.id)) yield tier(product);

	const signing = new Set([
		...[...authorsOf.values()].flat(),
		...data.posts.flatMap((post) => post.author_id ?? [])
	]);
	// The rest of the staff signed nothing: their names and addresses are no business of ours.
	for (const user of data.users) if (signing.has(user.id)) yield author(user);
	for (const row of data.tags) yield tag(row);

	const slugs = new Set(data.posts.map((post) => post.slug));
	const site = { url: options.siteUrl, path: `/@${options.publication}`, slugs };
	for (const post of data.posts) {
		const authors = authorsOf.get(post.id) ?? (post.author_id ? [post.author_id] : []);
		const named = { authors, tags: tagsOf.get(post.id) ?? [], tiers: tiersOf.get(post.id) ?? [] };
		yield postRecord(post, metaOf.get(post.id), site, named);
	}
}

type Named = Pick<PostRecord, 'authors' | 'tags' | 'tiers'>;

function postRecord(
	post: GhostPost,
	meta: GhostMeta | undefined,
	site: Site,
	named: Named
): PostRecord {
	const notes = new Notes();
	const title = notes.clip(post.title, 300);
	const text = document(post, site, notes);
	if (post.feature_image) notes.add('cover_missing');
	if (post.codeinjection_head || post.codeinjection_foot) notes.add('code_left_out');
	return {
		kind: 'post',
		sourceId: post.id,
		label: title || post.slug || post.id,
		notes: notes.list,
		...('problem' in text && { problem: text.problem }),
		postKind: post.type ?? (post.page ? 'page' : 'post'),
		slug: postSlug(post.slug, title, notes),
		title,
		excerpt: notes.clip(post.custom_excerpt, 500) || null,
		visibility: visibility(post.visibility, notes),
		...publication(post, meta, notes),
		createdAt: moment(post.created_at),
		coverAlt: notes.clip(meta?.feature_image_alt ?? '', 500),
		coverCaption: notes.clip(htmlText(meta?.feature_image_caption ?? ''), 500),
		doc: text.doc,
		wordCount: countWords(text.doc),
		...named
	};
}

/** The text through its HTML, or why it cannot be taken. */
function document(
	post: GhostPost,
	site: Site,
	notes: Notes
): { doc: Doc } | { doc: Doc; problem: string } {
	let source = post.html;
	if (!source && post.plaintext.trim()) {
		notes.add('from_plain_text');
		source = post.plaintext
			.split(/\n{2,}/)
			.map((part) => `<p>${escapeHtml(part)}</p>`)
			.join('');
	} else if (!source) notes.add('no_text');
	const { html, files, deadLinks, gated } = prepareHtml(source, site);
	notes.add(site.url === null ? 'files_missing' : 'files_elsewhere', files);
	notes.add('links_dropped', deadLinks);
	notes.add('gated', gated);
	try {
		const doc = validateDoc(htmlToDoc(html));
		notes.add('kept_as_html', doc.content.filter((block) => block.type === 'html').length);
		return { doc };
	} catch (error) {
		if (!(error instanceof InvalidDocument)) throw error;
		return { doc: emptyDoc(), problem: error.message };
	}
}

function publication(
	post: GhostPost,
	meta: GhostMeta | undefined,
	notes: Notes
): Pick<PostRecord, 'status' | 'publishedAt'> {
	const date = moment(post.published_at);
	if (post.status === 'sent' || meta?.email_only) {
		notes.add('mail_only');
		return { status: 'draft', publishedAt: date };
	}
	if (post.status === 'draft') return { status: 'draft', publishedAt: date };
	if (post.status !== 'published' && post.status !== 'scheduled') {
		notes.add('unknown_status', 1, post.status);
		return { status: 'draft', publishedAt: date };
	}
	const created = moment(post.created_at);
	if (date === null) notes.add('no_date');
	// Without any date it would be published at no time at all.
	if (date === null && (created === null || post.status === 'scheduled')) {
		return { status: 'draft', publishedAt: null };
	}
	return { status: 'published', publishedAt: date ?? created };
}

function visibility(value: string, notes: Notes): PostRecord['visibility'] {
	if (value === 'public' || value === 'members' || value === 'paid' || value === 'tiers')
		return value;
	if (value === '') return 'public';
	notes.add('unknown_visibility', 1, value);
	return 'paid';
}

function postSlug(slug: string, title: string, notes: Notes): string {
	const own = slug.toLowerCase();
	if (isPostSlug(own) && !reservedPostSlugs.has(own)) return own;
	const made = reservedPostSlugs.has(own)
		? `${own}-2`
		: slugify(slug) || slugify(title) || 'untitled';
	notes.add('new_slug', 1, `${slug || '(none)'} is ${made}`);
	return reservedPostSlugs.has(made) ? `${made}-2` : made;
}

function author(user: GhostExport['users'][number]): AuthorRecord {
	const notes = new Notes();
	const name = notes.clip(user.name || user.slug, 80);
	const email = user.email.trim().toLowerCase() || null;
	const bio = notes.clip(user.bio, 500);
	return { kind: 'author', sourceId: user.id, label: name, notes: notes.list, name, bio, email };
}

function tag(row: GhostExport['tags'][number]): TagRecord {
	const notes = new Notes();
	const name = notes.clip(row.name || row.slug, 191) || 'untitled';
	const own = row.slug.toLowerCase();
	return {
		kind: 'tag',
		sourceId: row.id,
		label: name,
		notes: notes.list,
		slug: isPostSlug(own) ? own : slugify(row.slug) || slugify(name) || 'untitled',
		name,
		description: notes.clip(row.description, 500),
		isInternal: row.visibility === 'internal' || name.startsWith('#')
	};
}

function tier(product: GhostExport['products'][number]): TierRecord {
	const notes = new Notes();
	const name = notes.clip(product.name || product.slug, 80) || 'Untitled';
	return {
		kind: 'tier',
		sourceId: product.id,
		label: name,
		notes: notes.list,
		slug:
			slugify(product.slug || name, { ascii: true })
				.slice(0, 63)
				.replace(/-+$/, '') || 'tier',
		name,
		description: notes.clip(product.description, 300)
	};
}

/** Ids on the other side of a join table, for each post, in order. */
function related<K extends string>(
	rows: ({ post_id: string; sort_order: number } & Record<K, string>)[],
	key: K
): Map<string, string[]> {
	const byPost = new Map<string, string[]>();
	for (const row of [...rows].sort((a, b) => a.sort_order - b.sort_order)) {
		const known = byPost.get(row.post_id) ?? [];
		if (!known.includes(row[key])) byPost.set(row.post_id, [...known, row[key]]);
	}
	return byPost;
}

/** A moment in ISO 8601. Ghost writes UTC, with or without saying so. */
function moment(value: string | number | null | undefined): string | null {
	if (value === null || value === undefined || value === '') return null;
	const plain =
		typeof value === 'string' && /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/.test(value);
	const date = new Date(plain ? `${String(value).replace(' ', 'T')}Z` : value);
	const iso = Number.isNaN(date.getTime()) ? '' : date.toISOString();
	// Years of more or fewer digits carry a sign; they are slips, and Postgres refuses them.
	return /^\d{4}-/.test(iso) ? iso : null;
}

class Notes {
	readonly list: Note[] = [];

	add(code: NoteCode, count = 1, detail?: string): void {
		if (count > 0) this.list.push({ code, count, ...(detail !== undefined && { detail }) });
	}

	/** One line of at most so many characters, without control characters. */
	clip(text: string, length: number): string {
		const line = text
			.toWellFormed()
			.replace(/[\p{Cc}\s]+/gu, ' ')
			.trim();
		const letters = [...line];
		if (letters.length <= length) return line;
		this.add('shortened');
		return `${letters
			.slice(0, length - 1)
			.join('')
			.trimEnd()}…`;
	}
}
