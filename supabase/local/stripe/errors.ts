/** What Stripe says when it refuses: the inside of `{ "error": … }`. */
export interface ErrorBody {
	type: 'invalid_request_error' | 'idempotency_error' | 'card_error' | 'api_error';
	message: string;
	code?: string;
	param?: string;
	decline_code?: string;
	request_log_url?: string;
}

/** A refusal with the status it is answered with. */
export class StripeProblem extends Error {
	readonly status: number;
	readonly body: ErrorBody;

	constructor(status: number, body: ErrorBody) {
		super(body.message);
		this.status = status;
		this.body = body;
	}
}

/** A request that makes no sense as it is. */
export function invalid(
	message: string,
	{ status = 400, ...rest }: { status?: number; code?: string; param?: string } = {}
): StripeProblem {
	return new StripeProblem(status, { type: 'invalid_request_error', message, ...rest });
}

/** An id that names nothing: 404 in the address, 400 in a parameter, as Stripe does it. */
export function noSuch(what: string, id: string, param = 'id'): StripeProblem {
	const status = param === 'id' ? 404 : 400;
	return invalid(`No such ${what}: '${id}'`, { status, code: 'resource_missing', param });
}
