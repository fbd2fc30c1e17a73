import { randomUUID } from 'node:crypto';
import { freshEmail } from '../../support/actors.ts';
import { sql } from '../../support/clients.ts';
import { fresh, makeGrant, makeMember, makeTier } from '../../support/factories.ts';
import { admins, allStaff, everybody, nobody, type TableAccess } from './types.ts';

const members: TableAccess = {
	table: 'members',
	columns:
		'id, publication_id, email, name, note, status, source, email_state, created_at, updated_at',
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
			row: async ({ home }, actor) => ({
				publication_id: home.id,
				email: `${randomUUID().slice(0, 8)}-${actor.email}`
			}),
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

const memberLabels: TableAccess = {
	table: 'member_labels',
	granted: 'signed in',
	cases: [
		{
			name: 'any',
			make: async ({ home }) => {
				const member = await makeMember(home.id, freshEmail());
				const row = { publication_id: home.id, member_id: member, label: 'VIP' };
				await sql`insert into member_labels ${sql(row)}`;
				return { member_id: member };
			},
			select: admins,
			update: { set: { label: 'Changed' }, may: nobody },
			delete: admins
		}
	],
	inserts: [
		{
			name: 'on a member',
			row: async ({ home }) => ({
				publication_id: home.id,
				member_id: await makeMember(home.id, freshEmail()),
				label: 'VIP'
			}),
			by: ['member_id'],
			may: admins
		}
	]
};

const memberEvents: TableAccess = {
	table: 'member_events',
	granted: 'signed in',
	cases: [
		{
			name: 'of a member that joined',
			make: async ({ home }) => ({ member_id: await makeMember(home.id, freshEmail()) }),
			select: admins,
			update: { set: { kind: 'left' }, may: nobody },
			delete: nobody
		}
	],
	inserts: [
		{
			name: 'by hand',
			row: async ({ home }) => ({
				publication_id: home.id,
				member_id: await makeMember(home.id, freshEmail()),
				kind: 'banned',
				made_by: 'staff'
			}),
			by: ['member_id', 'kind'],
			may: nobody
		}
	]
};

/** Readers, what they may be given, and what became of them. */
export const memberTables = [members, tiers, memberGrants, memberLabels, memberEvents];
