import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
	internationalAddresses,
	noAddresses,
	oddAddresses
} from '../../src/lib/domain/email-address.fixture.ts';
import { emailAddress } from '../../src/lib/domain/email-address.ts';
import { memberRow } from '../../src/lib/domain/member-file.ts';
import { freshEmail, makeActor, type Actor } from '../support/actors.ts';
import { rest, sql } from '../support/clients.ts';
import { makeMember, makePublication, makeStaff } from '../support/factories.ts';
import { outcome, undone } from '../support/transactions.ts';

/** JSON keeps no lone surrogates, so none of them reaches Postgres. */
const refused = noAddresses.filter((text) => text.isWellFormed());

/** What Postgres stores for each of them; null for what it refuses. */
async function stored(addresses: string[]): Promise<(string | null)[]> {
	const rows = await sql<{ address: string | null }[]>`
		select private.email_address(given #>> '{}') as address
		from jsonb_array_elements(${sql.json(addresses)}) with ordinality as each (given, n) order by n`;
	return rows.map(({ address }) => address);
}

describe('the grammar of email addresses in Postgres', () => {
	test('agrees with that of the app about every odd one', async () => {
		const given = [...oddAddresses.map(([typed]) => typed), ...refused];
		expect(await stored(given)).toEqual(given.map(emailAddress));
	});

	test('takes what the app makes of an internationalised domain, and not what was typed', async () => {
		const given = internationalAddresses.filter(([typed]) => /[^\0-\x7f]/.test(typed));
		expect(await stored(given.map(([, address]) => address))).toEqual(
			given.map(([, address]) => address)
		);
		expect(await stored(given.map(([typed]) => typed))).toEqual(given.map(() => null));
	});

	test('agrees with that of the app about generated ones', async () => {
		const invisible = ['\u200b', '\u00ad', '\u202e', '\u00a0', '\u0085', '\u3000'];
		const sign = fc.constantFrom(...'aZ0.-_+\'"()<>,;:\\[]@ \t\n', ...invisible);
		// Letters outside ASCII only before the at sign: domains with them are the app's to convert.
		const foreign = fc.constantFrom('\u212a', '\u0130', 'ü', 'ａ');
		const part = (letter: fc.Arbitrary<string>) =>
			fc.string({
				unit: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...'abz09-') }, letter),
				maxLength: 70
			});
		const made = fc
			.tuple(part(fc.oneof(sign, foreign)), part(sign), part(sign))
			.map(([local, name, end]) => `${local}@${name}.${end}`);
		const corpus = fc.oneof(fc.emailAddress(), made, fc.string({ unit: sign, maxLength: 12 }));
		await fc.assert(
			fc.asyncProperty(fc.array(corpus, { minLength: 50, maxLength: 100 }), async (given) => {
				expect(await stored(given)).toEqual(given.map(emailAddress));
			}),
			{ numRuns: 30 }
		);
	});

	test.each([
		['ruth@amberley.example', 'ruth@amberley.example'],
		['ruth+25@amberley.example', 'ruth@amberley.example'],
		['+tag@amberley.example', '+tag@amberley.example'],
		['r.u.th@amberley.example', 'r.u.th@amberley.example'],
		['r.u.th+letters@gmail.com', 'ruth@gmail.com'],
		['ruth@googlemail.com', 'ruth@gmail.com']
	])('counts %s for the mailbox %s', async (address, mailbox) => {
		const [row] = await sql<
			{ mailbox: string }[]
		>`select private.mailbox_of(${address}) as mailbox`;
		expect(row?.mailbox).toBe(mailbox);
	});
});

describe('every stored address', () => {
	test('is checked by the column it stands in', async () => {
		const columns = await sql<{ schema: string; table: string; column: string }[]>`
			select n.nspname as schema, c.relname as table, a.attname as column
			from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
			where n.nspname in ('public', 'private') and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
				and a.attname ~ 'email|mailbox' and a.atttypid = 'text'::regtype and a.attname !~ '_state$'
			order by 1, 2, 3`;
		expect(columns.map(({ table, column }) => `${table}.${column}`)).toEqual([
			'address_changes.email',
			'join_requests.email',
			'outbox.to_email',
			'members.email',
			'profiles.claim_email',
			'staff_invitations.email'
		]);
		for (const { schema, table, column } of columns) {
			const taken = await undone(async (own) => {
				await own`create temporary table copy (like ${own(schema)}.${own(table)} including constraints) on commit drop`;
				for (const { name } of await own<{ name: string }[]>`
					select attname as name from pg_attribute
					where attrelid = 'pg_temp.copy'::regclass and attnum > 0 and attnotnull`) {
					await own`alter table pg_temp.copy alter column ${own(name)} drop not null`;
				}
				const went: string[] = [];
				for (const address of [...refused, 'Ruth@amberley.example', ' ruth@amberley.example']) {
					const code = await outcome(
						own.savepoint(
							(inner) => inner`insert into pg_temp.copy (${inner(column)}) values (${address})`
						)
					);
					if (code !== '23514') went.push(address);
				}
				await own`insert into pg_temp.copy (${own(column)}) values ('ruth@amberley.example')`;
				return went;
			});
			expect([table, column, taken]).toEqual([table, column, []]);
		}
	});
});

