import Papa from 'papaparse';
import { ImportFileError } from './import-file-error.ts';
import { decoded, type OpenFile } from './json-rows.ts';

/** Longest line that is held, in characters: a quotation mark that never ends is none of them. */
const MAX_LINE = 1_000_000;

const WANTED = '“CSV UTF-8” and choose that file';

export interface CsvRow {
	/** Line of the file, from 1, counting a cell with line breaks as one. */
	line: number;
	/** Cells by the name of their column, in lower case. */
	cells: Record<string, string>;
	/** Has more or fewer cells than there are columns. */
	isRagged: boolean;
}

/**
 * The rows of a CSV file with a first line of names, one after the other; see {@link csvLines}.
 * @throws {ImportFileError} for what is no text, or has a quotation mark that does not end
 */
export async function* csvRows(open: OpenFile): AsyncGenerator<CsvRow> {
	let names: string[] | undefined;
	for await (const { line, cells } of csvLines(open)) {
		if (!names) {
			names = cells.map((cell) => cell.trim().toLowerCase());
			continue;
		}
		const entries = names.map((name, i) => [name, cells[i] ?? ''] as const);
		const isRagged = cells.length !== names.length;
		yield { line, cells: Object.fromEntries(entries), isRagged };
	}
}

export interface CsvLine {
	/** Line of the file, from 1, counting a cell with line breaks as one. */
	line: number;
	cells: string[];
}

/**
 * The lines of a CSV file that hold anything. Commas, semicolons or tabs, as the first line has them;
 * UTF-8, or UTF-16 that says so in its first two bytes, as spreadsheets write it.
 * @throws {ImportFileError} as {@link csvRows}
 */
export async function* csvLines(open: OpenFile): AsyncGenerator<CsvLine> {
	let line = 0;
	for await (const cells of allLines(open)) {
		line += 1;
		if (cells.some((cell) => cell !== '')) yield { line, cells };
	}
}

async function* allLines(open: OpenFile): AsyncGenerator<string[]> {
	let decoder: TextDecoder | undefined;
	let rest = '';
	let parser: Papa.Parser | undefined;
	let lines = 0;
	const read = (text: string, isLast: boolean): string[][] => {
		if (text.includes('\u0000')) {
			throw new ImportFileError(`it is not a CSV file. Save your list as ${WANTED}`);
		}
		rest += text;
		parser ??= isLast || rest.includes('\n') ? parserOf(rest) : undefined;
		if (!parser) return [];
		const result = parser.parse(rest, 0, !isLast) as Papa.ParseResult<string[]>;
		const open = result.errors.find(({ code }) => code === 'MissingQuotes');
		rest = isLast ? '' : rest.slice(result.meta.cursor);
		if (rest.length > MAX_LINE || (isLast && open)) {
			const line = lines + (open?.row ?? result.data.length) + 1;
			throw new ImportFileError(
				open || rest.includes('"')
					? `it has a quotation mark that does not end (line ${line})`
					: `line ${line} has more than ${MAX_LINE.toLocaleString('en-GB')} characters`
			);
		}
		lines += result.data.length;
		return result.data;
	};
	for await (const chunk of open()) {
		decoder ??= decoderOf(chunk);
		yield* read(textOf(decoder, chunk), false);
	}
	if (decoder) yield* read(textOf(decoder), true);
}

/** Spreadsheets still write other encodings, so it is said what to do about it. */
function textOf(decoder: TextDecoder, chunk?: Uint8Array): string {
	try {
		return decoded(decoder, chunk);
	} catch (error) {
		if (!(error instanceof ImportFileError)) throw error;
		throw new ImportFileError(`${error.message}. Save your list as ${WANTED}`);
	}
}

function decoderOf([first, second]: Uint8Array): TextDecoder {
	const mark = `${first} ${second}`;
	const encoding = { '255 254': 'utf-16le', '254 255': 'utf-16be' }[mark] ?? 'utf-8';
	return new TextDecoder(encoding, { fatal: true });
}

function parserOf(start: string): Papa.Parser {
	const end = start.search(/[\r\n]|$/);
	const first = start.slice(0, end);
	const [delimiter] = [',', ';', '\t'].toSorted(
		(a, b) => first.split(b).length - first.split(a).length
	);
	const newline = start.startsWith('\r\n', end) ? '\r\n' : start[end] === '\r' ? '\r' : '\n';
	return new Papa.Parser({ delimiter, newline });
}
