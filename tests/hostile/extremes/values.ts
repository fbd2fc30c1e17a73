/**
 * Values at and beyond the edges of the types of Postgres, each as the JSON that a body has for it.
 * Some are no values that `JSON.stringify` could write.
 */

const json = (values: unknown[]) => values.map((value) => JSON.stringify(value));
const repeated = (part: string, times: number) => JSON.stringify(part.repeat(times));

export const moments = json([
	'-infinity',
	'infinity',
	'0044-03-15 12:00:00+00 BC',
	'0001-01-02T00:00:00Z',
	'9999-12-30T23:59:59.999999Z',
	'9999-12-31T23:59:59.999999Z',
	'294276-12-31 23:59:59.999999+00',
	'4713-01-01 00:00:00+00 BC',
	'1900-02-28T24:00:00-15:59',
	'2026-11-14T06:40:00+15:59',
	'1969-12-31T23:59:59.999999 Asia/Kathmandu',
	'epoch',
	'',
	0,
	true
]);

export const texts = [
	...json(['', '\u202eevil\u202c', `'"><script>alert(1)</script>]]>`, '👩‍🚀e\u0301', '\u0000']),
	String.raw`"\ud800"`,
	repeated('a', 1_000_000),
	repeated('a', 300),
	repeated('👩‍🚀', 16),
	...json(['\u200b', '\u0001\u0008\u000b\u001f\ufffe\uffff', '\u2028\n\r\t\u0085', ' ', '%00%ff%']),
	...json(['__proto__', '{{1}}${1}', '-infinity', '1e400', '../..', 'a@b.co', 'https://[::1]:0/%']),
	...json(['xxx', 'zzz-Zzzz-999', 'Factory', 'Etc/GMT+12', '0'.repeat(64), 'a~b,c.d(e)f:g*h']),
	repeated('\u0301', 80),
	String.raw`"\udc00\ud800"`
];

export const numbers = [
	...[
		'0',
		'-1',
		'2147483647',
		'32767',
		'9223372036854775807',
		'1e400',
		'"NaN"',
		'1.5',
		'"Infinity"'
	],
	...['-32768', '-2147483648', '32768', '2147483648', '-9223372036854775808', '9007199254740993'],
	...['1e-45', '9'.repeat(400), '""', '"0x1f"', '-0', '1', '99999999']
];

const uuids = json([
	'00000000-0000-0000-0000-000000000000',
	'ffffffff-ffff-ffff-ffff-ffffffffffff',
	'{019000000000700080000000000000ff}',
	'no-uuid',
	'\u0000',
	0
]);

const doc = (content: string) => `{"type":"doc","content":[${content}]}`;
const nested = (depth: number, open: string, close: string) =>
	open.repeat(depth) + close.repeat(depth);

export const documents = [
	doc('null,[],1,"text",true'),
	doc('{"type":"image","attrs":{"src":[],"width":-1,"height":"NaN","focalX":1e300}}'),
	doc('{"type":"paragraph","content":[{"type":"text","text":"a","marks":[null,{"type":[]}]}]}'),
	doc('{"type":"heading","attrs":{"level":1e300},"content":[{"type":"text","text":7}]}'),
	doc('{"type":"paragraph","content":{"type":"text"}}'),
	doc(String.raw`{"type":"paragraph","text":"\u0000"}`),
	doc(String.raw`{"type":"paragraph","content":[{"type":"text","text":"\ud800"}]}`),
	doc(nested(40, '{"type":"blockquote","content":[', ']}')),
	doc(`{"type":"paragraph","content":[{"type":"text","text":"${'a'.repeat(4_000_000)}"}]}`),
	// With some thousand levels, Postgres runs out of stack in every column.
	nested(1000, '[', ']'),
	...['{}', '[]', '""', '0', 'false', '[null]', '[[]]', '[1e400]', '{"__proto__":{"x":1}}'],
	'{"type":"doc","content":[],"constructor":null}'
];

const lists = (item: string) => [
	...['[]', '[null]', '"{}"', '0', `[[${item}],[${item}]]`, `[${item},null,${item}]`, '"{{}"'],
	`[${Array.from({ length: 2000 }, () => item).join(',')}]`
];

const byType: Record<string, string[]> = {
	'timestamp with time zone': moments,
	text: texts,
	smallint: numbers,
	integer: numbers,
	bigint: numbers,
	real: numbers,
	uuid: uuids,
	jsonb: documents,
	boolean: ['true', 'false', '"maybe"', '2', '""', '[]'],
	'text[]': [...lists('"a"'), ...json([['\u200b'], ['\u0000'], [''], ['\u202e<script>']])],
	'integer[]': [...lists('1'), '[-1]', '[2147483647]', '[2147483648]'],
	'uuid[]': lists('"00000000-0000-0000-0000-000000000000"')
};

/**
 * The values for a type, by its name in Postgres, null among them.
 * @throws Error for a type that has none yet
 */
export function extremesOf(type: string): string[] {
	const values = byType[type];
	if (!values) throw new Error(`No extreme values are known for the type ${type}. Add them.`);
	return ['null', ...values];
}

/** What may stand at any place in a document. */
export const leaves = [
	...['null', '0', '-1', '1e400', '[]', '{}', '[null]', '[[]]', 'true'],
	...json(['', '\u0000', '\u202e<script>', '-infinity', '0044-03-15 00:00:00+00 BC', '../../%00']),
	repeated('a', 6000)
];

/** Stands for a list with all that is in it twice. */
export const twice = 'twice';
