import { randomUUID } from 'node:crypto';
import { freshEmail, makeActor, one } from '../../support/actors.ts';
import { sql } from '../../support/clients.ts';
import {
	ageInvitations,
	fresh,
	hashOf,
	makeByline,
	makeGrant,
	makeInvitation,
	makeMember,
	makePost,
	makeStaff,
	makeTier,
	makeTwin
} from '../../support/factories.ts';
import type { World } from '../../support/world.ts';
import { admins, allStaff, everybody, nobody, owners, type Row, type TableAccess } from './types.ts';

async function newStaff(world: World, role: string): Promise<Row> {
	const { id } = await makeActor(role);
	await makeStaff(world.home.id, id, role);
	return { publication_id: world.home.id, user_id: id };
}

async function invitation(world: World, role: string): Promise<Row> {
	const { actors, home } = world;
	await ageInvitations(home.id);
	return {
		id: await makeInvitation({ publication: home.id, email: freshEmail(), by: actors.owner.id, role })
	};
}

async function inviting({ home }: World, role: string): Promise<Row> {
	await ageInvitations(home.id);
	const token_hash = hashOf(randomUUID());
	return { publication_id: home.id, email: freshEmail(), role, token_hash };
}

const installation: TableAccess = {
	table: 'installation',
	shared: true,
	cases: [
		{
			name: 'the only row',
			make: async () => ({ id: 1 }),
			select: everybody,
			update: { set: { name: 'Pamphlet' }, may: ['operator'] },
			delete: nobody
		}
	],
	inserts: [{ name: 'another row', row: () => ({ id: 2 }), by: ['id'], may: nobody }]
};

const publications: TableAccess = {
	table: 'publications',
	cases: [
		{
			name: 'a live one',
			make: async ({ home }) => ({ id: await makeTwin(home.id) }),
			select: everybody,
			update: { set: { description: 'Changed.' }, may: admins },
			delete: owners
		},
		{
			name: 'a closed one',
			make: async ({ home }) => ({ id: await makeTwin(home.id, 'closed') }),
			select: allStaff,
			update: { set: { name: 'Changed' }, may: admins },
			delete: owners
		},
		{
			name: 'a closed one, to open it',
			make: async ({ home }) => ({ id: await makeTwin(home.id, 'closed') }),
			select: allStaff,
			update: { set: { status: 'live' }, may: nobody },
			delete: owners
		}
	],
	inserts: [
		{
			name: 'past create_publication',
			row: () => ({ slug: fresh('pub'), name: 'A publication' }),
			by: ['slug'],
			may: nobody
		}
	]
};

const publicationVersions: TableAccess = {
	table: 'publication_versions',
	columns: 'publication_id, version',
	cases: [
		{
			name: 'of a live one',
			make: async ({ home }) => ({ publication_id: await makeTwin(home.id) }),
			select: everybody,
			update: { set: { version: 99 }, may: nobody },
			delete: nobody
		},
		{
			name: 'of a closed one',
			make: async ({ home }) => ({ publication_id: await makeTwin(home.id, 'closed') }),
			select: allStaff,
			update: { set: { version: 99 }, may: nobody },
			delete: nobody
		}
	],
	inserts: [
		{
			name: 'for one that lost its own',
			row: async ({ home }) => {
				const twin = await makeTwin(home.id);
				await sql`delete from publication_versions where publication_id = ${twin}`;
				return { publication_id: twin };
			},
			by: ['publication_id'],
			may: nobody
		}
	]
};

/** A former address. */
async function formerAddress(of: string, status: 'live' | 'closed'): Promise<Row> {
	const slug = fresh('old');
	const row = { slug, publication_id: await makeTwin(of, status) };
	await sql`insert into publication_redirects ${sql(row)}`;
	return { slug };
}

