import { SvelteKitError } from '@sveltejs/kit/internal';
import { counts } from '../limits.ts';

const messages: Record<string, string> = {
	bad_request: 'That could not be understood. Nothing was changed.',
	forbidden: 'You may not do that here.',
	internal: 'Something went wrong on our side. Nothing you wrote is affected.',
	invalid: 'A value was not accepted. Nothing was changed.',
	method_not_allowed: 'This address does not take that kind of request.',
	not_found: 'There is nothing at this address.',
	referenced: 'Something else still depends on this.',
	taken: 'That is taken already.',
	headers_too_large:
		'Your browser sent too many cookies or headers. Please delete the cookies of this site and try again.',
	too_large:
		'That is larger than we accept, and nothing was changed. Please go back, make it shorter and send it again.',
	too_many_grants: `A member can be given access ${counts.grants} times at most. Nothing was changed.`,
	too_many_labels: `A member has ${counts.labels} labels at most. Remove one first.`,
	too_many_requests: 'That was a lot at once. Please wait a little.',
	too_many_tiers: `A publication has ${counts.tiers} tiers at most, with those in the archive. Delete one that nobody had.`,
	too_slow:
		'That took too long to arrive, and nothing was changed. Please go back and send it again.',
	uri_too_long: 'That address is longer than we accept.',
	unauthorised: 'Please sign in first.',
	unavailable: 'We cannot reach our records just now. Please try again in a moment.'
};

const codes: Record<number, string> = {
	400: 'bad_request',
	401: 'unauthorised',
	403: 'forbidden',
	404: 'not_found',
	405: 'method_not_allowed',
	408: 'too_slow',
	413: 'too_large',
	414: 'uri_too_long',
	415: 'bad_request',
	429: 'too_many_requests',
	431: 'headers_too_large',
	503: 'unavailable'
};

/** The stable code for a status that SvelteKit chose itself. */
export function codeOf(status: number): string {
	return codes[status] ?? 'internal';
}

/** What a visitor is told about a code: never the cause. */
export function messageOf(code: string): string {
	return messages[code] ?? 'That did not work. Nothing was changed.';
}

/**
 * An error with a stable code and the status to answer with. Its message is shown to the visitor;
 * the cause goes to the log only. Extends SvelteKit's own error, whose status is answered as it is.
 */
export class AppError extends SvelteKitError {
	override name = 'AppError';
	readonly code: string;
	/** Seconds until the visitor may try again, where that is known. */
	readonly retryAfter: number | null;

	constructor(
		code: string,
		status: number,
		options: { message?: string; cause?: unknown; retryAfter?: number | null } = {}
	) {
		const message = options.message ?? messageOf(code);
		super(status, message, message);
		this.code = code;
		this.cause = options.cause;
		this.retryAfter = options.retryAfter ?? null;
	}
}

/** Error codes of Postgres (https://www.postgresql.org/docs/17/errcodes-appendix.html) and PostgREST. */
const sqlStates: Record<string, [code: string, status: number]> = {
	'42501': ['forbidden', 403],
	'23505': ['taken', 409],
	'23503': ['referenced', 409],
	'40001': ['unavailable', 503],
	'53300': ['unavailable', 503],
	'57014': ['unavailable', 503],
	PGRST000: ['unavailable', 503],
	PGRST001: ['unavailable', 503],
	PGRST002: ['unavailable', 503],
	PGRST003: ['unavailable', 503],
	PGRST103: ['not_found', 404],
	PGRST116: ['not_found', 404],
	PGRST301: ['unauthorised', 401],
	PGRST303: ['unauthorised', 401]
};

/** The same for whole classes, by the first characters of the code, where no code of its own is above. */
const sqlClasses: Record<string, [code: string, status: number]> = {
	// A value that a type cannot hold: a NUL in a text, a year without a calendar, a number too large.
	'22': ['invalid', 400],
	// A value that a constraint refuses.
	'23': ['invalid', 400],
	'54': ['too_large', 413],
	// What PostgREST cannot read in a request.
	PGRST1: ['bad_request', 400]
};

interface Failure {
	message: string;
	code?: string | undefined;
	status?: number | undefined;
}

/**
 * Names a failure of PostgREST or Storage. A function in Postgres that raises `PT409` with the
 * message `stale_revision` becomes code `stale_revision`, status 409.
 */
export function toAppError(failure: Failure): AppError {
	const { code = '', status, message } = failure;
	const raised = /^PT([45]\d\d)$/.exec(code);
	if (raised) {
		const name = /^[a-z_]+$/.test(message) ? message : codeOf(Number(raised[1]));
		return new AppError(name, Number(raised[1]), { cause: failure });
	}
	const known =
		sqlStates[code] ?? sqlClasses[code.startsWith('PGRST') ? code.slice(0, 6) : code.slice(0, 2)];
	if (known) return new AppError(known[0], known[1], { cause: failure });
	if (code === '' && /fetch failed|aborted|timeout|network/i.test(message)) {
		return new AppError('unavailable', 503, { cause: failure });
	}
	if (status !== undefined && status >= 400 && status < 500) {
		return new AppError(codeOf(status), status, { cause: failure });
	}
	return new AppError('internal', 500, { cause: failure });
}

/** What PostgREST, RPC and Storage answer with. */
type Answer = { data: unknown; error: Failure | null };
type DataOf<A> = A extends { data: infer T; error: null } ? T : never;

/**
 * The data of an answer of Supabase.
 * @throws {AppError} when the answer is an error
 */
export function unwrap<A extends Answer>(answer: A): DataOf<A> {
	if (answer.error) throw toAppError(answer.error);
	return answer.data as DataOf<A>;
}