describe('every way in over the REST port', () => {
	let admin: Actor;
	let publication: string;
	let member: string;
	beforeAll(async () => {
		[admin, publication] = await Promise.all([makeActor('admin'), makePublication()]);
		await makeStaff(publication, admin.id, 'owner');
		member = await makeMember(publication, freshEmail('member'));
		await makeMember(publication, admin.email);
	});

	const call = (name: string, body: object) =>
		rest(admin, `rpc/${name}`, { method: 'POST', body: JSON.stringify(body) });

	/** Of the list, one for each way to write somebody else's address, and one that is no address. */
	const worst = [
		'a1<victim@amberley.example>',
		'"victim"@amberley.example',
		'victim(comment)@amberley.example',
		'ruth@amberley.example\r\nbcc: all@amberley.example',
		'ruth@amberley'
	];

	test('that takes an address as an argument refuses what is none', async () => {
		expect(refused).toEqual(expect.arrayContaining(worst));
		const ways: Record<string, (address: string) => object> = {
			add_member: (p_email) => ({ p_publication_id: publication, p_email }),
			begin_sign_in: (p_email) => ({ p_email }),
			correct_member_address: (p_email) => ({ p_member_id: member, p_email }),
			create_staff_invitation: (p_email) => ({
				...{ p_publication_id: publication, p_email },
				...{ p_role: 'author', p_token_hash: 'a'.repeat(64) }
			}),
			join_challenge: (p_email) => ({ p_publication_id: publication, p_email }),
			request_address_change: (p_email) => ({ p_publication_id: publication, p_email }),
			request_to_join: (p_email) => ({ p_publication_id: publication, p_email }),
			take_code_try: (p_email) => ({ p_email, p_sign_in: 'none' }),
			take_move_mails: (p_email) => ({ p_email }),
			take_password_try: (p_email) => ({ p_email })
		};
		const found = await sql<{ name: string }[]>`
			select distinct p.proname as name from pg_proc p, unnest(p.proargnames[1:p.pronargs]) as argument
			where p.pronamespace = 'public'::regnamespace and argument ~ 'email|mailbox|address'
				and (has_function_privilege('anon', p.oid, 'execute') or has_function_privilege('authenticated', p.oid, 'execute'))
			order by 1`;
		expect(found.map(({ name }) => name)).toEqual(Object.keys(ways));

		for (const [name, body] of Object.entries(ways)) {
			const answers = await Promise.all(worst.map((address) => call(name, body(address))));
			const codes = answers.map(({ status, text }) => [status, JSON.parse(text || '{}').code]);
			expect([name, codes]).toEqual([name, worst.map(() => [400, '22023'])]);
		}
	});

	test('that takes a file of members leaves such lines out, and says why', async () => {
		const rows = refused.map((email, n) => ({ line: n + 2, email }));
		const { text } = await call('import_member_rows', {
			p_publication_id: publication,
			p_rows: rows
		});
		const answer: { created: number; remarks: { line: number; code: string }[] } = JSON.parse(text);
		expect(answer.created).toBe(0);
		expect(answer.remarks.map(({ line, code }) => [line, code])).toEqual(
			rows.map(({ line, email }) => [line, email.trim() === '' ? 'no_address' : 'bad_address'])
		);
	});

	test('that takes a file of members knows an internationalised domain by its ASCII form', async () => {
		const { row } = memberRow(['ruth@bücher.example'], {
			line: 2,
			columns: { email: 0 },
			names: ['email']
		});
		expect(row.email).toBe('ruth@xn--bcher-kva.example');
	});

	test('that takes an archive leaves such members out, and gives authors no such address', async () => {
		const [run] = await sql<{ id: string }[]>`
			insert into imports ${sql({ publication_id: publication, source: 'ghost' })} returning id`;
		const items = refused.flatMap((email, n) => [
			{
				...{ kind: 'member', sourceId: `m${n}`, label: 'A member', notes: [], email, name: '' },
				...{
					emailState: 'subscribed',
					labels: [],
					grants: [],
					stripeCustomerId: null,
					createdAt: null
				}
			},
			{
				kind: 'author',
				sourceId: `a${n}`,
				label: 'An author',
				notes: [],
				name: `Author ${n}`,
				bio: '',
				email
			}
		]);
		const { text } = await call('import_batch', { p_import_id: run?.id, p_items: items });
		const answers: { outcome: string }[] = JSON.parse(text);
		expect(answers.filter((_, n) => n % 2 === 0).map(({ outcome }) => outcome)).toEqual(
			refused.map(() => 'skipped')
		);
		const claims = await sql`
			select claim_email from profiles where publication_id = ${publication} and claim_email is not null`;
		expect(claims).toEqual([]);
	});
});
