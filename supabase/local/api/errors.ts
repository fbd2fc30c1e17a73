import type { createPostgresConnection } from '@supabase/lite/postgres';

/**
 * Gives errors that @supabase/lite has no name for their code and status, as PostgREST does: lite answers
 * `500 SUP` where a check refuses a row, say.
 */
export function nameErrors(connection: ReturnType<typeof createPostgresConnection>): void {
	const run = connection.withContext.bind(connection);
	connection.withContext = async (variables, query, options) => {
		try {
			return await run(variables, query, options);
		} catch (error) {
			throw named(error);
		}
	};
}

interface SqlError extends Error {
	code: string;
	detail?: string;
	hint?: string;
}

/** Statuses of PostgREST that lite does not know, by the codes or their beginnings. */
const statuses: [code: string, status: number][] = [
	['0A', 400], // feature_not_supported
	['20', 400], // case_not_found
	['21000', 500], // cardinality_violation
	['23514', 400], // check_violation
	['23P01', 400], // exclusion_violation
	// Of postgres.js, where a value is none of its type, as a number for a moment.
	['ERR_INVALID_ARG_TYPE', 400]
];

/** An error as lite sends it on as it is: the way in which a function may choose its own answer. */
function named(error: unknown): unknown {
	if (!isSqlError(error)) return error;
	const status = statuses.find(([start]) => error.code.startsWith(start))?.[1];
	if (status === undefined) return error;
	const { message, detail = null, hint = null } = error;
	const code = error instanceof TypeError ? '22P02' : error.code;
	return Object.assign(new Error(JSON.stringify({ code, message, details: detail, hint })), {
		code: 'PGRST',
		detail: JSON.stringify({ status, headers: {} })
	});
}

function isSqlError(error: unknown): error is SqlError {
	return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
