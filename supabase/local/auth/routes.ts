import type { Hono } from 'hono';
import type { Api, ApiContext } from '../api/context.ts';
import { mountAdmin } from './admin.ts';
import { mountCodes, repeatedSignUp } from './codes.ts';
import type { AuthParts } from './parts.ts';
import { withRedirect } from './redirects.ts';
import { completeSession, type Method } from './sessions.ts';
import { mountVerify } from './verify.ts';

const methodOfGrant: Record<string, Method | undefined> = { password: 'password', pkce: 'oauth' };

/** Puts right where @supabase/lite's Auth answers otherwise than a hosted project. */
export function mountAuth(root: Hono<Api>, parts: AuthParts) {
	mountCodes(root, parts);
	mountVerify(root, parts);
	mountAdmin(root, parts);

	root.post('/auth/v1/token', async (c) => {
		const method = methodOfGrant[c.req.query('grant_type') ?? ''];
		return c.var.rewrite(await c.var.lite(), (body) => completeSession(c, parts, body, method));
	});

	root.post('/auth/v1/signup', async (c) => {
		const json = await c.req.json<{ email?: string }>().catch(() => ({ email: undefined }));
		return withRedirect(c, parts.config, () => signUp(c, parts, json));
	});

	root.put('/auth/v1/user', async (c) => {
		const json = await c.req.json();
		return withRedirect(c, parts.config, () => c.var.lite({ json }));
	});
}

async function signUp(c: ApiContext, parts: AuthParts, json: { email?: string }) {
	const answer = await c.var.lite({ json });
	const { error_code: code } = await answer
		.clone()
		.json()
		.catch(() => ({}));
	if (code === 'over_email_send_rate_limit' && json.email)
		return repeatedSignUp(c, parts, json.email);
	return c.var.rewrite(answer, (body) => completeSession(c, parts, body, 'password'));
}
