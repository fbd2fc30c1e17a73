import { lookup } from 'node:dns/promises';
import { get } from 'node:https';
import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';
import { FileProblem } from './files.ts';

/** One answer, whose body has not been read. */
export interface Answer {
	status: number;
	/** Where a redirect leads. */
	location: string | undefined;
	body: AsyncIterable<Uint8Array>;
	/** Ends the connection, whether the body was read or not. */
	close(): void;
}

/** The network, so that tests can do without one. */
export interface Network {
	/** All addresses of a host. */
	resolve(host: string): Promise<string[]>;
	/** Asks exactly this address for it, whatever the name says by then. */
	ask(url: URL, address: string, signal: AbortSignal): Promise<Answer>;
}

export interface GetLimits {
	/** Largest body, in bytes. */
	bytes: number;
	/** For everything together, in milliseconds. */
	time: number;
	redirects: number;
}

/**
 * A file from an address that somebody else named, without reaching anything of our own: https only,
 * every address of the host is public and the one that was checked is asked, at each redirect anew.
 * @throws {FileProblem}
 */
export async function safeGet(
	address: string,
	limits: GetLimits,
	network: Network = internet
): Promise<Uint8Array> {
	const signal = AbortSignal.timeout(limits.time);
	let url = webAddress(address);
	for (let n = 0; n <= limits.redirects; n += 1) {
		const answer = await ask(url, network, signal);
		try {
			if (answer.status === 200) return await readBody(answer.body, limits.bytes);
			if (![301, 302, 303, 307, 308].includes(answer.status) || !answer.location)
				throw new FileProblem(`the old site answered ${answer.status}`);
			url = webAddress(answer.location, url);
		} catch (error) {
			throw named(error);
		} finally {
			answer.close();
		}
	}
	throw new FileProblem('the old site redirects too often');
}

function webAddress(address: string, base?: URL): URL {
	const url = URL.canParse(address, base) ? new URL(address, base) : null;
	if (url?.protocol !== 'https:' || url.username || url.password)
		throw new FileProblem('it is not at an https address');
	if (url.port !== '' && url.port !== '443') throw new FileProblem('it is at an unusual port');
	return url;
}

async function ask(url: URL, network: Network, signal: AbortSignal): Promise<Answer> {
	const host = url.hostname.replace(/^\[|\]$/g, '');
	try {
		const addresses = isIP(host) ? [host] : await network.resolve(host);
		const [first] = addresses;
		if (first === undefined || !addresses.every(isPublicAddress))
			throw new FileProblem('its host is not on the public internet');
		return await network.ask(url, first, signal);
	} catch (error) {
		throw named(error);
	}
}

async function readBody(body: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of body) {
		bytes += chunk.byteLength;
		if (bytes > most) throw new FileProblem('it is larger than 20 MB');
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

// What the network says is for the log of an operator and no secret: hosts and codes.
function named(error: unknown): FileProblem {
	if (error instanceof FileProblem) return error;
	const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
	return new FileProblem(`the old site could not be reached (${code})`);
}

const internet: Network = {
	async resolve(host) {
		const found = await lookup(host, { all: true, verbatim: true });
		return found.map(({ address }) => address);
	},
	ask(url, address, signal) {
		const family = isIP(address);
		return new Promise((resolve, reject) => {
			const request = get(
				url,
				{
					signal,
					agent: false,
					headers: { 'user-agent': 'Pamphlet', accept: '*/*' },
					lookup: (_host, options, done) =>
						options.all ? done(null, [{ address, family }]) : done(null, address, family)
				},
				(response) =>
					resolve({
						status: response.statusCode ?? 0,
						location: response.headers.location,
						body: response,
						close: () => request.destroy()
					})
			);
			request.once('error', reject);
		});
	}
};
