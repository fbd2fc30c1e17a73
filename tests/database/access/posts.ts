import { sql } from '../../support/clients.ts';
import { documentOf, fresh, makeOwnDraft } from '../../support/factories.ts';
import { ownDraft, postOf } from './posts-of.ts';
import {
	allStaff,
	colleagueAndEditors,
	editors,
	everybody,
	nobody,
	type TableAccess
} from './types.ts';

const posts: TableAccess = {
	table: 'posts',
	columns:
		'id, publication_id, kind, status, visibility, slug, title, subtitle, excerpt, summary, teaser, tier_ids, cover_media_id, cover_alt, cover_caption, meta_title, meta_description, canonical_url, word_count, published_at, deleted_at, deleted_status, created_at, updated_at',
	cases: [
		{
			name: 'a published one of a colleague',
			make: async (world) => ({ id: await postOf(world, 'members') }),
			select: everybody,
			update: { set: { visibility: 'public' }, may: colleagueAndEditors },
			delete: colleagueAndEditors
		},
		{
			name: 'a draft of a colleague',
			make: async (world) => ({ id: await postOf(world, 'draft') }),
			select: colleagueAndEditors,
			update: {
				set: { status: 'published', published_at: '2026-01-01T00:00:00+00:00' },
				may: colleagueAndEditors
			},
			delete: colleagueAndEditors
		},
		{
			name: 'a deleted one of a colleague',
			make: async (world) => ({ id: await postOf(world, 'deleted') }),
			select: colleagueAndEditors,
			update: { set: { status: 'published' }, may: colleagueAndEditors },
			delete: colleagueAndEditors
		},
		{
			name: 'a draft of somebody who left',
			make: async ({ actors, home }) => ({ id: await makeOwnDraft(home.id, actors.stranger.id) }),
			select: editors,
			update: { set: { title: 'Changed' }, may: editors },
			delete: editors
		}
	],
	inserts: [
		{
			name: 'a draft',
			row: ({ home }) => ({
				publication_id: home.id,
				kind: 'post',
				title: 'New',
				slug: fresh('post')
			}),
			by: ['slug'],
			may: allStaff
		},
		{
			name: 'one that is published at once',
			row: ({ home }) => ({
				publication_id: home.id,
				slug: fresh('post'),
				status: 'published',
				published_at: '2026-01-01T00:00:00Z'
			}),
			by: ['slug'],
			may: nobody
		},
		{
			name: "one in somebody else's name",
			row: ({ actors, home }) => ({
				publication_id: home.id,
				slug: fresh('post'),
				created_by: actors.editor.id
			}),
			by: ['slug'],
			may: nobody
		}
	]
};

const postContents: TableAccess = {
	table: 'post_contents',
	columns:
		'post_id, publication_id, doc, schema_version, revision, saved_at, status, visibility, tier_ids, published_at',
	cases: [
		{
			name: 'a published public one of a colleague',
			make: async (world) => ({ post_id: await postOf(world, 'public') }),
			select: everybody,
			update: { set: { doc: documentOf('Changed.') }, may: colleagueAndEditors },
			delete: nobody
		},
		{
			name: 'a draft of a colleague',
			make: async (world) => ({ post_id: await postOf(world, 'draft') }),
			select: colleagueAndEditors,
			update: { set: { doc: documentOf('Changed.') }, may: colleagueAndEditors },
			delete: nobody
		},
		{
			name: 'a draft, with its copied columns',
			make: async (world) => ({ post_id: await postOf(world, 'draft') }),
			select: colleagueAndEditors,
			update: { set: { status: 'published' }, may: nobody },
			delete: nobody
		}
	],
	inserts: [
		{
			name: 'for a post that lost its own',
			row: async (world, actor) => {
				const post = await ownDraft(world, actor);
				await sql`delete from post_contents where post_id = ${post}`;
				const copied = { status: 'draft', visibility: 'public', tier_ids: [] };
				return { post_id: post, publication_id: world.home.id, ...copied };
			},
			by: ['post_id'],
			may: nobody
		}
	]
};

const postRevisions: TableAccess = {
	table: 'post_revisions',
	granted: 'signed in',
	cases: [
		{
			name: 'of a published public post of a colleague',
			make: async (world) => ({ post_id: await postOf(world, 'public'), revision: 1 }),
			select: colleagueAndEditors,
			update: { set: { title: 'Changed' }, may: nobody },
			delete: nobody
		}
	],
	inserts: [
		{
			name: 'any',
			row: async (world, actor) => ({
				post_id: await ownDraft(world, actor),
				publication_id: world.home.id,
				revision: 9,
				title: '',
				doc: documentOf('Never written.'),
				schema_version: 1,
				saved_at: '2026-01-01T00:00:00Z'
			}),
			by: ['post_id', 'revision'],
			may: nobody
		}
	]
};

/** Posts, their texts and what these were before. */
export const postTables = [posts, postContents, postRevisions];
