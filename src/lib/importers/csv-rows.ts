import Papa from 'papaparse';
import { ImportFileError } from './import-file-error.ts';
import { decoded, type OpenFile } from './json-rows.ts';

/** Longest line that is held, in characters: a quotation mark that never ends is none of them. */
const MAX_LINE = 1_000_000;

export interface CsvRow {
	/** Line of the file, from 1, counting a cell with line breaks as one. */
	line: number;
	/** Cells by the name of their column, in lower case. */
	cells: Record<string, string>;
	/** Has more or fewer cells than there are columns. */
	isRagged: boolean;
}

/**
 * The rows of a CSV file with a first line of names, one after the other. Commas or semicolons.
 * @throws {ImportFileError} for what is not UTF-8 text, or has a quotation mark that does not end
 */
export async function* csvRows(open: OpenFile): AsyncGenerator<CsvRow> {
	let names: string[] | undefined;
	let line = 0;
	for await (const cells of csvLines(open)) {
		line += 1;
		if (cells.every((cell) => cell === '')) continue;
		if (!names) {
			names = cells.map((cell) => cell.trim().toLowerCase());
			continue;
		}
		const entries = names.map((name, i) => [name, cells[i] ?? ''] as const);
		const isRagged = cells.length !== names.length;
		yield { line, cells: Object.fromEntries(entries), isRagged };
	}
}

async function* csvLines(open: OpenFile): AsyncGenerator<string[]> {
	const decoder = new TextDecoder('utf-8', { fatal: true });
	let rest = '';
	let parser: Papa.Parser | undefined;
	let bytes = 0;
	const read = (text: string, isLast: boolean): string[][] => {
		rest += text;
		parser ??= isLast || rest.includes('\n') ? parserOf(rest) : undefined;
		if (!parser) return [];
		const result = parser.parse(rest, 0, !isLast) as Papa.ParseResult<string[]>;
		const open = result.errors.find(({ code }) => code === 'MissingQuotes');
		if (rest.length > MAX_LINE || (isLast && open))
			throw new ImportFileError(`it has a quotation mark that does not end (near byte ${bytes})`);
		rest = isLast ? '' : rest.slice(result.meta.cursor);
		return result.data;
	};
	for await (const chunk of open()) {
		yield* read(decoded(decoder, chunk, bytes), false);
		bytes += chunk.byteLength;
	}
	yield* read(decoded(decoder, undefined, bytes), true);
}

function parserOf(start: string): Papa.Parser {
	const first = start.slice(0, start.search(/[\r\n]|$/));
	const delimiter = first.split(';').length > first.split(',').length ? ';' : ',';
	return new Papa.Parser({ delimiter });
}
