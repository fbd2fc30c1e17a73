import { beforeAll, describe, expect, test } from 'vitest';
import { csvLine } from '../../src/lib/domain/csv.ts';
import {
	guessColumns,
	memberColumns,
	memberLine,
	memberRow,
	type ExportedMember,
	type MemberRow
} from '../../src/lib/domain/member-file.ts';
import { csvLines } from '../../src/lib/importers/csv-rows.ts';
import type { Json } from '../../src/lib/supabase/database.types.ts';
import { freshEmail, makeActor, one, type Actor } from '../support/actors.ts';
import { db, sql } from '../support/clients.ts';
import {
	makeGrant,
	makeMember,
	makePublication,
	makeStaff,
	makeTier
} from '../support/factories.ts';

const MEMBERS = 3000;

let admin: Actor;
beforeAll(async () => {
	admin = await makeActor('admin');
});

async function ownPublication(): Promise<string> {
	const id = await makePublication();
	await makeStaff(id, admin.id, 'admin');
	return id;
}

async function exported(publication: string, filter: Json = {}): Promise<string> {
	let file = csvLine(memberColumns);
	for (let after = ''; ;) {
		const { data, error } = await db(admin).rpc('member_export', {
			p_publication_id: publication,
			p_filter: filter,
			p_after: after,
			p_limit: 700
		});
		if (error) throw new Error(error.message);
		const members = data as unknown as ExportedMember[];
		file += members.map(memberLine).join('');
		if (members.length < 700) return file;
		after = members.at(-1)?.[0] ?? '';
	}
}

interface Answer {
	created: number;
	changed: number;
	unchanged: number;
	skipped: number;
	remarks: { line: number; code: string; detail?: string; skipped: boolean }[];
}

async function imported(publication: string, rows: MemberRow[]): Promise<Answer> {
	const { data, error } = await db(admin).rpc('import_member_rows', {
		p_publication_id: publication,
		p_rows: rows as unknown as Json
	});
	if (error) throw new Error(error.message);
	return data as unknown as Answer;
}

async function rowsOf(file: string): Promise<MemberRow[]> {
	async function* whole() {
		yield new TextEncoder().encode(file);
	}
	let names: string[] | undefined;
	const rows: MemberRow[] = [];
	for await (const { line, cells } of csvLines(whole)) {
		if (!names) names = cells;
		else rows.push(memberRow(cells, { line, columns: guessColumns(names), names }).row);
	}
	return rows;
}

test('three thousand members go out, in elsewhere and out again, and are equal', async () => {
	const [from, to] = [await ownPublication(), await ownPublication()];
	for (const publication of [from, to]) {
		await sql`insert into tiers (publication_id, slug, name) values
			(${publication}, 'patron', 'Patron, "gold"'), (${publication}, 'twin-1', 'Twin'), (${publication}, 'twin-2', 'twin')`;
	}
	const awkward = [
		'',
		'=1+1',
		"'=x",
		'-5',
		'+44 123',
		'@ada',
		'a,b "c"',
		' ends ',
		'Åda 🌊',
		"''-"
	];
	await sql`
		insert into members (publication_id, email, name, note, status, email_state, source, created_at)
		select ${from}, case n % 9 when 0 then '=' when 1 then '''-' else '' end || 'm' || n || '@x.test',
			(${awkward}::text[])[1 + n % 10], (${awkward}::text[])[1 + n % 7] || case n % 4 when 0 then e'\r\nnext,\n"line"' else '' end,
			case n % 50 when 0 then 'banned' when 1 then 'left' else 'active' end,
			case n % 5 when 0 then 'unsubscribed' else 'subscribed' end,
			(array['join', 'desk', 'import'])[1 + n % 3], now() - n * interval '1.234567 minutes'
		from generate_series(1, ${MEMBERS}) n`;
	await sql`
		insert into member_labels (publication_id, member_id, label)
		select ${from}, m.id, label from members m, unnest(${['=L', 'a, b', '"q"', ' sp', 'Plain']}::text[]) label
		where m.publication_id = ${from} and hashtext(m.email || label) % 3 = 0`;
	await sql`
		insert into member_grants (publication_id, member_id, tier_id, ends_at)
		select ${from}, m.id, t.id, case when hashtext(m.email) % 2 = 0 then now() + interval '1.5 years' end
		from members m join tiers t on t.publication_id = m.publication_id
		where m.publication_id = ${from} and hashtext(m.email || t.slug) % 4 = 0`;

	const file = await exported(from);
	const rows = await rowsOf(file);
	expect(rows).toHaveLength(MEMBERS);
	for (const outcome of ['created', 'unchanged'] as const) {
		for (let at = 0; at < rows.length; at += 1000) {
			const batch = rows.slice(at, at + 1000);
			const answer = await imported(to, batch);
			expect(answer).toMatchObject({ [outcome]: batch.length, skipped: 0, remarks: [] });
		}
		expect((await exported(to)) === file).toBe(true);
	}
});

