import { readMoment } from '$lib/domain/moments';
import { freeSlug, reservedPostSlugs, slugify } from '$lib/domain/slugs';
import type { Doc } from '$lib/editor/document';
import { AppError, unwrap } from '$lib/server/errors';
import type { Client } from '$lib/supabase/server';
import type { Json } from '$lib/supabase/database.types';
import { formerStaff, mayBeHidden } from './hidden';
import { isUnchosenSlug, stateOf, type PostKind, type PostState } from './posts-desk';
import type { Visibility } from '$lib/domain/post-words';
import { toVisibility } from './posts';

/** A text, and whose it is. */
export interface SavedText {
	title: string;
	subtitle: string;
	/** As it is stored, not checked against the present schema. */
	doc: unknown;
	revision: number;
	savedAt: string;
	savedBy: { id: string; name: string } | null;
}

/** A post as its editor works on it. */
export interface EditedPost extends SavedText {
	id: string;
	kind: PostKind;
	state: PostState;
	visibility: Visibility;
	/** Null until somebody chooses one; publishing makes one of the title. */
	slug: string | null;
	excerpt: string | null;
	publishedAt: string | null;
	tierIds: string[];
	authors: { id: string; name: string }[];
	/** Whether the visitor began or signs it. */
	isOwn: boolean;
}

/** The post with its text; null when there is none, or the visitor may not read all of it. */
export async function getEditedPost(
	db: Client,
	publicationId: string,
	id: string
): Promise<EditedPost | null> {
	const [row, content, isOwn, last] = await Promise.all([
		db
			.from('posts')
			.select(
				`id, kind, status, visibility, slug, title, subtitle, excerpt, published_at, tier_ids,
				authors:post_authors(position, profile_id, profile:profiles(name))`
			)
			.eq('publication_id', publicationId)
			.eq('id', id)
			.maybeSingle()
			.then(unwrap),
		db
			.from('post_contents')
			.select('doc, revision, saved_at')
			.eq('publication_id', publicationId)
			.eq('post_id', id)
			.maybeSingle()
			.then(unwrap),
		db.rpc('post_is_mine', { p_post_id: id }).then(unwrap),
		db
			.from('post_revisions')
			.select('revision, saved_by')
			.eq('post_id', id)
			.order('revision', { ascending: false })
			.limit(1)
			.maybeSingle()
			.then(unwrap)
	]);
	if (!row || !content) return null;
	const { doc, revision, saved_at } = content;
	// Somebody may have saved between the two questions.
	const savedBy = last?.revision === revision ? last.saved_by : null;
	return {
		id: row.id,
		kind: row.kind === 'page' ? 'page' : 'post',
		state: stateOf(row.status, row.published_at),
		visibility: toVisibility(row.visibility),
		slug: isUnchosenSlug(row.slug) ? null : row.slug,
		title: row.title,
		subtitle: row.subtitle,
		excerpt: row.excerpt,
		publishedAt: row.published_at,
		tierIds: row.tier_ids,
		authors: row.authors
			.toSorted((a, b) => a.position - b.position)
			.map(({ profile_id: id, profile }) => ({
				id,
				name: mayBeHidden(profile)?.name ?? formerStaff
			})),
		isOwn,
		doc,
		revision,
		savedAt: saved_at,
		savedBy: savedBy === null ? null : { id: savedBy, name: await nameOf(db, savedBy) }
	};
}

async function nameOf(db: Client, profileId: string): Promise<string> {
	const row = unwrap(await db.from('profiles').select('name').eq('id', profileId).maybeSingle());
	return row?.name ?? '';
}

export interface TextToSave {
	title: string;
	subtitle: string;
	doc: Doc;
	schemaVersion: number;
	words: number;
}

/**
 * Saves a text and returns its new revision.
 * @param base the revision it was based on
 * @throws {AppError} `stale_revision`: somebody saved since, nothing was written; `post_not_found`:
 * there is no such post, or not the caller's to change
 */
export async function saveText(
	db: Client,
	postId: string,
	base: number,
	text: TextToSave
): Promise<number> {
	return unwrap(
		await db.rpc('save_post', {
			p_post_id: postId,
			p_base_revision: base,
			p_doc: text.doc as Json,
			p_schema_version: text.schemaVersion,
			p_word_count: text.words,
			p_title: text.title,
			p_subtitle: text.subtitle
		})
	);
}

/** How many addresses are tried before a title is given up. */
const SLUG_TRIES = 20;

/**
 * Publishes a post. Without a chosen address it gets one made of its title.
 * @param at the moment it is to appear, past or to come; `kept`, unless another is given, is its former
 * date when it was published before, and otherwise now
 */
export async function publishPost(
	db: Client,
	publicationId: string,
	post: Pick<EditedPost, 'id' | 'slug' | 'title' | 'publishedAt'>,
	at: Date | 'now' | 'kept' = 'kept'
): Promise<void> {
	const now = new Date();
	const former = readMoment(post.publishedAt);
	const kept = at === 'kept' && former !== null && former <= now ? former : now;
	const moment = at instanceof Date ? at : kept;
	const change = { status: 'published', published_at: moment.toISOString() };
	if (post.slug !== null) return update(db, publicationId, post.id, change);

	const tried = new Set(reservedPostSlugs);
	const wish = slugify(post.title) || 'post';
	while (true) {
		const slug = freeSlug(wish, (candidate) => tried.has(candidate));
		try {
			return await update(db, publicationId, post.id, { ...change, slug });
		} catch (error) {
			const another = error instanceof AppError && error.code === 'taken';
			if (!another || tried.size > reservedPostSlugs.size + SLUG_TRIES) throw error;
			tried.add(slug);
		}
	}
}

async function update(
	db: Client,
	publicationId: string,
	id: string,
	change: { status: string; published_at?: string | null; slug?: string }
): Promise<void> {
	const rows = unwrap(
		await db
			.from('posts')
			.update(change)
			.eq('publication_id', publicationId)
			.eq('id', id)
			.select('id')
	);
	if (rows.length === 0) throw new AppError('not_found', 404);
}
