import { isIPv6 } from 'node:net';
import type { RequestEvent } from '@sveltejs/kit';

/**
 * Who counts as one visitor for a limit: an IPv4 address, or the /64 network of an IPv6 address,
 * since a single household has 2^64 of those. `unknown` when the proxy did not say.
 */
export function clientNetwork(event: Pick<RequestEvent, 'getClientAddress'>): string {
	let address: string;
	try {
		address = event.getClientAddress();
	} catch {
		return 'unknown';
	}
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
	if (mapped?.[1]) return mapped[1];
	return isIPv6(address) ? `${firstGroups(address)}::/64` : address || 'unknown';
}

/** The first four of eight groups, with `::` written out. */
function firstGroups(address: string): string {
	const [head = '', tail = ''] = (address.split('%')[0] ?? '').split('::');
	const left = head === '' ? [] : head.split(':');
	const right = tail === '' ? [] : tail.split(':');
	const gap = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
	return [...left, ...gap, ...right]
		.slice(0, 4)
		.map((group) => parseInt(group, 16).toString(16))
		.join(':');
}
