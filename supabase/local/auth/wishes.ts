import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { ApiContext } from '../api/context.ts';
import type { AuthMail, MailKind } from '../mail/mailer.ts';
import type { AuthParts } from './parts.ts';
import { allowedRedirect } from './redirects.ts';
import { findUserByEmail, hashCode, newCode, userJson, type UserRow } from './users.ts';

/** What the client of a request wants of the mails that are sent on its way. */
interface Wishes {
	/** Where people land after confirming. */
	redirectTo: string;
	/** Of a PKCE flow: the link is to end in a code that only the asking client can redeem. */
	challenge: { value: string; method: string } | undefined;
}

/** The part of a request's body that PKCE adds. */
export interface PkceRequest {
	code_challenge?: string | null;
	code_challenge_method?: string | null;
}

const present = new AsyncLocalStorage<Wishes>();

/** Starts the links of a PKCE flow, as in hosted Auth. */
export const pkcePrefix = 'pkce_';

/** The mails whose code we make, and the columns that keep it; a change of address has no PKCE flow here. */
const columns = {
	confirmation: 'confirmation',
	invite: 'confirmation',
	magic_link: 'recovery',
	recovery: 'recovery'
} as const;

export type CodeKind = keyof typeof columns;

/** Does work with the wishes of a request at hand. */
export function withWishes<T>(
	c: ApiContext,
	config: AuthParts['config'],
	body: PkceRequest,
	work: () => T
): T {
	const { code_challenge: value, code_challenge_method: method } = body;
	const redirectTo = allowedRedirect(config, c.req.query('redirect_to'));
	return present.run(
		{
			redirectTo,
			challenge: value && method ? { value, method: method.toLowerCase() } : undefined
		},
		work
	);
}

/** A mail to the account with an address, and the address it wants instead. */
type WishedMail = Omit<AuthMail, 'redirectTo' | 'user'> & { email: string; newEmail?: string };

/** Sends a mail that lite wants sent, as the request wishes it. */
export async function sendAsWished(
	parts: AuthParts,
	kind: MailKind,
	mail: WishedMail
): Promise<void> {
	const { challenge } = wishes(parts);
	if (kind !== 'confirmation' || !challenge) return send(parts, kind, mail);
	const tokenHash = pkcePrefix + mail.tokenHash;
	const [user] = await parts.sql<{ id: string }[]>`
		update auth.users set confirmation_token = ${tokenHash}
		where confirmation_token = ${mail.tokenHash} returning id`;
	if (user) await beginFlow(parts, user.id, kind, challenge);
	await send(parts, kind, user ? { ...mail, tokenHash } : mail);
}

/**
 * Mails an account a new code as the request wishes it, and stores it then, which ends the one before.
 * In this order, as in hosted Auth: when the mail is refused, the earlier code stays good.
 */
export async function mailCode(parts: AuthParts, kind: CodeKind, user: UserRow): Promise<void> {
	const { sql, config } = parts;
	const { challenge } = wishes(parts);
	const email = user.email ?? '';
	const token = newCode(config.email.otp_length);
	const tokenHash = (challenge ? pkcePrefix : '') + hashCode(email, token);
	await send(parts, kind, { email, token, tokenHash });
	const column = columns[kind];
	await sql`
		update auth.users set ${sql(`${column}_token`)} = ${tokenHash},
			${sql(`${column}_sent_at`)} = now(), updated_at = now()
		where id = ${user.id}`;
	if (challenge) await beginFlow(parts, user.id, kind, challenge);
}

/** When the last mail was sent whose code this kind would replace. */
export function lastSent(kind: CodeKind, user: UserRow): string | null {
	return user[`${columns[kind]}_sent_at`];
}

function wishes(parts: AuthParts): Wishes {
	return present.getStore() ?? { redirectTo: parts.config.site_url, challenge: undefined };
}

async function send(
	parts: AuthParts,
	kind: MailKind,
	{ email, newEmail, ...mail }: WishedMail
): Promise<void> {
	const { redirectTo } = wishes(parts);
	const row = await findUserByEmail(parts.sql, email);
	const user = { ...(row ? userJson(row) : { email }), ...(newEmail && { new_email: newEmail }) };
	await parts.sendMail(kind, { ...mail, user, redirectTo });
}

async function beginFlow(
	{ sql }: AuthParts,
	userId: string,
	kind: MailKind,
	challenge: { value: string; method: string }
): Promise<void> {
	await sql`
		insert into auth.flow_state (id, user_id, auth_code, authentication_method, provider_type,
			code_challenge, code_challenge_method)
		values (${randomUUID()}, ${userId}, ${randomUUID()}, ${kind}, 'email',
			${challenge.value}, ${challenge.method})`;
}

/** The code that ends a PKCE flow, good for five minutes from now, if the account has one open. */
export async function codeOfFlow({ sql }: AuthParts, userId: string): Promise<string | undefined> {
	const [flow] = await sql<{ auth_code: string }[]>`
		update auth.flow_state set created_at = now(), auth_code_issued_at = now()
		where id = (
			select id from auth.flow_state
			where user_id = ${userId} and provider_type = 'email' and auth_code_issued_at is null
			order by created_at desc limit 1
		)
		returning auth_code`;
	return flow?.auth_code;
}
