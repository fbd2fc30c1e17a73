import { randomUUID } from 'node:crypto';
import type { Actor } from '../../support/actors.ts';
import { sql } from '../../support/clients.ts';
import {
	documentOf,
	fresh,
	hashOf,
	image,
	makeByline,
	makeMedia,
	makeOwnDraft,
	makePost,
	makeTag
} from '../../support/factories.ts';
import type { PostState } from '../../support/matrix.ts';
import type { World } from '../../support/world.ts';
import {
	allStaff,
	colleagueAndEditors,
	editors,
	everybody,
	nobody,
	type Row,
	type TableAccess
} from './types.ts';

function postOf({ actors, home }: World, state: PostState): Promise<string> {
	return makePost({ publication: home.id, by: actors.colleague.id, state });
}

/** A draft of whoever asks, staff or not: having begun a post is worth nothing without a role. */
function ownDraft({ home }: World, actor: Actor): Promise<string> {
	return actor.token ? makeOwnDraft(home.id, actor.id) : makePost({ publication: home.id, by: null });
}

async function tagged(world: World, post: string, internal = false): Promise<Row> {
	const row = { post_id: post, tag_id: await makeTag(world.home.id, internal) };
	await sql`insert into post_tags ${sql({ ...row, publication_id: world.home.id })}`;
	return row;
}

async function forTier(world: World, post: string): Promise<Row> {
	const row = { post_id: post, tier_id: world.home.tier };
	await sql`insert into post_tiers ${sql({ ...row, publication_id: world.home.id })}`;
	return row;
}

async function signed(world: World, post: string): Promise<Row> {
	const row = { post_id: post, profile_id: await makeByline(world.home.id) };
	await sql`insert into post_authors ${sql({ ...row, publication_id: world.home.id })}`;
	return row;
}

async function renamed({ home }: World, post: string): Promise<Row> {
	const row = { publication_id: home.id, slug: fresh('old') };
	await sql`insert into redirects ${sql({ ...row, post_id: post })}`;
	return row;
}

async function shown(world: World, state: PostState): Promise<{ post: string; file: string }> {
	const { actors, home } = world;
	const by = actors.colleague.id;
	const file = await makeMedia(home.id, by);
	const doc = documentOf('Text.', image(file));
	return { file, post: await makePost({ publication: home.id, by, state, doc }) };
}

