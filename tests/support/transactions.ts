import postgres from 'postgres';
import { expect, onTestFinished } from 'vitest';
import type { Actor } from './actors.ts';
import { sql, stack } from './clients.ts';

/** An open transaction of somebody, as the API would run it. */
export interface Transaction {
	sql: postgres.ReservedSql;
	/** Resolves once the transaction waits for a lock of another. */
	isBlocked(): Promise<void>;
	commit(): Promise<void>;
}

/** Opens a transaction with the rights of an actor, to let two people do something at once. */
export async function begin(actor: Actor): Promise<Transaction> {
	const connection = postgres(stack.databaseUrl, { max: 1, onnotice: () => {} });
	onTestFinished(() => connection.end({ timeout: 0 }));
	const own = await connection.reserve();
	await own`begin`;
	const [{ pid } = { pid: 0 }] = await own<{ pid: number }[]>`select pg_backend_pid() as pid`;
	await become(own, actor);
	return {
		sql: own,
		isBlocked: () =>
			expect
				.poll(() => sql`select from pg_locks where pid = ${pid} and not granted`, {
					timeout: 10_000
				})
				.toHaveLength(1),
		async commit() {
			await own`commit`;
		}
	};
}

/** Goes on in a transaction with the rights of an actor, as the API sets them. */
export async function become(transaction: postgres.ISql, actor: Actor): Promise<void> {
	const role = actor.token ? 'authenticated' : 'anon';
	const claims = JSON.stringify({ ...(actor.token && { sub: actor.id }), role });
	await transaction`select set_config('role', ${role}, true), set_config('request.jwt.claims', ${claims}, true)`;
}

/** Runs something in a transaction that leaves nothing behind, and gives what it found out. */
export async function undone<T>(
	work: (transaction: postgres.TransactionSql) => Promise<T>,
	on: postgres.Sql = sql
): Promise<T> {
	let found: { value: T } | undefined;
	const undo = new Error('undone');
	try {
		await on.begin(async (transaction) => {
			found = { value: await work(transaction) };
			throw undo;
		});
	} catch (error) {
		if (error !== undo) throw error;
	}
	if (!found) throw new Error('The transaction ended before its work.');
	return found.value;
}

/** What became of a statement: its error code, or null when it went through. */
export async function outcome(statement: PromiseLike<unknown>): Promise<string | null> {
	try {
		await statement;
		return null;
	} catch (error) {
		return error instanceof postgres.PostgresError ? error.code : String(error);
	}
}

/** The code that the API refused a request with; null when it went through. */
export async function refusal(
	request: PromiseLike<{ error: { code: string } | null }>
): Promise<string | null> {
	return (await request).error?.code ?? null;
}
