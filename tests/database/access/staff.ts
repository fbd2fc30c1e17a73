import { randomUUID } from 'node:crypto';
import { freshEmail, makeActor } from '../../support/actors.ts';
import { sql } from '../../support/clients.ts';
import {
	ageInvitations,
	hashOf,
	makeByline,
	makeInvitation,
	makePost,
	makeStaff
} from '../../support/factories.ts';
import type { World } from '../../support/world.ts';
import {
	admins,
	allStaff,
	everybody,
	nobody,
	owners,
	type Row,
	type TableAccess
} from './types.ts';

async function newStaff(world: World, role: string): Promise<Row> {
	const { id } = await makeActor(role);
	await makeStaff(world.home.id, id, role);
	return { publication_id: world.home.id, user_id: id };
}

async function invitation(world: World, role: string): Promise<Row> {
	const { actors, home } = world;
	await ageInvitations(home.id);
	return {
		id: await makeInvitation({
			publication: home.id,
			email: freshEmail(),
			by: actors.owner.id,
			role
		})
	};
}

async function inviting({ home }: World, role: string): Promise<Row> {
	await ageInvitations(home.id);
	const token_hash = hashOf(randomUUID());
	return { publication_id: home.id, email: freshEmail(), role, token_hash };
}

const profiles: TableAccess = {
	table: 'profiles',
	columns: 'id, publication_id, name, bio, created_at, updated_at',
	cases: [
		{
			name: 'a colleague who signed nothing',
			make: async (world) => ({ id: (await newStaff(world, 'author')).user_id ?? '' }),
			select: allStaff,
			update: { set: { name: 'Changed' }, may: nobody },
			delete: nobody
		},
		{
			name: 'somebody who is no staff',
			make: async () => ({ id: (await makeActor()).id }),
			select: nobody,
			update: { set: { name: 'Changed' }, may: nobody },
			delete: nobody
		},
		{
			name: 'an imported byline that signs a post',
			make: async ({ home }) => {
				const id = await makeByline(home.id);
				const post = await makePost({ publication: home.id, by: null, state: 'public' });
				await sql`insert into post_authors ${sql({ post_id: post, profile_id: id, publication_id: home.id })}`;
				return { id };
			},
			select: everybody,
			update: { set: { bio: 'Changed.' }, may: nobody },
			delete: nobody
		},
		{
			name: 'an imported byline that signs nothing',
			make: async ({ home }) => ({ id: await makeByline(home.id) }),
			select: allStaff,
			update: { set: { bio: 'Changed.' }, may: nobody },
			delete: nobody
		}
	],
	inserts: [
		{
			name: 'a byline',
			row: ({ home }) => ({ id: randomUUID(), publication_id: home.id, name: 'Byline' }),
			by: ['id'],
			may: nobody
		}
	]
};

const publicationStaff: TableAccess = {
	table: 'publication_staff',
	granted: 'signed in',
	cases: [
		{
			name: 'an author',
			make: (world) => newStaff(world, 'author'),
			select: allStaff,
			update: { set: { role: 'editor' }, may: admins },
			delete: admins
		},
		{
			name: 'an editor, to make an owner',
			make: (world) => newStaff(world, 'editor'),
			select: allStaff,
			update: { set: { role: 'owner' }, may: owners },
			delete: admins
		},
		{
			name: 'an owner',
			make: (world) => newStaff(world, 'owner'),
			select: allStaff,
			update: { set: { role: 'author' }, may: owners },
			delete: owners
		}
	],
	inserts: [
		{
			name: 'oneself',
			row: ({ elsewhere }, actor) => ({
				publication_id: elsewhere.id,
				user_id: actor.id,
				role: 'author'
			}),
			by: ['publication_id', 'user_id', 'role'],
			may: nobody
		},
		{
			name: 'somebody else',
			row: async ({ home }) => ({
				publication_id: home.id,
				user_id: (await makeActor()).id,
				role: 'author'
			}),
			by: ['publication_id', 'user_id'],
			may: nobody
		}
	]
};

const staffInvitations: TableAccess = {
	table: 'staff_invitations',
	columns: 'id, publication_id, email, role, invited_by, created_at, expires_at, accepted_at',
	granted: 'signed in',
	cases: [
		{
			name: 'of an author',
			make: (world) => invitation(world, 'author'),
			select: admins,
			update: { set: { role: 'admin' }, may: nobody },
			delete: admins
		},
		{
			name: 'of an owner',
			make: (world) => invitation(world, 'owner'),
			select: admins,
			update: { set: { expires_at: '2100-01-01T00:00:00Z' }, may: nobody },
			delete: owners
		}
	],
	inserts: [
		{ name: 'of an author', row: (world) => inviting(world, 'author'), by: ['email'], may: admins },
		{ name: 'of an admin', row: (world) => inviting(world, 'admin'), by: ['email'], may: admins },
		{ name: 'of an owner', row: (world) => inviting(world, 'owner'), by: ['email'], may: owners }
	]
};

/** People who work on publications, and who sign posts. */
export const staffTables = [profiles, publicationStaff, staffInvitations];
