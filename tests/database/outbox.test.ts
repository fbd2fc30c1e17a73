import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Clone } from '../../supabase/local/clone.ts';
import { freshEmail, one } from '../support/actors.ts';
import { fresh } from '../support/factories.ts';
import { clone, service, visitor } from '../support/stack.ts';
import { outcome, undone } from '../support/transactions.ts';

interface Mail {
	id: string;
	key: string | null;
	to_email: string | null;
	data: Record<string, unknown>;
	state: string;
	attempts: number;
	due_in: number;
	provider_id: string | null;
	last_error: string | null;
}

// A copy of the database: nobody listens there, so nothing is sent but by the tests.
let copy: Clone;
let sql: postgres.Sql;
let publication: { id: string; name: string; slug: string };

beforeAll(async () => {
	copy = await clone();
	sql = postgres(copy.databaseUrl, { max: 4, onnotice: () => {} });
	const slug = fresh('pub');
	const row = { slug, name: 'Fog & Sons', time_zone: 'Europe/Paris', language: 'fr' };
	publication = one(
		await sql<(typeof publication)[]>`
			insert into publications ${sql(row)} returning id, name, slug`
	);
});
afterAll(async () => {
	await sql.end();
	await copy.stop();
});

interface Wish {
	to?: string;
	key?: string | null;
	data?: Record<string, string>;
	notBefore?: string;
}

async function enqueue({
	to = freshEmail(),
	key = null,
	data = {},
	notBefore = '-1 second'
}: Wish = {}): Promise<string> {
	const [row] = await sql<{ id: string }[]>`
		select private.enqueue_mail('confirm_join', ${to}, ${publication.id}, ${sql.json(data)}, ${key},
			now() + ${notBefore}::text::interval) as id`;
	return row?.id ?? '';
}

async function look(id: string): Promise<Mail> {
	return one(
		await sql<Mail[]>`
			select *, extract(epoch from due_at - now())::integer as due_in from private.outbox where id = ${id}`
	);
}

interface Claimed {
	id: string;
	attempt: number;
	kind: string;
	to_email: string;
	data: Record<string, unknown>;
}

const claim = (limit = 100) => sql<Claimed[]>`select * from claim_mail(${limit})`;

/** Takes everything that is due, and gives this one. */
async function take(id: string): Promise<Claimed | undefined> {
	return (await claim()).find((mail) => mail.id === id);
}

async function settle(id: string, attempt: number, result: string, error = ''): Promise<string> {
	const [row] = await sql<{ state: string }[]>`
		select settle_mail(${id}, ${attempt}, ${result}, ${result === 'sent' ? 'resend-id' : null}, ${error}) as state`;
	return row?.state ?? '';
}

/** Lets time go by for one mail. */
async function pass(id: string, interval: string): Promise<void> {
	await sql`
		update private.outbox
		set due_at = due_at - ${interval}::text::interval,
			claimed_at = claimed_at - ${interval}::text::interval,
			in_doubt_since = in_doubt_since - ${interval}::text::interval,
			settled_at = settled_at - ${interval}::text::interval
		where id = ${id}`;
}

