import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Refusal } from '../_shared/answers.ts';
import type { Mail } from '../_shared/mail.ts';
import { handle, type Deps, type Invitations } from './handler.ts';

const id = '0193b7c1-0000-7000-8000-000000000001';
const body = {
	publication_id: '0193b7c1-0000-7000-8000-0000000000aa',
	email: 'joan@example.org',
	role: 'author'
};

function setUp(changes: Partial<Deps> & { create?: Invitations['create'] } = {}) {
	const mails: Mail[] = [];
	const created: Parameters<Invitations['create']>[0][] = [];
	const authorizations: string[] = [];
	const handler = handle({
		siteUrl: 'https://pamphlet.example',
		invitationsOf: (authorization) => {
			authorizations.push(authorization);
			return {
				create: async (invitation) => {
					created.push(invitation);
					return changes.create ? changes.create(invitation) : id;
				},
				describe: async () => ({
					publicationName: 'Fog & <Sons>',
					timeZone: 'Europe/London',
					inviterName: 'Marit Thorsby',
					expiresAt: '2026-11-27T12:00:00+00:00'
				})
			};
		},
		sendMail: async (mail) => {
			mails.push(mail);
			return { outcome: 'sent', id: 'mail', waitMs: 0 };
		},
		...changes
	});
	const post = (
		json: unknown = body,
		headers: Record<string, string> = { authorization: 'Bearer x' }
	) =>
		handler(
			new Request('https://api.example/invite-staff', {
				method: 'POST',
				headers,
				body: typeof json === 'string' ? json : JSON.stringify(json)
			})
		);
	return { handler, post, mails, created, authorizations };
}

afterEach(() => vi.restoreAllMocks());

describe('an invitation', () => {
	it('is written under the token of the request and mailed once', async () => {
		const { post, mails, created, authorizations } = setUp();
		const response = await post({ ...body, email: ' Joan@Example.org ' });

		expect(response.status).toBe(201);
		expect(await response.json()).toEqual({ id });
		expect(authorizations).toEqual(['Bearer x']);
		expect(created).toMatchObject([
			{ publicationId: body.publication_id, email: 'joan@example.org', role: 'author' }
		]);
		expect(mails).toMatchObject([{ to: 'joan@example.org', idempotencyKey: id }]);
	});

	it('is known to the database by the hash of the token in the mail', async () => {
		const { post, mails, created } = setUp();
		const response = await post();

		const token = /https:\/\/pamphlet\.example\/invitations\/([\w-]{32})\s/.exec(
			mails[0]?.text ?? ''
		)?.[1];
		expect(token).toBeDefined();
		expect(created[0]?.tokenHash).toBe(
			createHash('sha256')
				.update(token ?? '')
				.digest('hex')
		);
		expect(mails[0]?.html).toContain(`/invitations/${token}"`);
		expect(await response.text()).not.toContain(token);
	});

	it('has another token each time', async () => {
		const { post, created } = setUp();
		await post();
		await post();
		expect(new Set(created.map(({ tokenHash }) => tokenHash)).size).toBe(2);
	});

	it('says who invites, to what, as what and until when, with every name escaped', async () => {
		const { post, mails } = setUp();
		await post();
		expect(mails[0]?.subject).toBe('Marit Thorsby invites you to “Fog & <Sons>”');
		expect(mails[0]?.text).toContain('“Fog & <Sons>” as an author');
		expect(mails[0]?.text).toContain('27 November 2026');
		expect(mails[0]?.html).toContain('Fog &amp; &lt;Sons&gt;');
		expect(mails[0]?.html).not.toContain('<Sons>');
	});
});

describe('a refusal', () => {
	const refused = async (response: Response) => {
		const { code }: { code: string } = await response.json();
		return [response.status, code];
	};

	it.each([
		['no JSON', 'nothing'],
		['no publication', { ...body, publication_id: 'tide-table' }],
		['no address', { ...body, email: 'joan' }],
		['a header in the address', { ...body, email: 'joan@example.org\r\nBcc: all@example.org' }],
		['an unknown role', { ...body, role: 'king' }],
		['more than was asked for', { ...body, token_hash: 'a'.repeat(64) }]
	])('of %s leaves no trace', async (_, json) => {
		const { post, created, mails } = setUp();
		expect(await refused(await post(json))).toEqual([400, 'bad_request']);
		expect([created, mails]).toEqual([[], []]);
	});

	it('of a long body', async () => {
		expect(await refused(await setUp().post('x'.repeat(3000)))).toEqual([413, 'too_large']);
	});

	it('of a request without a token', async () => {
		expect(await refused(await setUp().post(body, {}))).toEqual([401, 'unauthorised']);
	});

	it('of another method', async () => {
		const response = await setUp().handler(new Request('https://api.example/invite-staff'));
		expect(await refused(response)).toEqual([405, 'method_not_allowed']);
	});

	it('by the database is passed on, and no mail goes out', async () => {
		const { post, mails } = setUp({
			create: () => Promise.reject(new Refusal(409, 'already_staff', 'already_staff'))
		});
		expect(await refused(await post())).toEqual([409, 'already_staff']);
		expect(mails).toEqual([]);
	});

	it('by something that broke does not say what', async () => {
		const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
		const { post } = setUp({ create: () => Promise.reject(new Error('password is hunter2')) });
		const response = await post();
		expect(response.status).toBe(500);
		expect(await response.text()).not.toContain('hunter2');
		expect(logged).toHaveBeenCalledOnce();
	});

	it('by the mail provider says that the invitation stands', async () => {
		vi.spyOn(console, 'error').mockImplementation(() => {});
		const { post, created } = setUp({
			sendMail: async () => ({ outcome: 'refused', error: 'rate limit', waitMs: 1000 })
		});
		expect(await refused(await post())).toEqual([502, 'mail_failed']);
		expect(created).toHaveLength(1);
	});
});

it('lets pages of the site ask, and no other', async () => {
	const response = await setUp().handler(
		new Request('https://api.example/invite-staff', { method: 'OPTIONS' })
	);
	expect(response.status).toBe(204);
	expect(response.headers.get('access-control-allow-origin')).toBe('https://pamphlet.example');
});
