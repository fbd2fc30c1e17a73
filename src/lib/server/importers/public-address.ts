import { BlockList, isIPv4, isIPv6 } from 'node:net';

// https://www.iana.org/assignments/iana-ipv4-special-registry and …ipv6-special-registry
const NOT_PUBLIC_V4: [network: string, prefix: number][] = [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.0.2.0', 24],
	['192.88.99.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['198.51.100.0', 24],
	['203.0.113.0', 24],
	['224.0.0.0', 3]
];

/** Parts of 2000::/3 that lead to IPv4 addresses or nowhere. */
const NOT_PUBLIC_V6: [network: string, prefix: number][] = [
	['2001::', 23],
	['2001:db8::', 32],
	['2002::', 16],
	['3fff::', 20]
];

const blocked = new BlockList();
for (const [network, prefix] of NOT_PUBLIC_V4) blocked.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of NOT_PUBLIC_V6) blocked.addSubnet(network, prefix, 'ipv6');
const unicast = new BlockList();
unicast.addSubnet('2000::', 3, 'ipv6');

/** Whether an IP address is one of the public internet, and none of this machine or its network. */
export function isPublicAddress(address: string): boolean {
	if (isIPv4(address)) return !blocked.check(address, 'ipv4');
	// Everything else in IPv6, with IPv4 written in it or not, is for some network of its own.
	return isIPv6(address) && unicast.check(address, 'ipv6') && !blocked.check(address, 'ipv6');
}
