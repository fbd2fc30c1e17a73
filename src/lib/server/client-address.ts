import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import type { RequestEvent } from '@sveltejs/kit';

/** What a limit calls a visitor whose address the proxy did not tell. */
const unknown = 'unknown';

/** The network of the visitor of a request, see {@link networkOf}. */
export function clientNetwork(event: Pick<RequestEvent, 'getClientAddress'>): string {
	try {
		return networkOf(event.getClientAddress());
	} catch {
		return unknown;
	}
}

/** Where a proxy tells the address of the visitor. */
interface ProxyHeader {
	/** Name of the header. */
	ADDRESS_HEADER?: string | undefined;
	/** When that is `x-forwarded-for`: how many proxies stand in front. */
	XFF_DEPTH?: number | undefined;
}

/**
 * The network of the visitor of a request that has not reached SvelteKit yet. Reads the address as the
 * Node adapter does.
 * @returns null when a proxy on this machine does not tell visitors apart: they are no one network
 */
export function requestNetwork(
	request: Pick<IncomingMessage, 'headers' | 'socket'>,
	{ ADDRESS_HEADER, XFF_DEPTH = 1 }: ProxyHeader
): string | null {
	const peer = request.socket.remoteAddress ?? '';
	if (ADDRESS_HEADER === undefined) return isLoopback(peer) ? null : networkOf(peer);
	const name = ADDRESS_HEADER.toLowerCase();
	const told = String(request.headers[name] ?? '');
	const address = name === 'x-forwarded-for' ? told.split(',').at(-XFF_DEPTH) : told;
	return networkOf(address?.trim() ?? '');
}

function isLoopback(address: string): boolean {
	return address === '::1' || /^(::ffff:)?127\./.test(address);
}

/**
 * Who counts as one visitor for a limit: an IPv4 address, or the /64 network of an IPv6 address,
 * since a single household has 2^64 of those.
 */
export function networkOf(address: string): string {
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
	if (mapped?.[1]) return mapped[1];
	return isIPv6(address) ? `${firstGroups(address)}::/64` : address || unknown;
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
