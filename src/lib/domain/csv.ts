/**
 * CSV as RFC 4180 has it, safe to open in a spreadsheet: a text that would be taken for a formula gets an
 * apostrophe in front, which {@link fromCsvText} takes away again.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */

// Spreadsheets skip spaces and characters that cannot be seen, and take the full-width and small forms
// of a sign for the sign itself. Apostrophes in front count too: they would be lost on the way back.
const formula =
	/^'*(?:[\t\r]|[\s\p{C}\p{Default_Ignorable_Code_Point}]*[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212])/u;

/** What makes spreadsheets read a file as UTF-8. */
export const CSV_BOM = '\ufeff';

/** A figure, which may begin with a minus and stays one. */
export interface Figure {
	/** With a point for decimals and nothing else: “-1234.50”. */
	figure: string;
}

/**
 * One line, with its end. Texts are made harmless, figures stay figures.
 * @throws {TypeError} when a figure is none
 */
export function csvLine(cells: readonly (string | Figure)[]): string {
	return `${cells.map((cell) => (typeof cell === 'string' ? csvText(cell) : csvFigure(cell))).join(',')}\r\n`;
}

/** A text as a cell: harmless, and quoted where it has to be. */
export function csvText(text: string): string {
	const harmless = formula.test(text) ? `'${text}` : text;
	return /[",\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** The text that a cell was made of, after a parser took the quotes away. */
export function fromCsvText(cell: string): string {
	return cell.startsWith("'") && formula.test(cell.slice(1)) ? cell.slice(1) : cell;
}

function csvFigure({ figure }: Figure): string {
	if (!/^-?\d+(\.\d+)?$/.test(figure)) throw new TypeError(`Not a figure: ${figure}`);
	return figure;
}
