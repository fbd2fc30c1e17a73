import { beforeAll, describe, expect, test } from 'vitest';
import { makeActor, type Actor } from '../support/actors.ts';
import { anyTable, db, sql } from '../support/clients.ts';
import {
	fresh,
	makeMedia,
	makeMember,
	makePost,
	makePublication,
	makeStaff,
	makeTag,
	makeTier
} from '../support/factories.ts';
import { refusal } from '../support/transactions.ts';

let operator: Actor;
let owner: Actor;
let publication: string;
beforeAll(async () => {
	[operator, owner, publication] = await Promise.all([
		makeActor('operator'),
		makeActor('owner'),
		makePublication()
	]);
	await sql`insert into private.operators ${sql({ user_id: operator.id })} on conflict do nothing`;
	await makeStaff(publication, owner.id, 'owner');
});

describe('creating one', () => {
	const create = (values: object) =>
		db(operator).rpc('create_publication', { name: 'New', slug: fresh('pub'), ...values });

	test('makes its creator the owner', async () => {
		const { data: id } = await create({ language: 'pt-BR', time_zone: 'America/Sao_Paulo' });
		expect(
			await sql`select user_id, role from publication_staff where publication_id = ${id}`
		).toEqual([{ user_id: operator.id, role: 'owner' }]);
	});

	test('refuses an address that is taken', async () => {
		const slug = fresh('pub');
		await create({ slug });
		expect(await refusal(create({ slug }))).toBe('23505');
	});

	test.each([
		['an address of one letter', { slug: 'a' }],
		['an address in capitals', { slug: 'Field-Notes' }],
		['an address with a dot', { slug: 'field.notes' }],
		['an address that ends in a hyphen', { slug: 'field-' }],
		['an address of 64 letters', { slug: 'a'.repeat(64) }],
		["an address of the installation's own", { slug: 'desk' }],
		['an address that mail claims', { slug: 'postmaster' }],
		['no name', { name: '  ' }],
		['a name with a line break', { name: 'Field\nNotes' }],
		['a name of 81 letters', { name: 'a'.repeat(81) }],
		['a description of 301 letters', { description: 'a'.repeat(301) }],
		['a language that is none', { language: 'english' }],
		['a time zone that is none', { time_zone: 'Europe/Atlantis' }],
		['a hue past the circle', { accent_hue: 360 }],
		['an accent too grey to tell', { accent_chroma: 0.01 }]
	])('refuses %s', async (_, values) => {
		expect(await refusal(create(values))).toBe('23514');
	});
});

describe('the settings', () => {
	test.each([
		['time_zone', 'Mars/Olympus'],
		['language', 'xx-'],
		['name', ''],
		['slug', 'desk'],
		['accent_hue', -1]
	])('refuse a wrong %s later too', async (column, value) => {
		const { error } = await anyTable(owner)
			.from('publications')
			.update({ [column]: value })
			.eq('id', publication);
		expect(error?.code).toBe('23514');
	});

	test.each(['id', 'status', 'created_at', 'updated_at'])('leave %s alone', async (column) => {
		const { error } = await anyTable(owner)
			.from('publications')
			.update({ [column]: null })
			.eq('id', publication);
		expect(error?.code).toBe('42501');
	});
});

test('deleting one takes everything of it along, and nothing of another', async () => {
	const [gone, kept] = await Promise.all([makePublication(), makePublication()]);
	await makeStaff(gone, owner.id, 'owner');
	for (const id of [gone, kept]) {
		const [tier] = await Promise.all([makeTier(id), makeTag(id), makeMember(id, owner.email)]);
		await makePost({
			publication: id,
			by: null,
			state: 'tiers',
			tier,
			cover: await makeMedia(id, null)
		});
	}
	expect(await refusal(db(owner).from('publications').delete().eq('id', gone))).toBeNull();
	const left = await sql`
		select publication_id from posts union select publication_id from post_contents
		union select publication_id from post_revisions union select publication_id from media
		union select publication_id from tiers union select publication_id from tags
		union select publication_id from members union select publication_id from publication_staff`;
	const publications = left.map((row) => row.publication_id);
	expect(publications).toContain(kept);
	expect(publications).not.toContain(gone);
});
