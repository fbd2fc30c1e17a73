import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { functionBodies } from '../../src/lib/limits.ts';
import { makeActor, type Actor } from '../support/actors.ts';
import { stack } from '../support/clients.ts';

const functions = readdirSync('supabase/functions', { withFileTypes: true })
	.filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
	.map(({ name }) => name);

/** What lies between us and a function, in buffers of sockets and proxies. */
const BUFFERS = 16 * 1024 * 1024;
const piece = Buffer.alloc(64 * 1024, 'a');

/** Posts a body that never ends; gives the status that it was answered with, and how much was taken. */
function postWithoutEnd(
	name: string,
	by: Actor,
	headers: Record<string, string>
): Promise<{ status: number | undefined; bytes: number }> {
	let bytes = 0;
	const body = new Readable({
		read() {
			bytes += piece.length;
			// Far more than any buffer: whoever takes this much reads without a limit.
			if (bytes > 8 * BUFFERS) this.push(null);
			else this.push(piece);
		}
	});
	return new Promise((resolve, reject) => {
		const sent = request(`${stack.apiUrl}/functions/v1/${name}`, {
			method: 'POST',
			headers: {
				apikey: stack.publishableKey,
				authorization: `Bearer ${by.token}`,
				'content-type': 'application/json',
				...headers
			}
		});
		let answered = false;
		sent.on('response', (response) => {
			answered = true;
			body.destroy();
			resolve({ status: response.statusCode, bytes });
			sent.destroy();
		});
		// The connection may be closed while we are still sending.
		sent.on('error', (error) => !answered && reject(error));
		body.pipe(sent);
	});
}

describe.each(functions)('%s', (name) => {
	test.each([
		['with nothing else', {}],
		[
			'that calls itself signed',
			{ 'webhook-id': 'x', 'webhook-signature': 'v1,x', 'stripe-signature': 't=1,v1=x' }
		]
	])('reads no more than its limit of a body without end, %s', async (_, headers) => {
		const largest = Math.max(functionBodies.authHook, functionBodies.stripeEvent);
		const { status, bytes } = await postWithoutEnd(name, await makeActor(), headers);
		expect(status).toBe(name === 'stripe-webhook' && !('webhook-id' in headers) ? 400 : 413);
		expect(bytes).toBeLessThan(largest + BUFFERS);
	});
});
