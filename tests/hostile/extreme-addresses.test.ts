import { globSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memberListQuery } from '../../src/lib/schemas/member.ts';
import { postListQuery } from '../../src/lib/schemas/post.ts';
import { ensureBuild } from '../support/build.ts';
import { addressesOf } from './addresses.ts';
import { everyTarget } from './routes.ts';
import { setScene, type Role, type Scene } from './scene.ts';
import { pooled, send, size, type Sent } from './support.ts';

/**
 * Asks every route with paths, queries, cookies and headers that nobody would send by accident. None may be
 * answered with an error of the server, or not at all. A `HOSTILE_SIZE` above 1 tries every value everywhere.
 */

const isFull = size > 1;
const uuid = '01900000-0000-7000-8000-000000000001';

/** As they stand in an address. */
const values = [
	...['%00', 'a%00b', '%', '%zz', '%ff%fe', '%ED%A0%80', '%C0%AF', '%2e%2e%2f', '..%5c', '%2500'],
	...['%E2%80%AE', '%F0%9F%92%A9', '%CC%81', '%27%22%3E%3Cscript%3E', '%0d%0aset-cookie:a=b'],
	...['-1', '0', '1e400', '9'.repeat(400), 'NaN', 'Infinity', '-9223372036854775809', '1.5'],
	...['infinity', '0044-03-15%20BC', '-000001', '275760-09-13', '1900-02-29', 'null', '__proto__'],
	...[
		'00000000-0000-0000-0000-000000000000',
		'{019000000000700080000000000000ff}',
		'a'.repeat(1500)
	],
	...['a~b,c.d(e)f:g*h', '*', '%2C%29%28', 'javascript:alert(1)', '//evil.test', '/%5Cevil.test']
];
const moments = [
	...[
		'infinity',
		'-infinity',
		'0044-03-15T12:00:00Z',
		'0001-01-01T00:00:00Z',
		'-000044-03-15T12:00:00Z'
	],
	...['9999-12-31T23:59:59.999999999Z', '+275760-09-13T00:00:00Z', '2026-02-30T00:00:00Z', ''],
	...[
		'2026-11-14T06:40:00+15:59',
		'2026-11-14T06:40:00-23:59',
		'2026-11-14T24:00:00Z',
		'2026-11-14'
	]
];
/** Places in lists: of the reading side, of members, and of posts at the desk. */
const places = [
	...moments.map((moment) => `${encodeURIComponent(moment)}~${uuid}`),
	...moments.map((moment) => `${encodeURIComponent(moment)}~${encodeURIComponent(moment)}~${uuid}`),
	...['~', '~~', `~2026-11-14T06:40:00Z~${uuid}`, '2026-11-14T06:40:00Z~%00', `~${uuid}~`]
];