test('a file has what the list is narrowed to', async () => {
	const home = await ownPublication();
	await makeMember(home, 'a@x.test', 'banned');
	await makeMember(home, 'b@x.test');
	const file = await exported(home, { status: 'banned' });
	expect(file.split('\r\n').slice(1)).toEqual([expect.stringMatching(/^a@x\.test,,banned,/), '']);
});

describe('a file that comes in', () => {
	let home: string;
	beforeAll(async () => {
		home = await ownPublication();
	});
	const stateOf = async (email: string) =>
		one(
			await sql`select name, note, status, email_state, source from members where publication_id = ${home} and email = ${email}`
		);

	test('gives nobody back what they gave up or lost', async () => {
		const email = freshEmail();
		await sql`insert into members (publication_id, email, name, status, email_state)
			values (${home}, ${email}, 'Kept', 'banned', 'unsubscribed')`;
		const row: MemberRow = { line: 2, email, status: 'active', email_state: 'subscribed' };
		expect(await imported(home, [row])).toMatchObject({ unchanged: 1 });
		expect(await stateOf(email)).toMatchObject({ status: 'banned', email_state: 'unsubscribed' });
	});

	test('takes away, adds and overwrites what it names, and leaves the rest', async () => {
		const email = freshEmail();
		await sql`insert into members (publication_id, email, name, note) values (${home}, ${email}, 'Old', 'Kept')`;
		const row = { line: 2, email: ` ${email.toUpperCase()} `, name: 'New', status: 'left' };
		expect(await imported(home, [{ ...row, email_state: 'unsubscribed' }])).toMatchObject({
			changed: 1
		});
		expect(await stateOf(email)).toEqual({
			...{ name: 'New', note: 'Kept', status: 'left', email_state: 'unsubscribed' },
			source: 'desk'
		});
	});

	test('says of each line why it was left out, and takes the others', async () => {
		const email = freshEmail();
		const answer = await imported(home, [
			{ line: 2, email: 'nobody' },
			{ line: 3, email, grants: [{ tier: 'No such' }] },
			{ line: 4, email: email.toUpperCase() },
			{ line: 5, email: freshEmail(), name: 'x'.repeat(121) },
			{ line: 6, email: freshEmail(), labels: ['a\u0007'] },
			{ line: 7, email: freshEmail(), note: 'x'.repeat(5001) }
		]);
		expect(answer).toMatchObject({ created: 1, skipped: 5 });
		expect(answer.remarks.map(({ line, code }) => [line, code])).toEqual([
			...[
				[2, 'bad_address'],
				[4, 'twice'],
				[5, 'name'],
				[6, 'label'],
				[7, 'note']
			],
			[3, 'no_tier']
		]);
	});

	test('gives access by the name of a tier, with its end, and never for what is over', async () => {
		const email = freshEmail();
		const tier = await makeTier(home);
		const name = one(await sql`select name from tiers where id = ${tier}`).name as string;
		const row = (until?: string) => ({
			...{ line: 2, email },
			grants: [{ tier: name.toUpperCase(), ...(until && { until }) }]
		});
		expect((await imported(home, [row('2001-01-01T00:00:00Z')])).remarks).toMatchObject([
			{ code: 'grant_over' }
		]);
		expect(await imported(home, [row('2099-01-01T00:00:00Z')])).toMatchObject({ changed: 1 });
		expect(await imported(home, [row('2099-01-01T00:00:00Z')])).toMatchObject({ unchanged: 1 });
		// Without a day the file says nothing about the end there is.
		expect(await imported(home, [row()])).toMatchObject({ unchanged: 1 });
		const grants = await sql`select ends_at from member_grants where tier_id = ${tier}`;
		expect(grants).toEqual([{ ends_at: new Date('2099-01-01T00:00:00Z') }]);
		await makeGrant(home, await makeMember(home, freshEmail()), tier);
	});

	test('is noted once a member, labels and all', async () => {
		const email = freshEmail();
		await imported(home, [{ line: 2, email, labels: ['A', 'B'] }]);
		const kinds = await sql`
			select e.kind from member_events e join members m on m.id = e.member_id
			where m.publication_id = ${home} and m.email = ${email}`;
		expect(kinds).toEqual([{ kind: 'imported' }]);
	});

	test('sends no mail', async () => {
		const email = freshEmail();
		await imported(home, [{ line: 2, email }]);
		expect(await sql`select from private.outbox where to_email = ${email}`).toHaveLength(0);
	});
});
