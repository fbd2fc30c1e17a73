/** Headers for answers to a page of the site itself; other origins get no leave to read them. */
export function corsHeaders(siteUrl: string): Record<string, string> {
	return {
		'access-control-allow-origin': new URL(siteUrl).origin,
		'access-control-allow-headers': 'authorization, x-client-info, apikey, content-type',
		'access-control-allow-methods': 'POST, OPTIONS',
		vary: 'origin'
	};
}

/** A failure that the caller is told about: a stable code, and a sentence for whoever reads logs. */
export class Refusal extends Error {
	readonly status: number;
	readonly code: string;
	/** Seconds until the caller may try again, where that helps. */
	readonly retryAfter: number | null;

	constructor(status: number, code: string, message: string, retryAfter: number | null = null) {
		super(message);
		this.status = status;
		this.code = code;
		this.retryAfter = retryAfter;
	}
}

/**
 * Answers a POST with what `work` returns or refuses, a preflight by itself, and anything else with
 * an error. What breaks unforeseen goes to the log and not to the caller.
 * @param siteUrl null for what no page calls
 */
export async function answerPost(
	request: Request,
	siteUrl: string | null,
	work: () => Promise<{ status: number; body: unknown }>
): Promise<Response> {
	const headers = { ...(siteUrl && corsHeaders(siteUrl)), 'cache-control': 'no-store' };
	if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers });
	try {
		if (request.method !== 'POST') {
			throw new Refusal(405, 'method_not_allowed', 'This function takes POST only.');
		}
		const { status, body } = await work();
		return Response.json(body, { status, headers });
	} catch (error) {
		if (!(error instanceof Refusal)) console.error(error);
		const told =
			error instanceof Refusal ? error : new Refusal(500, 'internal', 'Something went wrong.');
		const { status, code, message, retryAfter } = told;
		const wait = retryAfter !== null && { 'retry-after': String(retryAfter) };
		return Response.json({ code, message }, { status, headers: { ...headers, ...wait } });
	}
}