describe('asking for a mail', () => {
	test('writes down what the letter needs to know of the publication', async () => {
		const id = await enqueue({
			to: 'Joan@Example.Test',
			data: { token: 'abc', publication_name: 'Forged', slug: 'forged' }
		});
		expect(await look(id)).toMatchObject({
			to_email: 'joan@example.test',
			state: 'pending',
			data: {
				token: 'abc',
				publication_name: publication.name,
				slug: publication.slug,
				language: 'fr',
				time_zone: 'Europe/Paris'
			}
		});
	});

	test('is undone with what caused it', async () => {
		const key = fresh('key');
		await sql
			.begin(async (own) => {
				await own`select private.enqueue_mail('welcome', 'a@example.test', ${publication.id}, '{}', ${key})`;
				throw new Error('undone');
			})
			.catch(() => {});
		expect(await sql`select from private.outbox where key = ${key}`).toHaveLength(0);
	});

	test('twice with one key is one mail, also at the same moment', async () => {
		const key = fresh('key');
		const ids = await Promise.all([1, 2, 3, 4].map(() => enqueue({ key })));
		expect(new Set(ids).size).toBe(1);
		expect(await sql`select from private.outbox where key = ${key}`).toHaveLength(1);
	});

	test.each(['nobody', 'a@example.test\r\nBcc: all@example.test', 'a b@example.test', ''])(
		'to %j is refused',
		async (to) => {
			expect(await outcome(enqueue({ to }))).toBe('22023');
		}
	);

	test('wakes send-mail once a transaction, when it commits', async () => {
		const heard: string[] = [];
		const listening = await sql.listen('wake', (name) => heard.push(name));
		await sql.begin(async (own) => {
			for (const n of [1, 2, 3])
				await own`select private.enqueue_mail('welcome', ${`${n}@example.test`}, ${publication.id}, '{}')`;
		});
		await enqueue({ notBefore: '1 hour' });
		await sql`select pg_notify('wake', 'end')`;
		await expect.poll(() => heard).toContain('end');
		expect(heard).toEqual(['send-mail', 'end']);
		await listening.unlisten();
	});

	test.each(['anon', 'authenticated', 'service_role'])('is nothing for %s', async (role) => {
		const calls = [
			`private.enqueue_mail('welcome', 'a@example.test', null, '{}')`,
			`private.wake('send-mail')`,
			`private.wake_due()`
		];
		for (const call of calls) {
			const refused = sql.begin(async (own) => {
				await own`select set_config('role', ${role}, true)`;
				await own.unsafe(`select ${call}`);
			});
			expect(await outcome(refused)).toBe('42501');
		}
	});

	test.each(['../auth/v1/admin', 'send mail', 'https://example.org', ''])(
		'wakes no %j',
		async (name) => {
			expect(await outcome(sql`select private.wake(${name})`)).toBe('22023');
		}
	);
});

describe('where pg_net exists', () => {
	interface Call {
		url: string;
		body: unknown;
		headers: Record<string, string>;
	}

	/** Puts a stand-in for pg_net there, with the signature of the real one, for one transaction. */
	async function callsOf(
		address: string | null,
		work: (own: postgres.TransactionSql) => Promise<unknown>
	) {
		return undone(async (own) => {
			await own`create schema net`;
			await own`create table net.calls (url text, body jsonb, headers jsonb)`;
			await own`
				create function net.http_post(
					url text, body jsonb default '{}', params jsonb default '{}',
					headers jsonb default '{"Content-Type": "application/json"}', timeout_milliseconds integer default 5000
				) returns bigint language sql set search_path = '' as $$
					insert into net.calls values (url, body, headers) returning 1::bigint
				$$`;
			if (address) await own`insert into private.functions_address (url) values (${address})`;
			await work(own);
			return [...(await own<Call[]>`select * from net.calls`)];
		}, sql);
	}

	test('the function is called where the operator says, once, and no key goes along', async () => {
		const calls = await callsOf('https://x.supabase.co/functions/v1', async (own) => {
			for (const n of [1, 2])
				await own`select private.enqueue_mail('welcome', ${`${n}@example.test`}, ${publication.id}, '{}')`;
		});
		expect(calls).toEqual([
			{
				url: 'https://x.supabase.co/functions/v1/send-mail',
				body: {},
				headers: { 'Content-Type': 'application/json' }
			}
		]);
	});

	test('nothing is called before the operator has said where', async () => {
		const calls = await callsOf(null, (own) => own`select private.wake('send-mail')`);
		expect(calls).toEqual([]);
	});

	test.each(['ftp://x', 'https://x/functions/v1/', 'https://x/?a=', 'x'])(
		'%j is no place for functions',
		async (address) => {
			expect(await outcome(callsOf(address, async () => {}))).toBe('23514');
		}
	);
});

