import fc from 'fast-check';
import papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { csvLine, csvText, fromCsvText } from './csv.ts';

/** Texts that begin like a formula, in ways that are hard to see. */
const sly = fc.stringMatching(/^['"=+\-@＝＋－＠, \t\r\n\u200b\ufeff\u3164]{0,6}[a-z0-9]{0,3}$/);

describe('csvText', () => {
	it.each([
		['Ada Fisk', 'Ada Fisk'],
		['Fisk, Ada', '"Fisk, Ada"'],
		['the “big” "one"', '"the “big” ""one"""'],
		['two\nlines', '"two\nlines"'],
		['=SUM(A1)', "'=SUM(A1)"],
		['-5', "'-5"],
		['+44 123', "'+44 123"],
		['@handle', "'@handle"],
		['＝1+1', "'＝1+1"],
		['＋1', "'＋1"],
		['－1', "'－1"],
		['＠SUM', "'＠SUM"],
		['﹦1', "'﹦1"],
		['−1', "'−1"],
		['  =1', "'  =1"],
		['\u200b=1', "'\u200b=1"],
		['\u2066\ufeff\u00a0=1', "'\u2066\ufeff\u00a0=1"],
		['\u3164=1', "'\u3164=1"],
		['\u{e0001}@', "'\u{e0001}@"],
		['\n=1', '"\'\n=1"'],
		["'=1", "''=1"],
		["'tis", "'tis"],
		['', '']
	])('%j becomes %j', (text, cell) => {
		expect(csvText(text)).toBe(cell);
	});

	it('comes back equal through a parser, whatever it was', () => {
		fc.assert(
			fc.property(fc.array(fc.oneof(fc.string(), sly), { minLength: 1, maxLength: 5 }), (texts) => {
				const { data } = papa.parse<string[]>(csvLine(['first', ...texts]), {
					delimiter: ',',
					newline: '\r\n'
				});
				expect(data[0]?.slice(1).map(fromCsvText)).toEqual(texts);
			}),
			{ numRuns: 2000 }
		);
	});

	it('never begins a cell with what a spreadsheet takes for a formula', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), sly), (text) => {
				const cell =
					papa.parse<string[]>(csvText(text), { delimiter: ',', newline: '\r\n' }).data[0]?.[0] ??
					'';
				expect(cell).not.toMatch(/^[\s\p{C}]*[=+\-@＝＋－＠]/u);
			})
		);
	});
});

describe('figures', () => {
	it('stay figures', () => {
		expect(csvLine(['Refund', { figure: '-1234.50' }])).toBe('Refund,-1234.50\r\n');
	});

	it.each(['', '5-1', '=1', '1e5', '1,5', '--5'])('cannot be %j', (figure) => {
		expect(() => csvLine([{ figure }])).toThrow(TypeError);
	});
});
