import { randomUUID } from 'node:crypto';
import { usualArguments } from './arguments.ts';
import { keysOf, type Callable, type Column, type Keys } from './catalogue.ts';
import { pooled } from '../support.ts';
import { roles, type Role, type Scene } from '../scene.ts';
import { extremesOf, leaves, twice } from './values.ts';

/** Where a value can be written through the REST port: a column, or an argument of a function. */
export interface Place {
	name: string;
	values: string[];
	/** Who gets furthest there. */
	writer: Role;
	/** What is written there promises to leave nothing behind. */
	reads: boolean;
	write(role: Role, value: string): Promise<Outcome>;
}

export interface Outcome {
	status: number;
	/** What it says of a refusal. */
	text: string;
	/** Something was written. */
	taken: boolean;
}

/** Sends JSON whose values are JSON already. */
export async function sendJson(
	{ rest }: Scene,
	role: Role,
	path: string,
	method: string,
	fields: Record<string, string>
): Promise<Outcome> {
	const pairs = Object.entries(fields).map(([name, value]) => `${JSON.stringify(name)}:${value}`);
	try {
		const answer = await rest(role, path, {
			method,
			body: `{${pairs.join(',')}}`,
			headers: { prefer: 'return=minimal,count=exact' },
			signal: AbortSignal.timeout(30_000)
		});
		const total = answer.headers.get('content-range')?.split('/')[1];
		return {
			status: answer.status,
			text: (await answer.text()).slice(0, 300),
			taken: answer.ok && (method !== 'PATCH' || total !== '0')
		};
	} catch (error) {
		return { status: 0, text: String(error), taken: false };
	}
}

type Row = Record<string, unknown>;

/** Rows of a table, those first whose pages are asked for. */
async function rowsOf(scene: Scene, table: string, { primary, scoped }: Keys): Promise<Row[]> {
	const order = primary.map((name) => `"${name}" desc`).join(', ');
	const found = await scene.sql.unsafe<{ row: Row }[]>(
		scoped
			? `select to_jsonb(t) as row from ${table} t where publication_id = '${scene.publication}' order by ${order} limit 4`
			: `select to_jsonb(t) as row from ${table} t order by ${order} limit 20`
	);
	if (found.length === 0) throw new Error(`The scene has no row of ${table}. Give it one.`);
	return found.map(({ row }) => row);
}

const addressOfRow = (table: string, keys: Keys, row: Row) =>
	`${table}?${keys.primary.map((name) => `${name}=eq.${encodeURIComponent(String(row[name]))}`).join('&')}`;

/** Values for a column: those of its type, those its check names, and the ids of another publication. */
function valuesFor({ type, words }: Column, foreign: string[]): string[] {
	const ids = type === 'uuid' ? foreign : [];
	return [...extremesOf(type), ...[...words, ...ids].map((word) => JSON.stringify(word))];
}

async function foreignIds({ sql, publication }: Scene): Promise<string[]> {
	const rows = await sql<{ id: string }[]>`
		(select id from publications where id <> ${publication} limit 1)
		union all (select id from posts where publication_id <> ${publication} limit 1)
		union all (select id from members where publication_id <> ${publication} limit 1)
		union all (select id from tiers where publication_id <> ${publication} limit 1)
		union all (select user_id from publication_staff where publication_id <> ${publication} limit 1)`;
	return rows.map(({ id }) => id);
}

/** Every column, each with a row of its own where there are enough. */
export async function columnPlaces(scene: Scene, columns: Column[]): Promise<Place[]> {
	const foreign = await foreignIds(scene);
	const tables = [...new Set(columns.map(({ table }) => table))];
	const places = await pooled(tables, async (table) => {
		const keys = await keysOf(scene.sql, table);
		const rows = await rowsOf(scene, table, keys);
		const own = columns.filter((column) => column.table === table);
		const changed = own.filter(({ command }) => command === 'update');
		const added = own.filter(({ command }) => command === 'insert');
		const [first] = changed;
		const reachable = first ? await rowsByRole(scene, first, keys, rows) : new Map<Role, Row[]>();
		const [writer = 'owner'] = reachable.keys();
		return [
			...changed.map((column, n): Place => {
				const write = (role: Role, value: string) => {
					const mine = reachable.get(role) ?? reachable.get(writer) ?? rows;
					const address = addressOfRow(table, keys, mine[n % mine.length] as Row);
					return sendJson(scene, role, address, 'PATCH', { [column.name]: value });
				};
				const name = `update ${table}.${column.name}`;
				return { name, values: valuesFor(column, foreign), writer, reads: false, write };
			}),
			...added.map((column, n): Place => {
				const names = added.map(({ name }) => name);
				const write = async (role: Role, value: string) => {
					const base = await baseRow(scene, table, keys, names, rows[n % rows.length] as Row);
					return sendJson(scene, role, table, 'POST', { ...base, [column.name]: value });
				};
				const name = `insert ${table}.${column.name}`;
				return { name, values: valuesFor(column, foreign), writer: 'owner', reads: false, write };
			})
		];
	});
	return places.flat();
}

