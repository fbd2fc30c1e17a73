import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvLines } from '../importers/csv-rows';
import { csvLine } from './csv';
import {
	guessColumns,
	listCell,
	memberColumns,
	memberLine,
	memberRow,
	readListCell,
	type ExportedMember,
	type MemberRow
} from './member-file';

/** Text in pieces of a few bytes, as a disk gives it. */
async function* piecesOf(bytes: Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

async function read(file: string | Uint8Array, size?: number): Promise<MemberRow[]> {
	const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
	let names: string[] | undefined;
	const rows: MemberRow[] = [];
	for await (const { line, cells } of csvLines(() => piecesOf(bytes, size))) {
		if (!names) names = cells.map((cell) => cell.trim().toLowerCase());
		else rows.push(memberRow(cells, { line, columns: guessColumns(names), names }).row);
	}
	return rows;
}

const awkward = fc.constantFrom(
	...[
		"'",
		'"',
		'=',
		'+',
		'-',
		'@',
		'\t',
		'\r',
		'\n',
		'\r\n',
		',',
		';',
		' ',
		'’',
		'é',
		'🌊',
		"'=",
		'""'
	]
);
const anyText = fc
	.array(fc.oneof(awkward, fc.string({ unit: 'grapheme', maxLength: 6 })), { maxLength: 6 })
	.map((parts) => parts.join('').replaceAll('\0', ''));
const line = anyText.map((text) => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ''));
const label = line.filter((text) => text.trim() !== '');

const member: fc.Arbitrary<ExportedMember> = fc.tuple(
	fc.constantFrom('a@x.test', "'=a@x.test", '-5@x.test', '+44@x.test'),
	line,
	fc.constantFrom('active', 'banned', 'left'),
	fc.constantFrom('subscribed', 'unsubscribed'),
	fc.uniqueArray(label, { maxLength: 4 }),
	anyText,
	fc.constant('2026-11-20T06:40:00.123456Z'),
	fc.constantFrom('desk', 'join', 'import'),
	fc.array(
		fc.tuple(label, fc.constantFrom(null, '2027-03-01T00:00:00Z')) as fc.Arbitrary<
			[string, string | null]
		>,
		{ maxLength: 3 }
	)
);

/** A row as it was before it went out. */
function asExported(row: MemberRow): ExportedMember {
	return [
		row.email,
		row.name ?? '',
		row.status ?? '',
		row.email_state ?? '',
		row.labels ?? [],
		row.note ?? '',
		row.joined_at ?? '',
		row.source ?? '',
		(row.grants ?? []).map(({ tier, until }) => [tier, until ?? null])
	];
}

describe('a file that was written here', () => {
	test('comes back to the letter, whatever is in it', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(member, { minLength: 1, maxLength: 4 }), async (members) => {
				const file = csvLine(memberColumns) + members.map(memberLine).join('');
				expect((await read(file)).map(asExported)).toEqual(members);
			}),
			{ numRuns: 500 }
		);
	});

	test('has no cell that a spreadsheet would compute', async () => {
		await fc.assert(
			fc.asyncProperty(member, async (one) => {
				const bytes = new TextEncoder().encode(csvLine(memberColumns) + memberLine(one));
				for await (const { cells } of csvLines(() => piecesOf(bytes))) {
					for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
				}
			})
		);
	});
});

test('several texts in one cell come back as they were', () => {
	fc.assert(
		fc.property(fc.array(label, { maxLength: 5 }), (labels) => {
			expect(readListCell(listCell(labels))).toEqual(labels);
		})
	);
	expect(readListCell(' A , "B, or ""C""",,D')).toEqual(['A', 'B, or "C"', '', 'D']);
	expect(readListCell('"open, B')).toEqual(['"open', 'B']);
});

describe('a file of another system', () => {
	test.each([
		[
			'Ghost',
			'id,email,name,note,subscribed_to_emails,labels,created_at\n1,A@x.test,Ada,,false,"VIP, Early",2020-01-02T03:04:05.000Z'
		],
		[
			'Mailchimp',
			'Email Address,Name,Tags,OPTIN_TIME,Subscribed\nA@x.test,Ada,"VIP,Early",2020-01-02 03:04:05,no'
		],
		[
			'semicolons',
			'E-Mail;Name;Tags;Joined;Unsubscribed\r\nA@x.test;Ada;VIP,Early;2020-01-02 03:04:05;yes\r\n'
		],
		[
			'tabs',
			'email\tname\ttags\tcreated\tunsubscribed\nA@x.test\t Ada \tVIP,Early\t2020-01-02 03:04:05 UTC\ttrue'
		]
	])('%s is understood', async (_, file) => {
		const [row] = await read(file);
		expect(row).toMatchObject({
			email: 'a@x.test',
			name: 'Ada',
			labels: ['VIP', 'Early'],
			email_state: 'unsubscribed'
		});
		expect(new Date(row?.joined_at ?? '').toISOString()).toBe('2020-01-02T03:04:05.000Z');
	});

	test('in UTF-16, as spreadsheets write it, is understood', async () => {
		const text = '\ufeffemail\tname\r\nada@x.test\tÅda 🌊\r\n';
		const bytes = new Uint8Array(Buffer.from(text, 'utf16le'));
		expect(await read(bytes, 5)).toMatchObject([{ email: 'ada@x.test', name: 'Åda 🌊' }]);
	});

	test('in Latin-1 is refused with what to do', async () => {
		const bytes = new Uint8Array(Buffer.from('email,name\nada@x.test,Åda\n', 'latin1'));
		await expect(read(bytes)).rejects.toThrow(
			/^it is not UTF-8 text\. Save your list as “CSV UTF-8” and choose that file$/
		);
	});

	test('that is no text is refused with what to do', async () => {
		await expect(read(new Uint8Array([80, 75, 3, 4, 0, 0, 10, 44]))).rejects.toThrow(
			/^it is not a CSV file\. Save your list as “CSV UTF-8” and choose that file$/
		);
	});

	test('with a quotation mark that does not end is refused with its line', async () => {
		const lines = 'email,name\n'.concat('a@x.test,A\n'.repeat(3));
		for (const size of [5, 1000]) {
			const file = `${lines}b@x.test,"B\nc@x.test,C\n`;
			await expect(read(file, size)).rejects.toThrow(/does not end \(line 5\)$/);
		}
		const endless = `${lines}b@x.test,"${'long '.repeat(210_000)}\n`;
		await expect(read(endless, 64_000)).rejects.toThrow(/does not end \(line 5\)$/);
		const long = endless.replace('"', '');
		await expect(read(long, 64_000)).rejects.toThrow(/^line 5 has more than 1,000,000 characters$/);
	});

	test('may have a long line, if it ends', async () => {
		const [row] = await read(`email,note\na@x.test,${'n'.repeat(1_100_000)}\n`, 2_000_000);
		expect(row?.note).toHaveLength(1_100_000);
	});
});
