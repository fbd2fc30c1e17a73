import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { resendMailer, sender } from './mail.ts';

describe('sender', () => {
	const installation = 'Pamphlet <post@pamphlet.example>';
	it.each([
		[undefined, installation],
		['', installation],
		['\u202e', installation],
		['The Tide Table', 'The Tide Table via Pamphlet <post@pamphlet.example>'],
		['Fog & <Sons>', 'Fog & Sons via Pamphlet <post@pamphlet.example>'],
		['Fog, Sons', '"Fog, Sons via Pamphlet" <post@pamphlet.example>'],
		['a" <evil@example.org>', '"a evil@example.org via Pamphlet" <post@pamphlet.example>'],
		['a\r\nBcc: all@example.org', '"a Bcc: all@example.org via Pamphlet" <post@pamphlet.example>'],
		['المد والجزر', 'المد والجزر via Pamphlet <post@pamphlet.example>'],
		['x'.repeat(500), `${'x'.repeat(60)} via Pamphlet <post@pamphlet.example>`]
	])('named %j', (name, from) => {
		expect(sender(installation, name)).toBe(from);
	});

	it('of an installation without a name is the name alone', () => {
		expect(sender('post@pamphlet.example', 'Fog')).toBe('Fog <post@pamphlet.example>');
	});
});

describe('an answer of Resend', () => {
	const servers: { close(): void }[] = [];
	afterEach(() => servers.splice(0).forEach((server) => server.close()));

	/** A Resend that answers so; `cut` ends the connection instead. */
	async function resend(answer: (request: IncomingMessage, response: ServerResponse) => void) {
		const server = createServer(answer);
		servers.push(server);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const baseUrl = `http://127.0.0.1:${port}`;
		const send = resendMailer({ apiKey: 're_x', from: 'P <p@x.example>', baseUrl, timeoutMs: 200 });
		const words = { subject: 'S', text: 'T', html: '<p>T</p>' };
		return send({ to: 'a@x.example', ...words, idempotencyKey: 'key' });
	}

	const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
		resend((_, response) => {
			response.writeHead(status, { 'content-type': 'application/json', ...headers });
			response.end(typeof body === 'string' ? body : JSON.stringify(body));
		});
	const error = (statusCode: number, name: string) => ({ statusCode, name, message: 'why' });

	it('with an id is a mail that was sent, under our key', async () => {
		let key: string | string[] | undefined;
		const receipt = await resend((request, response) => {
			key = request.headers['idempotency-key'];
			response.writeHead(200, { 'content-type': 'application/json' });
			response.end('{"id":"mail-1"}');
		});
		expect(receipt).toEqual({ outcome: 'sent', id: 'mail-1', waitMs: 0 });
		expect(key).toBe('key');
	});

	it.each([
		[400, 'validation_error', 'failed'],
		[422, 'validation_error', 'failed'],
		[422, 'invalid_from_address', 'refused'],
		[401, 'missing_api_key', 'refused'],
		[403, 'invalid_api_key', 'refused'],
		[403, 'validation_error', 'refused'],
		[429, 'rate_limit_exceeded', 'refused'],
		[429, 'daily_quota_exceeded', 'refused'],
		[451, 'security_error', 'refused'],
		[409, 'invalid_idempotent_request', 'unknown'],
		[409, 'concurrent_idempotent_requests', 'in_doubt'],
		[500, 'internal_server_error', 'in_doubt'],
		[503, 'application_error', 'in_doubt']
	])('%d %s means %s', async (status, name, outcome) => {
		const receipt = await json(status, error(status, name));
		expect(receipt).toMatchObject({ outcome, error: `${name}: why` });
	});

	it('that is a page of a proxy leaves it in doubt', async () => {
		expect(await json(502, '<html>Bad gateway</html>')).toMatchObject({ outcome: 'in_doubt' });
	});

	it('that never comes leaves it in doubt', async () => {
		expect(await resend(() => {})).toMatchObject({ outcome: 'in_doubt' });
	});

	it('that breaks off leaves it in doubt', async () => {
		const receipt = await resend((request) => void request.socket.destroy());
		expect(receipt).toMatchObject({ outcome: 'in_doubt' });
	});

	it('says how long to wait', async () => {
		const limited = error(429, 'rate_limit_exceeded');
		expect((await json(429, limited, { 'retry-after': '3' })).waitMs).toBe(3000);
		expect((await json(429, limited)).waitMs).toBe(1000);
		expect((await json(429, error(429, 'daily_quota_exceeded'))).waitMs).toBe(3_600_000);
		expect((await json(403, error(403, 'invalid_api_key'))).waitMs).toBe(3_600_000);
		const last = { 'ratelimit-remaining': '0', 'ratelimit-reset': '1' };
		expect((await json(200, { id: 'x' }, last)).waitMs).toBe(1000);
	});

	it('says how many a second there may be, of which one is left to others', async () => {
		const limit = { 'ratelimit-limit': '5', 'ratelimit-remaining': '4', 'ratelimit-reset': '1' };
		const { waitMs } = await json(200, { id: 'x' }, limit);
		expect(waitMs).toBeGreaterThan(0);
		expect(waitMs).toBeLessThanOrEqual(250);
		expect((await json(200, { id: 'x' })).waitMs).toBe(0);
	});
});
