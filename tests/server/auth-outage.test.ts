import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makePerson } from '../e2e/support/people.ts';
import type { App } from '../support/app.ts';
import { serve, signIn, stack } from './support.ts';

/** What Auth answers; null when it never does. */
interface Said {
	status: number;
	body: string;
	type?: string;
}

const says = (status: number, error_code: string): Said => ({
	status,
	body: JSON.stringify({ code: status, error_code, msg: 'No' })
});

/** Stands in front of the API, where Auth can fail at refreshing sessions, or at all questions. */
let outage: { at: RegExp; said: Said | null } | undefined;
let refreshes = 0;
const isRefresh = /\/auth\/v1\/token\?grant_type=refresh_token/;
const api = createServer((incoming, outgoing) => {
	const url = incoming.url ?? '';
	if (isRefresh.test(url)) refreshes += 1;
	if (outage?.at.test(url)) {
		incoming.resume();
		const { said } = outage;
		// Late enough for all who come together to be there.
		if (said)
			setTimeout(() => {
				outgoing.writeHead(said.status, { 'content-type': said.type ?? 'application/json' });
				outgoing.end(said.body);
			}, 20);
		return;
	}
	const { method, headers } = incoming;
	const onward = httpRequest(stack.apiUrl + url, { method: method ?? 'GET', headers }, (answer) => {
		outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
		answer.pipe(outgoing);
	});
	onward.once('error', () => outgoing.destroy());
	incoming.pipe(onward);
});

let app: App;
let cookie: string;

beforeAll(async () => {
	await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
	const { port } = api.address() as AddressInfo;
	app = await serve({ PUBLIC_SUPABASE_URL: `http://127.0.0.1:${port}` });
});
afterAll(async () => {
	await app.stop();
	api.closeAllConnections();
	api.close();
});
beforeEach(async () => {
	outage = undefined;
	// Each test has a person of its own: one address can only try so many passwords.
	const person = await makePerson(stack, 'Waiting');
	cookie = expired(await signIn(person.email, person.password));
	refreshes = 0;
});
afterEach(() => {
	outage = undefined;
});

/** The cookie of the same session an hour later. */
function expired(cookies: string): string {
	const parts = cookies.split('; ').filter((part) => /^pamphlet-session(\.\d+)?=/.test(part));
	const value = parts.map((part) => part.slice(part.indexOf('=') + 1)).join('');
	const session = JSON.parse(
		Buffer.from(value.replace('base64-', ''), 'base64url').toString()
	) as object;
	const old = JSON.stringify({ ...session, expires_at: Math.floor(Date.now() / 1000) - 10 });
	return `pamphlet-session=base64-${Buffer.from(old).toString('base64url')}`;
}

async function ask(path: string, cookies = cookie) {
	const began = performance.now();
	const answer = await fetch(app.url + path, { headers: { cookie: cookies }, redirect: 'manual' });
	await answer.arrayBuffer();
	const sent = answer.headers.getSetCookie().filter((one) => one.startsWith('pamphlet-session'));
	return {
		status: answer.status,
		deleted: sent.some((one) => /=;|max-age=0/i.test(one)),
		set: sent.map((one) => one.split(';')[0]).join('; '),
		seconds: (performance.now() - began) / 1000
	};
}

/** Twenty requests at once: half of them for a page that needs a session, half for a public one. */
const together = () =>
	Promise.all(
		Array.from({ length: 20 }, async (_, n) => {
			const path = n % 2 ? '/@tide-table' : '/account';
			return { path, ...(await ask(path)) };
		})
	);

describe('a session that is to be refreshed', () => {
	it.each<[string, Said | null]>([
		['429', says(429, 'over_request_rate_limit')],
		['408', says(408, 'request_timeout')],
		['409', says(409, 'conflict')],
		['500', says(500, 'unexpected_failure')],
		['503', says(503, 'unexpected_failure')],
		['a 400 that says nothing of the session', says(400, 'captcha_failed')],
		['a 404 from something else', { status: 404, body: 'Not found', type: 'text/plain' }],
		['a 502 in words', { status: 502, body: '<h1>Bad gateway</h1>', type: 'text/html' }],
		['a 200 without a session', { status: 200, body: '{}' }],
		['no answer', null]
	])('outlives %s from Auth', async (_, said) => {
		outage = { at: isRefresh, said };
		for (const answer of await together()) {
			expect(answer).toMatchObject({
				status: answer.path === '/account' ? 503 : 200,
				deleted: false,
				set: ''
			});
			expect(answer.seconds).toBeLessThan(8);
		}
		outage = undefined;
		const well = await ask('/account');
		expect(well).toMatchObject({ status: 200, deleted: false });
		expect(await ask('/account', well.set)).toMatchObject({ status: 200, deleted: false });
	});

	it('outlives an Auth that answers nothing at all', async () => {
		outage = { at: /\/auth\/v1\//, said: null };
		expect(await ask('/account')).toMatchObject({ status: 503, deleted: false });
		outage = undefined;
		expect(await ask('/account')).toMatchObject({ status: 200, deleted: false });
	});

	it('is refreshed once for all requests that come together', async () => {
		const answers = await together();
		expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200));
		expect(answers.map((answer) => answer.deleted)).toEqual(answers.map(() => false));
		expect(new Set(answers.map((answer) => answer.set)).size).toBe(1);
		// One that was already on its way with the old cookie shares the answer too.
		expect(await ask('/account')).toMatchObject({ status: 200, set: answers[0]?.set });
		expect(refreshes).toBe(1);
	});

	it('is refreshed by a second server too, which Auth lets pass for a while', async () => {
		const other = await serve();
		try {
			expect(await ask('/account')).toMatchObject({ status: 200, deleted: false });
			const there = await fetch(`${other.url}/account`, {
				headers: { cookie },
				redirect: 'manual'
			});
			expect(there.status).toBe(200);
		} finally {
			await other.stop();
		}
	});

	it.each([
		[400, 'refresh_token_not_found'],
		[400, 'refresh_token_already_used'],
		[400, 'session_expired'],
		[403, 'session_not_found'],
		[403, 'user_banned'],
		[404, 'user_not_found']
	])('ends when Auth says so, with %s %s', async (status, code) => {
		outage = { at: isRefresh, said: says(status, code) };
		expect(await ask('/account')).toMatchObject({ status: 303, deleted: true });
	});

	it('ends when it was ended elsewhere', async () => {
		const { set } = await ask('/account');
		await fetch(`${app.url}/sign-out`, {
			method: 'POST',
			body: new URLSearchParams({}),
			headers: { origin: app.url, cookie: set },
			redirect: 'manual'
		});
		expect(await ask('/account', expired(set))).toMatchObject({ status: 303, deleted: true });
	});
});
