import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { files, network } from '../../src/lib/limits.ts';
import type { App } from '../support/app.ts';
import { serve, signIn } from '../server/support.ts';
import { makeTown, size } from './support.ts';

/** Clients that are slow, many or heavy. The server knows their networks by the header of a proxy. */

const town = await makeTown(2 * size);
const greedy = '203.0.113.66';
const reader = { headers: { 'x-forwarded-for': '198.51.100.7' } };

let app: App;
beforeAll(async () => {
	app = await serve({ ADDRESS_HEADER: 'x-forwarded-for', XFF_DEPTH: '1' });
});
afterAll(() => app.stop());

/** Opens a connection, writes the beginning of a request, and keeps what comes back. */
function open(beginning: string): {
	socket: Socket;
	answer: () => string;
	closed: Promise<string>;
} {
	let answer = '';
	const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
	socket.setEncoding('utf8').on('data', (text) => (answer += text));
	socket.on('error', () => {});
	socket.write(beginning);
	const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(answer)));
	return { socket, answer: () => answer, closed };
}

/** A form whose body never comes. */
function openForm(): ReturnType<typeof open> {
	return open(
		[
			'POST /sign-in HTTP/1.1',
			...['host: x', `origin: ${app.url}`, `x-forwarded-for: ${greedy}`],
			...['content-type: application/x-www-form-urlencoded', 'content-length: 100', '', 'a=']
		].join('\r\n')
	);
}

describe('slow clients', { timeout: 90_000 }, () => {
	it('are sent away, and nobody else waits for them', async () => {
		const headers = Array.from({ length: 20 * size }, () =>
			open('GET / HTTP/1.1\r\nhost: x\r\nx-slow: ')
		);
		const bodies = Array.from({ length: network.requestsAtOnce }, openForm);
		expect((await fetch(`${app.url}/@${town.slug}`, reader)).status).toBe(200);
		for (const text of await Promise.all(headers.map(({ closed }) => closed))) {
			expect(text).toMatch(/^HTTP\/1.1 408 /);
		}
		for (const text of await Promise.all(bodies.map(({ closed }) => closed))) {
			expect(text).toMatch(/^HTTP\/1.1 408 /);
		}
	});
});

describe('a form that is too long', { timeout: 60_000 }, () => {
	const bytes = 16 * 2 ** 20;

	it.each([
		['announced', `content-length: ${bytes}\r\n\r\n`],
		['in one chunk', `transfer-encoding: chunked\r\n\r\n${bytes.toString(16)}\r\n`]
	])('is answered, and the rest of it is taken off the wire: %s', async (_, length) => {
		const form = open(
			[
				...['POST /sign-in HTTP/1.1', 'host: x', `origin: ${app.url}`, 'accept: text/html'],
				...[
					'x-forwarded-for: 192.0.2.99',
					'content-type: application/x-www-form-urlencoded',
					length
				]
			].join('\r\n')
		);
		form.socket.write(Buffer.alloc(bytes, 'x'));
		await expect.poll(() => form.answer()).toMatch(/^HTTP\/1.1 413 /);
		await expect.poll(() => form.socket.writableLength).toBe(0);
		expect(form.answer()).toContain('larger than we accept');
		await form.closed;
	});
});

describe('a flood from one network', { timeout: 60_000 }, () => {
	it('waits for itself, and the rest of it is refused', async () => {
		const all = network.requestsAtOnce + network.requestsWaiting;
		const inLine = Array.from({ length: all }, openForm);
		const ask = (from: string) =>
			fetch(`${app.url}/healthz`, { headers: { 'x-forwarded-for': from } });
		await expect.poll(async () => (await ask(greedy)).status).toBe(429);
		const refused = await ask(greedy);
		expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
		expect(await refused.text()).toContain('Too many requests came from your network');
		expect((await fetch(`${app.url}/@${town.slug}`, reader)).status).toBe(200);

		for (const { socket } of inLine) socket.destroy();
		await expect.poll(async () => (await ask(greedy)).status).toBe(200);
	});
});

describe('a flood from many networks', { timeout: 60_000 }, () => {
	it('of readers of one publication waits, and a reader of another does not', async () => {
		const quiet = await makeTown(1);
		const read = async (slug: string, from: string) => {
			const headers = { 'x-forwarded-for': from, connection: 'close' };
			const answer = await fetch(`${app.url}/@${slug}`, { headers });
			await answer.text();
			return answer.status;
		};
		// The server learns the names of publications from the pages it answers.
		for (const { slug } of [town, quiet]) expect(await read(slug, '198.51.100.7')).toBe(200);
		let answered = 0;
		const crowd = Array.from({ length: 100 }, async (_, n) => {
			const status = await read(town.slug, `203.0.113.${n + 1}`);
			answered += 1;
			return status;
		});
		await expect.poll(() => answered, { interval: 5, timeout: 30_000 }).toBeGreaterThan(10);
		const before = answered;
		expect(await read(quiet.slug, '198.51.100.7')).toBe(200);
		// All of them asked before this reader did.
		expect(answered - before).toBeLessThan(50);
		expect(new Set(await Promise.all(crowd))).toEqual(new Set([200]));
	});
});

describe('uploads', { timeout: 120_000 }, () => {
	it('are in memory a few at a time', async () => {
		const before = mostMemory(app.pid);
		const bytes = Math.min(files.bytes, size * 4 * 2 ** 20);
		const file = new Blob([new Uint8Array(bytes).fill(0x61)], { type: 'text/plain' });
		const statuses = await Promise.all(
			town.staff.flatMap((person, n) =>
				signIn(person.email, person.password).then((cookie) =>
					Promise.all(
						[1, 2].map(async () => {
							const form = new FormData();
							form.set('file', file, 'tide.txt');
							const answer = await fetch(`${app.url}/desk/${town.slug}/media`, {
								method: 'POST',
								body: form,
								headers: { cookie, origin: app.url, 'x-forwarded-for': `192.0.2.${n + 1}` }
							});
							return answer.status;
						})
					)
				)
			)
		);
		expect(statuses.flat()).toEqual(statuses.flat().map(() => 201));
		const after = mostMemory(app.pid);
		console.log(
			`${statuses.flat().length} files of ${bytes / 2 ** 20} MB: at most ${after} MB in memory, ${before} MB before.`
		);
	});
});

/** The most memory a process ever held, in MB; 0 where the system does not tell. */
function mostMemory(pid: number): number {
	if (process.platform !== 'linux') return 0;
	const line = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
	return Math.round(Number(line?.[1] ?? 0) / 1024);
}
