import type { createPostgresConnection } from '@supabase/lite/postgres';

/**
 * Gives the errors of constraints that @supabase/lite has no name for their code and status, as
 * PostgREST does: lite answers `500 SUP` where a check refuses a row.
 */
export function nameErrors(connection: ReturnType<typeof createPostgresConnection>): void {
	const run = connection.withContext.bind(connection);
	connection.withContext = async (variables, query, options) => {
		try {
			return await run(variables, query, options);
		} catch (error) {
			throw isUnnamed(error) ? named(error) : error;
		}
	};
}

interface ConstraintError extends Error {
	code: string;
	detail?: string;
	hint?: string;
}

/** 23514 check_violation, 23P01 exclusion_violation; lite knows the others of their class. */
function isUnnamed(error: unknown): error is ConstraintError {
	return (
		error instanceof Error && 'code' in error && ['23514', '23P01'].includes(String(error.code))
	);
}

/** The way in which a function may choose its own answer: lite sends that on as it is. */
function named({ code, message, detail, hint }: ConstraintError): Error {
	const body = { code, message, details: detail ?? null, hint: hint ?? null };
	return Object.assign(new Error(JSON.stringify(body)), {
		code: 'PGRST',
		detail: JSON.stringify({ status: 400, headers: {} })
	});
}