describe('taking', () => {
	test('is for the secret key only', async () => {
		const [byVisitor, byService] = await Promise.all(
			[visitor(copy.apiUrl), service(copy.apiUrl)].map(async (client) => [
				(await client.rpc('claim_mail', { p_limit: 0 })).error?.code,
				(
					await client.rpc('settle_mail', {
						p_id: publication.id,
						p_attempt: 1,
						p_outcome: 'sent'
					})
				).error?.code
			])
		);
		expect(byVisitor).toEqual(['42501', '42501']);
		expect(byService).toEqual([undefined, undefined]);
	});

	test('gives each mail to one of two workers', async () => {
		const ids = new Set(await Promise.all(Array.from({ length: 20 }, () => enqueue())));
		const takes = await Promise.all(Array.from({ length: 8 }, () => claim(10)));
		const taken = takes.flat().filter(({ id }) => ids.has(id));
		expect(taken).toHaveLength(20);
		expect(new Set(taken.map(({ id }) => id)).size).toBe(20);
	});

	test('leaves a mail alone while another worker has it, and waits for none', async () => {
		const id = await enqueue();
		await sql.begin(async (own) => {
			expect((await own<Claimed[]>`select * from claim_mail(100)`).map((m) => m.id)).toContain(id);
			expect(await take(id)).toBeUndefined();
		});
		expect(await take(id)).toBeUndefined();
		expect(await look(id)).toMatchObject({ state: 'sending', attempts: 1 });
	});

	test('begins again when a worker does not come back within its five minutes', async () => {
		const id = await enqueue({ data: { token: 'abc' } });
		await take(id);
		await pass(id, '4 minutes 59 seconds');
		expect(await take(id)).toBeUndefined();
		await pass(id, '2 seconds');
		expect(await take(id)).toMatchObject({ attempt: 2, data: { token: 'abc' } });
	});

	test('waits until it is time', async () => {
		const id = await enqueue({ notBefore: '1 hour' });
		expect(await take(id)).toBeUndefined();
		await pass(id, '1 hour 1 second');
		expect(await take(id)).toMatchObject({ attempt: 1, kind: 'confirm_join' });
	});
});

describe('an attempt', () => {
	test('that succeeded ends the mail and wipes its token', async () => {
		const id = await enqueue({ data: { token: 'abc', name: 'Joan' } });
		const mail = await take(id);
		expect(await settle(id, mail?.attempt ?? 0, 'sent')).toBe('sent');
		const row = await look(id);
		expect(row).toMatchObject({ state: 'sent', provider_id: 'resend-id', data: { name: 'Joan' } });
		expect(row.data).not.toHaveProperty('token');
		await pass(id, '2 days');
		expect(await take(id)).toBeUndefined();
	});

	test('that was refused is made again, later each time', async () => {
		const id = await enqueue();
		const waits: number[] = [];
		for (let n = 0; n < 4; n++) {
			await pass(id, '5 hours');
			const mail = await take(id);
			expect(await settle(id, mail?.attempt ?? 0, 'refused', 'rate_limit_exceeded')).toBe(
				'pending'
			);
			waits.push((await look(id)).due_in);
		}
		expect(waits).toEqual([15, 30, 60, 120]);
		expect((await look(id)).last_error).toBe('rate_limit_exceeded');
	});

	test('that would never succeed is the last, and its token goes', async () => {
		const id = await enqueue({ data: { token: 'abc' } });
		await take(id);
		expect(await settle(id, 1, 'failed', 'validation_error')).toBe('failed');
		expect((await look(id)).data).not.toHaveProperty('token');
	});

	test.each([
		['refused', 'failed'],
		['in_doubt', 'unknown']
	])('%s for the sixteenth time makes it %s', async (each, end) => {
		const id = await enqueue();
		await sql`update private.outbox set attempts = 15 where id = ${id}`;
		const mail = await take(id);
		expect(await settle(id, mail?.attempt ?? 0, each)).toBe(end);
	});

	test('of a worker that comes late counts only if it sent the mail', async () => {
		const id = await enqueue();
		await take(id);
		await pass(id, '6 minutes');
		await take(id);
		expect(await settle(id, 1, 'failed')).toBe('sending');
		expect(await settle(id, 1, 'sent')).toBe('sent');
		expect(await settle(id, 2, 'failed')).toBe('sent');
	});

	test('ends in no other way', async () => {
		const id = await enqueue();
		await take(id);
		expect(await outcome(settle(id, 1, 'lost'))).toBe('22023');
	});
});

