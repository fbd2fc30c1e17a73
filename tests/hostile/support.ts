import { Agent, createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from '../support/clients.ts';
import { fresh } from '../support/factories.ts';
import { makePerson, type Person } from '../e2e/support/people.ts';
import { stack } from '../server/support.ts';

/** How many times as much as in `npm test`. */
export const size = Math.max(1, Number(process.env.HOSTILE_SIZE ?? 1));

export interface Town {
	slug: string;
	id: string;
	staff: Person[];
}

/** A publication of its own, whose first person owns it and whose others edit. */
export async function makeTown(people: number): Promise<Town> {
	const slug = fresh('hostile');
	const [row] = await sql<{ id: string }[]>`
		insert into publications ${sql({ slug, name: slug, status: 'live' })} returning id`;
	const id = row?.id ?? '';
	const staff: Person[] = [];
	for (let n = 0; n < people; n += 1) {
		const person = await makePerson(stack, `person${n}`);
		const role = n === 0 ? 'owner' : 'editor';
		await sql`insert into publication_staff ${sql({ publication_id: id, user_id: person.id, role })}`;
		staff.push(person);
	}
	return { slug, id, staff };
}

export interface Work {
	calls: number;
	bytes: number;
}

/**
 * Stands in front of the API and counts what the web server asks of it, by the name that the visitor's
 * browser gives itself, which the web server passes on.
 */
export async function countingApi(): Promise<{
	url: string;
	workOf(userAgent: string): Work;
	/** How often an address with this part was asked for. */
	countOf(part: string): number;
	stop(): Promise<void>;
}> {
	const counted = new Map<string, Work>();
	const addresses: string[] = [];
	const server = createServer((incoming, outgoing) => {
		const name = incoming.headers['user-agent'] ?? '';
		const work = counted.get(name) ?? { calls: 0, bytes: 0 };
		counted.set(name, work);
		work.calls += 1;
		addresses.push(incoming.url ?? '');
		incoming.on('data', (chunk: Buffer) => (work.bytes += chunk.byteLength));
		const { method, headers, url } = incoming;
		const onward = httpRequest(
			stack.apiUrl + url,
			{ method: method ?? 'GET', headers },
			(answer) => {
				outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.pipe(outgoing);
			}
		);
		onward.once('error', () => outgoing.destroy());
		incoming.pipe(onward);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		workOf: (userAgent) => counted.get(userAgent) ?? { calls: 0, bytes: 0 },
		countOf: (part) => addresses.filter((address) => address.includes(part)).length,
		stop: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			})
	};
}

export interface Answer {
	status: number;
	body: string;
	/** Bytes of the body that were handed over before the answer came. */
	sent: number;
}

export interface Sent {
	method: string;
	headers?: Record<string, string>;
	/** Pieces of a body; their length is not announced. */
	body?: Iterable<Buffer>;
}

/**
 * Sends a request without any of the care that `fetch` takes, and stops sending when the answer is
 * there. The connection is closed at the end.
 */
export function send(url: string, { method, headers = {}, body = [] }: Sent): Promise<Answer> {
	return new Promise((resolve, reject) => {
		let sent = 0;
		let answered = false;
		// Like a browser, this does not ask the server to close the connection: Node would do so at once
		// after its answer, and an answer to a body that is still being sent could be lost.
		const agent = new Agent({ keepAlive: true });
		const call = httpRequest(url, { method, headers, agent });
		call.once('close', () => agent.destroy());
		call.once('response', (answer) => {
			answered = true;
			let text = '';
			answer.setEncoding('utf8');
			answer.on('data', (chunk: string) => (text += chunk));
			answer.once('error', reject);
			answer.once('end', () => {
				resolve({ status: answer.statusCode ?? 0, body: text, sent });
				call.destroy();
			});
		});
		call.on('error', (error) => {
			if (!answered) reject(error);
		});
		const pieces = body[Symbol.iterator]();
		const next = () => {
			if (answered) return;
			const { done, value } = pieces.next();
			if (done) return void call.end();
			sent += value.byteLength;
			if (call.write(value)) setImmediate(next);
			else call.once('drain', next);
		};
		next();
	});
}

/** As many requests as are under way at once. */
const WIDTH = 6;

/** Does the same for each item, several at a time, and gives the answers in their order. */
export async function pooled<T, R>(
	items: readonly T[],
	work: (item: T) => Promise<R>
): Promise<R[]> {
	const answers: R[] = [];
	const entries = items.entries();
	const worker = async () => {
		for (const [n, item] of entries) answers[n] = await work(item);
	};
	await Promise.all(Array.from({ length: WIDTH }, worker));
	return answers;
}
