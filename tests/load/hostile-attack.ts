import { request } from 'node:http';
import { demo } from '../e2e/support/demo.ts';

/**
 * 50 connections to a web server, each with one kind of bad request after the other, until it is
 * killed. Arguments: the address of the server, and how many networks the connections come from.
 */

const [url = '', networks = '1'] = process.argv.slice(2);
const CONNECTIONS = 50;

interface Attack {
	path: string;
	type?: string;
	headers?: Record<string, string>;
	body?: Buffer;
	/** Sends the body a byte at a time. */
	slow?: boolean;
}

const urlencoded = 'application/x-www-form-urlencoded';
const boundary = '----------------------------attack';
const part = `--${boundary}\r\ncontent-disposition: form-data; name="a"\r\n\r\nx\r\n`;
const manyFields = Array.from({ length: 40_000 }, (_, n) => `f${n}=`).join('&');
const attacks: Attack[] = [
	{ path: '/sign-in', type: urlencoded, body: Buffer.from(manyFields) },
	{ path: '/sign-in', type: urlencoded, body: Buffer.from(manyFields.slice(0, 6000)) },
	{ path: '/sign-in', type: urlencoded, body: Buffer.alloc(250_000, 'a') },
	{
		path: '/sign-in',
		type: `multipart/form-data; boundary=${boundary}`,
		body: Buffer.from(`${part.repeat(900)}--${boundary}--\r\n`)
	},
	{ path: '/sign-in', type: urlencoded, body: Buffer.alloc(200, 'a'), slow: true },
	{
		path: `/desk/${demo.home.slice(2)}/media`,
		type: `multipart/form-data; boundary=${boundary}`,
		body: Buffer.alloc(20 * 2 ** 20, 'a')
	},
	// The largest document there may be, as a page and in a feed.
	{ path: demo.publicPost },
	{ path: `${demo.home}/rss.xml` },
	{ path: demo.home, headers: { cookie: 'pamphlet-session.0=x; '.repeat(49) } },
	{ path: demo.home, headers: { cookie: `pamphlet-session=${'x'.repeat(12_000)}` } },
	{ path: `${demo.home}?${'before=~&'.repeat(100)}` },
	{ path: `/${'%2e'.repeat(600)}` }
];

function strike(from: string, { path, type, headers, body, slow }: Attack): Promise<void> {
	return new Promise((resolve) => {
		const call = request(url + path, {
			method: body ? 'POST' : 'GET',
			agent: false,
			headers: {
				...{ 'x-forwarded-for': from, origin: url, accept: 'text/html', ...headers },
				...(type && { 'content-type': type, 'content-length': String(body?.byteLength) })
			}
		});
		call.once('close', resolve);
		call.on('error', () => resolve());
		call.once('response', (answer) => {
			answer.resume();
			answer.once('end', () => call.destroy());
		});
		if (!slow || !body) return void call.end(body);
		let sent = 0;
		const drip = setInterval(() => {
			if (call.destroyed || sent === body.byteLength) return clearInterval(drip);
			call.write(body.subarray(sent, (sent += 1)));
		}, 100);
	});
}

for (let n = 0; n < CONNECTIONS; n += 1) {
	const from = `203.0.113.${(n % Number(networks)) + 1}`;
	void (async () => {
		// One in ten is slow and nothing else: slow ones would soon be all there is.
		const own = attacks.filter(({ slow = false }) => slow === (n % 10 === 0));
		for (let turn = n; ; turn += 1) {
			const attack = own[turn % own.length];
			if (attack) await strike(from, attack);
		}
	})();
}
console.log('attacking');
