import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../support/app.ts';
import { serve, signIn, submit } from './support.ts';

let app: App;
beforeAll(async () => {
	app = await serve({ LOG_LEVEL: 'info' });
});
afterAll(() => app.stop());

describe('every answer', () => {
	it.each(['/', '/@tide-table', '/sign-in', '/healthz', '/nowhere'])(
		'%s is told not to be sniffed, framed or spied upon',
		async (path) => {
			const { headers } = await fetch(app.url + path);
			expect(headers.get('x-content-type-options')).toBe('nosniff');
			expect(headers.get('referrer-policy')).toBeTruthy();
			expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
		}
	);

	it('has an id that the log has too', async () => {
		const { headers } = await fetch(`${app.url}/@tide-table`);
		const id = headers.get('x-request-id') ?? '';
		expect(id).toMatch(/^[0-9a-f-]{36}$/);
		await expect.poll(() => app.output()).toContain(id);
	});

	it('gets an id of its own, whatever the visitor sends', async () => {
		const { headers } = await fetch(app.url, { headers: { 'x-request-id': 'mine' } });
		expect(headers.get('x-request-id')).not.toBe('mine');
	});
});

describe('pages with script', () => {
	it('run only what carries the nonce of this answer', async () => {
		const policies = await Promise.all(
			[1, 2].map(async () => {
				const answer = await fetch(`${app.url}/sign-in`);
				return {
					policy: answer.headers.get('content-security-policy') ?? '',
					html: await answer.text()
				};
			})
		);
		const nonces = policies.map(
			({ policy }) => /script-src [^;]*'nonce-([^']+)'/.exec(policy)?.[1]
		);
		expect(new Set(nonces).size).toBe(2);
		for (const [n, { policy, html }] of policies.entries()) {
			expect(policy).not.toMatch(/script-src[^;]*unsafe/);
			const scripts = html.match(/<script[^>]*>/g) ?? [];
			expect(scripts.length).toBeGreaterThan(0);
			for (const script of scripts) expect(script).toContain(`nonce="${nonces[n]}"`);
		}
	});
});

describe('reading pages', () => {
	it('say to caches that they may be kept, and with a session that they may not', async () => {
		const open = await fetch(`${app.url}/@tide-table`);
		expect(open.headers.get('cache-control')).not.toContain('private');
		expect(open.headers.getSetCookie()).toEqual([]);

		const cookie = await signIn('reader@tidetable.example', 'pamphlet-demo');
		const seen = await fetch(`${app.url}/@tide-table`, { headers: { cookie } });
		expect(seen.headers.get('cache-control')).toBe('private, no-store');
	});

	it('are private with any cookie that looks like a session', async () => {
		const answer = await fetch(`${app.url}/@tide-table`, {
			headers: { cookie: (await signIn('reader@tidetable.example', 'pamphlet-demo')) + 'x' }
		});
		expect(answer.headers.get('cache-control')).toBe('private, no-store');
	});
});

describe('forms', () => {
	it('from another site are refused', async () => {
		const answer = await submit(
			app,
			'/sign-in',
			{ email: 'a@example.org' },
			{ origin: 'https://evil.example' }
		);
		expect(answer.status).toBe(403);
	});

	it('without an origin are refused', async () => {
		const status = await new Promise<number | undefined>((resolve, reject) => {
			const call = httpRequest(
				`${app.url}/sign-in`,
				{ method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
				(answer) => resolve(answer.resume().statusCode)
			);
			call.once('error', reject);
			call.end('email=a%40example.org');
		});
		expect(status).toBe(403);
	});
});

describe('a file of the desk', () => {
	const send = async (bytes: Uint8Array<ArrayBuffer>) => {
		const form = new FormData();
		form.set('file', new File([bytes], 'photo.jpg', { type: 'image/jpeg' }));
		const cookie = await signIn('marit@tidetable.example', 'pamphlet-demo');
		return fetch(`${app.url}/desk/tide-table/media`, {
			method: 'POST',
			headers: { cookie, origin: app.url, accept: 'application/json' },
			body: form
		});
	};

	it('can be a photo of 3.6 MB, though the limit of the adapter is lower by default', async () => {
		const size = { width: 2100, height: 2100 };
		const noise = { raw: { ...size, channels: 3 as const } };
		const photo = await sharp(randomBytes(size.width * size.height * 3), noise)
			.jpeg({ quality: 92 })
			.toBuffer();
		expect(photo.byteLength).toBeGreaterThan(3_600_000);
		const answer = await send(new Uint8Array(photo));
		expect(answer.status).toBe(201);
		expect(await answer.json()).toMatchObject({ mime: 'image/jpeg', width: 2100 });
	});

	it.each([20.5, 30])('of %s MB is refused, with the limit', async (megabytes) => {
		const answer = await send(new Uint8Array(megabytes * 1_048_576));
		expect(answer.status).toBe(413);
		expect(await answer.json()).toMatchObject({
			code: 'too_large',
			message: 'A file may have 20 MB at most.'
		});
	});
});

it('a forwarded host counts for nothing', async () => {
	const answer = await fetch(`${app.url}/desk`, {
		headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
		redirect: 'manual'
	});
	expect(answer.headers.get('location')).not.toContain('evil.example');
	const page = await fetch(app.url, { headers: { 'x-forwarded-host': 'evil.example' } });
	expect(await page.text()).not.toContain('evil.example');
});

it('one address sends so many sign-in forms a minute and no more', async () => {
	const strict = await serve({ SIGN_IN_POSTS_PER_MINUTE: '3' });
	try {
		const ends: number[] = [];
		for (let n = 0; n < 4; n += 1) {
			ends.push((await submit(strict, '/sign-in', { email: 'not an address' })).status);
		}
		expect(ends).toEqual([400, 400, 400, 429]);
		expect((await fetch(`${strict.url}/@tide-table`)).status).toBe(200);
	} finally {
		await strict.stop();
	}
});
