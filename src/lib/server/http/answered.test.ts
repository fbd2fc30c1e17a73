import { once } from 'node:events';
import { createServer, get, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answered } from './answered.ts';

let arrived: (response: ServerResponse) => void;
const server = createServer((_, response) => arrived(response));
beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'));
afterAll(() => void server.close());

/** A request that the server has not answered. */
async function ask() {
	const response = new Promise<ServerResponse>((resolve) => (arrived = resolve));
	const client = get({ port: (server.address() as AddressInfo).port, agent: false });
	client.on('error', () => {});
	return { client, response: await response };
}

/** Whether it is known that the server began to answer. */
async function watch(response: ServerResponse): Promise<() => boolean> {
	let begun = false;
	void answered(response).then(() => (begun = true));
	await Promise.resolve();
	return () => begun;
}

it.each<[string, (response: ServerResponse) => void]>([
	['with a head', (response) => response.writeHead(204, { a: 'b' }).end()],
	['with a text', (response) => response.end('text')],
	['in parts', (response) => void response.write('text')]
])('tells when the server answers %s', async (_, answer) => {
	const { client, response } = await ask();
	const isAnswered = await watch(response);
	expect(isAnswered()).toBe(false);
	answer(response);
	await once(client, 'response');
	expect(isAnswered()).toBe(true);
	client.destroy();
});

it('tells it after the client left, and not when it leaves', async () => {
	const { client, response } = await ask();
	const isAnswered = await watch(response);
	client.destroy();
	await once(response, 'close');
	expect(isAnswered()).toBe(false);
	response.writeHead(200).end('text');
	await Promise.resolve();
	expect(isAnswered()).toBe(true);
});
