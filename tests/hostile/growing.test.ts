import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contents, requests } from '../../src/lib/limits.ts';
import { bodyLimitOf } from '../../src/lib/server/http/body-kinds.ts';
import type { App } from '../support/app.ts';
import { serve, signIn } from '../server/support.ts';
import { everyTarget, type Target } from './routes.ts';
import { countingApi, makeTown, pooled, send, size, type Answer } from './support.ts';

/**
 * Input that grows, sent to every page, endpoint and form action. Work is counted in calls and bytes
 * that the web server sends to the API and in bytes it takes from a body, and never in time.
 */

const town = await makeTown(1);
const nobody = '00000000-0000-4000-8000-000000000000';
const targets = everyTarget({
	...{ publication: town.slug, slug: 'none', rest: 'a/b', tag: 'none', author: nobody },
	...{ id: nobody, tier: nobody, filename: 'none.png', page: '1', token: 'x'.repeat(32) }
});
const writing = targets.filter(({ takes }) => takes !== 'nothing');
const forms = targets.filter(({ takes }) => takes === 'form');

let api: Awaited<ReturnType<typeof countingApi>>;
let app: App;
let cookie: string;
let asked = 0;
beforeAll(async () => {
	api = await countingApi();
	app = await serve({ PUBLIC_SUPABASE_URL: api.url });
	const [owner] = town.staff;
	cookie = await signIn(owner?.email ?? '', owner?.password ?? '');
});
afterAll(async () => {
	await app.stop();
	await api.stop();
});

interface Given {
	type?: string;
	headers?: Record<string, string>;
	query?: string;
	path?: string;
	body?: Iterable<Buffer>;
}

async function ask(target: Target, { type, headers, query, path = '', body }: Given) {
	const name = `hostile ${(asked += 1)}`;
	const [address, action = ''] = target.address.split('?');
	const search = [action, query].filter(Boolean).join('&');
	const answer = await send(`${app.url}${address}${path}${search && `?${search}`}`, {
		method: target.method,
		headers: {
			...{ 'user-agent': name, origin: app.url, accept: 'text/html' },
			// Signing out would end the session of all that follows.
			...(!target.routeId.endsWith('/sign-out') && { cookie }),
			...(type && { 'content-type': type, 'transfer-encoding': 'chunked' }),
			...headers
		},
		...(body && { body })
	});
	return { ...answer, ...api.workOf(name) };
}

const urlencoded = 'application/x-www-form-urlencoded';
const multipart = 'multipart/form-data; boundary=----------------------------hostile';
const typeOf = ({ takes }: Target) => (takes === 'form' ? urlencoded : 'application/json');

const fields = (count: number, value = 'x') => [
	Buffer.from(Array.from({ length: count }, (_, n) => `f${n}=${value}`).join('&'))
];
const cookies = (count: number) => Array.from({ length: count }, (_, n) => `; c${n}=x`).join('');
const sessionParts = (count: number) =>
	Array.from({ length: count }, (_, n) => `; pamphlet-session.${n + 1}=x`).join('');

/** A body without an end, a piece at a time. */
function* endless(first = ''): Generator<Buffer> {
	yield Buffer.from(first);
	for (;;) yield Buffer.alloc(64 * 1024, 'x');
}

function expectNoFailure(answer: Answer, target: Target): void {
	expect([target.name, answer.status < 500]).toEqual([target.name, true]);
}

describe('every route', { timeout: 300_000 }, () => {
	it('is found', () => {
		expect(targets.length).toBeGreaterThan(90);
		expect(forms.length).toBeGreaterThan(40);
		console.log(`Hostile input goes to ${targets.length} pages, endpoints and actions.`);
	});

	it('asks the API for the same with little and with much in its query and its cookies', async () => {
		const given = (n: number): Given => ({
			query: fields(n) + '&before=~'.repeat(n),
			headers: { cookie: cookie + cookies(n) }
		});
		await pooled(
			targets.filter(({ takes }) => takes === 'nothing'),
			async (target) => {
				const few = await ask(target, given(2));
				const many = await ask(target, given(40));
				expectNoFailure(many, target);
				expect([target.name, many.calls]).toEqual([target.name, few.calls]);
			}
		);
	});

	it.each<[string, number, () => Given]>([
		['a long query', 414, () => ({ query: 'x'.repeat(requests.query) })],
		['a query of many fields', 414, () => ({ query: fields(requests.queryFields + 1).toString() })],
		['a long path', 414, () => ({ path: `/${'x'.repeat(requests.path)}` })],
		['many cookies', 431, () => ({ headers: { cookie: cookies(requests.cookies + 1) } })],
		['a session in many parts', 431, () => ({ headers: { cookie: sessionParts(500) } })],
		['a long header', 431, () => ({ headers: { 'x-long': 'x'.repeat(requests.headerBytes) } })]
	])('refuses %s with %i, before it asks the API for anything', async (_, status, given) => {
		await pooled(targets, async (target) => {
			const answer = await ask(target, given());
			expect([target.name, answer.status, answer.calls]).toEqual([target.name, status, 0]);
		});
	});

	it('survives a path of broken and of hidden characters', async () => {
		for (const path of ['/%', '/%ff', '/%00', '/%2e%2e%2f', '/..%5c', '/%F0%9F%98%80', '/@%']) {
			const answer = await send(app.url + path, { method: 'GET' });
			expect([path, answer.status < 500]).toEqual([path, true]);
		}
	});
});

