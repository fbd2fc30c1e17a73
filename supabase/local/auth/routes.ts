import type { Hono } from 'hono';
import { decodeJwt } from 'jose';
import type { Api, ApiContext } from '../api/context.ts';
import { mountAdmin } from './admin.ts';
import { forgetNewUser, mountCodes, repeatedSignUp } from './codes.ts';
import { orRefuse } from './errors.ts';
import { holdApart, limitByAddress } from './limits.ts';
import type { AuthParts } from './parts.ts';
import { completeSession, type Method } from './sessions.ts';
import { findUser, findUserByEmail, type UserRow } from './users.ts';
import { mountVerify } from './verify.ts';
import { withWishes, type PkceRequest } from './wishes.ts';

interface SignUp extends PkceRequest {
	email?: string;
}

/** Puts right where @supabase/lite's Auth answers otherwise than a hosted project. */
export function mountAuth(root: Hono<Api>, parts: AuthParts) {
	root.use('/auth/v1/*', limitByAddress(parts.config.rate_limit));
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
		const json = await c.req.json<PkceRequest & { email?: string }>();
		return orRefuse(c, async () => {
			const user = json.email === undefined ? undefined : await callerOf(c, parts);
			if (user) holdApart(parts.config.email.max_frequency, user.email_change_sent_at);
			return withWishes(c, parts.config, json, () => c.var.lite({ json }));
		});
	});

	root.get('/auth/v1/reauthenticate', async (c) => {
		const user = await callerOf(c, parts);
		const answer = await c.var.lite();
		// lite stores the code before its mail is sent.
		if (user && !answer.ok) {
			await parts.sql`
				update auth.users set reauthentication_token = ${user.reauthentication_token},
					reauthentication_sent_at = ${user.reauthentication_sent_at}
				where id = ${user.id}`;
		}
		return answer;
	});
}

/** The account that a request speaks for; lite checks the token itself. */
async function callerOf(c: ApiContext, { sql }: AuthParts): Promise<UserRow | undefined> {
	const token = c.req.header('authorization')?.replace(/^Bearer /i, '') ?? '';
	try {
		return await findUser(sql, decodeJwt(token).sub ?? '');
	} catch {
		return undefined;
	}
}

async function signUp(c: ApiContext, parts: AuthParts, json: SignUp) {
	const known = json.email === undefined ? undefined : await findUserByEmail(parts.sql, json.email);
	const answer = await c.var.lite({ json });
	const { error_code: code } = await answer
		.clone()
		.json()
		.catch(() => ({}));
	if (code === 'over_email_send_rate_limit' && json.email) {
		const { email } = json;
		return orRefuse(c, () => repeatedSignUp(c, parts, email));
	}
	if (answer.status >= 500 && json.email && !known) {
		const made = await findUserByEmail(parts.sql, json.email);
		if (made) await forgetNewUser(parts, made.id);
	}
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
