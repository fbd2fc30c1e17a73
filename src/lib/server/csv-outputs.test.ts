import papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { CSV_BOM, fromCsvText } from '$lib/domain/csv';
import { memberLine } from '$lib/domain/member-file';
import { reportLine } from './importers/report-csv';
import { ledgerCsv } from './ledger-csv';

const hostile = [
	'＝1+1',
	'＋1',
	'－1',
	'＠SUM(A1)',
	'\t=1',
	'\r=1',
	' =1',
	'\u200b=1',
	"'=1",
	'=1'
];

/** What each route that answers with CSV writes, with one text in every place that takes a text. */
const outputs: Record<string, (text: string) => string | Promise<string>> = {
	'desk/[publication]/import/runs/[id]/report.csv': (text) =>
		reportLine({
			...{ kind: 'post', source_id: text, label: text, outcome: 'skipped', reason: text },
			...{ notes: [], target_id: null }
		}),
	'desk/[publication]/members/export.csv': (text) =>
		memberLine([text, text, 'active', 'subscribed', [text], text, '', 'desk', [[text, null]]]),
	'desk/[publication]/money/ledger.csv': async (text) => {
		const entry = {
			...{ id: '1', at: '2026-01-01T00:00:00Z', kind: 'payment', amount: 1, currency: 'gbp' },
			...{ tier: text, invoice: text, member: { id: '1', name: text, email: text } }
		} as never;
		const parts: string[] = [];
		for await (const part of ledgerCsv(only([entry]), 'Etc/UTC')) parts.push(part);
		return parts.slice(1).join('');
	}
};

async function* only<T>(value: T): AsyncGenerator<T> {
	yield value;
}

const routes = Object.keys(import.meta.glob('/src/routes/**/*.csv/+server.ts')).map((file) =>
	file.replace('/src/routes/', '').replace('/+server.ts', '')
);

it('every route that answers with CSV is tested here', () => {
	expect(routes.sort()).toEqual(Object.keys(outputs).sort());
});

describe.each(Object.entries(outputs))('%s', (_, write) => {
	it.each(hostile)('writes %j as a text, which comes back equal', async (text) => {
		const line = (await write(text)).replace(CSV_BOM, '');
		const { data } = papa.parse<string[]>(line, { delimiter: ',', newline: '\r\n' });
		const cells = data[0] ?? [];
		expect(cells.filter((cell) => /^[\s\p{C}]*[=+\-@＝＋－＠]/u.test(cell))).toEqual([]);
		expect(cells.map(fromCsvText)).toContain(text);
	});
});
