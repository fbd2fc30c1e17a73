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
	const claims = JSON.stringify({ sub: actor.id, role: 'authenticated', email: actor.email });
	await own`select set_config('request.jwt.claims', ${claims}, true)`;
	await own`set local role authenticated`;
	return {
		sql: own,
		isBlocked: () =>
			expect
				.poll(() => sql`select from pg_locks where pid = ${pid} and not granted`, { timeout: 10_000 })
				.toHaveLength(1),
		async commit() {
			await own`commit`;
		}
	};
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
