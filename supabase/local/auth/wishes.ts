import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { ApiContext } from '../api/context.ts';
import type { AuthMail, MailKind } from '../mail/mailer.ts';
import type { AuthParts } from './parts.ts';
import { allowedRedirect } from './redirects.ts';
import { findUserByEmail, userJson } from './users.ts';

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

/** The column that keeps the token of a mail; a change of address has two and no PKCE flow here. */
const tokenColumn: Partial<Record<MailKind, string>> = {
	confirmation: 'confirmation_token',
	invite: 'confirmation_token',
	magic_link: 'recovery_token',
	recovery: 'recovery_token'
};

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

/** Sends a mail of Auth as the request wishes it. */
export async function sendAsWished(
	parts: AuthParts,
	kind: MailKind,
	{ email, newEmail, ...mail }: WishedMail
): Promise<void> {
	const { redirectTo, challenge } = present.getStore() ?? { redirectTo: parts.config.site_url };
	const column = tokenColumn[kind];
	const tokenHash =
		challenge && column
			? await beginFlow(parts, column, kind, mail.tokenHash, challenge)
			: mail.tokenHash;
	const row = await findUserByEmail(parts.sql, email);
	const user = { ...(row ? userJson(row) : { email }), ...(newEmail && { new_email: newEmail }) };
	await parts.sendMail(kind, { ...mail, user, tokenHash, redirectTo });
}

async function beginFlow(
	{ sql }: AuthParts,
	column: string,
	kind: MailKind,
	hash: string,
	challenge: { value: string; method: string }
): Promise<string> {
	const marked = pkcePrefix + hash;
	const [user] = await sql<{ id: string }[]>`
		update auth.users set ${sql(column)} = ${marked} where ${sql(column)} = ${hash} returning id`;
	if (!user) return hash;
	await sql`
		insert into auth.flow_state (id, user_id, auth_code, authentication_method, provider_type,
			code_challenge, code_challenge_method)
		values (${randomUUID()}, ${user.id}, ${randomUUID()}, ${kind}, 'email',
			${challenge.value}, ${challenge.method})`;
	return marked;
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
