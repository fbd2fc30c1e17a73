import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterEach, expect, test } from 'vitest';
import { callHook } from './hook.ts';
import { hookPayload } from './mailer.ts';

const secret = `v1,whsec_${btoa('a secret of thirty-two characters')}`;
let server: Server | undefined;
afterEach(() => server?.close());

/** A hook that gives these answers, one after the other, and what it was sent. */
async function hook(answers: [status: number, headers?: Record<string, string>][]) {
	const seen: { body: string; headers: Record<string, string> }[] = [];
	server = createServer(async (request, response) => {
		const body = (await request.toArray()).join('');
		seen.push({ body, headers: request.headers as Record<string, string> });
		const [status, headers] = answers.shift() ?? [500];
		response.writeHead(status, headers).end('{}');
	});
	await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return { url: new URL(`http://127.0.0.1:${port}/hook`), seen };
}

test('signs what it sends', async () => {
	const { url, seen } = await hook([[200]]);
	await callHook(url, secret, { words: 'é' });
	const verifier = new Webhook(secret.replace('v1,', ''));
	expect(verifier.verify(seen[0]?.body ?? '', seen[0]?.headers ?? {})).toEqual({ words: 'é' });
});

test('tries three times where it is asked to, under another id each time', async () => {
	const later = { 'retry-after': '1' };
	const { url, seen } = await hook([[503, later], [429, later], [200]]);
	await callHook(url, secret, {});
	expect(new Set(seen.map(({ headers }) => headers['webhook-id'])).size).toBe(3);
	const full = await hook([
		[503, later],
		[503, later],
		[503, later]
	]);
	await expect(callHook(full.url, secret, {})).rejects.toThrow('answered 503');
});

test.each([401, 400, 500, 503])('takes %d for the end', async (status) => {
	const { url, seen } = await hook([[status]]);
	await expect(callHook(url, secret, {})).rejects.toThrow(`/hook answered ${status}`);
	expect(seen).toHaveLength(1);
});

test('crosses the hashes of a change that both addresses confirm, as hosted Auth does', () => {
	const mail = {
		user: { email: 'old@x.example', new_email: 'new@x.example' },
		token: '111111',
		tokenHash: 'old-111111',
		second: { token: '222222', tokenHash: 'new-222222' },
		redirectTo: 'http://site'
	};
	expect(hookPayload('email_change', mail, 'http://api').email_data).toMatchObject({
		token: '111111',
		token_hash_new: 'old-111111',
		token_new: '222222',
		token_hash: 'new-222222'
	});
});