/** The names of all that anything reads from a query. */
const names = [
	...new Set([
		...Object.keys({ ...postListQuery.shape, ...memberListQuery.shape }),
		...globSync('src/{routes,lib/server}/**/*.{ts,svelte}')
			.flatMap((file) => [
				...readFileSync(file, 'utf8').matchAll(/\b(?:searchParams|query)\.\w+\(\s*'(\w+)'/g)
			])
			.map(([, name = '']) => name)
	])
];
const listNames = ['before', 'after', 'from', 'until'];

/** What a session holds, as the library writes it. */
const session = (value: unknown) =>
	`base64-${Buffer.from(JSON.stringify(value)).toString('base64url')}`;
const token = (part: string) => `${part}.${part}.${part}`;
const tokens = [
	'',
	'a.b.c',
	token('e30'),
	token('%00'),
	token('ICAg'),
	token('W10'),
	token('bnVsbA')
];
const sessions = [
	...[
		'',
		'base64-',
		'base64-%00',
		'base64-e30',
		'base64-////',
		'base64-bnVsbA',
		'[',
		'"\ud800"',
		'%'
	],
	...['base64-7aCA', session([]), session({ access_token: 1, refresh_token: {}, expires_at: 'x' })],
	...tokens.map((access_token) => {
		const expires_at = 9_999_999_999;
		return session({ access_token, refresh_token: 'x', expires_at, token_type: 'bearer' });
	}),
	session({ access_token: token('e30'), refresh_token: '\u0000', expires_at: -1 })
];
const signingIns = [
	...['%00', '[]', 'null', '{"email":1}', '%7B%22email%22%3A%22%5Cud800%22%7D', '%'],
	encodeURIComponent(
		JSON.stringify({ email: 'a@b.co\u0000', next: '//evil.test', signIn: '\u0000' })
	)
];
const headers: Record<string, string>[] = [
	...['bytes=-0', 'bytes=9-1', 'bytes=0-99999999999999999999', 'bytes=0-0,1-1', 'x'].map(
		(range) => ({
			range
		})
	),
	...['*', '"', `W/"${'x'.repeat(5000)}"`, ',,,,', '\u0080'].map((tag) => ({
		'if-none-match': tag
	})),
	...['\u00ff', 'zz-;q=NaN', `${'a,'.repeat(2000)}`].map((language) => ({
		'accept-language': language,
		accept: language
	})),
	{ 'if-modified-since': 'infinity', 'if-unmodified-since': '-1' },
	{ host: 'evil.test' },
	{ host: '[::1', 'x-forwarded-host': '%00', 'x-forwarded-proto': 'javascript' },
	{ 'user-agent': '\u0080\u00ff', referer: '//%00', origin: 'null' },
	{ 'x-sveltekit-invalidated': '9'.repeat(300), 'x-forwarded-for': '999.999.999.999' }
];

let scene: Scene;
let addresses: string[];
beforeAll(async () => {
	await ensureBuild(() => {});
	scene = await setScene();
	addresses = await addressesOf(scene, 1);
}, 240_000);
afterAll(() => scene.stop());

const readerOf = (address: string): Role =>
	/^\/(desk|account)/.test(address) ? 'owner' : 'nobody';

/** All of a list, or in a small run some of it: others for each number. */
const some = <T>(list: readonly T[], n: number, most: number): T[] =>
	isFull
		? [...list]
		: Array.from({ length: most }, (_, k) => list[(n * most + k) % list.length] as T);

interface Asked extends Omit<Sent, 'method'> {
	method?: string;
	path: string;
}

let sent = 0;
/** Those that were answered with an error of the server, or not within 15 seconds. */
async function failures(all: Asked[]): Promise<string[]> {
	sent += all.length;
	const answers = await pooled(all, async ({ method = 'GET', path, headers: own, ...rest }) => {
		const cookie = await scene.cookieOf(readerOf(path));
		const sending = { method, headers: { ...(cookie && { cookie }), ...own }, ...rest };
		const status = await Promise.race([
			send(scene.app.url + path, sending).then(
				(answer) => answer.status,
				(error) => String(error)
			),
			pause(15_000, 'no answer', { ref: false })
		]);
		const isSound = typeof status === 'number' && status < 500;
		return isSound
			? []
			: [`${status}: ${method} ${path} ${JSON.stringify(own ?? {}).slice(0, 300)}`];
	});
	return answers.flat();
}

describe('every route', { timeout: 600_000 }, () => {
	afterAll(() => console.log(`Sent ${sent} requests for ${addresses.length} addresses.`));

	it('answers when a part of its path is another', async () => {
		expect(addresses.length).toBeGreaterThan(50);
		const asked = addresses.flatMap((address, n) => {
			const parts = address.split('/').slice(1);
			return parts.flatMap((part, at) =>
				some(values, n + at, 2).map((value) => {
					const other = part.startsWith('@') ? `@${value}` : value;
					return { path: `/${parts.with(at, other).join('/')}` };
				})
			);
		});
		expect(await failures(asked)).toEqual([]);
	});

	it('answers to a form or a body that is sent to another path', async () => {
		const params = ['publication', 'slug', 'tag', 'author', 'tier', 'token', 'page', 'rest', 'id'];
		const asked = some(values, 0, values.length).flatMap((value, n) =>
			everyTarget(Object.fromEntries([...params, 'filename'].map((name) => [name, value])))
				.filter(({ method, routeId }) => method !== 'GET' && routeId.includes('['))
				.filter((_, m) => isFull || (n + m) % 24 === 0)
				.map(({ method, address }) => ({
					...{ method, path: address, body: [Buffer.from('a=b')] },
					headers: {
						...{ origin: scene.app.url, 'content-type': 'application/x-www-form-urlencoded' },
						'content-length': '3'
					}
				}))
		);
		expect(asked.length).toBeGreaterThan(50);
		expect(await failures(asked)).toEqual([]);
	});

	it('answers to a query of anything', async () => {
		expect(names.length).toBeGreaterThan(20);
		const asked = addresses.flatMap((address, n) =>
			some(values, n, 3).map((_, turn) => {
				const fields = names.map((name, at) => {
					const list = listNames.includes(name) && turn % 2 ? places : values;
					return `${name}=${list[(n * 7 + turn + at) % list.length]?.slice(0, 300)}`;
				});
				return { path: `${address}?${fields.join('&')}` };
			})
		);
		expect(await failures(asked)).toEqual([]);
	});

	it('answers to a place in a list that is none', async () => {
		const asked = addresses.flatMap((address, n) =>
			some(places, n, 2).flatMap((place) => ({
				path: `${address}?${listNames.map((name) => `${name}=${place}`).join('&')}`
			}))
		);
		expect(await failures(asked)).toEqual([]);
	});

	it('answers to cookies of anything', async () => {
		const asked = addresses.flatMap((path, n) =>
			some(sessions, n, 1).flatMap((value, at) => {
				const [signingIn] = some(signingIns, n + at, 1);
				const cookie = `pamphlet-session=${value}; pamphlet-session.0=${value}; pamphlet-signing-in=${signingIn}`;
				return { path, headers: { cookie: Buffer.from(cookie).toString('latin1') } };
			})
		);
		expect(await failures(asked)).toEqual([]);
	});

	it('answers to headers of anything', async () => {
		const asked = addresses.flatMap((path, n) =>
			some(headers, n, 2).map((own) => ({ path, headers: own }))
		);
		expect(await failures(asked)).toEqual([]);
	});
});
