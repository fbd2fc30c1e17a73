import { randomUUID } from 'node:crypto';
import { sql } from '../../support/clients.ts';
import { fresh, makeByline, makePost, makeTag } from '../../support/factories.ts';
import type { World } from '../../support/world.ts';
import { ownDraft, postOf } from './posts-of.ts';
import {
	allStaff,
	colleagueAndEditors,
	editors,
	everybody,
	nobody,
	type Row,
	type TableAccess
} from './types.ts';

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

/** What stands around a post. */
export const aroundPostTables = [postAuthors, postTiers, redirects, tags, postTags];