const publicationRedirects: TableAccess = {
	table: 'publication_redirects',
	cases: [
		{
			name: 'to a live one',
			make: ({ home }) => formerAddress(home.id, 'live'),
			select: everybody,
			update: { set: { slug: 'taken' }, may: nobody },
			delete: nobody
		},
		{
			name: 'to a closed one',
			make: ({ home }) => formerAddress(home.id, 'closed'),
			select: allStaff,
			update: { set: { slug: 'taken' }, may: nobody },
			delete: nobody
		}
	],
	inserts: [
		{
			name: 'any',
			row: ({ home }) => ({ slug: fresh('old'), publication_id: home.id }),
			by: ['slug'],
			may: nobody
		}
	]
};

const profiles: TableAccess = {
	table: 'profiles',
	columns: 'id, publication_id, name, bio, is_byline, created_at, updated_at',
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

const members: TableAccess = {
	table: 'members',
	columns: 'id, publication_id, email, name, status, source, created_at, updated_at',
	granted: 'signed in',
	cases: [
		{
			name: 'any',
			make: async ({ home }) => ({ id: await makeMember(home.id, freshEmail()) }),
			select: admins,
			update: { set: { status: 'banned' }, may: admins },
			delete: admins
		}
	],
	inserts: [
		{
			name: 'an address',
			row: ({ home }) => ({ publication_id: home.id, email: freshEmail() }),
			by: ['email'],
			may: admins
		},
		{
			name: "one's own address",
			row: async ({ home }, actor) => ({ publication_id: home.id, email: `${randomUUID()}-${actor.email}` }),
			by: ['email'],
			may: admins
		}
	]
};

const tiers: TableAccess = {
	table: 'tiers',
	cases: [
		{
			name: 'on offer',
			make: async ({ home }) => ({ id: await makeTier(home.id) }),
			select: everybody,
			update: { set: { name: 'Changed' }, may: admins },
			delete: admins
		},
		{
			name: 'archived',
			make: async ({ home }) => ({ id: await makeTier(home.id, true) }),
			select: allStaff,
			update: { set: { archived_at: null }, may: admins },
			delete: admins
		},
		{
			name: 'of a closed publication',
			make: async ({ closed }) => ({ id: await makeTier(closed.id) }),
			select: allStaff,
			update: { set: { name: 'Changed' }, may: admins },
			delete: admins
		}
	],
	inserts: [
		{
			name: 'any',
			row: ({ home }) => ({ publication_id: home.id, slug: fresh('tier'), name: 'Tier' }),
			by: ['slug'],
			may: admins
		}
	]
};

const memberGrants: TableAccess = {
	table: 'member_grants',
	granted: 'signed in',
	cases: [
		{
			name: 'any',
			make: async ({ home }) => {
				const member = await makeMember(home.id, freshEmail());
				return { id: await makeGrant(home.id, member, home.tier) };
			},
			select: admins,
			update: { set: { reason: 'Changed.' }, may: admins },
			delete: admins
		}
	],
	inserts: [
		{
			name: 'for a member',
			row: async ({ home }) => ({
				publication_id: home.id,
				member_id: await makeMember(home.id, freshEmail()),
				tier_id: home.tier
			}),
			by: ['member_id'],
			may: admins
		}
	]
};

const auditLog: TableAccess = {
	table: 'audit_log',
	granted: 'signed in',
	cases: [
		{
			name: 'any',
			make: async ({ home }) =>
				one(
					await sql<Row[]>`
						insert into audit_log (publication_id, action, subject, subject_id)
						values (${home.id}, 'update', 'publications', ${home.id}) returning id`
				),
			select: admins,
			update: { set: { action: 'changed' }, may: nobody },
			delete: nobody
		}
	],
	inserts: [
		{
			name: 'any',
			row: ({ home }) => ({ publication_id: home.id, action: fresh('act'), subject: 'posts' }),
			by: ['action'],
			may: nobody
		}
	]
};

/** Publications and their people. */
export const peopleTables = [
	installation,
	publications,
	publicationVersions,
	publicationRedirects,
	profiles,
	publicationStaff,
	staffInvitations,
	members,
	tiers,
	memberGrants,
	auditLog
];
