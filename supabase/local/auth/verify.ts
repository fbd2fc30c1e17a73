import type { Hono } from 'hono';
import { decodeJwt } from 'jose';
import type { Api, ApiContext } from '../api/context.ts';
import { authError } from './errors.ts';
import type { AuthParts } from './parts.ts';
import { completeSession } from './sessions.ts';
import { hashCode } from './users.ts';
import { codeOfFlow, pkcePrefix } from './wishes.ts';

interface Verification {
	type?: string;
	email?: string;
	token?: string;
	token_hash?: string;
}

/** Codes and links that people bring back from their mail. */
export function mountVerify(root: Hono<Api>, parts: AuthParts) {
	root.post('/auth/v1/verify', async (c) => {
		const body = await storedForm(
			parts,
			await c.req.json<Verification>().catch((): Verification => ({}))
		);
		if (body.type === 'email_change') {
			const pending = await confirmEmailChange(c, parts, body);
			if (pending) return pending;
		}
		const json = { ...body, type: await resolveType(parts, body) };
		return c.var.rewrite(await c.var.lite({ json }), (answer) =>
			completeSession(c, parts, answer, 'otp')
		);
	});

	root.get('/auth/v1/verify', async (c) => {
		const url = new URL(c.req.url);
		const query = { type: c.req.query('type'), token_hash: c.req.query('token') };
		url.searchParams.set('type', (await resolveType(parts, query)) ?? '');
		return completeRedirect(c, parts, await c.var.lite({ url }));
	});
}

/** A code typed in says nothing of the PKCE flow it belongs to; what is stored for it does. */
async function storedForm({ sql }: AuthParts, body: Verification): Promise<Verification> {
	if (body.token_hash || !body.token) return body;
	const marked = pkcePrefix + hashOf(body);
	const rows = await sql`
		select from auth.users where confirmation_token = ${marked} or recovery_token = ${marked}`;
	return rows.length > 0 ? { type: body.type, token_hash: marked } : body;
}

/** `email` stands for whichever mail was sent: a first confirmation, or a code to sign in. */
async function resolveType({ sql }: AuthParts, body: Verification): Promise<string | undefined> {
	if (body.type !== 'email' && body.type !== 'invite') return body.type;
	const hash = hashOf(body);
	const rows = await sql`select from auth.users where confirmation_token = ${hash}`;
	return rows.length > 0 ? 'signup' : 'magiclink';
}

/**
 * A change of address wants the consent of the old address and of the new one. lite asks the old
 * one only; here the first consent is noted, and the second one goes on to lite.
 */
async function confirmEmailChange(c: ApiContext, { sql, config }: AuthParts, body: Verification) {
	if (!config.email.double_confirm_changes) return undefined;
	const hash = hashOf(body);
	const expiry = `${config.email.otp_expiry} seconds`;
	const first = await sql`
		update auth.users set email_change_confirm_status = 1,
			email_change_token_current = nullif(email_change_token_current, ${hash}),
			email_change_token_new = nullif(email_change_token_new, ${hash})
		where ${hash} in (email_change_token_current, email_change_token_new)
			and email_change_confirm_status = 0 and email_change_sent_at > now() - ${expiry}::interval`;
	if (first.count > 0) {
		const message =
			'Confirmation link accepted. Please proceed to confirm link sent to the other email';
		return c.json({ code: '200', msg: message });
	}
	const second = await sql`
		update auth.users set email_change_token_current = ${hash}, email_change_token_new = null,
			email_change_confirm_status = 0
		where ${hash} in (email_change_token_current, email_change_token_new)
			and email_change_confirm_status = 1`;
	if (second.count > 0) return undefined;
	return authError(c, 403, 'otp_expired', 'Email link is invalid or has expired');
}

function hashOf({ token_hash, email, token }: Verification): string {
	return token_hash ?? hashCode(email ?? '', token ?? '');
}

/** The token in the address of an answered link is lite's own and lacks claims, too. */
async function completeRedirect(c: ApiContext, parts: AuthParts, answer: Response) {
	const to = answer.headers.get('location');
	if (!to || !URL.canParse(to)) return answer;
	const target = new URL(to);
	const fragment = new URLSearchParams(target.hash.slice(1));
	const access_token = fragment.get('access_token');
	if (!access_token) return answer;
	const { sub = '', session_id } = decodeJwt(access_token);
	const isPkce = c.req.query('token')?.startsWith(pkcePrefix);
	const code = isPkce ? await codeOfFlow(parts, sub) : undefined;
	if (code) {
		// The session begins when the client redeems the code, not before.
		await parts.sql`delete from auth.sessions where id = ${String(session_id)}`;
		target.hash = '';
		target.searchParams.set('code', code);
		return c.redirect(target.toString(), 303);
	}
	const session = await completeSession(c, parts, { access_token }, 'otp');
	fragment.set('access_token', session.access_token);
	target.hash = fragment.toString();
	return c.redirect(target.toString(), 303);
}