describe('every form and every body', { timeout: 300_000 }, () => {
	it('costs the API the same with few and with many fields that nobody asked for', async () => {
		let largest = 0;
		await pooled(forms, async (target) => {
			const few = await ask(target, { type: urlencoded, body: fields(10) });
			const many = await ask(target, { type: urlencoded, body: fields(900) });
			expectNoFailure(many, target);
			expect([target.name, many.status, many.calls, many.bytes]).toEqual([
				...[target.name, few.status, few.calls, few.bytes]
			]);
			largest = Math.max(largest, many.calls);
		});
		console.log(`At most ${largest} calls of the API for a form of 900 fields.`);
	});

	it.each<[string, () => Given]>([
		['fields', () => ({ type: urlencoded, body: fields(contents.fields * size + 1, '') })],
		['parts', () => ({ type: multipart, body: parts(contents.fields + 1) })]
	])('of too many %s is refused with 413', async (_, given) => {
		let refused = 0;
		await pooled(forms, async (target) => {
			const few = await ask(target, { type: urlencoded, body: fields(2) });
			const answer = await ask(target, given());
			expectNoFailure(answer, target);
			// Other actions answer before they read the form, or read none.
			if (few.status !== 400) return;
			refused += 1;
			expect([target.name, answer.status]).toEqual([target.name, 413]);
		});
		expect(refused).toBeGreaterThan(30);
	});

	it('is read to its limit, and what else is sent is not kept', async () => {
		let most = 0;
		await pooled(writing, async (target) => {
			const answer = await ask(target, { type: typeOf(target), body: endless('"a=') });
			expectNoFailure(answer, target);
			most = Math.max(most, answer.sent - bodyLimitOf(target.routeId).bytes);
			// What the buffers of the two sockets hold is on top.
			expect([
				target.name,
				answer.sent <= bodyLimitOf(target.routeId).bytes + 16 * 2 ** 20
			]).toEqual([target.name, true]);
		});
		console.log(`At most ${(most / 2 ** 20).toFixed(1)} MB went into buffers beyond a limit.`);
	});

	const broken: [string, Given][] = [
		['another type', { type: 'image/png', body: [Buffer.from('x')] }],
		['a type that is none', { type: ';;;', body: [Buffer.from('x')] }],
		['no boundary', { type: 'multipart/form-data', body: parts(1) }],
		['a body that stops in its middle', { type: multipart, body: parts(2).slice(0, 1) }],
		['bytes that are no text', { type: urlencoded, body: [Buffer.from([0xff, 0, 0x25])] }],
		['JSON that is deep', { type: 'application/json', body: [Buffer.alloc(200_000, '[')] }],
		['JSON that is broken', { type: 'application/json', body: [Buffer.from('{"a":')] }]
	];
	it.each(broken)('with %s is a fault of the visitor', async (name, given) => {
		const turn = broken.findIndex(([other]) => other === name);
		// In a small run, each route gets two of these.
		const chosen = writing.filter((_, n) => size > 1 || (n + turn) % broken.length < 2);
		await pooled(chosen, async (target) => {
			expectNoFailure(await ask(target, given), target);
		});
	});
});

function parts(count: number): Buffer[] {
	const boundary = '------------------------------hostile';
	const part = `${boundary}\r\ncontent-disposition: form-data; name="a"\r\n\r\nx\r\n`;
	return [Buffer.from(part.repeat(count)), Buffer.from(`${boundary}--\r\n`)];
}
