import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Mail, Receipt } from '../_shared/mail.ts';
import { handle } from './handler.ts';

const key = `whsec_${btoa('a secret of thirty-two characters')}`;
const secret = `v1,${key}`;
const user = { id: 'u', aud: 'authenticated', email: 'joan@example.org', app_metadata: {} };
const data = {
	token: '407192',
	token_hash: 'pkce_0123456789abcdef',
	redirect_to: 'https://pamphlet.example/desk?a=1&b=2',
	email_action_type: 'magiclink',
	site_url: 'https://api.example',
	token_new: '',
	token_hash_new: ''
};

function setUp(receipts: Receipt[] = [], secrets = secret, mayMail = async () => true) {
	const asked: [key: string, addresses: string[]][] = [];
	const mails: Mail[] = [];
	const waits: number[] = [];
	let drains = 0;
	const handler = handle({
		siteUrl: 'https://pamphlet.example',
		drain: {
			outbox: { take: async () => void drains++, settle: async () => {} },
			sendMail: async () => ({ outcome: 'sent', id: 'x', waitMs: 0 }),
			now: () => 0,
			sleep: async () => {}
		},
		hook: {
			secret: secrets,
			sendMail: async (mail) => {
				mails.push(mail);
				return receipts.shift() ?? { outcome: 'sent', id: 'x', waitMs: 0 };
			},
			mayMail: async (key, addresses) => {
				asked.push([key, addresses]);
				return mayMail();
			},
			sleep: async (ms) => void waits.push(ms)
		}
	});
	const post = (body: string, headers: Record<string, string> = {}) =>
		handler(
			new Request('https://api.example/send-mail', {
				method: 'POST',
				body,
				headers: { 'content-type': 'application/json', ...headers }
			})
		);
	/** As Auth calls. */
	const call = (payload: unknown, { by = key, at = new Date(), id = 'msg-1' } = {}) => {
		const body = JSON.stringify(payload);
		return post(body, {
			'webhook-id': id,
			'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
			'webhook-signature': new Webhook(by).sign(id, at, body)
		});
	};
	return { handler, post, call, mails, asked, waits, drains: () => drains };
}

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(() => vi.restoreAllMocks());

describe('a call with nothing in it', () => {
	it.each(['', '{}'])('of %j looks into the outbox', async (body) => {
		const { post, drains, mails } = setUp();
		const response = await post(body);
		expect([response.status, await response.json()]).toEqual([200, { drained: true }]);
		expect([drains(), mails]).toEqual([1, []]);
	});

	it('has to be a POST', async () => {
		const { handler, drains } = setUp();
		expect((await handler(new Request('https://api.example/send-mail'))).status).toBe(405);
		expect(drains()).toBe(0);
	});
});

