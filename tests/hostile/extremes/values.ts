import { isFull } from './size.ts';

/** Values at and beyond the edge of a type, as a caller of the REST port can send them in JSON. */

/** What is put into a body as it stands, since `JSON.stringify` could not write it. */
export class Raw {
	readonly json: string;
	constructor(json: string) {
		this.json = json;
	}
}

/** Writes a body, with {@link Raw} values as they stand. */
export function toJson(value: unknown): string {
	if (value instanceof Raw) return value.json;
	if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
	const pairs = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}:${toJson(one)}`);
	return `{${pairs.join(',')}}`;
}

const nested = (depth: number) =>
	new Raw(`${'{"type":"blockquote","content":['.repeat(depth)}${']}'.repeat(depth)}`);

/** Most values of a type that are tried; the most telling ones come first in each list. */
const most = isFull ? Infinity : 5;

/** More than any column may hold. */
export const tooLong = 'a'.repeat(1_000_000);

export const moments = [
	'-infinity',
	'infinity',
	'0044-03-15 12:00:00+00 BC',
	'9999-12-31T23:59:59.999999Z',
	'9999-12-30T23:59:59.999999Z',
	'0001-01-02T00:00:00Z',
	'0001-01-01T00:00:00Z',
	'4713-01-01 00:00:00+00 BC',
	'294276-12-31 23:59:59.999999+00',
	'10000-01-01 00:00:00+00',
	'1969-12-31T23:59:59.999999Z',
	'2026-11-14T06:40:00+15:59',
	'2026-11-14T06:40:00+23:59',
	'today',
	'',
	0
];

export const texts = [
	'\u200b',
	'\u202eevil\u202c',
	'\u0001\u0008\u000b\u001f\ufffe\uffff',
	new Raw(String.raw`"\ud800"`),
	tooLong,
	'Factory',
	'\u0000',
	'__proto__',
	'',
	']]></title><script>alert(1)</script>',
	' ',
	'\u0085\u009f',
	'\u2028\u2029',
	new Raw(String.raw`"\udc00\ud800"`),
	'e\u0301'.repeat(40),
	'👩‍🚀',
	'\n\r\t',
	'%00%ff',
	'constructor',
	'"\'`${1}{{1}}',
	'posixrules',
	'localtime',
	'posix/Europe/London',
	'right/Europe/London',
	'SystemV/AST4',
	'+02:00',
	'zzz-Zzzz-999',
	'en-u-nu-latn',
	'xxx',
	'-infinity',
	'1e400'
];

export const numbers = [
	'NaN',
	'Infinity',
	new Raw('1e400'),
	new Raw('9223372036854775807'),
	2147483647,
	32767,
	-1,
	0,
	1.5,
	'-Infinity',
	-32768,
	32768,
	-2147483648,
	2147483648,
	new Raw('9007199254740993'),
	new Raw('-9223372036854775808'),
	new Raw('9'.repeat(400)),
	1e-45,
	''
];

export const uuids = [
	'00000000-0000-0000-0000-000000000000',
	'ffffffff-ffff-ffff-ffff-ffffffffffff',
	'not-a-uuid',
	'',
	'\u0000',
	0
];

const doc = (...content: unknown[]) => ({ type: 'doc', content });

export const documents = [
	doc(null, [], 1, 'text', true),
	0,
	new Raw(String.raw`{"type":"doc","content":[{"type":"paragraph","text":"\u0000"}]}`),
	new Raw(`{"type":"doc","content":[${nested(5000).json}]}`),
	new Raw('['.repeat(100_000) + ']'.repeat(100_000)),
	doc({ type: 'paragraph', content: [{ type: 'text', text: 'a'.repeat(5_000_000) }] }),
	doc({ type: 'image', attrs: { src: [], width: -1, height: 'NaN', focalX: 1e300 } }),
	doc({ type: 'paragraph', content: [{ type: 'text', text: 'a', marks: [null, { type: [] }] }] }),
	new Raw('{"type":"doc","content":[],"__proto__":{"x":1},"constructor":null}'),
	'',
	[],
	{},
	new Raw('[1e400]'),
	new Raw(String.raw`{"type":"doc","content":[],"x":"\ud800"}`),
	doc({ type: 'heading', attrs: { level: 1e300 }, content: [{ type: 'text', text: 7 }] }),
	doc({ type: 'paragraph', content: { type: 'text' } }),
	doc({ type: 'paragraph', content: [{ type: 'text', text: '\u202e\u0001\ufffe', marks: 5 }] })
];

const lists = (item: string): unknown[] => [
	[],
	[null],
	[[item], [item]],
	'{}',
	0,
	Array.from({ length: 10_000 }, () => item)
];

const byType: Record<string, readonly unknown[]> = {
	'timestamp with time zone': moments,
	text: texts,
	smallint: numbers,
	integer: numbers,
	bigint: numbers,
	real: numbers,
	uuid: uuids,
	jsonb: documents,
	boolean: ['maybe', 2, '', []],
	'text[]': [...lists('a'), ['\u200b'], ['\u0000'], [tooLong]],
	'uuid[]': lists('00000000-0000-0000-0000-000000000000')
};

/**
 * The values for a type, by its name in Postgres.
 * @throws Error for a type that has none yet
 */
export function extremesOf(type: string): readonly unknown[] {
	const values = byType[type];
	if (!values) throw new Error(`No extreme values are known for the type ${type}. Add them.`);
	return some(values);
}

/** As many of a list as a run of this size tries. */
export function some<T>(values: readonly T[]): readonly T[] {
	return values.slice(0, most);
}
