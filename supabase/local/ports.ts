import { createServer } from 'node:net';
import { StackError } from './errors.ts';
import { HOST } from './settings.ts';

/** A port that is to be free, and the variable that moves it elsewhere. */
export interface PortClaim {
	port: number;
	what: string;
	variable: string;
}

/**
 * Checks that every port can be had.
 * @throws StackError naming all ports that cannot, and their variables
 */
export async function checkPorts(claims: PortClaim[]): Promise<void> {
	const taken: PortClaim[] = [];
	for (const claim of claims) {
		const twin = claims.find((other) => other.port === claim.port);
		if (twin && twin !== claim) {
			throw new StackError(`${twin.variable} and ${claim.variable} are both ${claim.port}.`);
		}
		if ((await listen(claim.port)) === undefined) taken.push(claim);
	}
	if (taken.length === 0) return;
	const list = taken.map(({ port, what, variable }) => `port ${port} (${what}, set ${variable})`);
	throw new StackError(`Already taken: ${list.join(', ')}.`);
}

/** Ports that nobody uses at this moment, all different. */
export async function freePorts(count: number): Promise<number[]> {
	const held = await Promise.all(Array.from({ length: count }, () => hold(0)));
	const ports = held.map(({ port }) => port);
	await Promise.all(held.map(({ release }) => release()));
	return ports;
}

async function listen(port: number): Promise<number | undefined> {
	try {
		const held = await hold(port);
		await held.release();
		return held.port;
	} catch {
		return undefined;
	}
}

function hold(port: number): Promise<{ port: number; release: () => Promise<void> }> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen({ port, host: HOST, exclusive: true }, () => {
			const address = server.address();
			resolve({
				port: typeof address === 'object' && address ? address.port : port,
				release: () => new Promise((done) => server.close(() => done()))
			});
		});
	});
}
