import type { Cookies, Handle, RequestEvent } from '@sveltejs/kit';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { env } from '$lib/server/env';
import { bodies, requests } from '$lib/limits';
import type { Env } from '$lib/server/env-schema';
import { accessLog, loggedPath } from './access-log';
import { cacheHeaders } from './cache-headers';
import { renderAttributes } from './html-attributes';
import { requestId } from './request-id';
import { requestLimits } from './request-limits';
import { securityHeaders } from './security-headers';
import { session } from './session';
import { signInLimit } from './sign-in-limit';

vi.mock('$app/environment', () => ({ dev: false, building: false, browser: false }));
vi.mock('$lib/server/env', () => ({ env: vi.fn() }));

const settings: Partial<Env> = {
	ORIGIN: 'https://pamphlet.example',
	LOG_LEVEL: 'silent',
	PAYMENT_ORIGINS: ['https://pay.example'],
	SIGN_IN_POSTS_PER_MINUTE: 2,
	PUBLIC_SUPABASE_URL: 'http://127.0.0.1:9',
	PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
	SERVER_TOKEN: '0123456789abcdef0123456789abcdef'
};

interface Ask {
	path?: string;
	route?: string | null;
	method?: string;
	cookie?: string;
	headers?: Record<string, string>;
	params?: Record<string, string>;
	from?: string;
}

function ask({ path = '/', route = '/', method = 'GET', cookie, headers, params, from }: Ask) {
	const url = new URL(path, 'https://pamphlet.example');
	const set: string[] = [];
	const logged: Record<string, unknown>[] = [];
	const cookies: Partial<Cookies> = {
		getAll: () => (cookie ? [{ name: cookie, value: 'base64-e30' }] : []),
		set: (name) => void set.push(name),
		delete: (name) => void set.push(name)
	};
	const log = { info: (line: Record<string, unknown>) => void logged.push(line), warn: () => {} };
	const event = {
		...{ url, params: params ?? {}, route: { id: route }, cookies, isDataRequest: false },
		request: new Request(url, { method, headers }),
		locals: { log, requestId: 'id' },
		getClientAddress: () => from ?? '203.0.113.7'
	} as unknown as RequestEvent;
	return { event, set, logged };
}

async function answer(handle: Handle, event: RequestEvent, response = new Response('x')) {
	return handle({ event, resolve: async () => response });
}

function page(status = 200): Response {
	return new Response('<html>', {
		status,
		headers: {
			'content-type': 'text/html',
			'content-security-policy': "script-src 'self' 'nonce-x'"
		}
	});
}

beforeEach(() => void vi.mocked(env).mockReturnValue(settings as Env));

describe('the request id', () => {
	it('is in the answer, and is not taken from the visitor', async () => {
		const { event } = ask({ headers: { 'x-request-id': 'chosen' } });
		const response = await answer(requestId, event);
		expect(response.headers.get('x-request-id')).toBe(event.locals.requestId);
		expect(event.locals.requestId).toMatch(/^[0-9a-f-]{36}$/);
	});
});

describe('the access log', () => {
	it('leaves out the query', async () => {
		const { event, logged } = ask({ path: '/auth/confirm?token_hash=4f5e' });
		await answer(accessLog, event);
		expect(logged).toEqual([
			{ method: 'GET', path: '/auth/confirm', status: 200, ms: expect.any(Number) }
		]);
	});

	it('names the place of a token', () => {
		const { event } = ask({ path: '/invitations/a%2Fb', params: { token: 'a/b' } });
		expect(loggedPath(event)).toBe('/invitations/[token]');
	});
});

