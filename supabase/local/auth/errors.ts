import type { ApiContext } from '../api/context.ts';

type Status = 400 | 401 | 403 | 404 | 422 | 429;

/** An error in the form of hosted Auth, which supabase-js turns into an AuthError. */
export function authError(c: ApiContext, status: Status, code: string, message: string) {
	return c.json({ code: status, error_code: code, msg: message }, status, {
		'x-sb-error-code': code
	});
}