const posts: TableAccess = {
	table: 'posts',
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
			row: ({ home }) => ({ publication_id: home.id, kind: 'post', title: 'New', slug: fresh('post') }),
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

const postAuthors: TableAccess = {
	table: 'post_authors',
	cases: [
		{
			name: 'of a published post',
			make: async (world) => signed(world, await postOf(world, 'paid')),
			select: everybody,
			update: { set: { position: 3 }, may: editors },
			delete: editors
		},
		{
			name: 'of a draft',
			make: async (world) => signed(world, await postOf(world, 'draft')),
			select: colleagueAndEditors,
			update: { set: { position: 3 }, may: editors },
			delete: editors
		}
	],
	inserts: [
		{
			name: "on a colleague's post",
			row: async (world) => ({
				post_id: await postOf(world, 'public'),
				profile_id: await makeByline(world.home.id),
				publication_id: world.home.id
			}),
			by: ['post_id', 'profile_id'],
			may: editors
		},
		{
			name: "oneself on somebody else's post",
			row: async (world, actor) => ({
				post_id: await makePost({ publication: world.home.id, by: world.secondOwner.id }),
				profile_id: actor.id,
				publication_id: world.home.id
			}),
			by: ['post_id', 'profile_id'],
			may: editors
		}
	]
};

const postTiers: TableAccess = {
	table: 'post_tiers',
	cases: [
		{
			name: 'of a published post',
			make: async (world) => forTier(world, await postOf(world, 'paid')),
			select: everybody,
			update: { set: { tier_id: randomUUID() }, may: nobody },
			delete: colleagueAndEditors
		},
		{
			name: 'of a draft',
			make: async (world) => forTier(world, await postOf(world, 'draft')),
			select: colleagueAndEditors,
			update: { set: { post_id: randomUUID() }, may: nobody },
			delete: colleagueAndEditors
		}
	],
	inserts: [
		{
			name: "on a colleague's post",
			row: async (world) => ({
				post_id: await postOf(world, 'paid'),
				tier_id: world.home.tier,
				publication_id: world.home.id
			}),
			by: ['post_id', 'tier_id'],
			may: colleagueAndEditors
		},
		{
			name: "on one's own post",
			row: async (world, actor) => ({
				post_id: await ownDraft(world, actor),
				tier_id: world.home.tier,
				publication_id: world.home.id
			}),
			by: ['post_id', 'tier_id'],
			may: allStaff
		}
	]
};

const redirects: TableAccess = {
	table: 'redirects',
	cases: [
		{
			name: 'to a published post',
			make: async (world) => renamed(world, await postOf(world, 'tiers')),
			select: everybody,
			update: { set: { slug: 'moved' }, may: nobody },
			delete: nobody
		},
		{
			name: 'to a draft',
			make: async (world) => renamed(world, await postOf(world, 'draft')),
			select: colleagueAndEditors,
			update: { set: { slug: 'moved' }, may: nobody },
			delete: nobody
		}
	],
	inserts: [
		{
			name: "to one's own post",
			row: async (world, actor) => ({
				publication_id: world.home.id,
				slug: fresh('old'),
				post_id: await ownDraft(world, actor)
			}),
			by: ['slug'],
			may: nobody
		}
	]
};

const tags: TableAccess = {
	table: 'tags',
	cases: [
		{
			name: 'a public one',
			make: async ({ home }) => ({ id: await makeTag(home.id) }),
			select: everybody,
			update: { set: { name: 'Changed' }, may: editors },
			delete: editors
		},
		{
			name: 'an internal one',
			make: async ({ home }) => ({ id: await makeTag(home.id, true) }),
			select: allStaff,
			update: { set: { is_internal: false }, may: editors },
			delete: editors
		},
		{
			name: 'one of a closed publication',
			make: async ({ closed }) => ({ id: await makeTag(closed.id) }),
			select: allStaff,
			update: { set: { name: 'Changed' }, may: editors },
			delete: editors
		}
	],
	inserts: [
		{
			name: 'any',
			row: ({ home }) => ({ publication_id: home.id, slug: fresh('tag'), name: 'Tag' }),
			by: ['slug'],
			may: editors
		}
	]
};

const postTags: TableAccess = {
	table: 'post_tags',
	cases: [
		{
			name: 'a public one on a published post',
			make: async (world) => tagged(world, await postOf(world, 'members')),
			select: everybody,
			update: { set: { position: 3 }, may: colleagueAndEditors },
			delete: colleagueAndEditors
		},
		{
			name: 'an internal one on a published post',
			make: async (world) => tagged(world, await postOf(world, 'public'), true),
			select: allStaff,
			update: { set: { position: 3 }, may: colleagueAndEditors },
			delete: colleagueAndEditors
		},
		{
			name: 'a public one on a draft',
			make: async (world) => tagged(world, await postOf(world, 'draft')),
			select: colleagueAndEditors,
			update: { set: { position: 3 }, may: colleagueAndEditors },
			delete: colleagueAndEditors
		}
	],
	inserts: [
		{
			name: "on a colleague's post",
			row: async (world) => ({
				post_id: await postOf(world, 'public'),
				tag_id: await makeTag(world.home.id),
				publication_id: world.home.id
			}),
			by: ['post_id', 'tag_id'],
			may: colleagueAndEditors
		},
		{
			name: "on one's own post",
			row: async (world, actor) => ({
				post_id: await ownDraft(world, actor),
				tag_id: await makeTag(world.home.id),
				publication_id: world.home.id
			}),
			by: ['post_id', 'tag_id'],
			may: allStaff
		}
	]
};

const media: TableAccess = {
	table: 'media',
	cases: [
		{
			name: 'shown in a published public text',
			make: async (world) => ({ id: (await shown(world, 'public')).file }),
			select: everybody,
			update: { set: { alt: 'Changed.' }, may: colleagueAndEditors },
			delete: colleagueAndEditors
		},
		{
			name: 'shown nowhere',
			make: async ({ actors, home }) => ({ id: await makeMedia(home.id, actors.colleague.id) }),
			select: colleagueAndEditors,
			update: { set: { alt: 'Changed.' }, may: colleagueAndEditors },
			delete: colleagueAndEditors
		},
		{
			name: 'of somebody who left',
			make: async ({ actors, home }) => ({ id: await makeMedia(home.id, actors.stranger.id) }),
			select: editors,
			update: { set: { alt: 'Changed.' }, may: editors },
			delete: editors
		}
	],
	inserts: [
		{
			name: 'any',
			row: ({ home }) => ({
				id: randomUUID(),
				publication_id: home.id,
				filename: 'a.png',
				mime: 'image/png',
				bytes: 9
			}),
			by: ['id'],
			may: allStaff
		}
	]
};

const postMedia: TableAccess = {
	table: 'post_media',
	cases: [
		{
			name: 'of a published public text',
			make: async (world) => ({ media_id: (await shown(world, 'public')).file }),
			select: everybody,
			update: { set: { in_teaser: true }, may: nobody },
			delete: nobody
		},
		{
			name: 'of a draft',
			make: async (world) => ({ media_id: (await shown(world, 'draft')).file }),
			select: colleagueAndEditors,
			update: { set: { in_teaser: true }, may: nobody },
			delete: nobody
		}
	],
	inserts: [
		{
			name: "into one's own post",
			row: async (world, actor) => ({
				post_id: await ownDraft(world, actor),
				media_id: await makeMedia(world.home.id, world.actors.colleague.id),
				publication_id: world.home.id,
				in_teaser: true
			}),
			by: ['media_id'],
			may: nobody
		}
	]
};

const importItems: TableAccess = {
	table: 'import_items',
	granted: 'nobody',
	cases: [
		{
			name: 'any',
			make: async ({ home }) => {
				const key = { publication_id: home.id, source: 'ghost', kind: 'post', source_id: fresh('id') };
				const row = { ...key, target_id: randomUUID(), digest: hashOf('item') };
				await sql`insert into import_items ${sql(row)}`;
				return key;
			},
			select: nobody,
			update: { set: { digest: hashOf('changed') }, may: nobody },
			delete: nobody
		}
	],
	inserts: [
		{
			name: 'any',
			row: ({ home }) => ({
				publication_id: home.id,
				source: 'ghost',
				kind: 'tag',
				source_id: fresh('id'),
				target_id: randomUUID(),
				digest: hashOf('item')
			}),
			by: ['source_id'],
			may: nobody
		}
	]
};

/** Posts and what belongs to them. */
export const postTables = [
	posts,
	postContents,
	postRevisions,
	postAuthors,
	postTiers,
	redirects,
	tags,
	postTags,
	media,
	postMedia,
	importItems
];
