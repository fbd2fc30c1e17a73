import { describe, expect, it } from 'vitest';
import { clientNetwork, requestNetwork } from './client-address.ts';

const network = (address: string) => clientNetwork({ getClientAddress: () => address });

describe('clientNetwork', () => {
	it.each([
		['203.0.113.7', '203.0.113.7'],
		['::ffff:203.0.113.7', '203.0.113.7'],
		['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
		['2001:db8:1:2::9', '2001:db8:1:2::/64'],
		['2001:0db8:0001:0002:ffff::', '2001:db8:1:2::/64'],
		['fe80::1%eth0', 'fe80:0:0:0::/64'],
		['::1', '0:0:0:0::/64'],
		['', 'unknown']
	])('%s is %s', (address, expected) => {
		expect(network(address)).toBe(expected);
	});

	it('is unknown when the proxy does not tell', () => {
		const getClientAddress = () => {
			throw new Error('absent');
		};
		expect(clientNetwork({ getClientAddress })).toBe('unknown');
	});
});

describe('requestNetwork', () => {
	const request = (remoteAddress: string, headers: Record<string, string> = {}) =>
		({ headers, socket: { remoteAddress } }) as Parameters<typeof requestNetwork>[0];
	const proxy = { ADDRESS_HEADER: 'X-Forwarded-For', XFF_DEPTH: 2 };

	it('is that of the connection without a proxy', () => {
		expect(requestNetwork(request('203.0.113.7', { 'x-forwarded-for': '1.2.3.4' }), {})).toBe(
			'203.0.113.7'
		);
	});

	it.each(['127.0.0.1', '127.0.0.5', '::1', '::ffff:127.0.0.1'])(
		'is none for %s, behind which anybody may be',
		(address) => expect(requestNetwork(request(address), {})).toBeNull()
	);

	it('is what the nearest proxies tell, and not what the visitor says', () => {
		const told = { 'x-forwarded-for': '9.9.9.9, 203.0.113.7, 10.0.0.1' };
		expect(requestNetwork(request('127.0.0.1', told), proxy)).toBe('203.0.113.7');
		const own = { ADDRESS_HEADER: 'x-real-ip' };
		expect(requestNetwork(request('127.0.0.1', { 'x-real-ip': '2001:db8::1' }), own)).toBe(
			'2001:db8:0:0::/64'
		);
	});

	it('is unknown when the proxy does not tell', () => {
		expect(requestNetwork(request('127.0.0.1'), proxy)).toBe('unknown');
	});
});
