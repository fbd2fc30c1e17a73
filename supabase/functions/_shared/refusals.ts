import { Refusal } from './answers.ts';

interface DatabaseFailure {
	code: string;
	message: string;
	/** With `PT429`: how many seconds to wait. */
	details?: string | null;
}

const known: Record<string, [status: number, code: string]> = {
	'42501': [403, 'forbidden'],
	'23505': [409, 'taken'],
	'23514': [400, 'invalid'],
	'22023': [400, 'invalid'],
	'22P02': [400, 'invalid'],
	PGRST301: [401, 'unauthorised'],
	PGRST303: [401, 'unauthorised']
};

/**
 * What a failure of PostgREST means to the caller. A function that raises `PT409` with the message
 * `already_staff` becomes 409 `already_staff`; what is not known stays an error of ours.
 */
export function refusalOf(failure: DatabaseFailure): Error {
	const raised = /^PT([45]\d\d)$/.exec(failure.code);
	if (raised && /^[a-z_]+$/.test(failure.message)) {
		const wait = raised[1] === '429' && failure.details ? Number(failure.details) : null;
		return new Refusal(Number(raised[1]), failure.message, failure.message, wait);
	}
	const refusal = known[failure.code];
	if (refusal) return new Refusal(refusal[0], refusal[1], 'The database refused that.');
	return new Error(`${failure.code} ${failure.message}`);
}
