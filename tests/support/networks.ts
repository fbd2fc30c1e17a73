import { randomUUID } from 'node:crypto';

function freshGroups(): string {
	return (randomUUID().replaceAll('-', '').slice(0, 16).match(/.{4}/g) ?? []).join(':');
}

/** A network nobody else in this run comes from, as the web server names it. */
export function freshNetwork(): string {
	return `${freshGroups()}::/64`;
}

/** An IP address in a network that nobody else in this run comes from, as a proxy tells it. */
export function freshVisitorAddress(): string {
	return `${freshGroups()}::1`;
}
