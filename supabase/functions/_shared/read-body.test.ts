import { describe, expect, it } from 'vitest';
import { functionBodies } from '../../../src/lib/limits.ts';
import { parseJson, readJson, readText } from './read-body.ts';

const limit = 1000;

/** A request whose body never ends, and how many bytes of it were taken, and whether it was cancelled. */
function endless(headers: Record<string, string> = {}) {
	const seen = { bytes: 0, cancelled: false };
	const body = new ReadableStream<Uint8Array>(
		{
			pull(controller) {
				seen.bytes += 100;
				controller.enqueue(new Uint8Array(100).fill(0x61));
			},
			cancel() {
				seen.cancelled = true;
			}
		},
		{ highWaterMark: 0 }
	);
	const init = { method: 'POST', headers, body, duplex: 'half' };
	return { seen, request: new Request('https://api.example/', init as RequestInit) };
}

describe('a body', () => {
	it('is read up to its limit', async () => {
		const text = 'é'.repeat(limit / 2);
		const post = (body: string) => new Request('https://api.example/', { method: 'POST', body });
		expect(await readText(post(text), limit)).toBe(text);
		await expect(readText(post(`${text}a`), limit)).rejects.toMatchObject({ status: 413 });
	});

	it('that never ends is given up just behind its limit, and cancelled', async () => {
		const { seen, request } = endless();
		await expect(readText(request, limit)).rejects.toMatchObject({ status: 413 });
		expect(seen).toEqual({ bytes: limit + 100, cancelled: true });
	});

	it('is not believed when it says that it is small', async () => {
		const { seen, request } = endless({ 'content-length': '10' });
		await expect(readText(request, limit)).rejects.toMatchObject({ status: 413 });
		expect(seen).toEqual({ bytes: limit + 100, cancelled: true });
	});

	it('that says that it is too large is not read at all', async () => {
		const { seen, request } = endless({ 'content-length': String(limit + 1) });
		await expect(readText(request, limit)).rejects.toMatchObject({ status: 413 });
		expect(seen).toEqual({ bytes: 0, cancelled: true });
	});

	it('has to be JSON where JSON is wanted', async () => {
		const { request } = endless();
		await expect(readJson(request, limit)).rejects.toMatchObject({ status: 413 });
		expect(() => parseJson('{')).toThrow('not JSON');
	});

	it.each([
		['[', ']'],
		['{"a":', '}']
	])('nests %s as deep as the limit and no deeper', (open, close) => {
		const nested = (depth: number) => `${open.repeat(depth)}1${close.repeat(depth)}`;
		expect(() => parseJson(nested(functionBodies.depth))).not.toThrow();
		expect(() => parseJson(nested(functionBodies.depth + 1))).toThrow('too deep');
		const inWords = JSON.stringify({ a: `\\"${'['.repeat(99)}` });
		expect(parseJson(inWords)).toEqual(JSON.parse(inWords));
	});
});
