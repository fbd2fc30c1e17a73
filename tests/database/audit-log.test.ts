import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { freshEmail, makeActor, type Actor } from '../support/actors.ts';
import { db, sql } from '../support/clients.ts';
import {
	fresh,
	hashOf,
	makeMember,
	makePost,
	makePublication,
	makeStaff,
	makeTier
} from '../support/factories.ts';

let publication: string;
let owner: Actor;
beforeAll(async () => {
	[publication, owner] = await Promise.all([makePublication(), makeActor('owner')]);
	await makeStaff(publication, owner.id, 'owner');
});

/** What the log says of a row, oldest first. */
async function entries(subject: string, id: string) {
	const { data } = await db(owner)
		.from('audit_log')
		.select('action, actor_id, detail')
		.match({ publication_id: publication, subject, subject_id: id })
		.order('id');
	return data ?? [];
}

describe('the log names who did it', () => {
	const by = () => ({ actor_id: owner.id });

	test('to staff', async () => {
		const { id } = await makeActor();
		await makeStaff(publication, id, 'author');
		const match = { publication_id: publication, user_id: id };
		await db(owner).from('publication_staff').update({ role: 'admin' }).match(match);
		await db(owner).from('publication_staff').delete().match(match);
		expect(await entries('publication_staff', id)).toMatchObject([
			{ action: 'insert', actor_id: null, detail: { role: 'author' } },
			{ action: 'update', ...by(), detail: { role: 'admin' } },
			{ action: 'delete', ...by(), detail: { role: 'admin' } }
		]);
	});

	test('to the settings', async () => {
		await db(owner).from('publications').update({ description: 'New.' }).eq('id', publication);
		expect(await entries('publications', publication)).toEqual([
			{ action: 'update', ...by(), detail: { description: 'New.' } }
		]);
	});

	test('to invitations, without their token', async () => {
		const hash = hashOf(randomUUID());
		const asked = { p_publication_id: publication, p_email: freshEmail(), p_role: 'author' };
		const { data: id } = await db(owner).rpc('create_staff_invitation', {
			...asked,
			p_token_hash: hash
		});
		const found = await entries('staff_invitations', id ?? '');
		expect(found).toMatchObject([{ action: 'insert', ...by(), detail: { role: 'author' } }]);
		expect(JSON.stringify(found)).not.toContain(hash);
	});

	test('to tiers and grants', async () => {
		const [tier, member] = await Promise.all([
			makeTier(publication),
			makeMember(publication, freshEmail())
		]);
		await db(owner).from('tiers').update({ name: 'Renamed' }).eq('id', tier);
		const row = { publication_id: publication, member_id: member, tier_id: tier };
		await db(owner).from('member_grants').insert(row);
		expect((await entries('tiers', tier)).at(-1)).toEqual({
			action: 'update',
			...by(),
			detail: { name: 'Renamed' }
		});
		const grants = await sql`select id from member_grants where member_id = ${member}`;
		expect(await entries('member_grants', grants[0]?.id)).toMatchObject([
			{ action: 'insert', ...by() }
		]);
	});

	test('to posts: when they were published, and no saves', async () => {
		const post = await makePost({ publication, by: owner.id });
		const published_at = new Date().toISOString();
		await db(owner)
			.from('posts')
			.update({ title: fresh('title') })
			.eq('id', post);
		await db(owner).from('posts').update({ status: 'published', published_at }).eq('id', post);
		await db(owner).from('posts').delete().eq('id', post);
		expect(await entries('posts', post)).toMatchObject([
			{ action: 'insert', actor_id: null },
			{ action: 'update', ...by(), detail: { status: 'published' } },
			{ action: 'delete', ...by() }
		]);
	});
});

test('an update that changes nothing is no entry', async () => {
	const tier = await makeTier(publication);
	await db(owner).from('tiers').update({ position: 0 }).eq('id', tier);
	expect(await entries('tiers', tier)).toMatchObject([{ action: 'insert' }]);
});

test('the log outlives what it speaks of', async () => {
	const gone = await makePublication();
	await makeStaff(gone, owner.id, 'owner');
	await db(owner).from('publications').delete().eq('id', gone);
	expect(
		await sql`select actor_id from audit_log where publication_id = ${gone} and subject = 'publications'`
	).toEqual([{ actor_id: owner.id }]);
});
