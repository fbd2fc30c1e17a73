import type { Hono } from 'hono';
import { jwtVerify } from 'jose';
import type { Api, ApiContext } from '../api/context.ts';
import type { ProjectConfig } from '../project-config.ts';
import { localKeys } from '../settings.ts';

const secret = new TextEncoder().encode(localKeys.jwtSecret);

/** What one connection says to the next one only (RFC 9110), and what Node's fetch sets itself. */
const hopByHop = [
	'connection',
	'host',
	'keep-alive',
	'te',
	'trailer',
	'transfer-encoding',
	'upgrade'
];

/**
 * Sends `/functions/v1/<name>` on to Deno. As config.toml says, a function gets requests with a
 * valid token of a user only, or all of them.
 */
export function mountFunctions(root: Hono<Api>, { functions }: ProjectConfig, target: string) {
	root.all('/functions/v1/:name{.+}', async (c) => {
		const path = c.req.path.replace('/functions/v1', '');
		const name = path.split('/')[1] ?? '';
		const settings = functions[name];
		if (settings?.enabled === false)
			return refuse(c, 404, 'NOT_FOUND', 'Requested function was not found');
		// A browser's preflight carries no token; the function answers it.
		if ((settings?.verify_jwt ?? true) && c.req.method !== 'OPTIONS') {
			const problem = await tokenProblem(c.req.header('authorization'));
			if (problem) return refuse(c, 401, problem.code, problem.message);
		}
		return forward(c.req.raw, new URL(path + new URL(c.req.url).search, target));
	});
}

async function tokenProblem(header: string | undefined) {
	if (!header) {
		return { code: 'UNAUTHORIZED_NO_AUTH_HEADER', message: 'Missing authorization header' };
	}
	const token = header.replace(/^Bearer\s+/i, '');
	if (token.split('.').length !== 3) {
		return { code: 'UNAUTHORIZED_INVALID_JWT_FORMAT', message: 'Invalid JWT' };
	}
	try {
		await jwtVerify(token, secret, { algorithms: ['HS256'] });
		return undefined;
	} catch {
		return { code: 'UNAUTHORIZED_LEGACY_JWT', message: 'Invalid JWT' };
	}
}

async function forward(request: Request, url: URL): Promise<Response> {
	const headers = new Headers(request.headers);
	for (const name of hopByHop) headers.delete(name);
	try {
		const {
			status,
			body,
			headers: answered
		} = await fetch(url, {
			method: request.method,
			headers,
			body: request.body,
			duplex: 'half',
			redirect: 'manual'
		} as RequestInit);
		const kept = new Headers(answered);
		// fetch has undone the compression already.
		for (const name of [...hopByHop, 'content-encoding', 'content-length']) kept.delete(name);
		return new Response(body, { status, headers: kept });
	} catch {
		const answer = { code: 'BOOT_ERROR', message: 'Function failed to start (please check logs)' };
		return Response.json(answer, { status: 503 });
	}
}

function refuse(c: ApiContext, status: 401 | 404, code: string, message: string) {
	return c.json({ code, message }, status, { 'access-control-allow-origin': '*' });
}
