import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import type { Lite } from './lite.ts';
import { loggingTo } from './lite-log.ts';

/** What of a request is different when it goes on to @supabase/lite. */
export interface Changes {
	url?: URL;
	headers?: Headers;
	/** Sent as JSON in place of the body. */
	json?: unknown;
	body?: ArrayBuffer;
}

// The answers of lite are JSON of many shapes; whoever rewrites one knows its own.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = any;

export interface Api {
	Bindings: HttpBindings;
	Variables: {
		/** Lets @supabase/lite answer this request, with changes or as it came. */
		lite: (changes?: Changes) => Promise<Response>;
		/** Replaces the JSON of a good answer; errors pass as they are. */
		rewrite: (answer: Response, change: (body: Json) => unknown) => Promise<Response>;
	};
}

export type ApiContext = Context<Api>;

/** Gives every request a way on to @supabase/lite. */
export function provideLite({ app }: Lite, logFile: string): MiddlewareHandler<Api> {
	return async (c, next) => {
		c.set('lite', (changes = {}) => {
			const peer = { peerAddress: c.env.incoming?.socket.remoteAddress ?? null };
			const request = changed(c.req.raw, changes);
			return loggingTo(logFile, async () => app.fetch(request, peer));
		});
		c.set('rewrite', rewrite);
		await next();
	};
}

function changed(request: Request, { url, headers, json, body }: Changes): Request {
	if (!url && !headers && json === undefined && body === undefined) return request;
	const sent = new Headers(headers ?? request.headers);
	sent.delete('content-length');
	const replaced = json === undefined ? body : JSON.stringify(json);
	// lite compares a bucket's limit with what the header says.
	if (replaced instanceof ArrayBuffer) sent.set('content-length', String(replaced.byteLength));
	return new Request(url ?? request.url, { method: request.method, headers: sent, body: replaced });
}

async function rewrite(answer: Response, change: (body: Json) => unknown): Promise<Response> {
	if (!answer.ok) return answer;
	const headers = new Headers(answer.headers);
	headers.delete('content-length');
	const body = JSON.stringify(await change(await answer.json()));
	return new Response(body, { status: answer.status, headers });
}
