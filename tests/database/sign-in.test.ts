import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { anon, freshEmail, makeActor, type Actor } from '../support/actors.ts';
import { db, sql } from '../support/clients.ts';
import { refusal } from '../support/transactions.ts';

type Kind = 'code' | 'verify' | 'password';

async function take(email: string, kind: Kind, actor: Actor = anon) {
	const { data, error } = await db(actor).rpc('take_sign_in_attempt', {
		p_email: email,
		p_kind: kind
	});
	expect(error).toBeNull();
	return data as { allowed: boolean; wait_seconds: number };
}

async function takeMany(email: string, kind: Kind, times: number): Promise<boolean[]> {
	const answers: boolean[] = [];
	for (let n = 0; n < times; n++) answers.push((await take(email, kind)).allowed);
	return answers;
}

/** Lets time go by for one address. */
async function pass(email: string, interval: string): Promise<void> {
	await sql`
		update private.sign_in_attempts
		set window_started_at = window_started_at - ${interval}::text::interval,
			last_at = last_at - ${interval}::text::interval
		where key in (
			private.attempt_key(${email}, 'code'), private.attempt_key(${email}, 'verify'),
			private.attempt_key(${email}, 'password')
		)`;
}

const yes = (times: number) => Array.from({ length: times }, () => true);

describe('codes', () => {
	test('come a minute apart', async () => {
		const email = freshEmail();
		expect(await take(email, 'code')).toEqual({ allowed: true, wait_seconds: 0 });
		const second = await take(email, 'code');
		expect(second.allowed).toBe(false);
		expect(second.wait_seconds).toBeGreaterThan(50);
		expect(second.wait_seconds).toBeLessThanOrEqual(60);
		await pass(email, '61 seconds');
		expect(await take(email, 'code')).toEqual({ allowed: true, wait_seconds: 0 });
	});

	test('come five times an hour', async () => {
		const email = freshEmail();
		for (let n = 0; n < 5; n++) {
			expect((await take(email, 'code')).allowed).toBe(true);
			await pass(email, '61 seconds');
		}
		const sixth = await take(email, 'code');
		expect(sixth.allowed).toBe(false);
		expect(sixth.wait_seconds).toBeGreaterThan(3000);
		await pass(email, '1 hour');
		expect((await take(email, 'code')).allowed).toBe(true);
	});

	test('may be tried five times each', async () => {
		const email = freshEmail();
		await take(email, 'code');
		expect(await takeMany(email, 'verify', 6)).toEqual([...yes(5), false]);
		await pass(email, '61 seconds');
		await take(email, 'code');
		expect(await takeMany(email, 'verify', 6)).toEqual([...yes(5), false]);
	});

	test('that were refused bring no new tries', async () => {
		const email = freshEmail();
		await take(email, 'code');
		await takeMany(email, 'verify', 5);
		expect((await take(email, 'code')).allowed).toBe(false);
		expect((await take(email, 'verify')).allowed).toBe(false);
	});

	test('are done with after ten minutes', async () => {
		const email = freshEmail();
		await takeMany(email, 'verify', 5);
		await pass(email, '9 minutes');
		expect((await take(email, 'verify')).allowed).toBe(false);
		await pass(email, '61 seconds');
		expect((await take(email, 'verify')).allowed).toBe(true);
	});
});

describe('passwords', () => {
	test('may be tried ten times in a quarter of an hour', async () => {
		const email = freshEmail();
		expect(await takeMany(email, 'password', 11)).toEqual([...yes(10), false]);
		await pass(email, '15 minutes');
		expect((await take(email, 'password')).allowed).toBe(true);
	});
});

describe('tries', () => {
	test('at the same moment are counted one by one', async () => {
		const email = freshEmail();
		const answers = await Promise.all(Array.from({ length: 12 }, () => take(email, 'verify')));
		expect(answers.filter(({ allowed }) => allowed)).toHaveLength(5);
	});

	test('count for one address however it is written, and for no other', async () => {
		const email = freshEmail();
		await takeMany(email, 'verify', 5);
		expect((await take(`  ${email.toUpperCase()} `, 'verify')).allowed).toBe(false);
		expect((await take(freshEmail(), 'verify')).allowed).toBe(true);
	});

	test('answer the same for an address that has an account', async () => {
		const [known, unknown] = [(await makeActor()).email, freshEmail()];
		const answers = async (email: string) => [
			await take(email, 'code'),
			(await take(email, 'code')).allowed,
			...(await takeMany(email, 'verify', 6))
		];
		expect(await answers(known)).toEqual(await answers(unknown));
	});

	test('store no address', async () => {
		const email = freshEmail();
		await take(email, 'code');
		const rows = await sql`select row_to_json(a)::text as text from private.sign_in_attempts a`;
		expect(rows.length).toBeGreaterThan(0);
		expect(JSON.stringify(rows)).not.toContain(email);
	});

	test('are forgotten after a day', async () => {
		const email = freshEmail();
		await take(email, 'password');
		await pass(email, '25 hours');
		await take(freshEmail(), 'password');
		expect(
			await sql`select from private.sign_in_attempts where key = private.attempt_key(${email}, 'password')`
		).toHaveLength(0);
	});

	test.each([
		['of another kind', freshEmail(), 'magic'],
		['for an address of 300 letters', `${'a'.repeat(288)}@example.test`, 'code']
	])('%s are an error', async (_, email, kind) => {
		expect(
			await refusal(db(anon).rpc('take_sign_in_attempt', { p_email: email, p_kind: kind }))
		).toBe('22023');
	});
});

describe('sessions', () => {
	async function makeSession(of: Actor): Promise<string> {
		const id = randomUUID();
		await sql`insert into auth.sessions ${sql({ id, user_id: of.id, user_agent: 'Browser' })}`;
		return id;
	}
	const list = async (actor: Actor) =>
		(await db(actor).rpc('my_sessions')).data?.map(({ id }) => id);

	test('are shown to their owner', async () => {
		const [me, other] = await Promise.all([makeActor(), makeActor()]);
		const mine = await makeSession(me);
		await makeSession(other);
		expect(await list(me)).toEqual([mine]);
		expect(await refusal(db(anon).rpc('my_sessions'))).toBe('42501');
	});

	test('are ended by their owner', async () => {
		const [me, other] = await Promise.all([makeActor(), makeActor()]);
		const session = await makeSession(me);
		const end = async (actor: Actor) =>
			(await db(actor).rpc('end_session', { p_session_id: session })).data;
		expect([await end(other), await end(anon)]).toEqual([false, null]);
		expect(await list(me)).toEqual([session]);
		expect(await end(me)).toBe(true);
		expect(await list(me)).toEqual([]);
	});
});
