import { beforeAll, describe, expect, test } from 'vitest';
import { counts } from '../../src/lib/limits.ts';
import { freshEmail, makeActor, type Actor } from '../support/actors.ts';
import { anyTable, db } from '../support/clients.ts';
import { makeMember, makePublication, makeStaff, makeTier } from '../support/factories.ts';

let admin: Actor;
let publication: string;
let tier: string;
beforeAll(async () => {
	[admin, publication] = await Promise.all([makeActor('admin'), makePublication()]);
	await makeStaff(publication, admin.id, 'admin');
	tier = await makeTier(publication);
});

const list = (length: number, row: (n: number) => object) =>
	Array.from({ length }, (_, n) => row(n));

describe('an admin can make so many and no more', () => {
	const add = async (table: string, rows: object[]) =>
		(await anyTable(admin).from(table).insert(rows)).error?.message ?? null;

	test('tiers of a publication', async () => {
		const row = (n: number) => ({ publication_id: publication, slug: `t${n}`, name: `T ${n}` });
		// One is there.
		expect(await add('tiers', list(counts.tiers, row))).toBe('too_many_tiers');
		expect(await add('tiers', list(counts.tiers - 1, row))).toBeNull();
		expect(await add('tiers', [row(counts.tiers)])).toBe('too_many_tiers');
	});

	test('labels and access of a member', async () => {
		const member = await makeMember(publication, freshEmail());
		const of = { publication_id: publication, member_id: member };
		const label = (n: number) => ({ ...of, label: `label ${n}` });
		expect(await add('member_labels', list(counts.labels, label))).toBeNull();
		expect(await add('member_labels', [label(counts.labels)])).toBe('too_many_labels');
		const grant = () => ({ ...of, tier_id: tier });
		expect(await add('member_grants', list(counts.grants, grant))).toBeNull();
		expect(await add('member_grants', [grant()])).toBe('too_many_grants');
	});

	test('labels of a line of a file, and the other lines come in', async () => {
		const line = (number: number, labels: number) => ({
			...{ line: number, email: freshEmail() },
			labels: Array.from({ length: labels }, (_, n) => `l${n}`)
		});
		const { data } = await db(admin).rpc('import_member_rows', {
			p_publication_id: publication,
			p_rows: [line(1, counts.labels + 1), line(2, counts.labels)]
		});
		expect(data).toMatchObject({
			created: 1,
			remarks: [{ line: 1, code: 'label', skipped: true }]
		});
	});

	test('labels of a member that has many, and the line of a file comes in', async () => {
		const email = freshEmail();
		const member = await makeMember(publication, email);
		for (const from of [0, 60]) {
			const labels = Array.from({ length: counts.labels - 10 }, (_, n) => `l${n + from}`);
			const { data } = await db(admin).rpc('import_member_rows', {
				p_publication_id: publication,
				p_rows: [{ line: 1, email, labels }]
			});
			expect(data).toMatchObject({ changed: 1, remarks: [] });
		}
		const { count } = await anyTable(admin)
			.from('member_labels')
			.select('*', { count: 'exact', head: true })
			.eq('member_id', member);
		expect(count).toBe(counts.labels);
	});
});