/** Who can change which rows: found by writing what is there already. */
async function rowsByRole(
	scene: Scene,
	{ table, name }: Column,
	keys: Keys,
	rows: Row[]
): Promise<Map<Role, Row[]>> {
	const found = new Map<Role, Row[]>();
	for (const role of roles) {
		const outcomes = await pooled(rows, (row) =>
			sendJson(scene, role, addressOfRow(table, keys, row), 'PATCH', {
				[name]: JSON.stringify(row[name])
			})
		);
		const mine = rows.filter((_, n) => outcomes[n]?.taken);
		if (mine.length > 0) found.set(role, mine);
	}
	if (found.size === 0) throw new Error(`Nobody can change the rows of ${table} in this scene.`);
	return found;
}

/** A row that could be added: like one that is there, with what must differ made new. */
async function baseRow(
	{ sql }: Scene,
	table: string,
	keys: Keys,
	names: string[],
	row: Row
): Promise<Record<string, string>> {
	const isOneOfTwo = !names.some((name) => keys.unique.includes(name));
	if (isOneOfTwo && keys.primary.every((name) => names.includes(name))) {
		const where = keys.primary.map((name) => `"${name}" = '${String(row[name])}'`).join(' and ');
		await sql.unsafe(`delete from ${table} where ${where}`);
	}
	const fields = names.map((name) => {
		const value = keys.unique.includes(name) ? another(String(row[name])) : row[name];
		return [name, JSON.stringify(value)];
	});
	return Object.fromEntries(fields);
}

/** A text of the same kind that nobody else has. */
function another(text: string): string {
	const letters = randomUUID().replaceAll('-', '');
	if (/^[0-9a-f]{64}$/.test(text)) return letters + letters;
	if (/^[a-z]{3}$/.test(text)) return 'jpy';
	return `x${letters}${text.includes('@') ? text.slice(text.indexOf('@')) : ''}`;
}

/** Every argument of every function, and everything in those that are documents. */
export async function argumentPlaces(
	scene: Scene,
	functions: Callable[],
	bringBack: () => Promise<void>
): Promise<{ places: Place[]; working: number }> {
	const usual = await usualArguments(scene);
	const call = (role: Role, { name, args }: Callable, n: number, at: string[], value: string) => {
		const given = Object.entries(usual(name, args, n)).map(([arg, one]) => {
			const text = arg === at[0] ? instead(one, at.slice(1), value) : JSON.stringify(one);
			return [arg, text] as const;
		});
		return sendJson(scene, role, `rpc/${name}`, 'POST', Object.fromEntries(given));
	};
	const writers = new Map<Callable, Role>();
	for (const role of roles) {
		const left = functions.filter((one) => !writers.has(one));
		for (const one of left) {
			if ((await call(role, one, 0, [], '')).taken) writers.set(one, role);
		}
		await bringBack();
	}
	const places = functions.flatMap((one) =>
		one.args.flatMap((arg, n) => {
			const type = one.types[n] ?? '';
			const inside = type === 'jsonb' ? placesIn(usual(one.name, one.args, n)[arg]) : [];
			const whole = { path: [], values: extremesOf(type) };
			return [whole, ...inside].map(({ path, values }, m): Place => ({
				name: `${one.name}: ${[arg, ...path].join('.')}`,
				values,
				writer: writers.get(one) ?? 'owner',
				reads: one.reads,
				write: (role, value) => call(role, one, n + m, [arg, ...path], value)
			}));
		})
	);
	return { places, working: writers.size };
}

/** Every place in a document, as the keys that lead there, and what is tried there. */
function placesIn(document: unknown): { path: string[]; values: string[] }[] {
	if (typeof document !== 'object' || document === null) return [];
	return Object.entries(document).flatMap(([key, value]) => [
		{ path: [key], values: Array.isArray(value) ? [twice, ...leaves] : leaves },
		...placesIn(value).map(({ path, values }) => ({ path: [key, ...path], values }))
	]);
}

/** The JSON of a document with other JSON at one place. */
function instead(document: unknown, at: string[], value: string): string {
	const [key, ...rest] = at;
	if (key === undefined) {
		return value === twice ? JSON.stringify([document, document].flat()) : value;
	}
	const entries = Object.entries(document as object).map(([name, one]) => ({
		name: JSON.stringify(name),
		text: name === key ? instead(one, rest, value) : JSON.stringify(one)
	}));
	return Array.isArray(document)
		? `[${entries.map(({ text }) => text).join(',')}]`
		: `{${entries.map(({ name, text }) => `${name}:${text}`).join(',')}}`;
}