describe('a mail that may have been sent', () => {
	test('is tried again while Resend knows its key, and never after', async () => {
		const id = await enqueue({ data: { token: 'abc' } });
		await take(id);
		expect(await settle(id, 1, 'in_doubt', 'timeout')).toBe('pending');
		await pass(id, '22 hours');
		expect(await take(id)).toMatchObject({ attempt: 2 });
		await pass(id, '2 hours');
		expect(await take(id)).toBeUndefined();
		const row = await look(id);
		expect(row).toMatchObject({ state: 'unknown', attempts: 2 });
		expect(row.data).not.toHaveProperty('token');
	});

	test('because a worker died is given up as well', async () => {
		const id = await enqueue();
		await take(id);
		await pass(id, '24 hours');
		expect(await take(id)).toBeUndefined();
		expect((await look(id)).state).toBe('unknown');
	});

	test('is not cleared by a later refusal', async () => {
		const id = await enqueue();
		await take(id);
		await settle(id, 1, 'in_doubt');
		await pass(id, '1 minute');
		await take(id);
		await settle(id, 2, 'refused');
		await pass(id, '24 hours');
		expect(await take(id)).toBeUndefined();
		expect((await look(id)).state).toBe('unknown');
	});

	test('is none when every attempt was refused: that one may wait for days', async () => {
		const id = await enqueue();
		await take(id);
		await settle(id, 1, 'refused');
		await pass(id, '3 days');
		expect(await take(id)).toMatchObject({ attempt: 2 });
	});
});

test('an operator may have a mail sent once more', async () => {
	const id = await enqueue();
	await take(id);
	await settle(id, 1, 'unknown');
	await sql`
		update private.outbox set state = 'pending', attempts = 0, due_at = now(), settled_at = null, in_doubt_since = null
		where id = ${id}`;
	expect(await take(id)).toMatchObject({ attempt: 1 });
});

describe('what time moves', () => {
	test('wakes send-mail for what is due', async () => {
		const heard: string[] = [];
		// Payments may be due as well, by the clock.
		const listening = await sql.listen('wake', (name) => {
			if (name !== 'reconcile-payments') heard.push(name);
		});
		await claim();
		await sql`select private.run_due()`;
		await enqueue({ notBefore: '1 minute' }).then((id) => pass(id, '61 seconds'));
		await sql`select pg_notify('wake', 'middle')`;
		await sql`select private.run_due()`;
		await expect.poll(() => heard).toEqual(['middle', 'send-mail']);
		await listening.unlisten();
	});

	test('takes address and data from what was settled a month ago; the key stays taken', async () => {
		const key = fresh('key');
		const id = await enqueue({ key, data: { name: 'Joan' } });
		await take(id);
		await settle(id, 1, 'sent');
		await pass(id, '29 days');
		await sql`select private.run_due()`;
		expect((await look(id)).data).toMatchObject({ name: 'Joan' });
		await pass(id, '2 days');
		await sql`select private.run_due()`;
		expect(await look(id)).toMatchObject({ to_email: null, data: {}, key, state: 'sent' });
		expect(await enqueue({ key })).toBe(id);
		expect((await look(id)).state).toBe('sent');
	});
});
