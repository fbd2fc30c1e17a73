import { describe, expect, it } from 'vitest';
import { clientNetwork } from './client-address.ts';

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