describe('a mail of Auth', () => {
	it('carries the code, and a link to our page that wants a POST', async () => {
		const { call, mails, drains } = setUp();
		const response = await call({ user, email_data: data });
		expect([response.status, await response.json()]).toEqual([200, {}]);
		expect(response.headers.get('content-type')).toBe('application/json');
		const [mail] = mails;
		expect(mail).toMatchObject({
			to: 'joan@example.org',
			subject: '407192 is your code for Pamphlet'
		});
		expect(mail?.text).toContain('\n407192\n');
		const link = new URL(/^https:\S+$/m.exec(mail?.text ?? '')?.[0] ?? '');
		expect(link.origin + link.pathname).toBe('https://pamphlet.example/auth/confirm');
		expect(Object.fromEntries(link.searchParams)).toEqual({
			token_hash: 'pkce_0123456789abcdef',
			type: 'email',
			next: 'https://pamphlet.example/desk?a=1&b=2'
		});
		expect(drains()).toBe(0);
	});

	it.each([
		['signup', 'email', 'your account is made'],
		['magiclink', 'email', 'Somebody typed joan@example.org to sign in.'],
		['recovery', 'email', 'without the old password'],
		['invite', 'invite', 'opened an account for joan@example.org']
	])('of the kind %s is verified as %s', async (kind, type, says) => {
		const { call, mails } = setUp();
		await call({ user, email_data: { ...data, email_action_type: kind } });
		expect(mails[0]?.text).toContain(`type=${type}&`);
		expect(mails[0]?.text).toContain(says);
		expect(mails[0]?.text).toContain('407192');
	});

	it('that asks whether it is still you has a code and no link', async () => {
		const { call, mails } = setUp();
		await call({ user, email_data: { ...data, email_action_type: 'reauthentication' } });
		expect(mails[0]?.text).toContain('407192');
		expect(mails[0]?.html).not.toContain('href');
	});

	it('about a change of address goes to both, each with its own link', async () => {
		const { call, mails } = setUp();
		await call({
			user: { ...user, new_email: 'new@example.org' },
			email_data: {
				...data,
				email_action_type: 'email_change',
				token: '111111',
				token_hash_new: 'hash-of-old-and-111111',
				token_new: '222222',
				token_hash: 'hash-of-new-and-222222'
			}
		});
		const seen = mails.map(({ to, text }) => [to, /token_hash=([\w&=-]+)&next/.exec(text)?.[1]]);
		expect(seen).toEqual([
			['joan@example.org', 'hash-of-old-and-111111&type=email_change'],
			['new@example.org', 'hash-of-new-and-222222&type=email_change']
		]);
		// There is no page to type a code on.
		expect(mails.map(({ text }) => /^\d{6}$/m.test(text))).toEqual([false, false]);
	});

	it('about a change that only the new address confirms goes there', async () => {
		const { call, mails } = setUp();
		const changed = { ...user, new_email: 'new@example.org' };
		await call({ user: changed, email_data: { ...data, email_action_type: 'email_change' } });
		expect(mails.map(({ to }) => to)).toEqual(['new@example.org']);
		expect(mails[0]?.text).toContain(
			'The account of joan@example.org is to move to new@example.org.'
		);
		expect(mails[0]?.text).toContain('token_hash=pkce_0123456789abcdef&type=email_change');
	});

	it('has one key however often Auth tries, and another for another code', async () => {
		const { call, mails } = setUp();
		await call({ user, email_data: data }, { id: 'msg-1' });
		await call({ user, email_data: data }, { id: 'msg-2' });
		await call({ user, email_data: { ...data, token: '999999' } });
		const keys = mails.map(({ idempotencyKey }) => idempotencyKey);
		expect(keys[0]).toBe(keys[1]);
		expect(keys[2]).not.toBe(keys[0]);
		expect(keys.join()).not.toContain('407192');
	});
});

describe('a call that Auth did not sign', () => {
	const refused = async (response: Response) => {
		const { error }: { error: { http_code: number } } = await response.json();
		return [response.status, error.http_code];
	};
	const payload = { user, email_data: data };

	it('with another key is refused', async () => {
		const { call, mails } = setUp();
		const by = `whsec_${btoa('somebody else’s secret'.replace('’', ''))}`;
		expect(await refused(await call(payload, { by }))).toEqual([401, 401]);
		expect(mails).toEqual([]);
	});

	it('without any signature is refused, and looks into no outbox', async () => {
		const { post, mails, drains } = setUp();
		expect(await refused(await post(JSON.stringify(payload)))).toEqual([401, 401]);
		expect(await refused(await post('', { 'webhook-id': 'x' }))).toEqual([401, 401]);
		expect([mails, drains()]).toEqual([[], 0]);
	});

	it.each([-301, 301])('%d seconds away from now is refused', async (seconds) => {
		const { call, mails } = setUp();
		const at = new Date(Date.now() + seconds * 1000);
		expect(await refused(await call(payload, { at }))).toEqual([401, 401]);
		expect(mails).toEqual([]);
	});

	it('and changed on its way is refused', async () => {
		const { post, mails } = setUp();
		const at = new Date();
		const signature = new Webhook(key).sign('msg-1', at, JSON.stringify(payload));
		const body = JSON.stringify({ ...payload, user: { ...user, email: 'evil@example.org' } });
		const headers = {
			'webhook-id': 'msg-1',
			'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
			'webhook-signature': signature
		};
		expect(await refused(await post(body, headers))).toEqual([401, 401]);
		expect(mails).toEqual([]);
	});

	it('is refused whatever its size', async () => {
		expect(await refused(await setUp().post('x'.repeat(70_000)))).toEqual([413, 413]);
	});

	it('may be signed with the old or the new secret while one replaces the other', async () => {
		const other = `whsec_${btoa('another secret of so many letters')}`;
		const { call } = setUp([], `v1,${other}|${secret}`);
		expect((await call(payload)).status).toBe(200);
		expect((await call(payload, { by: other })).status).toBe(200);
	});
});

