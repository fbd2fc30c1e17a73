import type { Hono } from 'hono';
import type { Api, ApiContext } from '../api/context.ts';
import { mountAdmin } from './admin.ts';
import { mountCodes, repeatedSignUp } from './codes.ts';
import type { AuthParts } from './parts.ts';
import { completeSession, type Method } from './sessions.ts';
import { mountVerify } from './verify.ts';
import { withWishes, type PkceRequest } from './wishes.ts';

interface SignUp extends PkceRequest {
	email?: string;
}

/** Puts right where @supabase/lite's Auth answers otherwise than a hosted project. */
export function mountAuth(root: Hono<Api>, parts: AuthParts) {
	mountCodes(root, parts);
	mountVerify(root, parts);
	mountAdmin(root, parts);

	root.post('/auth/v1/token', async (c) => {
		const json = await c.req.json<{ auth_code?: string }>().catch(() => ({}));
		const method = await methodOf(c, parts, json);
		return c.var.rewrite(await c.var.lite({ json }), (body) =>
			completeSession(c, parts, body, method)
		);
	});

	root.post('/auth/v1/signup', async (c) => {
		const json = await c.req.json<SignUp>().catch((): SignUp => ({}));
		return withWishes(c, parts.config, json, () => signUp(c, parts, json));
	});

	root.put('/auth/v1/user', async (c) => {
		const json = await c.req.json<PkceRequest>();
		return withWishes(c, parts.config, json, () => c.var.lite({ json }));
	});
}

async function signUp(c: ApiContext, parts: AuthParts, json: SignUp) {
	const answer = await c.var.lite({ json });
	const { error_code: code } = await answer
		.clone()
		.json()
		.catch(() => ({}));
	if (code === 'over_email_send_rate_limit' && json.email)
		return repeatedSignUp(c, parts, json.email);
	return c.var.rewrite(answer, (body) => completeSession(c, parts, body, 'password'));
}

/** A refreshed session keeps the method it began with. */
async function methodOf(
	c: ApiContext,
	{ sql }: AuthParts,
	json: { auth_code?: string }
): Promise<Method | undefined> {
	const grant = c.req.query('grant_type');
	if (grant === 'password') return 'password';
	if (grant !== 'pkce') return undefined;
	const [flow] = await sql`select from auth.flow_state
		where auth_code = ${json.auth_code ?? ''} and provider_type = 'email'`;
	return flow ? 'otp' : 'oauth';
}
