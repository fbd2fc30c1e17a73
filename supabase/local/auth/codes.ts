import type { App } from '@supabase/lite';
import type { Hono } from 'hono';
import type { Api, ApiContext } from '../api/context.ts';
import { authError } from './errors.ts';
import type { AuthParts } from './parts.ts';
import {
	findOrCreateUser,
	findUserByEmail,
	hashCode,
	newCode,
	userJson,
	type UserRow
} from './users.ts';
import { sendAsWished, withWishes, type PkceRequest } from './wishes.ts';

type LiteMailer = NonNullable<App['_mailer']>;

interface CodeRequest extends PkceRequest {
	email?: string;
	create_user?: boolean;
	data?: Record<string, unknown>;
	type?: string;
}

/** Everything that mails a code: sign-in, sign-up, and sending again. */
export function mountCodes(root: Hono<Api>, parts: AuthParts) {
	const { sql, config } = parts;
	const pass = async (c: ApiContext) => {
		const json = await c.req.json<CodeRequest>();
		return withWishes(c, config, json, () => c.var.lite({ json }));
	};

	// lite counts an address as confirmed as soon as somebody asks for a code to it.
	const requestCode = async (c: ApiContext) => {
		const body = await c.req.json<CodeRequest>().catch((): CodeRequest => ({}));
		if (!isEmail(body.email)) return c.var.lite({ json: body });
		const known = await findUserByEmail(sql, body.email);
		if (known?.email_confirmed_at) {
			const json = { ...body, create_user: false };
			return withWishes(c, config, body, () => c.var.lite({ json }));
		}
		if (!known && body.create_user === false) {
			return authError(c, 422, 'otp_disabled', 'Signups not allowed for otp');
		}
		if (!known && !(config.enable_signup && config.email.enabled)) {
			return authError(c, 422, 'signup_disabled', 'Signups not allowed for this instance');
		}
		const user = known ?? (await findOrCreateUser(sql, body.email, body.data));
		await withWishes(c, config, body, () => sendConfirmation(parts, user));
		return c.json({});
	};
	root.post('/auth/v1/otp', requestCode);
	root.post('/auth/v1/magiclink', requestCode);

	root.post('/auth/v1/resend', async (c) => {
		const body = await c.req.json<CodeRequest>();
		const { type, email } = body;
		if (type !== 'signup' || !isEmail(email)) return pass(c);
		const user = await findUserByEmail(sql, email);
		if (user && !user.email_confirmed_at) {
			await withWishes(c, config, body, () => sendConfirmation(parts, user));
		}
		return c.json({});
	});
	root.post('/auth/v1/recover', pass);
}

/** Gives an unconfirmed account a new code, which ends the one before, and mails it. */
export async function sendConfirmation(
	parts: AuthParts,
	user: UserRow,
	kind: 'confirmation' | 'invite' = 'confirmation'
) {
	const { sql, config } = parts;
	const email = user.email ?? '';
	const token = newCode(config.email.otp_length);
	const tokenHash = hashCode(email, token);
	await sql`update auth.users set confirmation_token = ${tokenHash}, confirmation_sent_at = now(),
		updated_at = now() where id = ${user.id}`;
	await sendAsWished(parts, kind, { email, token, tokenHash });
}

/**
 * Answers a sign-up with an address that has an account. Nobody learns which addresses those are:
 * a confirmed one gets the answer of a new one and no mail, an unconfirmed one another code.
 */
export async function repeatedSignUp(c: ApiContext, parts: AuthParts, email: string) {
	const user = await findUserByEmail(parts.sql, email);
	if (!user) return authError(c, 422, 'unexpected_failure', 'The account is gone');
	if (!user.email_confirmed_at) await sendConfirmation(parts, user);
	const now = new Date().toISOString();
	const blank = { email_confirmed_at: null, confirmed_at: null, last_sign_in_at: null };
	const { id, raw_user_meta_data } = user.email_confirmed_at
		? { id: crypto.randomUUID(), raw_user_meta_data: {} }
		: user;
	const shown = { ...user, ...blank, id, raw_user_meta_data, created_at: now, updated_at: now };
	const app = { provider: 'email', providers: ['email'] };
	return c.json({ ...userJson({ ...shown, raw_app_meta_data: app }), confirmation_sent_at: now });
}

/** Mails what lite wants mailed as Auth does. */
export function liteMailer(parts: AuthParts): LiteMailer {
	const send =
		(kind: 'confirmation' | 'recovery' | 'magic_link') =>
		(email: string, tokenHash: string, token: string) =>
			sendAsWished(parts, kind, { email, token, tokenHash });
	return {
		sendConfirmation: send('confirmation'),
		sendRecovery: send('recovery'),
		sendMagicLink: send('magic_link'),
		async sendEmailChange(to, tokenHash, token, meta) {
			const { currentEmail: email = to, newEmail, tokenNew, tokenHashNew } = meta ?? {};
			const both = tokenNew && tokenHashNew;
			const second = both ? { token: tokenNew, tokenHash: tokenHashNew } : undefined;
			await sendAsWished(parts, 'email_change', { email, newEmail, token, tokenHash, second });
		},
		sendReauthentication: (email, token, meta) =>
			sendAsWished(parts, 'reauthentication', { email, token, tokenHash: meta?.tokenHash ?? '' })
	};
}

function isEmail(value: unknown): value is string {
	return typeof value === 'string' && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value);
}
