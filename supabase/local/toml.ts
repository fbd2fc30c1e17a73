import { StackError } from './errors.ts';

/** A value of a TOML document. */
export type TomlValue = string | number | boolean | TomlValue[] | { [key: string]: TomlValue };
type Table = { [key: string]: TomlValue };

/**
 * Parses the part of TOML that Supabase's config.toml uses: comments, `[tables]`, dotted keys,
 * strings, numbers, booleans and arrays, which may span lines. Anything else is an error and
 * never a silent skip.
 * @throws StackError with the line
 */
export function parseToml(text: string): Table {
	const root: Table = {};
	let table = root;
	const lines = text.split(/\r?\n/);
	for (let index = 0; index < lines.length; index++) {
		const at = index + 1;
		let line = withoutComment(lines[index] ?? '').trim();
		if (line === '') continue;
		const header = /^\[([^[\]]+)\]$/.exec(line);
		if (header) {
			table = descend(root, keys(header[1] ?? ''), at);
			continue;
		}
		const assignment = /^([^=]+?)\s*=\s*(.*)$/.exec(line);
		if (!assignment) throw new StackError(`line ${at} is not a table, a key or a comment`);
		line = assignment[2] ?? '';
		while (openBrackets(line) > 0 && index + 1 < lines.length) {
			line += ' ' + withoutComment(lines[++index] ?? '').trim();
		}
		const path = keys(assignment[1] ?? '');
		const name = path.pop() ?? '';
		descend(table, path, at)[name] = parseValue(line, at);
	}
	return root;
}

function keys(text: string): string[] {
	return text.split('.').map((part) => part.trim().replace(/^"(.*)"$/, '$1'));
}

function descend(from: Table, path: string[], at: number): Table {
	let table = from;
	for (const key of path) {
		const next = (table[key] ??= {});
		if (typeof next !== 'object' || Array.isArray(next)) {
			throw new StackError(`line ${at}: ${key} is a value and a table`);
		}
		table = next;
	}
	return table;
}

/** Calls `visit` for every character that is not inside quotes. */
function outsideStrings(text: string, visit: (char: string, index: number) => boolean | void) {
	let quote = '';
	for (let index = 0; index < text.length; index++) {
		const char = text.charAt(index);
		if (quote) {
			if (char === '\\' && quote === '"') index++;
			else if (char === quote) quote = '';
		} else if (char === '"' || char === "'") quote = char;
		else if (visit(char, index) === false) return;
	}
}

function withoutComment(line: string): string {
	let end = line.length;
	outsideStrings(line, (char, index) => {
		if (char !== '#') return;
		end = index;
		return false;
	});
	return line.slice(0, end);
}

function openBrackets(text: string): number {
	let open = 0;
	outsideStrings(text, (char) => {
		if (char === '[') open++;
		if (char === ']') open--;
	});
	return open;
}

function parseValue(text: string, at: number): TomlValue {
	const value = text.trim();
	if (value === 'true' || value === 'false') return value === 'true';
	if (/^[+-]?[\d_]+(\.[\d_]+)?$/.test(value)) return Number(value.replaceAll('_', ''));
	if (/^'[^']*'$/.test(value)) return value.slice(1, -1);
	if (/^"(?:[^"\\]|\\.)*"$/.test(value)) return JSON.parse(value) as string;
	if (value.startsWith('[') && value.endsWith(']')) {
		return elements(value.slice(1, -1)).map((element) => parseValue(element, at));
	}
	throw new StackError(`line ${at}: "${value}" is not a string, number, boolean or array`);
}

function elements(text: string): string[] {
	const found: string[] = [];
	let start = 0;
	let depth = 0;
	outsideStrings(text, (char, index) => {
		if (char === '[') depth++;
		if (char === ']') depth--;
		if (char !== ',' || depth > 0) return;
		found.push(text.slice(start, index));
		start = index + 1;
	});
	found.push(text.slice(start));
	return found.filter((element) => element.trim() !== '');
}
