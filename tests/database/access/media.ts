import { documentOf, fresh, image, makeMedia, makePost } from '../../support/factories.ts';
import type { PostState } from '../../support/matrix.ts';
import type { World } from '../../support/world.ts';
import { ownDraft } from './posts-of.ts';
import {
	allStaff,
	colleagueAndEditors,
	editors,
	everybody,
	nobody,
	type TableAccess
} from './types.ts';

async function shown(world: World, state: PostState): Promise<{ post: string; file: string }> {
	const { actors, home } = world;
	const by = actors.colleague.id;
	const file = await makeMedia(home.id, by);
	const doc = documentOf('Text.', image(file));
	return { file, post: await makePost({ publication: home.id, by, state, doc }) };
}

const media: TableAccess = {
	table: 'media',
	columns: 'id, publication_id, path, filename, mime, bytes, width, height, alt, created_at',
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
				publication_id: home.id,
				filename: `${fresh('a')}.png`,
				mime: 'image/png',
				bytes: 9
			}),
			by: ['filename'],
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

/** Files. */
export const mediaTables = [media, postMedia];
