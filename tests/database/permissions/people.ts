import { randomUUID } from 'node:crypto';
import { freshEmail, makeActor, type Actor } from '../../support/actors.ts';
import { db, sql } from '../../support/clients.ts';
import {
	ageInvitations,
	fresh,
	hashOf,
	makeGrant,
	makeInvitation,
	makeMember,
	makeStaff,
	makeTier,
	makeTwin
} from '../../support/factories.ts';
import type { Action } from '../../support/matrix.ts';
import type { World } from '../../support/world.ts';
import { found, gone, has, type Attempt } from './attempts.ts';

async function newStaff({ home }: World, role: string): Promise<string> {
	const { id } = await makeActor(role);
	await makeStaff(home.id, id, role);
	return id;
}

const changeRole =
	(from: string, to: string): Attempt =>
	async (world, actor) => {
		const user = await newStaff(world, from);
		await db(actor)
			.from('publication_staff')
			.update({ role: to })
			.match({ publication_id: world.home.id, user_id: user });
		return found(sql`
			select from publication_staff
			where publication_id = ${world.home.id} and user_id = ${user} and role = ${to}`);
	};

const removeStaff =
	(role: string): Attempt =>
	async (world, actor) => {
		const user = await newStaff(world, role);
		await db(actor)
			.from('publication_staff')
			.delete()
			.match({ publication_id: world.home.id, user_id: user });
		return !(await found(sql`select from publication_staff where user_id = ${user}`));
	};

const invite =
	(role: string): Attempt =>
	async ({ home }, actor) => {
		await ageInvitations(home.id);
		const email = freshEmail();
		const asked = { p_publication_id: home.id, p_email: email, p_role: role };
		await db(actor).rpc('create_staff_invitation', {
			...asked,
			p_token_hash: hashOf(randomUUID())
		});
		return found(sql`
			select from staff_invitations where email = ${email} and role = ${role} and invited_by = ${actor.id}`);
	};

const revoke =
	(role: string): Attempt =>
	async ({ home, secondOwner }, actor) => {
		await ageInvitations(home.id);
		const email = freshEmail();
		const id = await makeInvitation({ publication: home.id, email, by: secondOwner.id, role });
		await db(actor).from('staff_invitations').delete().eq('id', id);
		return gone('staff_invitations', id);
	};

async function newMember({ home }: World): Promise<string> {
	return makeMember(home.id, freshEmail());
}

/** Whether somebody gets any row of a query. */
async function sees(query: PromiseLike<{ data: unknown[] | null }>): Promise<boolean> {
	return ((await query).data?.length ?? 0) > 0;
}

const list =
	(table: 'members' | 'audit_log' | 'staff_invitations'): Attempt =>
	async ({ home }, actor: Actor) =>
		sees(db(actor).from(table).select('id').eq('publication_id', home.id).limit(1));

export const peopleAttempts = {
	'see members': list('members'),
	'add a member': async ({ home }, actor) => {
		const email = freshEmail();
		await db(actor).from('members').insert({ publication_id: home.id, email });
		return found(sql`select from members where email = ${email}`);
	},
	'ban a member': async (world, actor) => {
		const id = await newMember(world);
		await db(actor).from('members').update({ status: 'banned' }).eq('id', id);
		return has('members', id, 'status', 'banned');
	},
	'delete a member': async (world, actor) => {
		const id = await newMember(world);
		await db(actor).from('members').delete().eq('id', id);
		return gone('members', id);
	},
	'add a tier': async ({ home }, actor) => {
		const slug = fresh('tier');
		await db(actor).from('tiers').insert({ publication_id: home.id, slug, name: slug });
		return found(sql`select from tiers where slug = ${slug}`);
	},
	'change a tier': async ({ home }, actor) => {
		const id = await makeTier(home.id);
		await db(actor).from('tiers').update({ name: 'Changed' }).eq('id', id);
		return has('tiers', id, 'name', 'Changed');
	},
	'delete a tier': async ({ home }, actor) => {
		const id = await makeTier(home.id);
		await db(actor).from('tiers').delete().eq('id', id);
		return gone('tiers', id);
	},
	'give a tier': async (world, actor) => {
		const member = await newMember(world);
		const row = { publication_id: world.home.id, member_id: member, tier_id: world.home.tier };
		await db(actor).from('member_grants').insert(row);
		return found(sql`select from member_grants where member_id = ${member}`);
	},
	'take a tier back': async (world, actor) => {
		const id = await makeGrant(world.home.id, await newMember(world), world.home.tier);
		await db(actor).from('member_grants').delete().eq('id', id);
		return gone('member_grants', id);
	},
	'change the settings': async ({ home }, actor) => {
		const id = await makeTwin(home.id);
		await db(actor).from('publications').update({ description: 'Changed.' }).eq('id', id);
		return has('publications', id, 'description', 'Changed.');
	},
	'change the address': async ({ home }, actor) => {
		const [twin, slug] = [await makeTwin(home.id), fresh('pub')];
		await db(actor).from('publications').update({ slug }).eq('id', twin);
		return has('publications', twin, 'slug', slug);
	},
	'read the log': list('audit_log'),
	'see addresses of staff': ({ home }, actor) =>
		sees(db(actor).rpc('staff_directory', { p_publication_id: home.id })),
	'see invitations': async (world, actor) => {
		await ageInvitations(world.home.id);
		const by = world.secondOwner.id;
		await makeInvitation({ publication: world.home.id, email: freshEmail(), by });
		return list('staff_invitations')(world, actor);
	},
	'invite an author': invite('author'),
	'invite an admin': invite('admin'),
	'invite an owner': invite('owner'),
	'revoke an invitation': revoke('admin'),
	"revoke an owner's invitation": revoke('owner'),
	'make an author an editor': changeRole('author', 'editor'),
	'make an editor an admin': changeRole('editor', 'admin'),
	'make an admin an owner': changeRole('admin', 'owner'),
	'make an owner an admin': changeRole('owner', 'admin'),
	'remove an author': removeStaff('author'),
	'remove an admin': removeStaff('admin'),
	'remove an owner': removeStaff('owner'),
	leave: async ({ home }, actor) => {
		const twin = await makeTwin(home.id);
		const here = { publication_id: twin, user_id: actor.id };
		const [staff] =
			await sql`select from publication_staff where publication_id = ${twin} and user_id = ${here.user_id}`;
		await db(actor).from('publication_staff').delete().match(here);
		const [still] =
			await sql`select from publication_staff where publication_id = ${twin} and user_id = ${here.user_id}`;
		return staff !== undefined && still === undefined;
	},
	transfer: async ({ actors, home }, actor) => {
		const twin = await makeTwin(home.id);
		const to = actors.colleague.id;
		await db(actor).rpc('transfer_publication', { p_publication_id: twin, p_to_user: to });
		const rows = await sql`
			select from publication_staff
			where publication_id = ${twin}
				and (user_id, role) in ((${to}, 'owner'), (${actor.id}, 'admin'))`;
		return rows.length === 2;
	},
	'delete the publication': async ({ home }, actor) => {
		const twin = await makeTwin(home.id);
		await db(actor).from('publications').delete().eq('id', twin);
		return gone('publications', twin);
	}
} satisfies Partial<Record<Action, Attempt>>;
