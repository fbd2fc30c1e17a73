import { describe, expect, it } from 'vitest';
import { contents } from '../../limits.ts';
import { limitBody } from './limit-body.ts';
import { readForm, readJson } from './read-body.ts';

const urlencoded = 'application/x-www-form-urlencoded';
const multipart = 'multipart/form-data; boundary=----------------------------tide';

function post(body: BodyInit, type: string): Request {
	return new Request('https://pamphlet.example/', {
		method: 'POST',
		body,
		headers: { 'content-type': type },
		duplex: 'half'
	} as RequestInit);
}

/** A body that is made while it is read, and counts what was taken of it. */
function counted(chunks: number, chunk: Uint8Array<ArrayBuffer>) {
	const taken = { bytes: 0 };
	const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
		{
			pull(controller) {
				if (taken.bytes === chunks * chunk.byteLength) return controller.close();
				taken.bytes += chunk.byteLength;
				controller.enqueue(chunk);
			}
		},
		{ highWaterMark: 0 }
	);
	return { body, taken };
}

function parts(count: number): string {
	const boundary = '------------------------------tide';
	const part = `${boundary}\r\ncontent-disposition: form-data; name="a"\r\n\r\nx\r\n`;
	return `${part.repeat(count)}${boundary}--\r\n`;
}

const statusOf = (promise: Promise<unknown>) =>
	promise.then(
		() => 200,
		(error: { status?: number }) => error.status
	);

describe('a form', () => {
	it('is read in both encodings', async () => {
		const typed = await readForm(post('a=1&b=%E2%82%AC', urlencoded));
		expect([...typed]).toEqual([
			['a', '1'],
			['b', '€']
		]);
		expect([...(await readForm(post(parts(2), multipart)))]).toEqual([
			['a', 'x'],
			['a', 'x']
		]);
	});

	it.each([
		['urlencoded', (n: number) => post('a=x&'.repeat(n - 1) + 'a=x', urlencoded)],
		['multipart', (n: number) => post(parts(n), multipart)]
	])('has a limited number of fields, %s', async (_, form) => {
		expect([...(await readForm(form(contents.fields)))]).toHaveLength(contents.fields);
		expect(await statusOf(readForm(form(contents.fields + 1)))).toBe(413);
	});

	it('is counted by the boundary that the parser uses', async () => {
		const type = `multipart/form-data; xboundary=other; boundary=----------------------------tide`;
		expect(await statusOf(readForm(post(parts(contents.fields + 1), type)))).toBe(413);
	});

	it.each([
		['another type', '{}', 'application/json'],
		['no type', 'a=1', ''],
		['no boundary', parts(1), 'multipart/form-data'],
		['another boundary', parts(1), `${multipart}s`],
		['no end', parts(1).slice(0, -10), multipart],
		['no form at all', 'x', multipart]
	])('is refused with %s', async (_, body, type) => {
		expect(await statusOf(readForm(post(body, type)))).toBe(400);
	});

	it('is refused when the connection breaks', async () => {
		const body = new ReadableStream({ pull: (end) => end.error(new Error('aborted')) });
		expect(await statusOf(readForm(post(body, urlencoded)))).toBe(400);
	});

	it('may come a byte at a time', async () => {
		const { body } = counted(50_000, new Uint8Array([0x61]));
		expect([...(await readForm(post(body, urlencoded)))]).toEqual([['a'.repeat(50_000), '']]);
	});
});

describe('JSON', () => {
	it('is read', async () => {
		expect(await readJson(post('{"a":["[[\\"{",1]}', 'application/json'))).toEqual({
			a: ['[["{', 1]
		});
	});

	it('is nested so deep and no deeper', async () => {
		const nested = (depth: number) =>
			post('['.repeat(depth) + ']'.repeat(depth), 'application/json');
		expect(await statusOf(readJson(nested(contents.jsonDepth)))).toBe(200);
		expect(await statusOf(readJson(nested(contents.jsonDepth + 1)))).toBe(400);
	});

	it.each(['', '{', 'tide', '\u0000'])('is refused when it is none: %j', async (text) => {
		expect(await statusOf(readJson(post(text, 'application/json')))).toBe(400);
	});

	it('is refused when it is not UTF-8', async () => {
		const bytes = new Uint8Array([0x22, 0xff, 0x22]);
		expect(await statusOf(readJson(post(bytes, 'application/json')))).toBe(400);
	});
});

describe('a limited body', () => {
	const limit = { bytes: 10_000, seconds: 60 };

	it('of the right size is as it was', async () => {
		const limited = limitBody(post(`a=${'x'.repeat(9998)}`, urlencoded), limit);
		expect((await readForm(limited)).get('a')).toHaveLength(9998);
	});

	it.each([100, 10_000])('is read to its limit and no further: %i chunks', async (chunks) => {
		const { body, taken } = counted(chunks, new Uint8Array(1000));
		expect(await statusOf(readForm(limitBody(post(body, urlencoded), limit)))).toBe(413);
		expect(taken.bytes).toBe(limit.bytes + 1000);
	});

	it('is not read before somebody asks for it', () => {
		const { body, taken } = counted(100, new Uint8Array(1000));
		limitBody(post(body, urlencoded), limit);
		expect(taken.bytes).toBe(0);
	});

	it('that does not come in time is given up', async () => {
		const never = new ReadableStream({ pull: () => new Promise(() => {}) });
		const late = limitBody(post(never, urlencoded), { ...limit, seconds: 0.01 });
		expect(await statusOf(readForm(late))).toBe(408);
	});
});
