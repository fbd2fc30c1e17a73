import { sequence } from '@sveltejs/kit/hooks';
import { building } from '$app/environment';
import type { HandleServerError, ServerInit } from '@sveltejs/kit';
import { env } from '$lib/server/env';
import { EnvError } from '$lib/server/env-schema';
import { AppError, codeOf, messageOf } from '$lib/server/errors';
import { accessLog, loggedPath } from '$lib/server/hooks/access-log';
import { cacheHeaders } from '$lib/server/hooks/cache-headers';
import { htmlAttributes } from '$lib/server/hooks/html-attributes';
import { requestId } from '$lib/server/hooks/request-id';
import { requestLimits } from '$lib/server/hooks/request-limits';
import { revalidation } from '$lib/server/hooks/revalidation';
import { securityHeaders } from '$lib/server/hooks/security-headers';
import { session } from '$lib/server/hooks/session';
import { signInLimit } from '$lib/server/hooks/sign-in-limit';

/** Nothing is served with an incomplete environment. */
export const init: ServerInit = () => {
	if (building) return;
	try {
		env();
	} catch (error) {
		if (!(error instanceof EnvError)) throw error;
		console.error(error.message);
		process.exit(1);
	}
};

export const handle = sequence(
	requestId,
	accessLog,
	securityHeaders,
	requestLimits,
	cacheHeaders,
	revalidation,
	signInLimit,
	session,
	htmlAttributes
);

/** The log gets the cause, the visitor a code and the id under which the log has it. */
export const handleError: HandleServerError = ({ error, event, status }) => {
	const code = error instanceof AppError ? error.code : codeOf(status);
	const line = { err: error, code, status, method: event.request.method, path: loggedPath(event) };
	if (status >= 500) event.locals.log.error(line, 'request failed');
	else event.locals.log.info({ ...line, err: undefined }, 'request refused');
	return {
		message: error instanceof AppError ? error.message : messageOf(code),
		code,
		requestId: event.locals.requestId
	};
};
