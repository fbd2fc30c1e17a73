import type { ApiContext } from '../api/context.ts';

type Status = 400 | 401 | 403 | 404 | 422 | 429 | 500;

/** An error in the form of hosted Auth, which supabase-js turns into an AuthError. */
export function authError(c: ApiContext, status: Status, code: string, message: string) {
	return c.json({ code: status, error_code: code, msg: message }, status, {
		'x-sb-error-code': code
	});
}

/** A refusal that is found deep in the work of a request. {@link orRefuse} answers with it. */
export class AuthRefusal extends Error {
	override name = 'AuthRefusal';
	readonly status: Status;
	readonly code: string;

	constructor(status: Status, code: string, message: string) {
		super(message);
		this.status = status;
		this.code = code;
	}
}

/** Does the work of a request that sends a mail, and answers as hosted Auth when it fails. */
export async function orRefuse(c: ApiContext, work: () => Promise<Response>): Promise<Response> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof AuthRefusal) return authError(c, error.status, error.code, error.message);
		console.error(
			`${c.req.method} ${c.req.path}: ${error instanceof Error ? error.message : error}`
		);
		return authError(c, 500, 'unexpected_failure', 'Error sending email');
	}
}
