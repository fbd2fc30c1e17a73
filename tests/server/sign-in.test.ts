import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rates } from '../../src/lib/limits.ts';
import { freshEmail } from '../support/actors.ts';
import type { App } from '../support/app.ts';
import { sql, visitorFrom } from '../support/clients.ts';
import { codeIn, mailsTo, nextMail } from '../support/inbox.ts';
import { passMailMinute } from '../support/tries.ts';
import { serve, stack, submit } from './support.ts';

let app: App;
beforeAll(async () => {
	app = await serve({ AUTH_PROVIDERS: 'github' });
});
afterAll(() => app.stop());

/** What an answer shows of the address it is about, and how long it took in milliseconds. */
async function ask(path: string, fields: Record<string, string>) {
	const began = performance.now();
	const answer = await submit(app, path, fields);
	const text = await answer.text();
	const time = performance.now() - began;
	const differs = /^(date|etag|x-request-id|content-security-policy|set-cookie)$/;
	return {
		status: answer.status,
		headers: [...answer.headers].filter(([name]) => !differs.test(name)),
		cookies: answer.headers.getSetCookie().map((cookie) => cookie.split('=')[0]),
		body: text.replaceAll(fields.email ?? '', '').replace(/nonce="[^"]*"/g, ''),
		time
	};
}

describe('an address that is known and one that is not', () => {
	it.each([
		['a code', '/sign-in', {}],
		['a wrong password', '/sign-in/password', { password: 'not the password' }]
	])('get the same answer in the same time when it is about %s', async (_, path, fields) => {
		const known = await ask(path, { email: 'devi@tidetable.example', next: '/', ...fields });
		const unknown = await ask(path, { email: 'none@tidetable.example', next: '/', ...fields });
		const { time: knownTime, ...knownAnswer } = known;
		const { time: unknownTime, ...unknownAnswer } = unknown;
		expect(knownAnswer).toEqual(unknownAnswer);
		// Both wait for the end of the same step: neither answers as soon as it can.
		expect(Math.min(knownTime, unknownTime)).toBeGreaterThanOrEqual(790);
	});
});

describe('Google and GitHub', () => {
	it('are offered where they are configured, and only there', async () => {
		const page = await (await fetch(`${app.url}/sign-in`)).text();
		expect(page).toContain('Go on with GitHub');
		expect(page).not.toContain('Go on with Google');
		const google = await fetch(`${app.url}/auth/start?provider=google`, { redirect: 'manual' });
		expect(google.status).toBe(404);
	});

	it('are asked by way of Auth, with a proof that stays in this browser', async () => {
		const answer = await fetch(`${app.url}/auth/start?provider=github&next=/account`, {
			redirect: 'manual'
		});
		const there = new URL(answer.headers.get('location') ?? '');
		expect(answer.status).toBe(303);
		expect(there.origin + there.pathname).toBe(`${stack.apiUrl}/auth/v1/authorize`);
		expect(there.searchParams.get('redirect_to')).toBe(`${app.url}/auth/callback`);
		expect(there.searchParams.get('code_challenge')).toBeTruthy();
		expect(answer.headers.getSetCookie().join()).toContain('code-verifier');
		for (const cookie of answer.headers.getSetCookie()) expect(cookie).toMatch(/; HttpOnly/i);
	});
});

it('one address is sent one code a minute', async () => {
	const email = `often-${Date.now()}@example.test`;
	const first = await ask('/sign-in', { email, next: '/' });
	const second = await ask('/sign-in', { email, next: '/' });
	expect([first.status, second.status]).toEqual([303, 303]);
	const mails = await fetch(new URL('/emails', stack.inboxUrl), {
		headers: { authorization: 'Bearer re_local' }
	});
	const { data } = (await mails.json()) as { data: { to: string[] }[] };
	expect(data.filter((mail) => mail.to.includes(email))).toHaveLength(1);
});

describe('an address that was sent too many codes', () => {
	const cookiesOf = (answer: Response) =>
		answer.headers
			.getSetCookie()
			.map((one) => one.split(';')[0])
			.join('; ');

	it('is told to use the newest code, which is good, or a password', async () => {
		const email = freshEmail();
		const begin = () => submit(app, '/sign-in', { email, next: '/account' });
		await begin();
		const code = codeIn(await nextMail(stack.inboxUrl, email));
		for (let n = 1; n < rates.mails_to_mailbox_by_source.tries; n += 1) {
			await passMailMinute(sql, email);
			// As our server for this network, without having a mail sent.
			const { data } = await visitorFrom('127.0.0.1').rpc('begin_sign_in', { p_email: email });
			expect(data).toMatchObject({ mail: 'send' });
		}
		await passMailMinute(sql, email);
		const refused = await begin();
		expect([refused.status, refused.headers.get('location')]).toEqual([303, '/sign-in/code']);
		const cookie = cookiesOf(refused);
		const page = await (await fetch(`${app.url}/sign-in/code`, { headers: { cookie } })).text();
		expect(page).toContain('We did not send another code');
		expect(page).toMatch(/You can ask for another in\s+\d+ minutes/);
		expect(page).toContain('href="/sign-in/password?next=%2Faccount"');
		expect(await mailsTo(stack.inboxUrl, email)).toHaveLength(1);

		const again = await submit(app, '/sign-in/code?/resend', {}, { cookie });
		expect(again.status).toBe(429);
		const right = await submit(app, '/sign-in/code?/verify', { code }, { cookie });
		expect([right.status, right.headers.get('location')]).toEqual([303, '/account']);
	});
});
