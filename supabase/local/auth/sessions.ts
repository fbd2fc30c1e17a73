import { decodeJwt, SignJWT } from 'jose';
import type { ApiContext } from '../api/context.ts';
import { localKeys } from '../settings.ts';
import { addressOf } from './limits.ts';
import type { AuthParts } from './parts.ts';
import { findUser } from './users.ts';

const secret = new TextEncoder().encode(localKeys.jwtSecret);

/** How somebody proved who they are: the `amr` claim. */
export type Method = 'password' | 'otp' | 'oauth';

interface Session {
	access_token: string;
	[key: string]: unknown;
}

/**
 * Puts the claims of hosted Auth into a new access token, which lite leaves out, and notes on the
 * session how and from where it began. Answers without a session pass as they are.
 */
export async function completeSession<T>(
	c: ApiContext,
	parts: AuthParts,
	body: T,
	method?: Method
) {
	if (!isSession(body)) return body;
	const { sub, role, session_id, iat, exp } = decodeJwt(body.access_token);
	const user = await findUser(parts.sql, sub ?? '');
	if (!user || typeof session_id !== 'string' || !iat || !exp) return body;
	if (method) await begin(c, parts, session_id, method);
	const claims = {
		iss: `${parts.apiUrl}/auth/v1`,
		sub,
		aud: 'authenticated',
		email: user.email ?? '',
		phone: user.phone ?? '',
		app_metadata: user.raw_app_meta_data ?? {},
		user_metadata: user.raw_user_meta_data ?? {},
		role,
		aal: 'aal1',
		amr: await methods(parts, session_id),
		session_id,
		is_anonymous: user.is_anonymous
	};
	const access_token = await new SignJWT(claims)
		.setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
		.setIssuedAt(iat)
		.setExpirationTime(exp)
		.sign(secret);
	return { ...body, access_token };
}

async function begin(c: ApiContext, { sql }: AuthParts, session: string, method: Method) {
	const agent = c.req.header('user-agent') ?? null;
	await sql`update auth.sessions set user_agent = ${agent}, ip = ${addressOf(c)} where id = ${session}`;
	await sql`insert into auth.mfa_amr_claims (session_id, authentication_method)
		values (${session}, ${method}) on conflict do nothing`;
}

async function methods({ sql }: AuthParts, session: string) {
	return sql<{ method: string; timestamp: number }[]>`
		select authentication_method as method, extract(epoch from created_at)::int as timestamp
		from auth.mfa_amr_claims where session_id = ${session} order by created_at desc`;
}

function isSession(body: unknown): body is Session {
	return typeof body === 'object' && body !== null && 'access_token' in body;
}
