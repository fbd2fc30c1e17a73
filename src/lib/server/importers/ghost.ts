import { escapeHtml } from '../../content/escape.ts';
import { emailAddress } from '../../domain/email-address.ts';
import { isPostSlug, reservedPostSlugs, slugify } from '../../domain/slugs.ts';
import { emptyDoc, SCHEMA_VERSION, type Doc } from '../../editor/schema.ts';
import type { GhostItem } from '../../importers/ghost-items.ts';
import type { GhostTables } from '../../importers/ghost-rows.ts';
import { tasks, type Checked } from '../rendering/tasks.ts';
import type { Files } from './files.ts';
import { filePath, filePaths, prepareHtml, type Site } from './ghost-html.ts';
import { memberRecord } from './ghost-member.ts';
import { moment, Notes } from './ghost-notes.ts';
import { lexicalHtml } from './lexical.ts';
import { mobiledocHtml } from './mobiledoc.ts';
import type { AuthorRecord, ImportRecord, PostRecord, TagRecord, TierRecord } from './records.ts';

export interface GhostOptions {
	/** Slug of the publication that takes the archive: links between its posts lead there. */
	publication: string;
	/** Address of the old site, for pictures and for links that nothing here answers. */
	siteUrl: string | null;
	/** Where pictures and other files are taken from; null when they stay where they are. */
	files: Files | null;
	/** Reads HTML as a document. The web server does it in a worker thread; left out, it is done here. */
	convert?: (html: string) => Promise<Checked>;
}

type PostItem = Extract<GhostItem, { kind: 'post' }>;
type GhostPost = GhostTables['posts'];

/** One thing of a Ghost archive as the rows it becomes: a post after the files that it shows. */
export async function normalise(item: GhostItem, options: GhostOptions): Promise<ImportRecord[]> {
	switch (item.kind) {
		case 'tier':
			return [tier(item.row)];
		case 'author':
			return [author(item.row)];
		case 'tag':
			return [tag(item.row)];
		case 'member':
			return [memberRecord(item)];
		case 'post': {
			const record = await postRecord(item, options);
			return [...(options.files?.takeRecords() ?? []), record];
		}
	}
}

async function postRecord(item: PostItem, options: GhostOptions): Promise<PostRecord> {
	const { row: post, meta } = item;
	const notes = new Notes();
	const title = notes.clip(post.title, 300);
	const source = sourceHtml(post, notes);
	const kept = await bring(filePaths(source), options);
	const slugs = new Set(item.neighbours);
	const site = { url: options.siteUrl, path: `/@${options.publication}`, slugs };
	const text = await document(source, site, kept, notes, options);
	if (post.codeinjection_head || post.codeinjection_foot) notes.add('code_left_out');
	const slug = postSlug(post.slug, title, notes);
	return {
		kind: 'post',
		sourceId: post.id,
		label: title || post.slug || post.id,
		notes: notes.list,
		...(text.problem !== undefined && { problem: text.problem }),
		postKind: post.type ?? (post.page ? 'page' : 'post'),
		slug,
		formerSlugs: post.slug !== '' && post.slug !== slug ? [post.slug] : [],
		title,
		excerpt: notes.clip(post.custom_excerpt, 500) || null,
		metaTitle: notes.clip(meta?.meta_title || post.meta_title, 300) || null,
		metaDescription: notes.clip(meta?.meta_description || post.meta_description, 500) || null,
		canonicalUrl: canonicalUrl(post.canonical_url, site, notes),
		visibility: visibility(post.visibility, notes),
		...publication(post, meta, notes),
		createdAt: moment(post.created_at),
		coverMediaId: await cover(post, options, notes),
		coverAlt: notes.clip(meta?.feature_image_alt ?? '', 500),
		coverCaption: notes.clipHtml(meta?.feature_image_caption ?? '', 500),
		doc: text.doc,
		schemaVersion: SCHEMA_VERSION,
		wordCount: text.words,
		authors: item.authors,
		tags: item.tags,
		tiers: item.tiers
	};
}

/** The text as HTML: as Ghost made it, or else of what it stored. */
function sourceHtml(post: GhostPost, notes: Notes): string {
	if (post.html) return post.html;
	const source = post.lexical ? lexicalHtml(post.lexical) : mobiledocHtml(post.mobiledoc);
	if (source.html) {
		notes.add('from_source');
		notes.add('card_unknown', source.unknown);
		return source.html;
	}
	if (post.plaintext.trim() === '') {
		notes.add('no_text');
		return '';
	}
	notes.add('from_plain_text');
	const parts = post.plaintext.split(/\n{2,}/);
	return parts.map((part) => `<p>${escapeHtml(part)}</p>`).join('');
}

async function bring(paths: string[], { files }: GhostOptions): Promise<Map<string, string>> {
	const kept = new Map<string, string>();
	for (const path of files ? paths : []) {
		const file = await files?.bring(path);
		if (file) kept.set(path, file.src);
	}
	return kept;
}

async function cover(
	post: GhostPost,
	{ files, siteUrl }: GhostOptions,
	notes: Notes
): Promise<string | null> {
	if (!post.feature_image) return null;
	const path = filePath(post.feature_image) ?? post.feature_image;
	const file = await files?.bring(path);
	if (!file) notes.add(siteUrl === null ? 'cover_missing' : 'cover_elsewhere');
	return file?.id ?? null;
}

/** The text, or why it cannot be taken. */
async function document(
	source: string,
	site: Site,
	kept: ReadonlyMap<string, string>,
	notes: Notes,
	{ convert = convertHere }: GhostOptions
): Promise<{ doc: Doc; words: number; problem?: string }> {
	const { html, files, deadLinks, gated } = prepareHtml(source, site, kept);
	notes.add(site.url === null ? 'files_missing' : 'files_elsewhere', files);
	notes.add('links_dropped', deadLinks);
	notes.add('gated', gated);
	const converted = await convert(html);
	if ('problem' in converted) return { doc: emptyDoc(), words: 0, problem: converted.problem };
	const { doc, words } = converted;
	notes.add('kept_as_html', doc.content.filter((block) => block.type === 'html').length);
	return { doc, words };
}

async function convertHere(html: string): Promise<Checked> {
	return tasks.convert({ html });
}

function canonicalUrl(given: string, site: Site, notes: Notes): string | null {
	const url = given.trim().replace(/^__GHOST_URL__(?=\/|$)/, site.url ?? '__GHOST_URL__');
	if (url === '') return null;
	if (/^https?:\/\/[^\s\p{Cc}<>"]+$/u.test(url) && url.length <= 2000) return url;
	notes.add('no_address');
	return null;
}

function publication(
	post: GhostPost,
	meta: PostItem['meta'],
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
	const free = reservedPostSlugs.has(made) ? `${made}-2` : made;
	notes.add('new_slug', 1, `${slug || '(none)'} is ${free}`);
	return free;
}

function author(user: GhostTables['users']): AuthorRecord {
	const notes = new Notes();
	const name = notes.clip(user.name || user.slug, 80);
	const email = emailAddress(user.email);
	if (email === null && user.email.trim() !== '') notes.add('author_address', 1, name);
	const bio = notes.clip(user.bio, 500);
	return { kind: 'author', sourceId: user.id, label: name, notes: notes.list, name, bio, email };
}

function tag(row: GhostTables['tags']): TagRecord {
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

function tier(product: GhostTables['products']): TierRecord {
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
