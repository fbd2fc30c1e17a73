import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createWaker, type Waker } from './waker.ts';

let server: Server;
let waker: Waker;
let calls: { path: string; answer(status: number): void; cut(): void }[];

beforeEach(async () => {
	calls = [];
	server = createServer((request, response: ServerResponse) => {
		calls.push({
			path: `${request.method} ${request.url}`,
			answer: (status) => response.writeHead(status).end(),
			cut: () => request.socket.destroy()
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	waker = createWaker(`http://127.0.0.1:${port}/functions/v1`, 1);
});

afterEach(() => {
	waker.stop();
	server.closeAllConnections();
	server.close();
});

const called = (times: number) => expect.poll(() => calls.length).toBe(times);

test('many names at once are one call, and one more after it', async () => {
	for (let n = 0; n < 5; n++) waker.wake('send-mail');
	await called(1);
	waker.wake('send-mail');
	calls[0]?.answer(200);
	await called(2);
	calls[1]?.answer(200);
	waker.wake('other');
	await called(3);
	expect(calls.map(({ path }) => path)).toEqual([
		'POST /functions/v1/send-mail',
		'POST /functions/v1/send-mail',
		'POST /functions/v1/other'
	]);
});

test('a call that fails or breaks off is made again, one that is refused is not', async () => {
	waker.wake('send-mail');
	await called(1);
	calls[0]?.answer(503);
	await called(2);
	calls[1]?.cut();
	await called(3);
	calls[2]?.answer(404);
	waker.wake('other');
	await called(4);
	expect(calls[3]?.path).toBe('POST /functions/v1/other');
});

test.each(['../auth/v1/admin/users', 'Send', 'a b', '', 'x'.repeat(51)])(
	'%j is no function',
	async (name) => {
		waker.wake(name);
		waker.wake('after');
		await called(1);
		expect(calls[0]?.path).toBe('POST /functions/v1/after');
	}
);