describe('the security headers', () => {
	const policy = async (route: string, response: Response) =>
		(await answer(securityHeaders, ask({ route }).event, response)).headers.get(
			'content-security-policy'
		);

	it('let nothing run on reading pages', async () => {
		expect(await policy('/@[publication]/[slug]', page())).toContain("script-src 'none'");
		expect(await policy('/(reading)/@[publication]', page())).toContain("script-src 'none'");
	});

	it('leave the nonces of the app alone', async () => {
		expect(await policy('/desk/[publication]', page())).toContain("'nonce-x'");
	});

	it('let the check before joining run its script, and no other page below a publication', async () => {
		expect(await policy('/@[publication]/join/check', page())).toBe("script-src 'self' 'nonce-x'");
		for (const route of ['join', 'join/thanks', 'join/confirm/[token]', 'join/check/more']) {
			expect(await policy(`/@[publication]/${route}`, page())).toContain("script-src 'none'");
		}
	});

	it('let forms lead to the payment company, and nowhere else', async () => {
		const forms = "form-action 'self' https://pay.example";
		expect(await policy('/@[publication]/join', page())).toContain(`${forms};`);
		const own = page();
		own.headers.set('content-security-policy', "form-action 'self'; frame-ancestors 'none'");
		expect(await policy('/account', own)).toBe(`${forms}; frame-ancestors 'none'`);
	});

	it('let nothing run on the error pages of a publication', async () => {
		const { event } = ask({ route: '/@[publication]/[slug]' });
		event.locals.html = { lang: 'en', dir: 'ltr', accent: { hue: 1, chroma: 0.1 } };
		const { headers } = await answer(securityHeaders, event, page(404));
		expect(headers.get('content-security-policy')).toContain("script-src 'none'");
	});

	it('leave the page as it is that has not changed', async () => {
		expect(await policy('/@[publication]', new Response(null, { status: 304 }))).toBeNull();
	});

	it('put a file into a sandbox', async () => {
		expect(await policy('/media/[id]/[filename]', new Response('<svg>'))).toContain('sandbox');
	});

	it('keep https where there is https, and only there', async () => {
		const hsts = async () =>
			(await answer(securityHeaders, ask({}).event)).headers.get('strict-transport-security');
		expect(await hsts()).toContain('max-age=31536000');
		vi.mocked(env).mockReturnValue({ ...settings, ORIGIN: 'http://localhost:3000' } as Env);
		expect(await hsts()).toBeNull();
	});

	it('keep a stricter referrer policy of a page', async () => {
		const response = page();
		response.headers.set('referrer-policy', 'same-origin');
		const { headers } = await answer(securityHeaders, ask({}).event, response);
		expect(headers.get('referrer-policy')).toBe('same-origin');
		expect(headers.get('x-content-type-options')).toBe('nosniff');
	});

	it('are set on an answer that cannot be changed', async () => {
		const response = Response.redirect('https://pamphlet.example/');
		const { headers } = await answer(securityHeaders, ask({}).event, response);
		expect(headers.get('x-content-type-options')).toBe('nosniff');
	});
});

describe('the cache headers', () => {
	const control = async (given: Ask, response = page()) =>
		(await answer(cacheHeaders, ask(given).event, response)).headers.get('cache-control');
	const reading = { route: '/@[publication]' };

	it('let caches keep what everybody sees', async () => {
		expect(await control(reading)).toBe('public, max-age=0, must-revalidate');
		expect(await control({ route: '/(site)' })).toBe('public, max-age=0, must-revalidate');
	});

	it.each(['__Host-pamphlet-session', '__Host-pamphlet-session.1'])(
		'keep what a session with %s saw to its browser',
		async (cookie) => {
			expect(await control({ ...reading, cookie })).toBe('private, no-store');
		}
	);

	it('do not take the secret of a provider for a session', async () => {
		const cookie = '__Host-pamphlet-session-code-verifier';
		expect(await control({ ...reading, cookie })).toMatch(/^public/);
	});

	it('keep an answer with a cookie to its browser, whatever it says', async () => {
		const headers = { 'set-cookie': 'a=b', 'cache-control': 'public, max-age=60' };
		expect(await control(reading, new Response('', { headers }))).toBe('private, no-store');
	});

	it('leave the wish of an endpoint alone', async () => {
		const headers = { 'cache-control': 'public, max-age=60' };
		const route = '/media/[id]/[filename]';
		expect(await control({ route }, new Response('', { headers }))).toBe('public, max-age=60');
	});

	it.each<Ask>([
		{ route: '/(auth)/sign-in' },
		{ route: '/@[publication]', method: 'POST' },
		{ route: '/desk' },
		{ route: null }
	])('let nobody keep %j', async (given) => {
		expect(await control(given)).toBe('private, no-store');
	});
});

