import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from '../domain/csv.ts';
import { guessColumns, memberColumns } from '../domain/member-file.ts';
import { memberRows } from '../schemas/member.ts';
import { fileOf } from './items.fixture.ts';
import { memberFileItems, surveyMemberFile, type MemberFileItem } from './member-file-source.ts';

async function itemsOf(lines: string[][], columns: readonly string[]): Promise<MemberFileItem[]> {
	const open = fileOf([columns, ...lines].map(csvLine).join(''));
	const map = guessColumns(columns);
	return Array.fromAsync(memberFileItems(open, map, await surveyMemberFile(open, map)));
}

const many = (count: number) => Array.from({ length: count }, (_, n) => `l${n}`).join(',');

describe('a line with a cell that the server does not take', () => {
	it.each([
		['email', `${'a'.repeat(1001)}@x.test`, ['bad_address'], true],
		['name', 'n'.repeat(2001), ['name'], true],
		['note', 'n'.repeat(20_001), ['note'], true],
		['labels', 'l'.repeat(2001), ['label'], true],
		['labels', many(501), ['labels'], true],
		['complimentary_tier', 't'.repeat(301), ['tier'], false],
		['complimentary_tier', many(101), ['tiers'], false],
		['joined_at', '2020-01-02 24:00', ['date'], false]
	])('says what is wrong with its %s', async (column, cell, faults, skipped) => {
		const columns = ['email', column].filter((name, n) => n === 0 || name !== 'email');
		const good = columns.map((name) => (name === 'email' ? 'good@x.test' : ''));
		const bad = columns.map((name) => (name === column ? cell : 'bad@x.test'));
		const items = await itemsOf([bad, good], columns);
		expect(items).toMatchObject([
			{ row: { line: 2 }, faults, skipped },
			{ row: { line: 3 }, faults: [], skipped: false }
		]);
		const sent = items.filter((item) => !item.skipped).map(({ row }) => row);
		expect(sent).toHaveLength(skipped ? 1 : 2);
		expect(memberRows.safeParse({ rows: sent }).error).toBeUndefined();
	});

	it('is sent without all that is wrong, where the person can be taken', async () => {
		const columns = ['email', 'joined_at', 'complimentary_tier'];
		const [item] = await itemsOf([['a@x.test', 'last May', 't'.repeat(301)]], columns);
		expect(item).toEqual({
			row: { line: 2, email: 'a@x.test', email_state: 'subscribed' },
			faults: ['date', 'tier'],
			skipped: false
		});
	});

	it('gives no access whose end is no date, rather than one without an end', async () => {
		const columns = ['email', 'complimentary_tier', 'complimentary_until'];
		const items = await itemsOf(
			[
				['a@x.test', 'Patron', '31/12/2027'],
				['b@x.test', 'Patron', '2027-12-31'],
				['c@x.test', 'Patron', '']
			],
			columns
		);
		expect(items.map(({ row, faults }) => [row.grants, faults])).toEqual([
			[undefined, ['until']],
			[[{ tier: 'Patron', until: '2027-12-31T00:00:00Z' }], []],
			[[{ tier: 'Patron' }], []]
		]);
	});

	it('never stops the lines that travel with it', async () => {
		const cell = fc.oneof(
			fc.constantFrom('', 'a@x.test', 'active', 'subscribed', 'Patron', many(101), many(501)),
			fc.constantFrom('2020-01-02 24:00', '2020-01-02T03:04:05-00:00', '9999-12-31', '0000-01-01'),
			fc.constantFrom('2020-01-02T03:04:60Z', '2020-01-02 03:04 +15:59', '2020-02-30', 'infinity'),
			fc
				.tuple(fc.constantFrom('a', '🌊', ',', '"', '1'), fc.integer({ min: 0, max: 20_010 }))
				.map(([sign, length]) => sign.repeat(length).slice(0, length)),
			fc.string({ unit: 'grapheme' })
		);
		// A NUL is no text for any file, and half of a character is none in UTF-8.
		const clean = cell.map((text) => text.replaceAll('\0', '').toWellFormed());
		const line = fc.array(clean, {
			minLength: memberColumns.length,
			maxLength: memberColumns.length
		});
		await fc.assert(
			fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 3 }), async (lines) => {
				for (const { row, faults, skipped } of await itemsOf(lines, memberColumns)) {
					if (skipped) expect(faults).toHaveLength(1);
					else expect(memberRows.safeParse({ rows: [row] }).error).toBeUndefined();
					expect(JSON.stringify(row)).not.toMatch(/\\ud[89a-f]/);
				}
			}),
			{ numRuns: 30 }
		);
	});
});
