import { Tokenizer, TokenType } from '@streamparser/json';
import { ImportFileError } from './import-file-error.ts';

/** A file that can be read from its start as often as one likes. */
export type OpenFile = () => AsyncIterable<Uint8Array>;

export interface JsonRow {
	table: string;
	/** Place among the rows of its table, from 0. */
	index: number;
	row: Record<string, unknown>;
}

/** Deeper files are nobody's archive; the limit keeps a hostile one from filling the memory. */
const MAX_DEPTH = 100;

/** Largest row or text that is held at once, in bytes. */
const MAX_ROW_BYTES = 16_000_000;

interface Frame {
	isArray: boolean;
	/** Name or number of the member that is being read. */
	key: string | number;
	/** What is being built; undefined outside of the rows that were asked for. */
	node: Record<string, unknown> | unknown[] | undefined;
}

/**
 * The rows of the tables of a database in JSON, one after the other and never the whole file: objects
 * in a list with a name, below one of the given paths.
 * @throws {ImportFileError} for what is not UTF-8, not JSON, cut off, too deep, or a row too large
 */
export async function* jsonRows(
	open: OpenFile,
	roots: readonly string[],
	wanted: ReadonlySet<string>
): AsyncGenerator<JsonRow> {
	const reader = new RowReader(roots, wanted);
	const decoder = new TextDecoder('utf-8', { fatal: true });
	let bytes = 0;
	for await (const chunk of open()) {
		// As text: the tokenizer loses letters that are cut in two more than once.
		reader.write(decoded(decoder, chunk), chunk.byteLength);
		bytes += chunk.byteLength;
		yield* reader.take();
	}
	if (bytes === 0) throw new ImportFileError('it is empty');
	decoded(decoder);
	reader.end(bytes);
}

/**
 * A piece of a file as text; the last one is none.
 * @throws {ImportFileError} for what is not UTF-8
 */
export function decoded(decoder: TextDecoder, chunk?: Uint8Array): string {
	try {
		return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
	} catch {
		throw new ImportFileError('it is not UTF-8 text');
	}
}

type Part = 'nothing' | 'open' | 'close' | 'value' | 'comma' | 'colon';

/** After which part each may stand. */
const FOLLOWS: Record<Part, ReadonlySet<Part>> = {
	nothing: new Set(),
	open: new Set<Part>(['nothing', 'open', 'comma', 'colon']),
	close: new Set<Part>(['open', 'value']),
	value: new Set<Part>(['nothing', 'open', 'comma', 'colon']),
	comma: new Set<Part>(['value']),
	colon: new Set<Part>(['value'])
};

function partOf(token: TokenType): Part {
	if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) return 'open';
	if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) return 'close';
	if (token === TokenType.COMMA) return 'comma';
	return token === TokenType.COLON ? 'colon' : 'value';
}

class RowReader {
	private readonly tokenizer = new Tokenizer();
	private readonly stack: Frame[] = [];
	private readonly roots: ReadonlySet<string>;
	private readonly wanted: ReadonlySet<string>;
	private rows: JsonRow[] = [];
	private failure: ImportFileError | undefined;
	private written = 0;
	/** Where the text or row began that is being read. */
	private began = 0;
	private offset = 0;
	private last: Part = 'nothing';

	constructor(roots: readonly string[], wanted: ReadonlySet<string>) {
		this.roots = new Set(roots);
		this.wanted = wanted;
		this.tokenizer.onToken = ({ token, value, offset }) => this.token(token, value, offset);
		this.tokenizer.onError = (error) => {
			this.failure ??= new ImportFileError(`it is not complete JSON (${oneLine(error)})`);
		};
	}

	write(text: string, bytes: number): void {
		this.tokenizer.write(text);
		this.written += bytes;
		if (!this.failure && this.written - this.began > MAX_ROW_BYTES) {
			this.failure = new ImportFileError(
				`${this.place()} is larger than 16 MB (byte ${this.began})`
			);
		}
		if (this.failure) throw this.failure;
	}

	/** The rows that were finished since the last time. */
	take(): JsonRow[] {
		const { rows } = this;
		this.rows = [];
		return rows;
	}

	end(bytes: number): void {
		if (this.stack.length > 0)
			throw new ImportFileError(`it breaks off in ${this.place()} (byte ${bytes})`);
		if (this.last === 'nothing') throw new ImportFileError('it is empty');
		if (this.failure) throw this.failure;
	}

	private token(token: TokenType, value: unknown, offset: number): void {
		if (this.failure) return;
		this.offset = offset;
		if (!this.building()) this.began = offset;
		const part = partOf(token);
		if (!FOLLOWS[part].has(this.last)) {
			this.failure = new ImportFileError(`it is not JSON at byte ${offset}, in ${this.place()}`);
			return;
		}
		this.last = part === 'close' ? 'value' : part;
		const frame = this.stack.at(-1);
		if (part === 'open') this.open(token);
		else if (part === 'close') this.close(token);
		else if (token === TokenType.COMMA && frame?.isArray) frame.key = Number(frame.key) + 1;
		else if (token === TokenType.COMMA && frame) frame.key = '';
		else if (token === TokenType.STRING && frame && !frame.isArray && frame.key === '')
			frame.key = `.${value}`;
		else if (token !== TokenType.COLON && token !== TokenType.COMMA) put(frame, value);
	}

	private open(token: TokenType): void {
		const isArray = token === TokenType.LEFT_BRACKET;
		if (this.stack.length >= MAX_DEPTH) {
			this.failure = new ImportFileError(`it is nested more than ${MAX_DEPTH} levels deep`);
			return;
		}
		const parent = this.stack.at(-1);
		const starts = !isArray && this.table() !== undefined;
		const node = starts || parent?.node ? (isArray ? [] : {}) : undefined;
		if (node && !starts) put(parent, node);
		this.stack.push({ isArray, key: isArray ? 0 : '', node });
	}

	private close(token: TokenType): void {
		const frame = this.stack.pop();
		if (frame?.isArray !== (token === TokenType.RIGHT_BRACKET)) {
			this.failure = new ImportFileError(`it is not JSON at byte ${this.offset}`);
			return;
		}
		const table = this.table();
		if (!frame?.node || Array.isArray(frame.node) || table === undefined) return;
		this.rows.push({ table, index: Number(this.stack.at(-1)?.key), row: frame.node });
		this.began = this.offset;
	}

	private building(): boolean {
		return this.stack.at(-1)?.node !== undefined;
	}

	/** The table whose row would begin or has just ended here, when it was asked for. */
	private table(): string | undefined {
		const list = this.stack.at(-1);
		if (!list?.isArray || list.node) return undefined;
		const path = this.stack.slice(0, -1).map(nameOf);
		const table = path.pop();
		return table !== undefined && this.wanted.has(table) && this.roots.has(path.join('.'))
			? table
			: undefined;
	}

	private place(): string {
		const path = this.stack.slice(0, 5).map(nameOf).filter(Boolean);
		return path.length > 0 ? path.join('.') : 'the file';
	}
}

// Names carry a dot in front, so that an empty one is not taken for none.
function nameOf({ key }: Frame): string {
	return typeof key === 'number' ? String(key) : key.slice(1);
}

function put(frame: Frame | undefined, value: unknown): void {
	if (!frame?.node) return;
	if (Array.isArray(frame.node)) frame.node.push(value);
	else if (nameOf(frame) !== '__proto__') frame.node[nameOf(frame)] = value;
}

function oneLine(error: Error): string {
	return error.message.split('\n')[0]?.slice(0, 160) ?? '';
}
