import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Stack } from '../../supabase/local/start.ts';
import { startSchedules } from '../../supabase/local/database/schedules.ts';
import { startTemporaryStack } from '../support/stack-temporary.ts';
import { mailsTo, nextMail } from '../support/inbox.ts';

// A stack of its own: its parts are killed. Its schedule runs each minute, too late for these tests.
let stack: Stack;
let sql: postgres.Sql;
let count = 0;

beforeAll(async () => {
	stack = await startTemporaryStack({ say: () => {} });
	sql = postgres(stack.adminDatabaseUrl, { max: 3, fetch_types: false, onnotice: () => {} });
});
afterAll(async () => {
	await sql.end({ timeout: 1 });
	await stack.stop();
});

const freshAddress = () => `broken-off-${++count}@example.test`;
const patience = { timeout: 20_000, interval: 50 };

async function enqueue(to: string): Promise<string> {
	const [row] = await sql<{ id: string }[]>`
		select private.enqueue_mail('welcome', ${to}, id, '{}') as id from publications limit 1`;
	return row?.id ?? '';
}

async function stateOf(id: string) {
	const [row] = await sql<{ state: string; attempts: number; provider_id: string | null }[]>`
		select state, attempts, provider_id from private.outbox where id = ${id}`;
	return row;
}

function kill(part: 'postgres' | 'functions') {
	const pid = stack.processes()[part];
	if (!pid) throw new Error(`The stack has no ${part}.`);
	process.kill(pid, 'SIGKILL');
}

test('a mail whose sender dies between sending and saying so is in the inbox once', async () => {
	// The word that it was sent waits for a lock, and is not heard.
	await sql`
		create function private.hold() returns trigger language plpgsql set search_path = '' as $$
		begin perform pg_advisory_xact_lock(4711); return new; end $$`;
	await sql`
		create trigger hold before update on private.outbox
			for each row when (new.state = 'sent') execute function private.hold()`;
	const lock = await sql.reserve();
	await lock`select pg_advisory_lock(4711)`;

	const to = freshAddress();
	const id = await enqueue(to);
	const mail = await nextMail(stack.inboxUrl, to);
	const waiting = () => sql<{ pid: number }[]>`
		select pid from pg_locks where locktype = 'advisory' and not granted`;
	await expect.poll(waiting, patience).toHaveLength(1);
	kill('functions');
	for (const { pid } of await waiting()) await sql`select pg_cancel_backend(${pid})`;
	await sql`drop trigger hold on private.outbox`;
	await lock`select pg_advisory_unlock(4711)`;
	lock.release();
	expect(await stateOf(id)).toEqual({ state: 'sending', attempts: 1, provider_id: null });

	await sql`update private.outbox set due_at = now() where id = ${id}`;
	await sql`select private.run_due()`;
	await expect
		.poll(() => stateOf(id), patience)
		.toEqual({ state: 'sent', attempts: 2, provider_id: mail.id });
	expect(await mailsTo(stack.inboxUrl, to)).toHaveLength(1);
});

test('a mail asked for while the functions are down comes when they are back', async () => {
	kill('functions');
	const to = freshAddress();
	await enqueue(to);
	await nextMail(stack.inboxUrl, to, 0, patience.timeout);
	expect(await mailsTo(stack.inboxUrl, to)).toHaveLength(1);
});

test('after a crash of Postgres mails are heard of again', async () => {
	const before = stack.processes().postgres;
	kill('postgres');
	await expect.poll(() => stack.processes().postgres !== before, patience).toBe(true);
	const to = freshAddress();
	await expect.poll(() => enqueue(to).catch(() => ''), patience).not.toBe('');
	await nextMail(stack.inboxUrl, to, 0, patience.timeout);
});

test('a mail whose call was lost goes out with the next run of the schedule', async () => {
	const to = freshAddress();
	const schedules = await startSchedules({
		url: stack.databaseUrl,
		apiUrl: stack.apiUrl,
		everyMs: 200,
		isReady: () => true,
		say: () => {}
	});
	await sql`
		insert into private.outbox (kind, to_email, data)
		values ('already_member', ${to}, '{"publication_name": "Fog", "slug": "fog"}')`;
	await nextMail(stack.inboxUrl, to, 0, patience.timeout);
	await schedules.stop();
	expect(await mailsTo(stack.inboxUrl, to)).toHaveLength(1);
});
