import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rates } from '../../src/lib/limits.ts';
import { freePorts } from '../../supabase/local/ports.ts';
import type { Stack } from '../../supabase/local/start.ts';
import { appEnvironment, startApp, type App } from '../support/app.ts';
import { ensureBuild } from '../support/build.ts';
import { codeIn, nextMail, type Mail } from '../support/inbox.ts';
import { handleOf, type StackHandle } from '../support/stack-handle.ts';
import { startTemporaryStack } from '../support/stack-temporary.ts';
import { size } from './support.ts';

/*
 * Two strangers want to keep an owner from signing in: one fills in the forms of the site, the other
 * calls the REST and Auth ports with the publishable key. The limits of Auth by network address are on.
 */

const owner = { email: 'marit@tidetable.example', password: 'pamphlet-demo' };
const ownersNetwork = '198.51.100.7';
const strangersNetwork = '203.0.113.66';
const portStrangersNetwork = '192.0.2.99';

let stack: Stack;
let handle: StackHandle;
let app: App;

beforeAll(async () => {
	await ensureBuild();
	const [port] = await freePorts(1);
	const siteUrl = `http://127.0.0.1:${port}`;
	stack = await startTemporaryStack({ siteUrl, say: () => {} });
	handle = handleOf(stack);
	app = await startApp({ ...appEnvironment(handle), ADDRESS_HEADER: 'x-forwarded-for' });
}, 120_000);
afterAll(async () => {
	await app?.stop();
	await stack?.stop();
});

interface Visit {
	status: number;
	text: string;
	location: string | null;
	/** The cookies of the answer, as a browser sends them back. */
	cookie: string;
}

/** Sends a form of the site from a network, as a browser without JavaScript does. */
async function submit(
	network: string,
	path: string,
	fields: Record<string, string>,
	cookie = ''
): Promise<Visit> {
	const answer = await fetch(app.url + path, {
		method: 'POST',
		body: new URLSearchParams(fields),
		headers: { origin: app.url, accept: 'text/html', 'x-forwarded-for': network, cookie },
		redirect: 'manual'
	});
	return {
		status: answer.status,
		text: await answer.text(),
		location: answer.headers.get('location'),
		cookie: answer.headers
			.getSetCookie()
			.map((one) => one.split(';')[0])
			.join('; ')
	};
}

const askForCode = (network: string) =>
	submit(network, '/sign-in', { email: owner.email, next: '/account' });
const typeCode = (network: string, code: string, cookie: string) =>
	submit(network, '/sign-in/code?/verify', { code }, cookie);

/** How many forms the stranger sends: more than all limits allow. Each takes most of a second. */
const FORMS = 240 * size;

/** Does something so many times, forty at once. */
async function repeat<T>(times: number, work: (n: number) => Promise<T>): Promise<T[]> {
	const answers: T[] = [];
	let next = 0;
	const worker = async () => {
		while (next < times) answers.push(await work(next++));
	};
	await Promise.all(Array.from({ length: 40 }, worker));
	return answers;
}

/** All mails that came to the owner's mailbox, whatever tag their address had, newest first. */
async function mailbox(): Promise<Mail[]> {
	const answer = await fetch(new URL('/emails', handle.inboxUrl), {
		headers: { authorization: 'Bearer re_local' }
	});
	const { data } = (await answer.json()) as { data: Mail[] };
	return data.filter(({ to }) => /^marit(\+.*)?@tidetable\.example$/.test(to.join())).reverse();
}

