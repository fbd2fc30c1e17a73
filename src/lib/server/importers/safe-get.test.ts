import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './public-address.ts';
import { safeGet, type Network } from './safe-get.ts';

const LIMITS = { bytes: 100, time: 1000, redirects: 2 };

interface Reply {
	status?: number;
	location?: string;
	size?: number;
}

/** A network of these hosts and answers, and what was asked of it. */
function network(hosts: Record<string, string[]>, replies: Record<string, Reply>) {
	const asked: string[] = [];
	const net: Network = {
		resolve: async (host) => hosts[host] ?? [],
		ask: async (url, address) => {
			asked.push(`${address} ${url.href}`);
			const { status = 200, location, size = 10 } = replies[url.href] ?? { status: 404 };
			const body = async function* () {
				for (let n = 0; n < size; n += 10) yield new Uint8Array(10);
			};
			return { status, location, body: body(), close: () => {} };
		}
	};
	return { net, asked };
}

const open = { 'old.example': ['93.184.216.34'], 'cdn.example': ['2606:2800:220:1::1'] };

describe('safeGet', () => {
	it('asks the address that was checked', async () => {
		const { net, asked } = network(open, { 'https://old.example/a.jpg': {} });
		expect(await safeGet('https://old.example/a.jpg', LIMITS, net)).toHaveLength(10);
		expect(asked).toEqual(['93.184.216.34 https://old.example/a.jpg']);
	});

	it('follows a redirect to another public host', async () => {
		const replies = {
			'https://old.example/a': { status: 301, location: 'https://cdn.example/a' },
			'https://cdn.example/a': {}
		};
		expect(await safeGet('https://old.example/a', LIMITS, network(open, replies).net)).toHaveLength(
			10
		);
	});

	const hosts = {
		...open,
		'inside.example': ['10.0.0.1'],
		'both.example': ['93.184.216.34', '127.0.0.1'],
		'mapped.example': ['::ffff:169.254.169.254']
	};
	const to = (location: string) => ({ 'https://old.example/': { status: 302, location } });
	it.each([
		['plain http', 'http://old.example/', {}, 'it is not at an https address'],
		['a file', 'file:///etc/passwd', {}, 'it is not at an https address'],
		['a password', 'https://a:b@old.example/', {}, 'it is not at an https address'],
		['another port', 'https://old.example:8443/', {}, 'it is at an unusual port'],
		['this machine', 'https://127.0.0.1/', {}, 'not on the public internet'],
		['this machine in another dress', 'https://0x7f.1/', {}, 'not on the public internet'],
		['this machine in IPv6', 'https://[::1]/', {}, 'not on the public internet'],
		['the network inside', 'https://inside.example/', {}, 'not on the public internet'],
		['one address inside', 'https://both.example/', {}, 'not on the public internet'],
		['metadata in IPv6', 'https://mapped.example/', {}, 'not on the public internet'],
		['no host', 'https://none.example/', {}, 'not on the public internet'],
		[
			'a redirect inside',
			'https://old.example/',
			to('https://inside.example/'),
			'not on the public'
		],
		['a redirect to http', 'https://old.example/', to('http://old.example/'), 'not at an https'],
		['a circle', 'https://old.example/', to('/'), 'redirects too often'],
		['an error', 'https://old.example/none', {}, 'the old site answered 404'],
		['too much', 'https://old.example/', { 'https://old.example/': { size: 200 } }, 'larger than']
	])('refuses %s', async (_, address, replies, message) => {
		const { net, asked } = network(hosts, replies);
		await expect(safeGet(address, LIMITS, net)).rejects.toThrow(message);
		expect(asked.filter((line) => !line.startsWith('93.184.216.34 https://old'))).toEqual([]);
	});
});

describe('isPublicAddress', () => {
	it.each(['93.184.216.34', '8.8.8.8', '2606:2800:220:1::1', '2a00:1450:4001:81b::200e'])(
		'takes %s',
		(address) => expect(isPublicAddress(address)).toBe(true)
	);
	it.each([
		...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.16.0.1'],
		...['192.168.0.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '::', '::1', '::ffff:8.8.8.8'],
		...[
			'fe80::1',
			'fc00::1',
			'ff02::1',
			'64:ff9b::7f00:1',
			'2001:db8::1',
			'2002:7f00:1::',
			'old.example'
		]
	])('does not take %s', (address) => expect(isPublicAddress(address)).toBe(false));
});