describe('a mail beyond the limits', () => {
	const payload = { user, email_data: data };

	it('is refused for good, so that Auth keeps the code that was sent before', async () => {
		const { call, mails } = setUp([], secret, async () => false);
		const response = await call(payload);
		expect([response.status, response.headers.get('retry-after')]).toEqual([429, null]);
		expect(mails).toEqual([]);
	});

	it('is asked about under one key however often Auth tries', async () => {
		const { call, asked, mails } = setUp();
		await call(payload, { id: 'msg-1' });
		await call(payload, { id: 'msg-2' });
		await call({ user, email_data: { ...data, token: '999999' } });
		expect(asked.map(([, addresses]) => addresses)).toEqual(Array(3).fill([user.email]));
		expect(asked.map(([key]) => key)).toEqual(mails.map(({ idempotencyKey }) => idempotencyKey));
		expect(new Set(asked.map(([key]) => key)).size).toBe(2);
	});

	it('of a change of address is one question about both addresses', async () => {
		const change = { email_action_type: 'email_change', token_new: '2', token_hash_new: 'b' };
		const both = {
			user: { ...user, new_email: 'new@example.org' },
			email_data: { ...data, ...change }
		};
		const { call, asked } = setUp();
		await call(both);
		expect(asked.map(([, addresses]) => addresses)).toEqual([[user.email, 'new@example.org']]);
	});

	it('is not asked about when an operator invites', async () => {
		const { call, asked, mails } = setUp([], secret, async () => false);
		await call({ user, email_data: { ...data, email_action_type: 'invite' } });
		expect([asked.length, mails.length]).toEqual([0, 1]);
	});

	it('is tried again when the database does not answer', async () => {
		const { call, mails } = setUp([], secret, async () => {
			throw new Error('away');
		});
		const response = await call(payload);
		expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
		expect(mails).toEqual([]);
	});
});

describe('an error', () => {
	const payload = { user, email_data: data };

	it.each([
		['refused', 503, '1'],
		['in_doubt', 503, '1'],
		['failed', 500, null],
		['unknown', 500, null]
	] as const)('when a mail is %s is %d to Auth', async (outcome, status, again) => {
		const bad: Receipt = { outcome, error: 'secret words of Resend', waitMs: 3_600_000 };
		const response = await setUp([bad]).call(payload);
		expect(response.status).toBe(status);
		expect(response.headers.get('retry-after')).toBe(again);
		const words = await response.text();
		expect(JSON.parse(words)).toEqual({
			error: { http_code: status, message: 'The mail could not be sent.' }
		});
	});

	it('of a limit is waited for once, since Auth itself does not wait', async () => {
		const limit: Receipt = { outcome: 'refused', error: 'rate_limit_exceeded', waitMs: 1000 };
		const once = setUp([limit]);
		expect((await once.call(payload)).status).toBe(200);
		expect([once.mails.length, once.waits]).toEqual([2, [1000]]);
		const twice = setUp([limit, limit]);
		expect((await twice.call(payload)).status).toBe(503);
		expect(twice.mails).toHaveLength(2);
	});

	it.each(['', 'v1,whsec_', 'whsec_c2VjcmV0', `${secret}|`])(
		'of a secret like %j stops the function from starting',
		(bad) => {
			expect(() => setUp([], bad)).toThrow();
		}
	);

	it.each([
		['of a kind we do not send', { email_action_type: 'phone_changed_notification' }],
		['without a kind', { email_action_type: undefined }]
	])('of a mail %s is 400', async (_, change) => {
		const { call, mails } = setUp();
		const response = await call({ user, email_data: { ...data, ...change } });
		expect(response.status).toBe(400);
		expect(mails).toEqual([]);
	});
});