describe('an owner who has asked for a code', () => {
	let began: Visit;
	beforeAll(async () => {
		began = await askForCode(ownersNetwork);
		expect(began.location).toBe('/sign-in/code');
		await nextMail(handle.inboxUrl, owner.email);
	});

	test(
		'is attacked through the forms of the site again and again',
		async () => {
			/** How often a code was really tried in each sign-in of the stranger. */
			const tried = new Map<string, number>();
			let cookie = (await askForCode(strangersNetwork)).cookie;
			const answers = await repeat(FORMS, async (n) => {
				if (n % 3 === 0) {
					const begun = await askForCode(strangersNetwork);
					if (begun.cookie) cookie = begun.cookie;
					return begun.status;
				}
				if (n % 3 === 1) {
					const used = cookie;
					const { status } = await typeCode(strangersNetwork, '000000', used);
					if (status === 400) tried.set(used, (tried.get(used) ?? 0) + 1);
					return status;
				}
				const wrong = { email: owner.email, password: `wrong ${n}`, next: '/account' };
				return (await submit(strangersNetwork, '/sign-in/password', wrong)).status;
			});
			expect(answers).toHaveLength(FORMS);
			expect(answers.filter((status) => status === 429).length).toBeGreaterThan(FORMS / 2);
			expect(answers.filter((status) => status >= 500)).toEqual([]);
			expect(Math.max(0, ...tried.values())).toBeLessThanOrEqual(rates.code_tries.tries);
			const guesses = [...tried.values()].reduce((sum, count) => sum + count, 0);
			expect(guesses).toBeLessThanOrEqual(rates.network_code_tries.tries);
		},
		240_000 * size
	);

	test('is attacked at the REST and Auth ports a thousand times', async () => {
		const call = async (path: string, body: object, headers: Record<string, string> = {}) => {
			const answer = await fetch(handle.apiUrl + path, {
				method: path === '/auth/v1/user' ? 'PUT' : 'POST',
				headers: {
					apikey: handle.publishableKey,
					'content-type': 'application/json',
					'x-forwarded-for': portStrangersNetwork,
					...headers
				},
				body: JSON.stringify(body)
			});
			await answer.body?.cancel();
			return { path, status: answer.status };
		};
		const forged = {
			'x-pamphlet-server-token': 'a token that somebody made up for this',
			'x-pamphlet-network': ownersNetwork
		};
		const { email } = owner;
		const tagged = (n: number) => email.replace('@', `+${n}@`);
		const attacks: ((n: number) => Promise<{ path: string; status: number }>)[] = [
			() => call('/auth/v1/otp', { email }),
			(n) => call('/auth/v1/otp', { email: tagged(n) }),
			() => call('/auth/v1/magiclink', { email }),
			() => call('/auth/v1/recover', { email }),
			(n) => call('/auth/v1/signup', { email: tagged(n), password: 'a long enough password' }),
			() => call('/auth/v1/resend', { email, type: 'signup' }),
			() => call('/auth/v1/verify', { email, token: '000000', type: 'email' }),
			() => call('/auth/v1/token?grant_type=password', { email, password: 'wrong' }),
			() => call('/rest/v1/rpc/begin_sign_in', { p_email: email }, forged),
			(n) => call('/rest/v1/rpc/begin_sign_in', { p_email: tagged(n) }),
			() => call('/rest/v1/rpc/take_code_try', { p_sign_in: randomUUID(), p_email: email }, forged),
			() => call('/rest/v1/rpc/take_password_try', { p_email: email }, forged)
		];
		const answers = await repeat(1000, (n) => attacks[n % attacks.length]?.(n) ?? call('', {}));
		expect(answers).toHaveLength(1000);
		const verified = answers.filter(({ path }) => path === '/auth/v1/verify');
		expect(verified.map(({ status }) => status)).toContain(429);
		expect(verified.map(({ status }) => status)).not.toContain(200);
	}, 240_000);

	test('still signs in with the newest code', async () => {
		const [newest] = (await mailbox()).filter(({ to }) => to.includes(owner.email));
		if (!newest) throw new Error('No mail came.');
		const answer = await typeCode(ownersNetwork, codeIn(newest), began.cookie);
		expect([answer.status, answer.location]).toEqual([303, '/account']);
	});

	test('still signs in with the password', async () => {
		const answer = await submit(ownersNetwork, '/sign-in/password', { ...owner, next: '/account' });
		expect([answer.status, answer.location]).toEqual([303, '/account']);
	});

	test('found no more mails in the mailbox than the limits let through', async () => {
		const most = rates.mails_to_mailbox.tries + rates.auth_mails_direct.tries;
		expect((await mailbox()).length).toBeLessThanOrEqual(most);
	});

	test('can begin another sign-in, which has tries of its own', async () => {
		const again = await askForCode(ownersNetwork);
		expect([again.status, again.location]).toEqual([303, '/sign-in/code']);
		const answer = await typeCode(ownersNetwork, '000000', again.cookie);
		expect(answer.status).toBe(400);
	});
});
