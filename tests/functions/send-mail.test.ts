import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { localKeys } from '../../supabase/local/settings.ts';
import { freshEmail, one } from '../support/actors.ts';
import { sql, stack } from '../support/clients.ts';
import { fresh, makePublication } from '../support/factories.ts';
import { codeIn, linkIn, mailsTo, nextMail } from '../support/inbox.ts';

const address = `${stack.apiUrl}/functions/v1/send-mail`;
const token = 'a-Token_of-24-bytes-in-base64url';

interface Row {
	state: string;
	attempts: number;
	provider_id: string | null;
	data: Record<string, unknown>;
}

async function enqueue(kind: string, to: string, data: Record<string, string>, key?: string) {
	const publication = await makePublication();
	const [row] = await sql<{ id: string }[]>`
		select private.enqueue_mail(${kind}, ${to}, ${publication}, ${sql.json(data)}, ${key ?? null}) as id`;
	return row?.id ?? '';
}

const look = async (id: string) =>
	one(await sql<Row[]>`select * from private.outbox where id = ${id}`);

describe('a mail in the outbox', () => {
	test('is in the inbox a moment after it was asked for, once, and its token is gone', async () => {
		const to = freshEmail();
		const id = await enqueue('confirm_join', to, { token });
		const mail = await nextMail(stack.inboxUrl, to);
		const link = new URL(linkIn(mail, '/@'));
		expect(link.origin).toBe(new URL(stack.siteUrl).origin);
		expect(link.pathname).toMatch(new RegExp(`^/@pub-[\\w-]+/join/confirm/${token}$`));
		expect(mail.from).toMatch(/^pub-[\w-]+ via Pamphlet <post@pamphlet\.example>$/);

		await expect.poll(() => look(id)).toMatchObject({ state: 'sent', provider_id: mail.id });
		const row = await look(id);
		expect(row.attempts).toBe(1);
		expect(row.data).not.toHaveProperty('token');
		await fetch(address, { method: 'POST' });
		expect(await mailsTo(stack.inboxUrl, to)).toHaveLength(1);
	});

	test('asked for twice under one key comes once', async () => {
		const to = freshEmail();
		const key = fresh('welcome');
		await Promise.all([1, 2, 3].map(() => enqueue('welcome', to, { name: 'Joan' }, key)));
		await nextMail(stack.inboxUrl, to);
		await fetch(address, { method: 'POST' });
		expect(await mailsTo(stack.inboxUrl, to)).toHaveLength(1);
	});

	test('that nobody can write is given up, and those after it go out', async () => {
		const to = freshEmail();
		const id = await enqueue('postcard', freshEmail(), {});
		await enqueue('already_member', to, {});
		await nextMail(stack.inboxUrl, to);
		await expect.poll(async () => (await look(id)).state).toBe('failed');
	});

	test('may be sent off by anybody, who learns nothing of it', async () => {
		const answer = await fetch(address, { method: 'POST', body: '{}' });
		expect([answer.status, await answer.json()]).toEqual([200, { drained: true }]);
	});
});

describe('the send-email hook', () => {
	const secret = localKeys.hookSecret.replace('v1,', '');
	const payload = (email: string) => ({
		user: { id: randomUUID(), email },
		email_data: {
			email_action_type: 'magiclink',
			token: '407192',
			token_hash: 'abc',
			redirect_to: stack.siteUrl,
			site_url: stack.apiUrl,
			token_new: '',
			token_hash_new: ''
		}
	});

	async function call(email: string, { by = secret, at = new Date(), change = '' } = {}) {
		const body = JSON.stringify(payload(email));
		const id = randomUUID();
		const answer = await fetch(address, {
			method: 'POST',
			body: body + change,
			headers: {
				'webhook-id': id,
				'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
				'webhook-signature': new Webhook(by).sign(id, at, body)
			}
		});
		return { status: answer.status, body: await answer.json() };
	}

	test('mails a code and a link to our own page', async () => {
		const email = freshEmail();
		expect(await call(email)).toEqual({ status: 200, body: {} });
		const mail = one(await mailsTo(stack.inboxUrl, email));
		expect(codeIn(mail)).toBe('407192');
		expect(new URL(linkIn(mail, '/auth/confirm')).searchParams.get('token_hash')).toBe('abc');
	});

	test('called again for the same code mails once', async () => {
		const email = freshEmail();
		await call(email);
		await call(email);
		expect(await mailsTo(stack.inboxUrl, email)).toHaveLength(1);
	});

	test.each([
		['by somebody else', { by: `whsec_${btoa('a secret that anybody may make up')}` }],
		['ten minutes ago', { at: new Date(Date.now() - 600_000) }],
		['ten minutes from now', { at: new Date(Date.now() + 600_000) }],
		['and then changed', { change: ' ' }]
	])('refuses what was signed %s', async (_, how) => {
		const email = freshEmail();
		const { status, body } = await call(email, how);
		expect(status).toBe(401);
		expect(body).toMatchObject({ error: { http_code: 401 } });
		expect(await mailsTo(stack.inboxUrl, email)).toEqual([]);
	});

	test('refuses what nobody signed, with whatever key it comes', async () => {
		const email = freshEmail();
		for (const key of [stack.publishableKey, stack.secretKey]) {
			const answer = await fetch(address, {
				method: 'POST',
				headers: { apikey: key, authorization: `Bearer ${key}` },
				body: JSON.stringify(payload(email))
			});
			expect(answer.status).toBe(401);
		}
		expect(await mailsTo(stack.inboxUrl, email)).toEqual([]);
	});
});
