/**
 * Whether an error is that of postgres.js (3.4) when a transaction says `rollback` on a connection
 * whose server has just died: it is thrown where nobody can catch it, and means nothing. Whoever
 * waited for the query has been told already, and the pool is given up after a crash.
 */
export function isLostWrite(error: unknown): boolean {
	return (
		error instanceof Error &&
		error.name === 'TypeError' &&
		/nextWrite \(?.*postgres[\\/]src[\\/]connection\.js/.test(error.stack ?? '')
	);
}