describe('the session', () => {
	it('asks and sets nothing for a visitor without a cookie', async () => {
		const { event, set } = ask({});
		const asked = vi.spyOn(globalThis, 'fetch');
		await answer(session, event);
		expect([event.locals.viewer, set, asked.mock.calls]).toEqual([null, [], []]);
		asked.mockRestore();
	});

	it('forgets a cookie that is no session', async () => {
		const { event, set } = ask({ cookie: '__Host-pamphlet-session' });
		await answer(session, event);
		expect(event.locals.viewer).toBeNull();
		expect(set).toContain('__Host-pamphlet-session');
	});
});

describe('the attributes of <html>', () => {
	it('carry language, direction and accent', () => {
		const accent = { hue: 352, chroma: 0.165 };
		expect(renderAttributes({ lang: 'ar', dir: 'rtl', accent })).toBe(
			'lang="ar" dir="rtl" style="--accent-h: 352; --accent-c: 0.165"'
		);
	});

	it('carry nothing that breaks out of them', () => {
		const accent = { hue: Number.NaN, chroma: 0.1 };
		expect(renderAttributes({ lang: '"><script>', dir: 'ltr', accent })).toBe(
			'lang="en-GB" dir="ltr"'
		);
	});
});

describe('the limit of the sign-in', () => {
	const form: Ask = { route: '/(auth)/sign-in', method: 'POST' };

	it('refuses a network that hammers, and nobody else', async () => {
		const status = async (given: Ask) => (await answer(signInLimit, ask(given).event)).status;
		const hammer = { ...form, from: '198.51.100.1' };
		expect([await status(hammer), await status(hammer), await status(hammer)]).toEqual([
			200, 200, 429
		]);
		expect(await status({ ...hammer, method: 'GET' })).toBe(200);
		expect(await status({ ...hammer, route: '/@[publication]/join' })).toBe(429);
		expect(await status({ ...hammer, route: '/desk' })).toBe(200);
		expect(await status({ ...form, from: '198.51.100.2' })).toBe(200);
	});

	it('answers a form that was sent by script in its own way', async () => {
		const given = { ...form, from: '198.51.100.3', headers: { 'x-sveltekit-action': 'true' } };
		await answer(signInLimit, ask(given).event);
		await answer(signInLimit, ask(given).event);
		const response = await answer(signInLimit, ask(given).event);
		expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
		expect(await response.json()).toMatchObject({
			type: 'error',
			error: { code: 'too_many_requests', requestId: 'id' }
		});
	});
});

describe('the limits of a request', () => {
	const status = async (given: Ask) => (await answer(requestLimits, ask(given).event)).status;

	it.each<[string, number, (more: number) => Ask]>([
		['the path', 414, (more) => ({ path: `/${'a'.repeat(requests.path - 1 + more)}` })],
		['the query', 414, (more) => ({ path: `/?${'a'.repeat(requests.query - 1 + more)}` })],
		['its fields', 414, (more) => ({ path: `/?${'a&'.repeat(requests.queryFields + more)}` })],
		[
			'cookies',
			431,
			(more) => ({ headers: { cookie: 'a=b; '.repeat(requests.cookies - 1 + more) } })
		],
		['headers', 431, (more) => ({ headers: manyHeaders(requests.headers + more) })],
		['a body', 413, (more) => ({ headers: { 'content-length': `${bodies.form.bytes + more}` } })]
	])('%s: refused with %i beyond them', async (_, refused, given) => {
		expect(await status(given(0))).toBe(200);
		expect(await status(given(1))).toBe(refused);
	});

	it('are wider for the body of an upload', async () => {
		const headers = { 'content-length': String(bodies.upload.bytes) };
		expect(await status({ route: '/desk/[publication]/media', headers })).toBe(200);
	});

	it.each([
		['a page', 'text/html,*/*', /^<!doctype html>/],
		['JSON', 'application/json', /^{"message":".*","code":"too_large","requestId":"id"}$/]
	])('are told as %s to who wants that', async (_, accept, body) => {
		const headers = { accept, 'content-length': '999999999' };
		const response = await answer(requestLimits, ask({ headers }).event);
		expect(await response.text()).toMatch(body);
	});

	function manyHeaders(count: number): Record<string, string> {
		return Object.fromEntries(Array.from({ length: count }, (_, n) => [`x-${n}`, '']));
	}
});
