import type { App } from '@supabase/lite';
import type { Hono } from 'hono';
import type { Api, ApiContext } from '../api/context.ts';
import { authError, orRefuse } from './errors.ts';
import { holdApart } from './limits.ts';
import type { AuthParts } from './parts.ts';
import { findOrCreateUser, findUserByEmail, userJson, type UserRow } from './users.ts';
import {
	lastSent,
	mailCode,
	sendAsWished,
	withWishes,
	type CodeKind,
	type PkceRequest
} from './wishes.ts';

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
	const mail = (c: ApiContext, body: CodeRequest, kind: CodeKind, user: UserRow) =>
		withWishes(c, config, body, () => sendCode(parts, kind, user));

	// lite counts an address as confirmed as soon as somebody asks for a code to it.
	const requestCode = async (c: ApiContext) => {
		const body = await c.req.json<CodeRequest>().catch((): CodeRequest => ({}));
		const { email } = body;
		if (!isEmail(email)) return c.var.lite({ json: body });
		const known = await findUserByEmail(sql, email);
		if (!known && body.create_user === false) {
			return authError(c, 422, 'otp_disabled', 'Signups not allowed for otp');
		}
		if (!known && !(config.enable_signup && config.email.enabled)) {
			return authError(c, 422, 'signup_disabled', 'Signups not allowed for this instance');
		}
		return orRefuse(c, async () => {
			const user = known ?? (await findOrCreateUser(sql, email, body.data));
			try {
				await mail(c, body, user.email_confirmed_at ? 'magic_link' : 'confirmation', user);
			} catch (error) {
				if (!known) await forgetNewUser(parts, user.id);
				throw error;
			}
			return c.json({});
		});
	};
	root.post('/auth/v1/otp', requestCode);
	root.post('/auth/v1/magiclink', requestCode);

	root.post('/auth/v1/resend', async (c) => {
		const body = await c.req.json<CodeRequest>();
		const { type, email } = body;
		if (type !== 'signup' || !isEmail(email)) {
			return withWishes(c, config, body, () => c.var.lite({ json: body }));
		}
		const user = await findUserByEmail(sql, email);
		return orRefuse(c, async () => {
			if (user && !user.email_confirmed_at) await mail(c, body, 'confirmation', user);
			return c.json({});
		});
	});

	root.post('/auth/v1/recover', async (c) => {
		const body = await c.req.json<CodeRequest>();
		if (!isEmail(body.email)) return c.var.lite({ json: body });
		const user = await findUserByEmail(sql, body.email);
		return orRefuse(c, async () => {
			if (user) await mail(c, body, 'recovery', user);
			return c.json({});
		});
	});
}

/**
 * Mails an account a new code, which ends the one before.
 * @throws {AuthRefusal} when the last one was sent a short while ago
 */
async function sendCode(parts: AuthParts, kind: CodeKind, user: UserRow): Promise<void> {
	holdApart(parts.config.email.max_frequency, lastSent(kind, user));
	await mailCode(parts, kind, user);
}

/** Undoes the making of an account whose first mail was refused: Auth does both or neither. */
export async function forgetNewUser({ sql }: AuthParts, id: string): Promise<void> {
	await sql`delete from auth.users where id = ${id} and email_confirmed_at is null`;
}

/**
 * Answers a sign-up with an address that has an account. Nobody learns which addresses those are:
 * a confirmed one gets the answer of a new one and no mail, an unconfirmed one another code.
 */
export async function repeatedSignUp(c: ApiContext, parts: AuthParts, email: string) {
	const user = await findUserByEmail(parts.sql, email);
	if (!user) return authError(c, 422, 'unexpected_failure', 'The account is gone');
	if (!user.email_confirmed_at) await sendCode(parts, 'confirmation', user);
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
